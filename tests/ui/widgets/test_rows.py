"""The rows of the headline list, and those of the feeds pane."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from reader.model import Feed, Headline
from reader.ui.headlines.scope import ALL, Scope
from reader.ui.widgets.feed_rows import beside, feed_rows
from reader.ui.widgets.headline_rows import LEAST_TITLE, draw_row, lines_of, shares, source_mark

NOW = 1_717_200_000

PLAIN = Headline(
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


@given(st.lists(st.text(alphabet="ab 青岛海é", max_size=30), min_size=1, max_size=12), st.integers(8, 22))
def test_where_an_article_comes_from_has_room(titles: list[str], width: int) -> None:
    first, *others = (replace(PLAIN, feed_title=title) for title in titles)
    mark = source_mark(replace(first, duplicates=tuple(others)), width)
    assert cell_len(mark) <= width
    assert mark.endswith(f" +{len(others)}") == bool(others)


@given(
    st.text(alphabet="ab 青岛海é-,\u0996\u09be", max_size=90),
    st.text(alphabet="ab 青é", max_size=40),
    st.integers(24, 160),
    st.booleans(),
    st.booleans(),
)
def test_a_row_fills_its_lines_and_no_more(
    title: str, feed: str, width: int, source: bool, starred: bool
) -> None:
    headline = replace(PLAIN, title=title, feed_title=feed, starred=starred, complete="summary")
    for lines in (1, 2):
        drawn = draw_row(headline, NOW, width, lines=lines, source=source)
        assert len(drawn) == lines
        for line in drawn:
            assert sum(cell_len(piece.text) for piece in line) == width - 1


def test_a_title_flows_over_two_lines_and_its_source_stands_at_the_end() -> None:
    title = "Council votes to leave the clock on the fish market seven minutes slow"
    headline = replace(PLAIN, title=title, feed_title="Harbour Gazette", starred=True, received=NOW - 7200)
    first, second = (
        "".join(piece.text for piece in line) for line in draw_row(headline, NOW, 44, lines=2, source=True)
    )
    assert first.rstrip() == " ● Council votes to leave the clock on"
    assert second.rstrip() == "   the fish market seve…  ★ Harbour… · 2h"


def test_a_source_leaves_room_for_words_of_a_long_title() -> None:
    title, feed = "A queue that survives a power cut, in thirty lines", "Semicolon Weather"
    headline = replace(PLAIN, title=title, feed_title=feed, received=NOW - 86_400 * 9)
    seconds = [
        "".join(piece.text for piece in draw_row(headline, NOW, width, lines=2, source=True)[1]).strip()
        for width in (34, 44, 56)
    ]
    assert seconds[0] == "power cut…  Semico… · 23 May"
    assert seconds[1].startswith("thirty lines  Semicolon Weat")
    assert seconds[2] == "Semicolon Weather · 23 May"


def test_a_short_title_has_two_lines_only_where_one_is_too_narrow() -> None:
    for width in range(20, 200):
        lines = lines_of("auto", width, source=True)
        assert lines == (2 if shares(width, source=True).title < LEAST_TITLE else 1)
        assert lines_of(1, width, source=True) == 1
        assert lines_of(2, width, source=True) == 2
    assert [lines_of("auto", width, source=True) for width in (44, 60, 80, 120)] == [2, 2, 1, 1]


def test_feed_rows_collapse_and_sum() -> None:
    feeds = [
        Feed(id=1, url="u1", title="Dhaka", folder="World/Asia", unread=3),
        Feed(id=2, url="u2", title="alpha", unread=1, status="failing", error="timeout"),
        Feed(id=3, url="u3", title="Europe", folder="World", unread=2),
    ]

    def rows(*collapsed: str) -> list[str]:
        made = feed_rows(feeds, unread=6, starred=0, saved=0, tags=[("sea", 2)], collapsed=collapsed)
        return [f"{row.mark}{row.name} {row.count}" for row in made if not row.gap]

    assert rows()[6:] == ["#sea 2", "▾World 5", "Europe 2", "▾Asia 3", "Dhaka 3", "!alpha 1"]
    assert rows("World")[6:] == ["#sea 2", "▸World 5", "!alpha 1"]
    everything = feed_rows(feeds, unread=6, starred=0, saved=0, tags=[], collapsed=())
    assert beside(everything, ALL, 1) == Scope("feed", 3)
    assert beside(everything, Scope("feed", 2), 1) is None
