"""The columns of a headline, and the rows of the feeds pane."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.model import Feed, Headline
from reader.ui.headlines.scope import ALL, Scope
from reader.ui.widgets.feed_rows import beside, feed_rows
from reader.ui.widgets.headline_list import columns, source_mark


@given(st.lists(st.text(alphabet="ab 青岛海é", max_size=30), min_size=1, max_size=12), st.integers(8, 22))
def test_where_an_article_comes_from_has_room(titles: list[str], width: int) -> None:
    plain = Headline(
        id=1,
        feed=1,
        feed_title="",
        title="",
        link=None,
        author=None,
        published=None,
        updated=None,
        received=0,
        read=False,
        starred=False,
        saved=False,
        tags=(),
        words=0,
        complete="full",
    )
    first, *others = (replace(plain, feed_title=title) for title in titles)
    mark = source_mark(replace(first, duplicates=tuple(others)), width)
    assert cell_len(mark) <= width
    assert mark.endswith(f" +{len(others)}") == bool(others)


def test_columns_fill_the_width() -> None:
    for width in range(20, 200):
        shares = columns(width, source=True)
        assert (12 if shares.tight else 14) + shares.title + shares.source + bool(shares.source) == width


def test_feed_rows_collapse_and_sum() -> None:
    feeds = [
        Feed(id=1, url="u1", title="Dhaka", folder="World/Asia", unread=3),
        Feed(id=2, url="u2", title="alpha", unread=1, status="failing", error="timeout"),
        Feed(id=3, url="u3", title="Europe", folder="World", unread=2),
    ]

    def rows(*collapsed: str) -> list[str]:
        made = feed_rows(feeds, unread=6, starred=0, saved=0, tags=[("sea", 2)], collapsed=collapsed)
        return [f"{row.mark}{row.name} {row.count}" for row in made if not row.gap]

    assert rows()[4:] == ["#sea 2", "▾World 5", "Europe 2", "▾Asia 3", "Dhaka 3", "!alpha 1"]
    assert rows("World")[4:] == ["#sea 2", "▸World 5", "!alpha 1"]
    everything = feed_rows(feeds, unread=6, starred=0, saved=0, tags=[], collapsed=())
    assert beside(everything, ALL, 1) == Scope("feed", 3)
    assert beside(everything, Scope("feed", 2), 1) is None
