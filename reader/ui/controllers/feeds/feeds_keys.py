"""What keys do to the row that is lit in the feeds: a feed, a folder, a tag, or a scope that is always there.

A method `in_feeds_` and an action's id stands in for that action while the feeds have the keys.
"""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.keys import ON_ARTICLES, ON_LISTS
from reader.model import Feed, folders_of
from reader.store.undo_work import Turn
from reader.ui.background import BackgroundReads
from reader.ui.controllers.changes.history import History
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.feeds.feeds import Feeds
from reader.ui.controllers.jobs import Jobs
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.scopes import Scopes
from reader.ui.controllers.search import Search
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.dialogs.feeds.edit_feed import EditFolderDialog
from reader.ui.headlines.bulk_marks import BULK_MARKS, BulkMark, select, with_count
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.rows import Rows
from reader.ui.headlines.scope import BEGUN, Scope
from reader.ui.shell import Shell
from reader.ui.widgets.feed_rows import FeedRow
from reader.ui.widgets.feeds_pane import FeedsPane

IN_ROW = (BulkMark("all", "All of it"), *(mark for mark in BULK_MARKS if mark.span == "older"))
"""The answers to choose from for a row: what is listed may be another, so that nothing is above or below."""

MARKED_AT_ONCE = ("feed", "folder")
"""The kinds of rows that one key marks read; of the others it asks first."""


class FeedsKeys:
    """Does to the lit row of the feeds what a key would do to an article, or says that it cannot."""

    def __init__(
        self,
        shell: Shell,
        listing: Listing,
        reads: BackgroundReads,
        feeds_pane: FeedsPane,
        *,
        panes: Panes,
        counts: Counts,
        scopes: Scopes,
        feeds: Feeds,
        search: Search,
        jobs: Jobs,
        history: History,
    ) -> None:
        self._history = history
        self._shell, self._listing, self._reads, self._feeds_pane = shell, listing, reads, feeds_pane
        self._panes, self._counts, self._scopes = panes, counts, scopes
        self._feeds, self._search, self._jobs = feeds, search, jobs

    def refusal(self, action: str) -> str:
        """Return why an action does nothing to the lit row; nothing where it may act."""
        row = self._feeds_pane.current
        if (about := ON_ARTICLES.get(action)) is None and (
            row is None or row.scope == self._listing.scope or (about := ON_LISTS.get(action)) is None
        ):
            return ""
        hint = f"; {self._shell.key('open')} shows {row.name}" if row else ""
        return f"{self._shell.key(action)} {about}{hint}"

    def _feed(self, row: FeedRow) -> Feed | None:
        found = (feed for feed in self._counts.feeds if row.scope == Scope("feed", feed.id))
        return next(found, None)

    def _say(self, text: str) -> None:
        self._shell.show_message(message_line(text))

    # --- moving and showing

    def in_feeds_read_on(self) -> None:
        """Collapse or expand a folder; read on in anything else."""
        if (row := self._feeds_pane.current) is None:
            return
        if row.scope.kind == "folder":
            self._counts.toggle_folder(str(row.scope.value))
        else:
            self._scopes.show(row.scope)
            self._panes.go_to("headlines")

    def in_feeds_next_unread(self) -> None:
        """Go to the next feed that has anything unread."""
        self._go_to_unread(1)

    def in_feeds_previous_unread(self) -> None:
        """Go to the previous feed that has anything unread."""
        self._go_to_unread(-1)

    def _go_to_unread(self, step: int) -> None:
        rows, here = self._feeds_pane.rows, self._feeds_pane.row
        order = [(here + step * away) % len(rows) for away in range(1, len(rows))]
        found = (at for at in order if rows[at].scope.kind == "feed" and rows[at].count)
        if (row := next(found, None)) is None:
            self._say("No other feed here has anything unread")
        else:
            self._feeds_pane.move_to(row)

    # --- changing

    def in_feeds_edit_feed(self) -> None:
        """Edit a feed or a saved search, rename or pause a folder; say why no other row can be edited."""
        if (row := self._feeds_pane.current) is None:
            return
        if row.scope.kind == "kept":
            self._shell.ask(self._search.edit_saved_search)
        elif row.scope.kind == "feed":
            self._feeds.action_edit_feed()
        elif row.scope.kind == "folder":
            self._shell.ask(partial(self._edit_folder, row))
        else:
            self._say(f"{row.name} cannot be edited: {CANNOT_EDIT.get(row.scope.kind, CANNOT_EDIT['all'])}")

    def in_feeds_delete(self) -> None:
        """Offer to unsubscribe from a feed or those of a folder; say of any other row why it cannot go."""
        if (row := self._feeds_pane.current) is None:
            return
        if row.scope.kind == "kept":
            self._shell.ask(self._search.edit_saved_search)
        elif (feed := self._feed(row)) is not None:
            self._shell.ask(partial(self._unsubscribe, feed))
        elif row.scope.kind == "folder":
            self._shell.ask(partial(self._unsubscribe_all, row))
        else:
            self._say(f"{row.name} cannot be deleted: {CANNOT_EDIT.get(row.scope.kind, CANNOT_EDIT['all'])}")

    async def _unsubscribe(self, feed: Feed) -> None:
        options = [literal("Unsubscribe; starred, tagged and highlighted articles stay"), literal("Keep it")]
        title = message_line(f"Unsubscribe from {feed.title}?")
        if await self._shell.answer(ChooseDialog(title, options)) == 0:
            self._feeds.unsubscribe(feed)
            self._history.finish()

    async def _unsubscribe_all(self, row: FeedRow) -> None:
        options = [
            literal("Unsubscribe; starred, tagged and highlighted articles stay"),
            literal("Keep them"),
        ]
        inside = self._inside(row)
        title = message_line(f"Unsubscribe from {_counted(inside)} in {row.name}?")
        if await self._shell.answer(ChooseDialog(title, options)) == 0:
            self._feeds.unsubscribe_all(inside, row.name)
            self._history.finish()

    async def _edit_folder(self, row: FeedRow) -> None:
        folder, inside = str(row.scope.value), self._inside(row)
        rest = all(feed.status == "paused" for feed in inside)
        dialog = EditFolderDialog(sanitize_line(folder), _counted(inside), paused=rest)
        if (edit := await self._shell.answer(dialog)) is None:
            return
        if edit.paused is not None:
            self._feeds.pause_all(inside, row.name, paused=edit.paused)
            return
        name = "/".join(filter(None, map(str.strip, edit.name.split("/"))))
        if name and name != folder:
            self._feeds.rename_folder(folder, name)
            self._feeds_pane.go_to(Scope("folder", name))

    def _inside(self, row: FeedRow) -> list[Feed]:
        """Return the feeds of a folder and of those in it."""
        return [feed for feed in self._counts.feeds if row.scope.value in folders_of(feed)]

    # --- marking

    def in_feeds_toggle_read(self) -> None:
        """Mark all of a feed or a folder read; of other rows ask first."""
        if (row := self._feeds_pane.current) is None:
            return
        if row.scope.kind in MARKED_AT_ONCE:
            self._shell.run(partial(self._mark_all, row), "marking")
        else:
            self.in_feeds_mark_many()

    def in_feeds_mark_many(self) -> None:
        """Ask which articles of the lit row to mark read."""
        if (row := self._feeds_pane.current) is not None:
            self._shell.ask(partial(self._choose, row))

    async def _mark_all(self, row: FeedRow) -> None:
        self._mark(row, (await self._unread(row)).ids)

    async def _choose(self, row: FeedRow) -> None:
        rows = await self._unread(row)
        if not rows:
            self._say(f"Nothing is unread in {row.name}")
            return
        now = self._shell.library.clock()
        chosen = [(mark, select(rows, mark, now)) for mark in IN_ROW]
        title = message_line(f"Mark read in {row.name}")
        texts = [sanitize_line(with_count(mark, ids, len(rows))) for mark, ids in chosen]
        answer = await self._shell.answer(ChooseDialog(title, texts))
        if answer is not None:
            self._mark(row, chosen[answer][1])

    async def _unread(self, row: FeedRow) -> Rows:
        """Read which articles of a row's scope are unread, the newest first."""
        query = self._scopes.query_of(row.scope)
        if query is None or query.read:
            return Rows()
        found = await self._reads.listed(replace(query, read=False), "newest")
        if row.scope == BEGUN:
            begun = {identity for identity, _ in await self._reads.begun()}
            found = [pair for pair in found if pair[0] in begun]
        return Rows(found)

    def _mark(self, row: FeedRow, identities: Sequence[int]) -> None:
        def say(changed: int) -> None:
            if changed:
                self._shell.show_done(f"Marked {changed:,} read", row.name)
            else:
                self._say(f"Nothing is unread in {row.name}")

        self._history.act(Turn(read=True), identities, say, place=row.name)

    # --- refreshing

    def in_feeds_refresh_feed(self) -> None:
        """Ask a feed, or those of a folder; say of any other row that there is nothing to ask."""
        if (row := self._feeds_pane.current) is None:
            return
        if row.scope.kind == "folder":
            self._jobs.refresh(*(str(feed.id) for feed in self._inside(row)))
        elif row.scope.kind == "feed":
            self._jobs.action_refresh_feed()
        else:
            every = self._shell.key("refresh_all")
            self._say(f"{row.name} is no feed; {every} asks all that are due")


def _counted(feeds: Sequence[Feed]) -> str:
    return "the only feed" if len(feeds) == 1 else f"all {len(feeds):,} feeds"


CANNOT_EDIT = {
    "all": "it is always there",
    "tag": "it goes when no article has it",
    "account": "its server keeps it",
}
"""Why a row of the feeds is neither edited nor deleted, by the kind of its scope."""
