"""The pictures that feeds name beside their articles, by each reader of feeds."""

import json

import pytest

from reader.document.serialization import deserialize
from reader.sources.feeds.parse import parse_feed
from tests.samples import item, rss

MRSS = b'xmlns:media="http://search.yahoo.com/mrss/" version="2.0"'
URL = "https://harbour.example/mill.png"
SMALL, THUMBNAIL = f'<media:content url="{URL}.small" width="80"/>', f'<media:thumbnail url="{URL}"/>'


def shown(feed: bytes) -> list[str]:
    (article,) = parse_feed(feed, {}, "https://harbour.example/feed").articles
    return [block.src for block in deserialize(article.body).blocks if block.kind == "figure"]


@pytest.mark.parametrize("broken", [b"", b"&nosuch;"], ids=["sound", "broken"])
@pytest.mark.parametrize(
    "element",
    [
        f'{SMALL}<media:content url="{URL}" medium="image" width="800"/>',
        f'<media:content url="{URL}" type="image/png"/>',
        f'<media:group><media:content url="{URL}"/></media:group>',
        f'<media:content url="{URL}.mp3" type="audio/mpeg"/>{THUMBNAIL}',
        THUMBNAIL,
        f'<enclosure url="{URL}" type="image/png" length="9"/>',
    ],
)
def test_a_feed_names_the_picture_beside_an_article(element: str, broken: bytes) -> None:
    made = rss([item(1).replace("</item>", f"{element}</item>")]).replace(b'version="2.0"', MRSS)
    assert shown(made.replace(b"</channel>", broken + b"</channel>")) == [URL]


def test_a_json_feed_names_it_too() -> None:
    article = {"id": "1", "content_html": "<p>It turns again.</p>", "image": "/mill.png"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": [article]}
    assert shown(json.dumps(feed).encode()) == [URL]
