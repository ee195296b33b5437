"""Dialogs about feeds: adding, editing, unsubscribing, the starter list, and how each one fares."""

from collections.abc import Mapping, Sequence

from reader.config import Host
from reader.document.sanitize import literal, message_line
from reader.model import Feed, is_inside
from reader.store.database.errors import StoreError
from reader.store.feeds import feeds
from reader.ui.background import BackgroundReads
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.feeds.feed_jobs import FeedJobs
from reader.ui.controllers.jobs import Jobs
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.scopes import Scopes
from reader.ui.dialogs.feeds.add import AddDialog
from reader.ui.dialogs.feeds.edit_feed import EditFeedDialog
from reader.ui.dialogs.feeds.feed_health import FeedHealthDialog
from reader.ui.dialogs.feeds.starters import StartersDialog
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.scope import ALL, Scope
from reader.ui.shell import Shell
from reader.ui.widgets.feed_rows import FeedRow
from reader.urls.parts import hostname


def headers_words(hosts: Mapping[str, Host], url: str) -> str:
    """Return in words what is sent to a feed's host alone, without what is secret of it."""
    host = hostname(url)
    told = next((known for name, known in hosts.items() if name.partition(":")[0].lower() == host), None)
    if told is None:
        return f'Headers: none; [hosts."{host}"] in the settings has them'
    names = [*(["Authorization"] if told.user or told.password else []), *told.headers]
    return f'Headers: {", ".join(names)}, by [hosts."{host}"] in the settings'


class Feeds:
    """Changes subscriptions as the reader answers."""

    def __init__(
        self,
        shell: Shell,
        listing: Listing,
        reads: BackgroundReads,
        *,
        panes: Panes,
        counts: Counts,
        scopes: Scopes,
        jobs: Jobs,
    ) -> None:
        self._shell, self._listing, self._reads = shell, listing, reads
        self._panes, self._counts, self._scopes, self._jobs = panes, counts, scopes, jobs

    def show_trouble(self, row: FeedRow) -> None:
        """Show why the feed of a row fails, if it does."""
        if row.trouble:
            self._shell.show_error(message_line(f"{row.name}: {row.trouble}"))

    def action_add(self) -> None:
        """Add a feed, a site, a page or a file."""
        self._shell.ask(self._add)

    async def _add(self) -> None:
        library = self._shell.library
        dialog = AddDialog(
            self._jobs.read,
            feeds.folders(library.db),
            offline=library.offline,
            subscribed=self._subscribed,
        )
        if (message := await self._shell.answer(dialog)) is not None:
            self._shell.show_message(message_line(message))
            self._scopes.check_for_changes()

    def _subscribed(self) -> None:
        """Show new feeds, and ask them; the newest article stays the first."""
        self._scopes.stay_at_top()
        self._scopes.check_for_changes()
        self._jobs.refresh(quiet=True)

    def action_edit_feed(self) -> None:
        """Rename or move the selected feed, or unsubscribe."""
        self._shell.ask(self._edit)

    async def _edit(self) -> None:
        if (feed := self._scopes.selected_feed()) is None:
            self._shell.show_message(literal("A saved article has no feed to edit"))
            return
        library = self._shell.library
        headers = headers_words(library.settings.hosts, feed.url)
        edit = await self._shell.answer(EditFeedDialog(feed, feeds.folders(library.db), headers))
        if edit is None:
            return
        if edit.unsubscribe:
            self.unsubscribe(feed)
        else:
            with self._shell.errors_shown():  # as that of an account whose server does not let it be changed
                if library.edit_feed(feed.id, edit.change):
                    done = {True: "Paused", False: "Resumed", None: "Changed"}[edit.change.paused]
                    self._shell.show_done(done, edit.change.title or feed.title)
            self._shell.headlines.invalidate()
            self._counts.recount()

    def unsubscribe(self, feed: Feed) -> None:
        """End a subscription, and list what is left."""
        with self._shell.errors_shown():
            self._shell.library.remove_feed(feed.id)
            self._show_fewer()
            self._shell.show_done("Unsubscribed", feed.title)

    def unsubscribe_all(self, removed: Sequence[Feed], place: str) -> None:
        """End the subscriptions of a folder, and list what is left."""
        with self._shell.errors_shown():
            count = self._shell.library.remove_feeds([feed.id for feed in removed], place=place)
            self._show_fewer()
            self._shell.show_done(f"Unsubscribed from {count:,} feeds", place)

    def rename_folder(self, folder: str, name: str) -> None:
        """Rename a folder, which stays folded and listed if it is."""
        try:
            count = self._shell.library.rename_folder(folder, name)
        except StoreError as error:
            self._shell.show_error(message_line(error))
            return
        self._counts.rename_folder(folder, name)
        scope = self._listing.scope
        if scope.kind == "folder" and is_inside(str(scope.value), folder):
            self._scopes.show(Scope("folder", name + str(scope.value).removeprefix(folder)))
        self._shell.headlines.invalidate()
        self._counts.recount()
        self._shell.show_done(f"Renamed, with {count:,} {'feed' if count == 1 else 'feeds'}", name)

    def pause_all(self, inside: Sequence[Feed], place: str, *, paused: bool) -> None:
        """Let all feeds of a folder rest, or ask them again, as one action."""
        with self._shell.errors_shown():
            count = self._shell.library.pause_feeds([feed.id for feed in inside], place=place, paused=paused)
            self._shell.headlines.invalidate()
            self._counts.recount()
            feeds_words = f"{count:,} {'feed' if count == 1 else 'feeds'}"
            self._shell.show_done(f"{'Paused' if paused else 'Resumed'}, {feeds_words}", place)

    def _show_fewer(self) -> None:
        """List the scope anew after feeds went; all articles where a feed or their folder was listed."""
        scope = self._listing.scope
        left = feeds.folders(self._shell.library.db) if scope.kind == "folder" else []
        gone = scope.kind == "folder" and not any(is_inside(name, str(scope.value)) for name in left)
        self._scopes.show(ALL if scope.kind == "feed" or gone else scope)

    def action_health(self) -> None:
        """Show how each feed fares."""
        dialog = FeedHealthDialog(self._shell.library, self._reads, FeedJobs(self._jobs))
        self._shell.screen.app.push_screen(
            dialog, lambda scope: self._show_after_health(scope, fewer=dialog.unsubscribed)
        )

    def _show_after_health(self, scope: Scope | None, *, fewer: bool) -> None:
        """Show what was chosen there, or the list as it is now."""
        if scope is not None:
            self._scopes.show(scope)
            self._panes.go_to("headlines")
        elif fewer:
            self._show_fewer()
        else:
            self._scopes.restore()

    def action_starters(self) -> None:
        """Subscribe to feeds of the starter list."""
        self._shell.ask(self._pick_starters)

    async def _pick_starters(self) -> None:
        if picked := await self._shell.answer(StartersDialog()):
            self._scopes.stay_at_top()
            self._jobs.subscribe(picked)
