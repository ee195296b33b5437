"""Rows, columns and times: pure."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.binding import Binding

from reader.keys import action_ids, key_names
from reader.model import Date, Feed, Headline
from reader.ui.bindings import BINDINGS
from reader.ui.controllers.marks import tag_changes
from reader.ui.dialogs.help import COLUMNS
from reader.ui.headlines.rows import Rows
from reader.ui.headlines.scope import ALL, Scope
from reader.ui.layout import pane_after, visible_panes
from reader.ui.text.cells import crop, fit, fit_right
from reader.ui.text.progress import Outcome, Progress
from reader.ui.text.times import age, full_date
from reader.ui.text.titles import title_of
from reader.ui.widgets.feed_rows import beside, feed_rows
from reader.ui.widgets.headline_list import columns, source_mark

PAIRS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9)), unique_by=lambda pair: pair[0])


@given(PAIRS, PAIRS, st.booleans())
def test_merging_is_sorting(old: list[tuple[int, int]], new: list[tuple[int, int]], descending: bool) -> None:
    def order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return sorted(pairs, key=lambda pair: (pair[1], pair[0]), reverse=descending)

    new = [pair for pair in new if pair[0] not in dict(old)]
    rows = Rows(order(old), descending=descending)
    rows.merge(new)
    rows.merge(new)
    assert list(zip(rows.ids, rows.keys, strict=True)) == order(old + new)


def test_removing_tells_where() -> None:
    rows = Rows([(n, 100 - n) for n in range(50)])
    assert rows.remove([3, 1, 99]) == [1, 3]
    assert rows.remove(range(10, 40)) == list(range(8, 38))
    assert len(rows) == 18


@given(PAIRS, st.integers(1, 41), st.integers(0, 9))
def test_a_row_is_found_by_its_time(pairs: list[tuple[int, int]], identity: int, key: int) -> None:
    rows = Rows(sorted(pairs, key=lambda pair: (-pair[1], -pair[0])))
    assert all(map(rows.has, pairs))
    assert identity in dict(pairs) or not rows.has((identity, key))


def test_what_stands_for_others_does_so_until_it_is_taken_out() -> None:
    rows = Rows()
    rows.take([(9, 90), (8, 80), (7, 70)], [(9, 90), (7, 70)], {1: 9, 2: 7})
    rows.take([(10, 60)], [], {})
    assert (list(rows.ids), rows.reached, rows.highest) == ([9, 7], (10, 60), 10)
    rows.remove([9])
    assert rows.groups == {2: 7}


@given(st.text(alphabet="ab 青岛海বৃষ্টি👩‍👩‍👧é̂", max_size=30), st.integers(0, 20))
def test_cells_are_exact(text: str, width: int) -> None:
    assert cell_len(crop(text, width)) <= width
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit_right(text, width)) == width


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
    told = source_mark(replace(first, duplicates=tuple(others)), width)
    assert cell_len(told) <= width
    assert told.endswith(f" +{len(others)}") == bool(others)


def test_columns_fill_the_width() -> None:
    for width in range(20, 200):
        shares = columns(width, source=True)
        assert (12 if shares.tight else 14) + shares.title + shares.source + bool(shares.source) == width


def test_ages() -> None:
    now = 1_717_200_000
    for seconds, text in ((-500, "now"), (30, "now"), (300, "5m"), (10_800, "3h"), (180_000, "2d")):
        assert age(Date(now - seconds), now, now) == text
    assert age(Date(now - 18 * 86_400), now, now) in ("13 May", "14 May")
    assert age(Date(now - 800 * 86_400), now, now) == "2022"
    assert age(None, now - 300, now) == "5m"
    assert age(Date(1_640_995_200, "year"), now, now) == "2022"


def test_dates_show_their_own_zone() -> None:
    assert full_date(Date(1_716_508_800, "day")) == "Fri 24 May 2024"
    assert "13:25 +06:00" in full_date(Date(1_716_535_500, "minute", "+06:00"))
    assert "Dhaka" in full_date(Date(1_716_535_500, "minute", "Asia/Dhaka"))
    assert full_date(Date(1_716_535_500, "minute", "No/Where")).startswith("Fri 24 May 2024")


def test_feed_rows_fold_and_sum() -> None:
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


def test_panes_for_every_width() -> None:
    assert visible_panes(140, "headlines") == ("feeds", "headlines", "article")
    assert visible_panes(140, "headlines", feeds_hidden=True) == ("headlines", "article")
    assert visible_panes(100, "article") == ("headlines", "article")
    assert visible_panes(100, "feeds") == ("feeds", "headlines")
    assert visible_panes(60, "article") == ("article",)
    assert visible_panes(140, "article", zen=True) == ("article",)
    assert pane_after("headlines", 1, 60) == "article"
    assert pane_after("article", 1, 140, feeds_hidden=True) == "headlines"


def test_progress_in_words() -> None:
    progress = Progress(total=200)
    for new in (12, 0):
        progress = progress.after({"outcome": "new", "new": new})
    assert progress.words() == "2 of 200, 12 new"
    progress = progress.after({"outcome": "failed", "error": "x.example: 403\x1b[2J"})
    progress = progress.ended_with(Outcome.of({"exit": 1, "stderr": "newsreader: x.example: 403"}))
    assert progress.words() == "3 asked, 12 new, 1 failed"
    assert progress.error == "x.example: 403[2J"


def test_tags_as_they_are_typed() -> None:
    assert tag_changes("#sea, boat boat", ("sea", "old")) == (["boat"], ["old"])


def test_titles_without_a_visible_character() -> None:
    for title in ("", " ", "\u200b", "\u200b\u00ad \u3164", "\u2800", "\u0301"):
        assert title_of(title) == "Untitled", ascii(title)
    for title in ("a", "é", "বৃষ্টি", "👩‍👧", "—"):
        assert title_of(title) == title


def test_keys_as_people_write_them() -> None:
    assert key_names("right_square_bracket,less_than_sign,space,shift+tab") == [
        "]",
        "<",
        "space",
        "shift+tab",
    ]
    keys = [name for binding in BINDINGS if isinstance(binding, Binding) for name in key_names(binding.key)]
    assert not [name for name in keys if "_" in name]


def test_the_help_has_every_binding_once() -> None:
    listed = [identity for groups in COLUMNS for group in groups.values() for identity in group]
    assert sorted(listed) == sorted(action_ids())
