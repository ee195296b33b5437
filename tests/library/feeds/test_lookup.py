"""Which feeds a person means by a word or two."""

import pytest

from reader.library.feeds.lookup import find_feeds
from reader.model import Feed

LISTED = [
    Feed(id=1, url="https://gazette.example.org/rss", title="Harbour Gazette"),
    Feed(id=2, url="https://ferries.example.org/rss", title="Gazette"),
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("1", [1]),
        ("gazette", [2]),
        ("harbour", [1]),
        ("zett", [1, 2]),
        ("HTTPS://gazette.example.org/rss/", [1]),
        (" ", []),
        ("7", []),
        ("%_'\"\udcff", []),
    ],
)
def test_feeds_are_found_as_a_person_names_them(text: str, ids: list[int]) -> None:
    assert [feed.id for feed in find_feeds(LISTED, text)] == ids
