"""Fields that are too long are cut where they stand, and nothing else of the feed is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reader.sources.feeds import long_fields
from reader.sources.feeds.long_fields import cut_fields

LIMIT, SPARE = 200, 64


@pytest.fixture(autouse=True, scope="module")
def small_limit() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_fields, "LONGEST_FIELD", LIMIT)
        patch.setattr(long_fields, "_SPARE", SPARE)
        yield


def feed(*fields: str) -> bytes:
    items = "".join(f"<item>{field}<guid>1</guid></item>" for field in fields)
    return f"<rss><channel><title>T</title>{items}</channel></rss>".encode()


def texts(body: bytes) -> list[str]:
    """Return the text of each first field of an article, of a well-formed feed."""
    return ["".join(item[0].itertext()) for item in etree.fromstring(body).iter("item")]


SHORT = "<description>short</description>"


@pytest.mark.parametrize(
    ("long", "words"),
    [
        ("<description>" + "word " * 400 + "</description>", "word " * 400),
        ("<description><![CDATA[" + "<p>word</p>" * 400 + "]]></description>", "<p>word</p>" * 400),
        ("<description>" + "&lt;p&gt;word" * 400 + "</description>", "<p>word" * 400),
        ("<content><div>" + "<p>word</p>" * 400 + "</div></content>", "word" * 400),
        ("<x:y xmlns:x='u'>" + "wörd" * 400 + "</x:y>", "wörd" * 400),
        ("<title><![CDATA[</title>" + "w" * 4_000 + "]]></title>", "</title>" + "w" * 4_000),
        (
            "<title>a<![CDATA[</title><item></item>]]>" + "w" * 4_000 + "</title>",
            "a</title><item></item>" + "w" * 4_000,
        ),
    ],
    ids=["text", "cdata", "markup", "elements", "unknown", "hidden-end", "hidden-article"],
)
def test_a_long_field_is_cut_and_its_neighbours_stay(long: str, words: str) -> None:
    found = texts(cut_fields(feed(SHORT, long, SHORT)))
    assert (found[0], found[2]) == ("short", "short")
    assert words.startswith(found[1])
    assert LIMIT / 3 < len(found[1]) < 2 * LIMIT


def test_what_is_just_short_enough_is_whole() -> None:
    for text in ("w" * LIMIT, "&amp;" * LIMIT, "ö" * LIMIT):
        body = feed(f"<description>{text}</description>" + "<x>filler</x>" * 100)
        assert cut_fields(body) == body


def test_a_field_of_an_unknown_document_is_cut_but_not_its_root() -> None:
    body = f"<news><item>{SHORT}</item><item><description>{'w' * 4_000}</description></item></news>".encode()
    short, long = texts(cut_fields(body))
    assert (short, LIMIT < len(long) < 2 * LIMIT) == ("short", True)


def test_a_field_without_an_end_ends_with_its_article() -> None:
    found = cut_fields(feed("<description>" + "word " * 400, SHORT))
    assert found.count(b"word") < 80
    assert found.endswith(
        b"</item><item><description>short</description><guid>1</guid></item></channel></rss>"
    )


TAGS = ["<item>", "</item>", "<description>", "</description>", "<b>", "</b>", "<br/>", "<a href='", "</rss>"]
PIECES = st.sampled_from(
    [*TAGS, "<![CDATA[", "]]>", "<!--", "-->", "<", ">", "'", "&", "&amp;", "&#228;", "ä", " ", "w" * 30]
)


@given(st.lists(PIECES, max_size=80))
def test_any_soup_is_cut_without_an_error_and_short_soup_not_at_all(pieces: list[str]) -> None:
    body = "".join(["<rss>", *pieces]).encode()
    found = cut_fields(body)
    assert len(found) <= len(body) + len("</description>") * len(pieces)
    if len(body) <= LIMIT:
        assert found == body
    assert found.decode()  # no character is cut in two
