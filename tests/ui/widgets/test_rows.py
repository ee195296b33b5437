"""The rows of the headline list, and those of the feeds pane."""

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from reader.document.layout.wrap import widest
from reader.library.output.titles import is_titled
from reader.model import Feed, Headline
from reader.ui.headlines.scope import ALL, Scope
from reader.ui.widgets.feed_rows import beside, feed_rows
from reader.ui.widgets.headline_rows import (
    LEAST_TITLE,
    beside_source,
    draw_row,
    lines_of,
    source_mark,
)

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
    assert not others or mark in ("", f"{len(titles)} sources") or mark.endswith(f" +{len(others)}")
    assert others or "+" not in mark


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


@given(st.text(alphabet="ab 青岛海é", max_size=60), st.integers(4, 90), st.booleans(), st.booleans())
def test_a_row_of_plain_mode_fills_its_lines_and_no_more(
    title: str, width: int, source: bool, starred: bool
) -> None:
    headline = replace(PLAIN, title=title, feed_title="Harbour", starred=starred, complete="summary")
    for lines in (1, 2):
        drawn = draw_row(headline, NOW, width, lines=lines, source=source, plain=True, selected=True)
        assert [sum(cell_len(piece.text) for piece in line) for line in drawn] == [width - 1] * lines


def test_a_row_of_plain_mode_says_title_and_state_where_one_line_is_too_narrow_for_both() -> None:
    headline = replace(PLAIN, title="Council votes to leave the clock", received=NOW - 7200, starred=True)
    (line,) = draw_row(headline, NOW, 40, lines=1, source=True, plain=True)
    assert "".join(piece.text for piece in line) == "Council votes to…   unread, starred…   "


def said(headline: Headline, width: int, lines: int, *, source: bool = True) -> list[str]:
    drawn = draw_row(headline, NOW, width, lines=lines, source=source)
    return ["".join(piece.text for piece in line).strip() for line in drawn]


def test_a_title_flows_over_two_lines_and_its_source_stands_at_the_end() -> None:
    title = "Council votes to leave the clock on the fish market"
    headline = replace(PLAIN, title=title, feed_title="Harbour Gazette", starred=True, received=NOW - 7200)
    first = "● Council votes to leave the clock on the"
    assert said(headline, 46, 2) == [first, "fish market       ★ Harbour Gazette · 2h"]
    assert said(headline, 46, 2, source=False) == [first, "fish market" + " " * 25 + "★ 2h"]


def test_a_source_gives_way_by_words_before_its_title_loses_one() -> None:
    title = "A queue that survives a power cut, in thirty lines"
    headline = replace(PLAIN, title=title, received=NOW - 86_400 * 9, complete="summary")
    by_words = replace(headline, feed_title="Semicolon Weather Review")
    assert [said(by_words, width, 2)[1] for width in (50, 48, 44, 40, 36, 34)] == [
        "lines    ◐ Semicolon Weather Review · 23 May",
        "thirty lines  ◐ Semicolon Weather · 23 May",
        "thirty lines      ◐ Semicolon · 23 May",
        "in thirty lines           ◐ 23 May",
        "cut, in thirty lines  ◐ 23 May",
        "power cut, in thi…  ◐ 23 May",
    ]
    assert [said(by_words, width, 1)[0].removeprefix(f"● {title}") for width in (94, 86, 78, 76, 66)] == [
        "    ◐ Semicolon Weather Review  23 May",
        "   ◐ Semicolon Weather  23 May",
        "   ◐ Semicolon  23 May",
        "            ◐ 23 May",
        "  ◐ 23 May",
    ]
    twice = replace(by_words, feed_title="Metropolitan Almanac", duplicates=(by_words, by_words))
    assert [said(twice, width, 2)[1] for width in (46, 43, 40)] == [
        "thirty lines  ◐ Metropolitan +2 · 23 May",
        "thirty lines     ◐ 3 sources · 23 May",
        "in thirty lines           ◐ 23 May",
    ], "a number alone would explain nothing"


def test_the_first_words_of_an_article_without_a_title_leave_a_part_to_its_source() -> None:
    opening = (
        "This morning the slip was dry for the first time since the boat was launched from it, and so on"
    )
    headline = replace(PLAIN, opening=opening, feed_title="Harbour Gazette", received=NOW - 7200)
    assert said(headline, 46, 2)[1] == "first time since the boat…  Harbour · 2h"
    assert said(replace(headline, title=opening), 46, 2)[1] == "first time since the boat was launc…  2h"


SCRIPTS = (
    "ab 青島の, \u0996\u09be\u0995\u09cd\u0937 \u0645\u0643\u062a \u05d4\u05d2 \u0915\u094d "
    "\u0e01\u0e33 é\U0001f468\u200d\U0001f469"
)
"""Letters of scripts about whose width terminals agree, and of others."""


@given(
    st.text(alphabet=SCRIPTS, min_size=1, max_size=90).filter(str.strip),
    st.text(alphabet=SCRIPTS, max_size=30),
    st.integers(24, 160),
    st.integers(1, 2),
    st.booleans(),
    st.booleans(),
)
def test_no_source_costs_a_title_a_word_and_age_and_marks_stay(
    title: str, feed: str, width: int, lines: int, starred: bool, saved: bool
) -> None:
    headline = replace(
        PLAIN, title=title, feed_title=feed, starred=starred, saved=saved, received=NOW - 86_400 * 40
    )

    assume(is_titled(headline))

    def letters(source: bool) -> str:
        drawn = draw_row(headline, NOW, width, lines=lines, source=source)
        for piece in (piece for line in drawn for piece in line):
            assert widest(piece.text.rstrip()) <= cell_len(piece.text)  # the next stands behind it anywhere
        last = "".join(piece.text for piece in drawn[-1])
        assert last.endswith("22 Apr  ")
        assert ("★" in last, "▤" in last) == (starred, saved)
        return "".join(piece.text for line in drawn for piece in line if piece.role == "title")

    assert letters(source=True).split() == letters(source=False).split()


def test_a_short_title_has_two_lines_only_where_one_is_too_narrow() -> None:
    for width in range(20, 200):
        lines = lines_of("auto", width, source=True)
        assert lines == (2 if beside_source(width, source=True) < LEAST_TITLE else 1)
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
