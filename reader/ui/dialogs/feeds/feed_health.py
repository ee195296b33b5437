"""How each account and feed fares, with what can be done about it. A worker process asks the network."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Footer, Static
from textual.worker import Worker, WorkerState, WorkType

from reader.accounts import Account
from reader.document.sanitize import EMPTY, SafeText, literal, message_line
from reader.keys import key_of
from reader.library.feeds.health import Health, NotMoved, State, new_address
from reader.library.library import Library
from reader.library.log import error_message
from reader.model import Feed, FeedChange
from reader.store.database.connection import StoreError
from reader.ui.background import BackgroundReads
from reader.ui.dialogs.ask import AskDialog
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.dialogs.feeds.health_jobs import HealthJobs
from reader.ui.dialogs.feeds.health_list import HealthList
from reader.ui.dialogs.feeds.health_rows import details, health_rows, is_troubled, order_of
from reader.ui.headlines.scope import Scope, account_scope
from reader.ui.text.account_words import account_details
from reader.ui.text.shown import content
from reader.urls.credentials import with_credentials

GROUP = "feed jobs"
"""The group of the jobs about feeds: each feed has one at a time."""

QUIET = "$reader-muted"
"""The style of an address and of numbers."""

ADDRESS_CHANGED = "Its address is changed; U takes it back"
"""The answer to a change of address."""

NEED_FEED = frozenset({"retry", "load_older", "find_again", "accept_move", "pause", "resume", "unsubscribe"})
"""The actions that need a feed under the cursor."""

NEED_ACCOUNT = frozenset({"sync", "password", "remove_account"})
"""The actions that need an account under the cursor."""


NARROW_COLUMNS = 3
"""The columns of the keys where one line has no room for them."""


class HealthKeys(Footer):
    """The keys, in columns where the terminal is narrow: none is cut."""

    def compose(self) -> ComposeResult:
        yield from super().compose()
        self.styles.grid_size_columns = NARROW_COLUMNS  # Textual has one column for each key


class FeedHealthDialog(Dialog[Scope | None]):
    """Answers with the scope whose articles are to be listed, or with None."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]
    BINDINGS = [
        Binding("r", "retry", "ask now"),
        Binding("r", "sync", "sync now"),
        Binding("p", "password", "password"),
        Binding("d", "remove_account", "remove"),
        Binding("o", "load_older", "older"),
        Binding("f", "find_again", "find address"),
        Binding("m", "accept_move", "accept the move"),
        Binding("p", "pause", "pause"),
        Binding("p", "resume", "resume"),
        Binding("d", "unsubscribe", "unsubscribe"),
        Binding("U", "undo", "undo"),
        Binding("escape,q,H", "leave", "leave", show=False),
        Binding("enter,l,right", "open", "Articles", show=False),
        Binding("j,down", "move(1)", "Down", show=False),
        Binding("k,up", "move(-1)", "Up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("pageup,minus", "page(-1)", "Page up", show=False),
        Binding("g,home", "top", "Top", show=False),
        Binding("G,end", "bottom", "Bottom", show=False),
    ]

    health_list = query_one("#health", HealthList)
    """The feeds."""

    def __init__(self, library: Library, reads: BackgroundReads, jobs: HealthJobs) -> None:
        super().__init__()
        self._library, self._reads, self._jobs = library, reads, jobs
        self.unsubscribed = False
        """Whether the reader unsubscribed from any feed, so that the lists must be read anew."""
        self._order: dict[int, State] = {}
        """The state under which each feed is listed, by feed id."""
        self._all_silent = False
        """Whether all silent feeds are listed, however many there are."""
        self._under_way: dict[int, SafeText] = {}
        """What is being done about feeds, in words, by feed id."""
        self._answers: dict[int, SafeText] = {}
        """What came of it, in words, by feed id; 0 stands for a feed that is not listed any more."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Feeds and how they fare")
            box.border_subtitle = content(hints("enter shows the articles", "esc leaves"))
            yield HealthList(id="health")
            yield Static(id="about")
        yield HealthKeys(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.health_list.focus()
        self._run(self._load, "health")

    def _run(self, job: WorkType[None], group: str, *, exclusive: bool = False) -> None:
        self.run_worker(job, group=group, exclusive=exclusive, exit_on_error=False)

    async def _load(self) -> None:
        """Read how the feeds fare now; each stays where it was listed when this was opened."""
        examined, accounts = await self._reads.health()
        self._order = order_of(examined) | self._order
        self.health_list.show(
            health_rows(examined, self._order, accounts, all_silent=self._all_silent), self._under_way
        )
        self._describe()

    def _reload(self) -> None:
        self._run(self._load, "health", exclusive=True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._show_answer(message_line(error_message(self._library.paths, event.worker.error)))

    # --- the feed under the cursor

    def on_health_list_moved(self) -> None:
        self._describe()

    def on_health_list_opened(self) -> None:
        self.action_open()

    def _describe(self) -> None:
        lit, account = self.health_list.current, self.health_list.account
        self.query_one("#about", Static).update(self._about(lit) if account is None else self._of(account))
        self.refresh_bindings()

    def _about(self, health: Health | None) -> Content:
        if health is None and self.health_list.lit is not None and self.health_list.lit.left_out:
            return content(self._answers.get(0, EMPTY), "$reader-accent")
        if health is None:
            return content(
                self._answers.get(0)
                or message_line(
                    f"No feeds yet: in the list, {key_of('add', self._library.settings.keys)} adds one"
                )
            )
        title, url, *rest = details(health, self._library.clock())
        answer = (
            self._under_way.get(health.feed.id)
            or self._answers.get(health.feed.id)
            or self._answers.get(0, EMPTY)
        )
        styles = ["$reader-warning"] if len(rest) > 1 else []
        parts = [content(title, "bold"), content(url, QUIET)]
        parts += [content(text, style) for text, style in zip(rest, [*styles, QUIET], strict=True)]
        return Content("\n").join([*parts, content(answer, "$reader-accent")])

    def _of(self, account: Account) -> Content:
        name, url, state, numbers = account_details(account, self._library.clock())
        answer = self._under_way.get(-account.id) or self._answers.get(-account.id, EMPTY)
        style = "$reader-warning" if is_troubled(account) else QUIET
        return Content("\n").join(
            [
                content(name, "bold"),
                content(url, QUIET),
                content(state, style),
                content(numbers, QUIET),
                content(answer, "$reader-accent"),
            ]
        )

    def _show_answer(self, text: SafeText, feed: int = 0) -> None:
        """Show what came of something; feed 0 stands for a feed that is not listed any more."""
        self._answers.pop(0, None)
        self._answers[feed] = text
        self._describe()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in NEED_ACCOUNT:
            account = self.health_list.account if self.is_mounted else None
            return account is not None and (action != "password" or account.kind != "folder")
        if action not in NEED_FEED:
            return True
        health = self.health_list.current if self.is_mounted else None
        if health is None or (action == "accept_move" and not health.moved_to):
            return False
        paused = health.feed.status == "paused"
        return (action == "pause") != paused if action in ("pause", "resume") else True

    # --- moving

    def action_move(self, step: int) -> None:
        """Move the cursor by a row."""
        self.health_list.move(step)

    def action_page(self, pages: int) -> None:
        """Move the cursor by a screenful."""
        self.health_list.move_page(pages)

    def action_top(self) -> None:
        """Go to the first feed."""
        self.health_list.move_to(0)

    def action_bottom(self) -> None:
        """Go to the last feed."""
        self.health_list.move_to(len(self.health_list.rows) - 1, -1)

    def action_open(self) -> None:
        """Answer with the feed or the account under the cursor; where feeds are left out, list them."""
        if (health := self.health_list.current) is not None:
            self.dismiss(Scope("feed", health.feed.id))
        elif (account := self.health_list.account) is not None and account.kind != "folder":
            self.dismiss(account_scope(account.name))
        elif (lit := self.health_list.lit) is not None and lit.left_out:
            self._all_silent = True
            self._reload()

    # --- what is done in the library at once

    def _change(self, feed: Feed, change: FeedChange, done: str) -> bool:
        """Change a feed, and say `done`. Returns whether the store could."""
        try:
            self._library.edit_feed(feed.id, change)
        except StoreError as error:
            self._show_answer(message_line(error), feed.id)
            return False
        self._show_answer(message_line(done), feed.id)
        self._reload()
        return True

    def action_pause(self) -> None:
        """Pause the feed: it is not asked any more."""
        if health := self.health_list.current:
            self._change(health.feed, FeedChange(paused=True), "Paused: it is not asked until p resumes it")

    def action_resume(self) -> None:
        """Resume the feed: it is asked again when it is due."""
        if health := self.health_list.current:
            self._change(
                health.feed, FeedChange(paused=False), "It is asked again when it is due; r asks it now"
            )

    def action_unsubscribe(self) -> None:
        """Unsubscribe from the feed."""
        if (health := self.health_list.current) is None:
            return
        try:
            self._library.remove_feed(health.feed.id)
        except StoreError as error:
            self._show_answer(message_line(error), health.feed.id)
            return
        self.unsubscribed = True
        self._show_answer(message_line(f"Unsubscribed from {health.feed.title}; U takes it back"))
        self._reload()

    def action_undo(self) -> None:
        """Take back the last change, also one that was made elsewhere."""
        try:
            back = self._library.begin_undo()
        except StoreError as error:
            self._show_answer(message_line(error))
            return
        self._answers.clear()
        told = f"Taken back: {back.action.label}" if back else "There is nothing to take back"
        self._show_answer(message_line(told))
        self._reload()

    def action_accept_move(self) -> None:
        """Change the feed's address to the one that it says it has moved to, and ask it there."""
        if (health := self.health_list.current) is None:
            return
        try:
            address = new_address(self._library.db, health.feed)
        except (StoreError, NotMoved) as error:
            self._show_answer(message_line(error), health.feed.id)
            return
        if self._change(health.feed, FeedChange(url=address), ADDRESS_CHANGED):
            self._start(health.feed.id, literal("Asking it there …"), partial(self._ask_now, health.feed))

    # --- accounts

    def action_sync(self) -> None:
        """Sync the account now."""
        if account := self.health_list.account:
            self._start(-account.id, literal("Syncing …"), partial(self._sync, account))

    async def _sync(self, account: Account) -> None:
        self._answers[-account.id] = await self._jobs.sync(account.name)

    def action_password(self) -> None:
        """Ask for the account's password, and try it."""
        if (account := self.health_list.account) is None:
            return
        label = literal("It is tried, kept for this account alone, and what waited is sent")
        title = message_line(f"Password for {account.name}")
        self.app.push_screen(AskDialog(title, label, secret=True), partial(self._take_password, account))

    def _take_password(self, account: Account, typed: str | None) -> None:
        if typed:
            self._start(-account.id, literal("Trying it …"), partial(self._try_password, account, typed))

    async def _try_password(self, account: Account, password: str) -> None:
        self._answers[-account.id] = await self._jobs.give_password(account.name, password)

    def action_remove_account(self) -> None:
        """Offer to remove the account."""
        if (account := self.health_list.account) is None:
            return
        waiting = f"; {account.waiting:,} changes that wait are lost" if account.waiting else ""
        offers = [
            message_line(f"Remove it; starred and tagged articles stay{waiting}"),
            literal("Keep it"),
        ]
        title = message_line(f"Remove the account {account.name}?")
        self.app.push_screen(ChooseDialog(title, offers), partial(self._take_removal, account))

    def _take_removal(self, account: Account, chosen: int | None) -> None:
        if chosen == 0:
            self._run(partial(self._remove, account), GROUP)

    async def _remove(self, account: Account) -> None:
        problem = await self._jobs.remove_account(account.name)
        self.unsubscribed = True
        back = message_line(f"{account.name} is removed; U takes it back, but for its password")
        self._show_answer(problem or back)
        self._reload()

    # --- what a worker process is asked for

    def action_retry(self) -> None:
        """Ask the feed now."""
        if health := self.health_list.current:
            self._start(health.feed.id, literal("Asking it now …"), partial(self._ask_now, health.feed))

    def action_load_older(self) -> None:
        """Load articles older than those in the feed's document."""
        if health := self.health_list.current:
            work = partial(self._load_older, health.feed)
            self._start(health.feed.id, literal("Loading older articles …"), work)

    def action_find_again(self) -> None:
        """Look through the feed's site for its new address."""
        if health := self.health_list.current:
            work = partial(self._find_again, health.feed)
            self._start(health.feed.id, literal("Looking through its site …"), work)

    def _start(self, id: int, doing: SafeText, work: Callable[[], Awaitable[None]]) -> None:
        """Start a job that asks the network, unless it may not be asked, or the row has a job already."""
        if reason := self._jobs.refusal():
            self._show_answer(message_line(reason), id)
        elif id not in self._under_way:
            self._under_way[id] = doing
            self.health_list.refresh()
            self._describe()
            self._run(partial(self._run_job, id, work), GROUP)
        else:
            self._show_answer(literal("Still busy with the last one"), id)

    async def _run_job(self, id: int, work: Callable[[], Awaitable[None]]) -> None:
        """Run the job of a row, then show how all fare."""
        try:
            await work()
        finally:
            self._under_way.pop(id, None)
        await self._load()

    async def _ask_now(self, feed: Feed) -> None:
        self._answers[feed.id] = await self._jobs.ask_now(feed)

    async def _load_older(self, feed: Feed) -> None:
        self._answers[feed.id] = await self._jobs.load_older(feed)

    async def _find_again(self, feed: Feed) -> None:
        found, self._answers[feed.id] = await self._jobs.find_addresses(feed)
        if not found:
            return
        self._answers[feed.id] = literal("Nothing was changed")
        question = message_line(f"Where {feed.title} may be now")
        offers = [*(address.text for address in found), literal("Leave it where it is")]
        chosen = await self.app.push_screen_wait(ChooseDialog(question, offers))
        if chosen is not None and chosen < len(found):
            address = with_credentials(feed.url, found[chosen].url)
            if self._change(feed, FeedChange(url=address), ADDRESS_CHANGED):
                await self._ask_now(feed)
