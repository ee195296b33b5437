"""The screen as a whole: widths, hostile text, search, a library that cannot be written."""

import random
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.selection import Selection

from reader.document.blocks import Block, Document
from reader.document.serialization import serialize
from reader.keys import ACTIONS
from reader.model import FeedChange, Query
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.ui.widgets.prompt import Prompt
from tests.ui.screen import Open, add_feed, current_title, parsed, press, screen_of, settle, shown

HOSTILE = (
    '[/b] [/ ["]',
    "[@click=app.quit]x[/]",
    "[link=file:///etc/passwd]y[/link]",
    "[$primary] \\[ [on red]z",
    "trailing \\",
)


async def test_hostile_titles_are_shown_as_they_are(empty: Database, open_screen: Open) -> None:
    made = [parsed(n, f"{n} {title}", text=title) for n, title in enumerate(HOSTILE, 1)]
    identity = add_feed(empty, "Evil", made)
    feeds.edit_feed(empty, identity, FeedChange(title=HOSTILE[1], folder=HOSTILE[0]), now=0)
    marks.tag(empty, [1], [HOSTILE[1]], [], now=0)
    async with open_screen(size=(200, 30)) as pilot:
        for title in HOSTILE:
            assert title.rstrip("\\").rstrip() in shown(pilot)
            await pilot.click("#headlines", offset=(8, 1))
            await press(pilot, "j", "t", "escape", "e", "escape", "A", "escape", "semicolon")
        assert pilot.app.is_running


async def test_control_characters_never_reach_the_terminal(empty: Database, open_screen: Open) -> None:
    add_feed(empty, "Esc", [parsed(1, "a\x1b]52;c;aGk=\x07b\x9bc\u202ed", text="x\x1b[2Jy")])
    async with open_screen() as pilot:
        await press(pilot, "j", "enter", "y")
        assert not any(character in shown(pilot) for character in "\x1b\x07\x9b\u202e")


SIGHTS = (
    (("j",), "River 2"),
    (("enter",), "The text of article 2."),
    (("escape", "f"), "All"),
    (("escape", "z"), "The text of article 2."),
    (("z", "escape", "4"), "Saved harbour"),
    (("slash", *"river"), "river"),
    (("escape", "1"), "Island 1"),
)
"""Keys, and what is in sight behind them at any size that a word fits in."""


@pytest.mark.parametrize(
    "size", [(1, 1), (5, 3), (40, 10), (60, 24), (79, 24), (80, 24), (119, 30), (120, 40), (300, 80)]
)
async def test_every_size_draws(library: Database, open_screen: Open, size: tuple[int, int]) -> None:
    width, height = size
    async with open_screen(size=size) as pilot:
        for keys, sight in SIGHTS:
            await press(pilot, *keys)
            strips = pilot.app.screen._compositor.render_strips()
            assert [strip.cell_length for strip in strips] == [width] * height
            if width >= 40:
                assert sight in shown(pilot)


async def test_resizing_keeps_the_place(empty: Database, open_screen: Open) -> None:
    text = "\n\n".join(f"Paragraph {n} " + "with words " * 30 for n in range(60))
    add_feed(empty, "Long", [parsed(n, f"Long {n}", text=text) for n in range(1, 50)])
    async with open_screen(size=(140, 40)) as pilot:
        screen = screen_of(pilot)
        await press(pilot, "j", "j", "enter", "space", "space")
        place = screen.controllers.article.view.position
        assert place is not None
        for size in ((100, 30), (60, 20), (1, 1), (70, 25), (140, 40)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert current_title(pilot) == "Long 3"
        assert screen.controllers.article.view.position is not None
        assert screen.controllers.article.view.position[0] == place[0]


async def test_narrow_shows_one_pane_at_a_time(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(60, 24)) as pilot:
        assert "Island 1" in shown(pilot)
        assert "The text of" not in shown(pilot)
        await press(pilot, "enter")
        assert "The text of article 1." in shown(pilot)
        assert "River 2" not in shown(pilot)
        await press(pilot, "escape", "shift+tab")
        assert "Starred" in shown(pilot)


async def test_a_pane_that_is_alone_has_a_blank_line_below_its_head_in_every_layout(
    library: Database, open_screen: Open
) -> None:
    async with open_screen(size=(60, 24)) as pilot:
        before = shown(pilot).splitlines()[:3]
        await press(pilot, "L", "k")
        assert shown(pilot).splitlines()[:3] == before
        assert not before[1].strip()


async def test_normal_shows_headlines_and_article(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(100, 24)) as pilot:
        assert "River 2" in shown(pilot)
        assert "The text of article 1." in shown(pilot)
        assert "Starred" not in shown(pilot)
        await press(pilot, "f")
        assert "Starred" in shown(pilot)


async def test_search_as_you_type_and_back(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "j", "j", "slash", *"harbour")
        assert current_title(pilot) == "Saved harbour"
        assert "1 found" in shown(pilot)
        await press(pilot, "enter")
        assert screen_of(pilot).controllers.panes.pane == "headlines"
        await press(pilot, "escape")
        assert current_title(pilot) == "Island 3"
        assert len(screen_of(pilot).headlines.rows) == 13


async def test_the_bottom_line_keeps_the_keys_of_the_prompt_in_another_size(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "slash", *"harbour")
        await pilot.resize_terminal(60, 24)
        await settle(pilot)
        assert "esc leave" in shown(pilot)
        await press(pilot, "escape")
        assert "space read on" in shown(pilot)


async def test_what_is_found_in_the_article_is_seen(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(60, 24)) as pilot:
        await press(pilot, "ctrl+f", *"text")
        assert "The text of article 1." in shown(pilot)
        await press(pilot, "escape", "escape")
        assert "River 2" in shown(pilot)


async def test_an_article_at_its_beginning_shows_its_title_again(empty: Database, open_screen: Open) -> None:
    text = "many words " * 400
    add_feed(empty, "Long", [parsed(n, f"Long {n}", text=text) for n in range(1, 4)])
    async with open_screen() as pilot:
        view = screen_of(pilot).controllers.article.view
        await press(pilot, "J", "J", "J", "J", "J", "j", "k", "j")
        assert view.scroll_offset.y == 0
        await press(pilot, "i", "i")
        assert view.scroll_offset.y == 0


async def test_the_end_of_the_list_begins_with_a_whole_row(empty: Database, open_screen: Open) -> None:
    add_feed(empty, "Many", [parsed(n, f"Old {n}") for n in range(10, 90)])
    for height in (23, 24):
        async with open_screen(size=(60, height)) as pilot:
            await press(pilot, "G")
            headlines = screen_of(pilot).headlines
            assert headlines.scroll_offset.y % 2 == 0
            assert "Old 89" in shown(pilot)
            await pilot.resize_terminal(60, height - 1)
            await settle(pilot)
            assert headlines.scroll_offset.y % 2 == 0
            assert current_title(pilot) == "Old 89"
            assert "Old 89" in shown(pilot)


async def test_nothing_found(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "slash", *"zebra")
        assert "Nothing found." in shown(pilot)
        assert "feed:name" in shown(pilot), "the name of a feed is no word of its articles"
        await press(pilot, "escape")
        assert current_title(pilot) == "Island 1"


async def test_filter_keeps_the_scope_and_its_order(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "right_square_bracket", "F", *"island")
        assert len(screen_of(pilot).headlines.rows) == 6
        assert current_title(pilot) == "Island 1"
        assert "“island” newest first" in shown(pilot)
        await press(pilot, "escape")
        assert not pilot.app.screen.query(Prompt)
        assert screen_of(pilot).listing.scope.kind == "feed"


async def test_a_read_only_library_is_read(library: Database, open_screen: Open) -> None:
    async with open_screen(readonly=True) as pilot:
        assert "read-only" in shown(pilot)
        await press(pilot, "j", "enter", "space", "escape")
        await press(pilot, "s")
        assert headlines.counts(library).starred == 0
        assert pilot.app.is_running


async def test_clicks(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await pilot.click("#headlines", offset=(10, 5))
        await settle(pilot)
        assert current_title(pilot) == "Island 3"
        await pilot.click("#headlines", offset=(10, 4))
        await settle(pilot)
        assert screen_of(pilot).controllers.panes.pane == "article"
        await pilot.click("#feeds", offset=(6, 4))
        await settle(pilot)
        assert current_title(pilot) == "Saved harbour"
        assert screen_of(pilot).controllers.panes.pane == "headlines"


async def test_selected_text_is_copied_with_its_lines_joined(empty: Database, open_screen: Open) -> None:
    add_feed(empty, "Long", [parsed(1, "One", text="A sentence that is " + "very " * 30 + "long.")])
    async with open_screen() as pilot:
        article = screen_of(pilot).controllers.article.view
        got = article.get_selection(Selection(None, None))
        assert got is not None
        assert "A sentence that is " + "very " * 30 + "long." in got[0]
        assert len(article.lines) > 5


async def test_dragging_selects_and_ctrl_c_copies(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        line = next(y for y, text in enumerate(shown(pilot).splitlines()) if "The text of article 1." in text)
        column = shown(pilot).splitlines()[line].index("The text")
        await pilot.mouse_down(offset=(column, line))
        await pilot.hover(offset=(column + 8, line))
        await pilot.mouse_up(offset=(column + 8, line))
        await pilot.pause()
        await pilot.press("ctrl+c")
        assert pilot.app.clipboard.startswith("The text")


async def test_a_click_on_a_link_opens_it(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "4")
        line = next(y for y, text in enumerate(shown(pilot).splitlines()) if "harbour¹ opens" in text)
        column = shown(pilot).splitlines()[line].index("harbour¹")
        await pilot.click(offset=(column + 2, line))
        await settle(pilot)
        assert "address copied" in shown(pilot)
        assert pilot.app.clipboard == "https://harbour.example/"


async def test_the_article_has_a_bar_and_two_blank_cells_at_its_right(
    empty: Database, open_screen: Open
) -> None:
    add_feed(empty, "Long", [parsed(1, "One", text="word " * 3000)])
    async with open_screen((120, 30)) as pilot:
        await settle(pilot)  # what is out of sight is wrapped a moment later
        view = screen_of(pilot).controllers.article.view
        assert view.show_vertical_scrollbar
        right = view.region.right
        assert all(line[right - 2 : right - 1] in ("", " ") for line in shown(pilot).splitlines()[5:25])


async def test_a_long_article_is_wrapped_as_it_is_needed(empty: Database, open_screen: Open) -> None:
    document = Document(tuple(Block("paragraph", f"Paragraph {n}. " + "word " * 60) for n in range(2000)))
    made = replace(parsed(1, "Endless"), body=serialize(document))
    add_feed(empty, "Long", [made])
    async with open_screen() as pilot:
        article = screen_of(pilot).controllers.article.view
        screen_of(pilot).controllers.article.load(screen_of(pilot).headlines.rows.ids[0])
        assert len(article.lines) < 200
        await press(pilot, "enter", "G")
        assert "Paragraph 1999." in shown(pilot)
        assert article.at_end


@pytest.mark.long
async def test_any_keys_in_any_order_do_no_harm(
    library: Database, open_screen: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keys = [
        key
        for action in ACTIONS
        for key in action.keys.split(",")
        if action.id not in ("quit", "quit_at_once", "browser", "pipe")
    ]
    chance = random.Random(5)
    async with open_screen(size=(100, 24)) as pilot:
        for _ in range(150):
            await pilot.press(chance.choice([*keys, "escape", "escape", "enter"]))
        await pilot.press("escape", "escape", "escape")
        await settle(pilot)
        assert pilot.app.is_running
        assert len(headlines.ids(library, Query())) <= 13


async def test_a_damaged_row_is_shown_as_damaged_and_the_others_as_they_are(
    library: Database, open_screen: Open
) -> None:
    library.execute("UPDATE article SET title = CAST(x'4261ff64' AS TEXT) WHERE title = 'River 2'")
    library.execute(
        "UPDATE body SET packed = x'ff' WHERE article = (SELECT id FROM article WHERE title = 'Island 1')"
    )
    async with open_screen(size=(160, 30)) as pilot:
        assert "(damaged) Ba\ufffdd" in shown(pilot)
        assert "Island 1" in shown(pilot)
        await press(pilot, "j", "enter")
        assert "A part of this article is damaged." in shown(pilot)
        await press(pilot, "escape", "k", "enter")
        assert "The text of this article is damaged." in shown(pilot)
