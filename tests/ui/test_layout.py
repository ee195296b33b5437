"""Which panes are seen, for every width."""

from reader.ui.layout import ARTICLE_LEAST, Layout, layout_for, pane_after, split, visible_panes


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
                headlines = split(room, share, layout)
                assert headlines >= 1
                assert room - 1 - headlines >= ARTICLE_LEAST[layout]


def test_a_low_window_has_rows_of_headlines_and_of_the_article() -> None:
    for room in range(9, 20):
        for share in (1, 40, 99):
            headlines = split(room, share, "stacked")
            assert headlines >= 4
            assert room - 1 - headlines >= 4
