"""A plan of what to read in the minutes that there are."""

from functools import partial

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.store import state
from reader.ui.background import BackgroundReads
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.scopes import Scopes
from reader.ui.dialogs.ask import AskDialog
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.plan import LONGEST, MINUTES
from reader.ui.headlines.scope import ALL, UNQUERIED, Scope
from reader.ui.shell import Shell

KEPT_MINUTES = "plan_minutes"
"""The store's key for the minutes that the reader asked for last."""


class Plans:
    """Lists unread articles of what is lit that fit into fifteen minutes, or as many as are asked for."""

    def __init__(
        self, shell: Shell, listing: Listing, reads: BackgroundReads, *, panes: Panes, scopes: Scopes
    ) -> None:
        self._shell, self._listing, self._reads = shell, listing, reads
        self._panes, self._scopes = panes, scopes
        self._origin = ALL
        """The scope that the plan is made from."""

    def action_plan(self) -> None:
        """List unread articles that fit into the minutes; where that is listed, ask how many minutes."""
        selected = self._scopes.selected()
        if selected.kind == "plan":
            self._shell.ask(self._ask)
            return
        self._origin = ALL if selected.kind in UNQUERIED else selected
        minutes = state.number(self._shell.library.db, KEPT_MINUTES) or MINUTES
        self._begin(minutes)

    async def _ask(self) -> None:
        minutes = sanitize_line(str(self._listing.scope.value))
        title = literal("What can I read in so many minutes?")
        dialog = AskDialog(title, literal("Minutes"), minutes, enter=literal("enter lists it"))
        if (typed := await self._shell.answer(dialog)) is None:
            return
        if not (typed.strip().isdecimal() and 1 <= int(typed) <= LONGEST):
            self._shell.show_message(message_line(f"Minutes are a whole number from 1 to {LONGEST}"))
            return
        self._shell.library.remember(KEPT_MINUTES, str(int(typed)))
        self._begin(int(typed))

    def _begin(self, minutes: int) -> None:
        self._shell.run(partial(self._plan, minutes), "search", exclusive=True)
        self._shell.hold_keys_until_found()

    async def _plan(self, minutes: int) -> None:
        origin = self._origin
        query = self._scopes.query_of(origin)
        found = await self._reads.plan(query, minutes) if query is not None else []
        name = self._scopes.name_of(origin)
        if not found:
            self._shell.show_message(
                message_line(f"Nothing unread in {name} can be read in {minutes} minutes")
            )
            return
        self._scopes.show_list(Scope("plan", minutes), found)
        self._panes.go_to("headlines")
        again = self._shell.key("plan")
        self._shell.show_message(message_line(f"From {name}; {again} again asks for other minutes"))
