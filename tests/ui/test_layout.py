"""Which panes are seen, for every width."""

from reader.ui.layout import (
    ARTICLE_LEAST,
    Layout,
    feeds_width,
    layout_for,
    pane_after,
    usual_split,
    visible_panes,
    within,
)


def test_panes_for_every_width() -> None:
    assert visible_panes(140, "headlines") == ("feeds", "headlines", "article")
    assert visible_panes(140, "headlines", feeds_hidden=True) == ("headlines", "article")
    assert visible_panes(100, "article") == ("headlines", "article")
    assert visible_panes(100, "feeds") == ("feeds", "headlines")
    assert visible_panes(60, "article") == ("article",)
    assert visible_panes(140, "article", zen=True) == ("article",)
    assert pane_after("headlines", 1, 60) == "article"
    assert pane_after("article", 1, 140, feeds_hidden=True) == "headlines"


def test_headlines_lie_where_both_can_be_read() -> None:
    for width, height, layout in (
        (140, 40, "columns"),
        (120, 30, "columns"),
        (100, 30, "columns"),
        (80, 24, "stacked"),
        (80, 16, "columns"),
        (60, 30, "columns"),
    ):
        assert layout_for(width, height, "auto") == layout
        assert layout_for(width, height, "stacked") == "stacked"
        assert layout_for(width, height, "columns") == "columns"
    assert visible_panes(100, "feeds", layout="stacked") == ("feeds", "headlines", "article")


def test_the_article_keeps_its_least_wherever_the_border_is_dragged() -> None:
    rooms: dict[Layout, range] = {"columns": range(80, 200), "stacked": range(20, 80)}
    for layout, sizes in rooms.items():
        for room in sizes:
            for share in (-5, 1, 20, 44, 80, 99, 120):
                headlines = within(room, round(room * share / 100), layout)
                assert headlines >= 1
                assert room - 1 - headlines >= ARTICLE_LEAST[layout]


def test_a_low_window_has_rows_of_headlines_and_of_the_article() -> None:
    for room in range(9, 20):
        for share in (1, 40, 99):
            headlines = within(room, round(room * share / 100), "stacked")
            assert headlines >= 4
            assert room - 1 - headlines >= 4


def test_the_usual_border_gives_each_pane_what_it_needs() -> None:
    found = {}
    for width in (100, 120, 140, 160, 200, 240, 300):
        feeds = feeds_width(width) if width >= 120 else 0
        headlines = usual_split(width - feeds, "columns", 72)
        found[width] = (feeds, headlines, width - feeds - 1 - headlines)
    assert found == {
        100: (0, 46, 53),
        120: (26, 44, 49),
        140: (26, 50, 63),
        160: (28, 56, 75),
        200: (32, 91, 76),  # the article has its measure and its margins, the headlines all else
        240: (32, 96, 111),
        300: (32, 96, 171),
    }
    assert usual_split(100, "columns", 120) == 46
    assert usual_split(23, "stacked", 72) == 9
