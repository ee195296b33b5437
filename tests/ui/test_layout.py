"""Which panes are seen, for every width."""

from reader.ui.layout import pane_after, visible_panes


def test_panes_for_every_width() -> None:
    assert visible_panes(140, "headlines") == ("feeds", "headlines", "article")
    assert visible_panes(140, "headlines", feeds_hidden=True) == ("headlines", "article")
    assert visible_panes(100, "article") == ("headlines", "article")
    assert visible_panes(100, "feeds") == ("feeds", "headlines")
    assert visible_panes(60, "article") == ("article",)
    assert visible_panes(140, "article", zen=True) == ("article",)
    assert pane_after("headlines", 1, 60) == "article"
    assert pane_after("article", 1, 140, feeds_hidden=True) == "headlines"
