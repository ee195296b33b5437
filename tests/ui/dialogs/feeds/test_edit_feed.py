"""What can be changed of a feed and of a folder on the screen, and what is said of a wrong answer."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input

from reader.config import Host, Settings
from reader.model import Feed, FeedChange
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.ui.controllers.feeds.feeds import headers_words
from reader.ui.dialogs.feeds.edit_feed import EditFeedDialog
from reader.ui.headlines.scope import Scope
from reader.ways import AS_SET, FeedWays
from tests.ui.screen import NOW, Open, feeds_pane, press, settle, shown


def first(db: Database) -> Feed:
    found = feeds.feed(db, 1)
    assert found is not None
    return found


async def type_in(pilot: Pilot[None], field: str, text: str) -> None:
    """Type a line of the dialog anew."""
    line = pilot.app.screen.query_one(f"#{field}", Input)
    line.focus()
    line.value = ""
    await press(pilot, *("full_stop" if letter == "." else letter for letter in text))


async def push(pilot: Pilot[None], button: str) -> None:
    pilot.app.screen.query_one(f"#{button}", Button).focus()
    await press(pilot, "enter")


async def opened(pilot: Pilot[None], scope: Scope) -> None:
    """The dialog of a row of the feeds."""
    await press(pilot, "shift+tab")
    feeds_pane(pilot).go_to(scope)
    await press(pilot, "e")


async def test_all_of_a_feeds_ways_are_typed_and_taken_back_as_one(
    library: Database, open_screen: Open
) -> None:
    before = first(library)
    async with open_screen() as pilot:
        await opened(pilot, Scope("feed", 1))
        assert "Headers: none" in shown(pilot)
        for field, text in {"interval": "240", "backlog": "5", "mark-read": "end"}.items():
            await type_in(pilot, field, text)
        for button in ("images", "images", "browser", "full-text", "keep"):
            await push(pilot, button)
        ways = FeedWays(interval=240, backlog=5, mark_read="end", images="always", browser=True)
        changed = first(library)
        assert (changed.ways, changed.full_text, changed.title) == (ways, "always", before.title)
        await press(pilot, "U")
        assert (first(library).ways, first(library).full_text) == (AS_SET, "asked")


async def test_a_wrong_answer_is_named_and_the_dialog_stays(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await opened(pilot, Scope("feed", 1))
        await type_in(pilot, "mark-read", "soon")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EditFeedDialog)
        assert "'soon' is not opened, shown, end, manually" in shown(pilot)
        await type_in(pilot, "mark-read", "30")
        await type_in(pilot, "url", "nowhere")
        await press(pilot, "enter")
        assert "is not the address of a feed" in shown(pilot)
        await type_in(pilot, "url", "https://new.example/feed")
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, EditFeedDialog)
        assert (first(library).url, first(library).ways) == (
            "https://new.example/feed",
            FeedWays(mark_read=30),
        )


async def test_a_folder_is_paused_and_resumed_as_one(library: Database, open_screen: Open) -> None:
    for feed in feeds.feeds(library):
        feeds.edit_feed(library, feed.id, FeedChange(folder="World/Asia"), now=NOW)
    count = len(feeds.feeds(library))
    async with open_screen() as pilot:
        await opened(pilot, Scope("folder", "World"))
        assert f"Pause all {count} feeds" in shown(pilot)
        await push(pilot, "pause")
        await settle(pilot)
        assert {feed.status for feed in feeds.feeds(library)} == {"paused"}
        assert f"Paused, {count} feeds: World" in shown(pilot)
        await press(pilot, "e")
        await push(pilot, "pause")
        await settle(pilot)
        assert "paused" not in {feed.status for feed in feeds.feeds(library)}
        await press(pilot, "U")
        assert {feed.status for feed in feeds.feeds(library)} == {"paused"}


@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
async def test_a_button_says_a_longer_answer_whole(
    library: Database, open_screen: Open, size: tuple[int, int]
) -> None:
    async with open_screen(size) as pilot:
        pilot.app.push_screen(EditFeedDialog(first(library), [], "Headers: none"))
        await settle(pilot)
        await push(pilot, "full-text")
        assert "Full text: always" in shown(pilot)


def test_headers_are_named_and_never_shown() -> None:
    hosts = Settings(hosts={"harbour.example": Host("ada", "secret", {"X-Key": "hidden"})}).hosts
    told = headers_words(hosts, "https://harbour.example/feed")
    assert told == 'Headers: Authorization, X-Key, by [hosts."harbour.example"] in the settings'
    assert headers_words(hosts, "https://river.example/") == (
        'Headers: none; [hosts."river.example"] in the settings has them'
    )


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 20), (40, 12)])
async def test_tab_reaches_and_shows_all_fields_and_buttons_at_every_size(
    library: Database, open_screen: Open, size: tuple[int, int]
) -> None:
    error = "It answers with an error, and says so in a long sentence that needs several lines. " * 3
    library.execute("UPDATE feed SET error = ?", (error,))
    async with open_screen(size) as pilot:
        dialog = EditFeedDialog(first(library), [], "Headers: none; [hosts.river] in the settings has them")
        pilot.app.push_screen(dialog)
        await settle(pilot)
        box, reached = dialog.query_one(".dialog"), []
        for _ in dialog.focus_chain:
            there = dialog.focused
            assert there is not None
            await settle(pilot)
            assert box.content_region.contains_region(there.region), f"{there.id} is not seen whole"
            reached.append(there.id)
            await press(pilot, "tab")
        wanted = {
            "title",
            "folder",
            "url",
            "interval",
            "backlog",
            "mark-read",
            "full-text",
            "images",
            "browser",
        }
        assert wanted | {"unsubscribe", "pause", "keep"} == set(reached)
