"""What is asked for in a feed again and again, offered once as the feed's way."""

from functools import partial

from msgspec.structs import replace

from reader.document.sanitize import literal, message_line
from reader.model import FeedChange
from reader.store.feeds import feeds, own_ways
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.shell import Shell
from reader.ways import Habit

OFFERS = {
    "full_text": ("Full text was asked for three times in", "Fetch it with every new article"),
    "browser": (
        "The browser was asked for three times in",
        "Open its articles there with the key that reads",
    ),
}
"""What was asked for, and what is offered, by habit."""

NO = literal("Leave it as it is, and ask no more")


class Habits:
    """Counts what is asked for in each feed, and offers it as the feed's way; never twice."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def note(self, feed: int | None, habit: Habit) -> None:
        """Count that something was asked for in a feed, and offer it the third time."""
        library = self._shell.library
        if feed is None or library.readonly:
            return
        with self._shell.errors_shown():
            if own_ways.note_asked(library.db, feed, habit):
                self._shell.ask(partial(self._offer, feed, habit))

    async def _offer(self, id: int, habit: Habit) -> None:
        library = self._shell.library
        if (feed := feeds.feed(library.db, id)) is None:
            return
        asked, offered = OFFERS[habit]
        title = message_line(f"{asked} {feed.title}")
        if await self._shell.answer(ChooseDialog(title, [message_line(offered), NO])) != 0:
            return
        if habit == "browser":
            change = FeedChange(ways=replace(feed.ways, browser=True))
        else:
            change = FeedChange(full_text="always")
        with self._shell.errors_shown():
            if library.edit_feed(id, change):
                self._shell.show_done("Changed", feed.title)
