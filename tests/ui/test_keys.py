"""Each key of the table does what its row says."""

import ast
import re
from pathlib import Path
from typing import get_type_hints

import pytest
from textual.command import CommandPalette

import reader.ui
from reader.config import Settings
from reader.document.blocks import Block, Document
from reader.keys import action_ids, key_of
from reader.model import Article, Headline, Query
from reader.store.articles import articles
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.lists import headlines
from reader.ui.article.page import article_page
from reader.ui.bindings import bindings
from reader.ui.startup import Controllers
from tests.ui.screen import (
    NOW,
    Open,
    add_feed,
    current_title,
    feeds_pane,
    parsed,
    press,
    press_at_once,
    screen_of,
    settle,
    shown,
    wait_for_jobs,
)


def test_every_binding_has_an_action_a_description_and_a_tooltip() -> None:
    classes = get_type_hints(Controllers).values()
    methods = [name for made in classes for name in dir(made) if name.startswith("action_")]
    assert sorted(
        [*methods, "action_palette", "action_quit", "action_quit_at_once", "action_redraw"]
    ) == sorted(f"action_{id}" for id in action_ids())
    assert all(binding.description and binding.tooltip and binding.id for _, binding in bindings({}))


async def test_it_opens_on_all_newest_first_with_the_first_article(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        assert current_title(pilot) == "Island 1"
        assert "The text of article 1." in shown(pilot)
        assert "13 unread" in shown(pilot)


async def test_moving(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        for key, title in (("j", "River 2"), ("down", "Island 3"), ("k", "River 2"), ("up", "Island 1"),
                           ("G", "Saved harbour"), ("g", "Island 1"), ("end", "Saved harbour"),
                           ("home", "Island 1"),
                           ("pagedown", "Saved harbour"), ("pageup", "Island 1")):  # fmt: skip
            await press(pilot, key)
            assert current_title(pilot) == title
        await press(pilot, "j")
        assert "The text of article 2." in shown(pilot)


async def test_the_cursor_previews_without_marking(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "j", "j", "k")
        assert headlines.counts(library).unread == 13


async def test_enter_opens_marks_read_and_escape_goes_back(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "enter")
        assert screen_of(pilot).controllers.panes.pane == "article"
        assert headlines.counts(library).unread == 12
        assert "12 unread" in shown(pilot)
        await press(pilot, "escape")
        assert screen_of(pilot).controllers.panes.pane == "headlines"
        assert current_title(pilot) == "Island 1"


async def test_marking_by_hand_only(library: Database, open_screen: Open) -> None:
    async with open_screen(settings=Settings(mark_read="manually")) as pilot:
        await press(pilot, "enter", "escape", "space")
        assert headlines.counts(library).unread == 13


async def test_marking_what_was_shown(library: Database, open_screen: Open) -> None:
    async with open_screen(settings=Settings(mark_read="shown")) as pilot:
        await press(pilot, "j")
        assert headlines.counts(library).unread == 11


async def test_space_scrolls_marks_read_and_goes_on(empty: Database, open_screen: Open) -> None:
    long = "\n\n".join(f"Paragraph {n}." for n in range(60))
    add_feed(empty, "Long", [parsed(1, "Long one", text=long), parsed(2, "Short one")])
    async with open_screen(size=(120, 30)) as pilot:
        article = screen_of(pilot).controllers.article.view
        await press(pilot, "space")
        assert article.scroll_offset.y > 0
        assert headlines.counts(empty).unread == 1
        while not article.at_end:
            await press(pilot, "space")
        assert current_title(pilot) == "Long one"
        await press(pilot, "minus")
        assert not article.at_end
        await press(pilot, "space", "space")
        assert current_title(pilot) == "Short one"


async def test_next_and_previous_unread(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        marks.mark(
            library,
            [i for i, _ in headlines.ids(library, screen_of(pilot).listing.query)][1:4],
            read=True,
            now=NOW,
        )
        screen_of(pilot).headlines.invalidate()
        await press(pilot, "n")
        assert current_title(pilot) == "Island 5"
        await press(pilot, "p")
        assert current_title(pilot) == "Island 1"
        await press(pilot, "p")
        assert current_title(pilot) == "Saved harbour"


async def test_nothing_else_unread_is_a_message(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        everything = [i for i, _ in headlines.ids(library, screen_of(pilot).listing.query)]
        marks.mark(library, everything, read=True, now=NOW)
        await press(pilot, "n")
        assert "Nothing else unread here" in shown(pilot)


async def test_star_and_read_marks(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "s")
        assert headlines.counts(library).starred == 1
        assert "★" in shown(pilot)
        await press(pilot, "s", "m")
        assert headlines.counts(library)[:2] == (12, 0)
        await press(pilot, "m", "m", "u")
        assert headlines.counts(library).unread == 13


async def test_scopes(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "s", "3")
        assert len(screen_of(pilot).headlines.rows) == 1
        await press(pilot, "4")
        assert current_title(pilot) == "Saved harbour"
        await press(pilot, "2")
        assert len(screen_of(pilot).headlines.rows) == 13
        await press(pilot, "enter", "escape")
        assert len(screen_of(pilot).headlines.rows) == 13, "read rows stay until the scope is left"
        await press(pilot, "1", "2")
        assert len(screen_of(pilot).headlines.rows) == 12


async def test_feed_after_feed(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "right_square_bracket")
        listed = [f"Island {n}" for n in range(1, 12, 2)]
        assert [title for title in listed if title in shown(pilot)] == listed
        assert "River" not in "".join(line[32:] for line in shown(pilot).splitlines())  # beside the feeds
        assert len(screen_of(pilot).headlines.rows) == 6
        await press(pilot, "right_square_bracket")
        assert current_title(pilot) == "River 2"
        await press(pilot, "left_square_bracket")
        assert current_title(pilot) == "Island 1"


async def test_sorts(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "backslash")
        assert current_title(pilot) == "Saved harbour"
        await press(pilot, "backslash", "j")
        assert current_title(pilot) in ("Island 3", "River 4")
        await press(pilot, "backslash")
        assert current_title(pilot) == "Island 1"


async def test_an_article_that_is_read_stays_open_in_any_order(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "j", "enter")
        read = screen_of(pilot).headlines.current_id
        for _ in range(3):
            await press(pilot, "backslash")
            assert screen_of(pilot).headlines.current_id == read
            assert screen_of(pilot).controllers.article.view.page.identity == read


async def test_delete_goes_on_and_undo_brings_back(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "j", "d")
        assert current_title(pilot) == "Island 3"
        assert headlines.counts(library).total == 12
        await press(pilot, "U")
        assert headlines.counts(library).total == 13
        assert current_title(pilot) == "River 2", "the cursor goes to what is there again"


async def test_what_is_brought_back_above_is_not_offered_as_new(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "d", "U")
        assert screen_of(pilot).headlines.rows.ids[0] == screen_of(pilot).headlines.current_id
        assert "↑" not in shown(pilot)


async def test_mark_many_is_undone_as_one(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "j", "j", "A", "j", "enter")
        assert headlines.counts(library).unread == 11, "the two above the cursor"
        await press(pilot, "U")
        assert headlines.counts(library).unread == 13


async def test_tags(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "t", *"sea", "space", *"boat", "enter")
        assert headlines.tags(library) == [("boat", 1), ("sea", 1)]
        assert "#boat" in shown(pilot)
        assert "#sea" in shown(pilot)


async def test_panes(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        panes = []
        for key in ("tab", "tab", "tab", "shift+tab", "f", "f", "shift+tab"):
            await press(pilot, key)
            panes.append(screen.controllers.panes.pane)
        assert panes == ["article", "feeds", "headlines", "feeds", "headlines", "headlines", "feeds"]
        await press(pilot, "tab", "z")
        assert "Island 3" not in shown(pilot)
        await press(pilot, "z")
        assert "Island 3" in shown(pilot)


async def test_feeds_pane_chooses_folders_and_feeds(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        await press(pilot, "shift+tab")
        while (row := feeds_pane(pilot).current) is not None and row.name != "Asia":
            await press(pilot, "j")
        await press(pilot, "enter")
        assert len(screen.headlines.rows) == 6
        assert screen.controllers.panes.pane == "headlines"


async def test_space_collapses_a_folder_and_it_stays_collapsed(library: Database, open_screen: Open) -> None:
    for collapsed in (False, True):
        async with open_screen() as pilot:
            assert any(row.name == "Island" for row in feeds_pane(pilot).rows) is not collapsed
            await press(pilot, "shift+tab")
            while (row := feeds_pane(pilot).current) is not None and row.name != "World":
                await press(pilot, "j")
            await press(pilot, "space")
            assert any(row.name == "Island" for row in feeds_pane(pilot).rows) is collapsed


async def test_resizing_the_panes_is_kept(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        before = screen_of(pilot).headlines.size.width
        await press(pilot, "less_than_sign", "less_than_sign")
        narrower = screen_of(pilot).headlines.size.width
        assert narrower < before
    async with open_screen() as pilot:
        assert screen_of(pilot).headlines.size.width == narrower
        await press(pilot, "greater_than_sign")
        assert screen_of(pilot).headlines.size.width > narrower


async def test_the_article_scrolls_from_the_list(empty: Database, open_screen: Open) -> None:
    add_feed(empty, "Long", [parsed(1, "Long one", text="\n".join("Line." for _ in range(90)))])
    async with open_screen() as pilot:
        await press(pilot, "J", "J", "K")
        assert screen_of(pilot).controllers.article.view.scroll_offset.y == 3
        assert screen_of(pilot).controllers.panes.pane == "headlines"


async def test_links_by_number(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "4", "semicolon")
        await press(pilot, "2")
        assert "address copied" in shown(pilot)
        assert pilot.app.clipboard == "https://ferry.example/"


async def test_copying_a_link(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "y")
        assert pilot.app.clipboard == "https://news.example/1"


async def test_original_text_with_its_kept_lines(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "4", "v")
        assert "Menu | Login" in shown(pilot)
        assert "▎  The harbour opens in May." in shown(pilot)
        await press(pilot, "v")
        assert "Menu | Login" not in shown(pilot)
        await press(pilot, "1", "v")
        assert "Only articles saved from a file" in shown(pilot)


async def test_find_in_the_article(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "4", "ctrl+f", *"timetable")
        assert "1 of 1: “timetable”" in shown(pilot)
        await press(pilot, "escape")
        assert screen_of(pilot).controllers.search.prompt is None


async def test_n_goes_on_while_something_is_found(empty: Database, open_screen: Open) -> None:
    text = "\n".join(["The gull.", *["And on."] * 40] * 3)
    add_feed(empty, "Long", [parsed(1, "Long one", text=text), parsed(2, "Other")])
    async with open_screen() as pilot:
        view = screen_of(pilot).controllers.article.view
        press_at_once(pilot, "ctrl+f", *"gull", "enter", "n")
        while not view.scroll_offset.y:
            await pilot.pause()
        second = view.scroll_offset.y
        assert second > 30
        assert "previous place" in shown(pilot)
        await press(pilot, "n")
        assert view.scroll_offset.y > second
        await press(pilot, "N")
        assert view.scroll_offset.y == second
        await press(pilot, "escape")  # leaves what was found, not the article
        assert screen_of(pilot).controllers.panes.pane == "article"
        assert "previous place" not in shown(pilot)
        await press(pilot, "n")
        assert current_title(pilot) == "Other"


async def test_another_article_ends_what_was_found(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "ctrl+f", *"text", "enter", "tab", "tab", "j")
        assert not screen_of(pilot).controllers.article.view.found
        before = current_title(pilot)
        await press(pilot, "n")
        assert current_title(pilot) != before
        assert "previous place" not in shown(pilot)


async def test_editing_a_feed(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "e", *" news", "enter")
        assert "Island news" in [feed.title for feed in screen_of(pilot).controllers.counts.feeds]
        await press(pilot, "U")
        await settle(pilot)
        assert "Island" in [feed.title for feed in screen_of(pilot).controllers.counts.feeds]


async def test_unsubscribing_is_undoable(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "e", *["tab"] * 9, "enter")
        assert [feed.title for feed in screen_of(pilot).controllers.counts.feeds] == ["River"]
        assert current_title(pilot) == "River 2"
        await press(pilot, "U")
        assert current_title(pilot) == "River 2"
        await press(pilot, "k")
        assert current_title(pilot) == "Island 1"


async def test_the_palette_runs_commands_of_the_bindings(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await pilot.press("colon")
        await pilot.pause()
        await pilot.press(*"Saved: articles")
        await pilot.pause()
        await wait_for_jobs(pilot, CommandPalette._GATHER_COMMANDS_GROUP)
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        await settle(pilot)
        assert screen_of(pilot).listing.scope.kind == "saved"


async def test_keys_from_the_settings(library: Database, open_screen: Open) -> None:
    async with open_screen(settings=Settings(keys={"star": "*,f12", "help": "ctrl+g"})) as pilot:
        await press(pilot, "s")
        assert headlines.counts(library).starred == 0
        await press(pilot, "asterisk")
        assert headlines.counts(library).starred == 1
        await press(pilot, "f12")
        assert headlines.counts(library).starred == 0


async def test_a_message_names_the_key_of_the_settings(library: Database, open_screen: Open) -> None:
    async with open_screen(settings=Settings(keys={"undo": "Z"})) as pilot:
        await press(pilot, "d")
        assert "Deleted: Island 1 · Z" in shown(pilot)


async def test_the_layout_is_named_where_it_is_not_seen(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(60, 24)) as pilot:
        await press(pilot, "L")
        assert "Headlines above the article" in shown(pilot)


async def test_q_quits_and_keeps_the_place(empty: Database, open_screen: Open) -> None:
    text = "\n".join(f"Line {n}." for n in range(200))
    add_feed(empty, "Long", [parsed(1, "Long one", text=text)])
    async with open_screen() as pilot:
        await press(pilot, "enter")
        await pilot.press("j", "j", "j", "j", "j", "j", "j", "j", "q")
    identity = headlines.ids(empty, Query())[0][0]
    assert articles.position(empty, identity) is not None
    async with open_screen() as pilot:
        assert screen_of(pilot).controllers.article.view.scroll_offset.y == 8


REBOUND = {
    "top": "ctrl+t", "undo": "ctrl+u", "former": "ctrl+e", "full_text": "ctrl+x", "browser": "ctrl+b",
    "add": "ctrl+a", "starters": "ctrl+s", "help": "f1", "search": "ctrl+k", "filter": "ctrl+g",
    "keep_search": "ctrl+y", "facts": "ctrl+n", "original": "ctrl+o", "refresh_all": "f5",
}  # fmt: skip
"""Keys of the settings for actions that sentences name."""


async def test_sentences_name_the_keys_of_the_settings(library: Database, open_screen: Open) -> None:
    async with open_screen(settings=Settings(keys=REBOUND)) as pilot:
        screen = screen_of(pilot)
        await press(pilot, "ctrl+y")
        assert "Search with ctrl+k or filter with ctrl+g first; ctrl+y keeps" in screen.status.message
        await press(pilot, "d")
        assert "Deleted: Island 1 · ctrl+u" in screen.status.message
        await press(pilot, "G", "ctrl+n")
        assert "ctrl+n goes back" in shown(pilot)
        await press(pilot, "ctrl+n", "ctrl+o")
        assert "ctrl+o goes back" in shown(pilot)
        screen.headlines.new_above = 2
        assert "2 new · ctrl+t" in screen.headlines.offer


async def test_the_guide_names_the_keys_of_the_settings(empty: Database, open_screen: Open) -> None:
    async with open_screen(settings=Settings(keys=REBOUND)) as pilot:
        assert "ctrl+s" in shown(pilot)
        assert "Pick from a list" in shown(pilot)
        assert "ctrl+u takes back whatever" in shown(pilot)


@pytest.mark.parametrize("text", ["", "Some words."])
def test_what_is_missing_of_an_article_names_the_keys_of_the_settings(text: str) -> None:
    def key(action: str) -> str:
        return key_of(action, REBOUND)

    headline = Headline(
        id=1, feed=1, feed_title="River", title="Boats", link="https://river.example/", author=None,
        published=None, updated=None, received=NOW, read=False, starred=False, saved=False, tags=(), words=0,
        complete="summary", edited=True,
    )  # fmt: skip
    body = Document((Block("paragraph", text),) if text else ())
    page = article_page(Article(headline=headline), body, key=key)
    words = " ".join(block.text for block in page.document.blocks)
    assert "ctrl+x fetches the" in words
    assert "edited (ctrl+e)" in words
    assert ("ctrl+b opens" in words) == (not text)


def test_no_sentence_names_a_key_by_itself() -> None:
    """A key in a sentence comes from the settings: `U takes it back` is none that may stand in the code."""
    named = re.compile(r"(?:^|[;:,.] |· |\band )[b-zB-Z?/](?: again)? [a-z]{2,}s\b")
    for path in Path(reader.ui.__file__).parent.rglob("*.py"):
        if "dialogs" in path.parts:  # they have keys of their own
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
                assert not named.search(node.value), f"{path.name}: {node.value}"
