"""What the reader did: actions on many articles as they go on, and taking any action back."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.library.output.text import ago
from reader.store import undo_log
from reader.store.changes.marks import NotUndone
from reader.store.undo_work import LARGE
from reader.store.unfinished import is_unfinished
from reader.ui.background import BackgroundActions, Verb
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.scopes import Scopes
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.headlines.scope import Scope
from reader.ui.shell import Shell
from reader.ui.widgets.feeds_pane import FeedsPane


class History:
    """Carries actions out, a large one beside the screen, and takes them back."""

    def __init__(
        self,
        shell: Shell,
        actions: BackgroundActions,
        feeds_pane: FeedsPane,
        *,
        counts: Counts,
        scopes: Scopes,
    ) -> None:
        self._shell, self._actions, self._feeds_pane = shell, actions, feeds_pane
        self._counts, self._scopes = counts, scopes
        self.on_taken_back: Callable[[], None] = lambda: None
        """What is done once an action was taken back."""

    # --- doing

    def act(
        self, verb: Verb, articles: Sequence[int], done: Callable[[int], None], *, place: str = ""
    ) -> None:
        """Carry an action out. `done` is called once it is written down, with the number of articles changed.

        Very many articles are changed beside the screen; those in sight at once.
        """
        if len(articles) <= LARGE:
            action = self._shell.library.begin(verb, articles, place=place)
            self._show(articles)
            done(action.count if action else 0)
        else:
            self._shell.run(partial(self._act, verb, articles, done, place), "acting")

    async def _act(
        self, verb: Verb, articles: Sequence[int], done: Callable[[int], None], place: str
    ) -> None:
        seen = set(self._shell.headlines.seen_ids)
        first = [article for article in articles if article in seen]
        action = await self._actions.begin(verb, articles, place=place, first=first)
        self._show(None)
        done(action.count if action else 0)
        self.finish()

    def _show(self, articles: Collection[int] | None) -> None:
        self._shell.headlines.invalidate(articles)
        self._counts.recount_soon()

    def finish(self) -> None:
        """Go on with an action that is not finished, if there is one; also one that a crash has cut off."""
        library = self._shell.library
        if not library.readonly and not self._shell.jobs("finishing"):
            with self._shell.errors_shown():
                if is_unfinished(library.db):
                    self._shell.run(self._finish, "finishing")

    async def _finish(self) -> None:
        while await self._actions.finish():
            self._show(None)
        self._show(None)
        self._scopes.restore()

    # --- taking back

    def action_undo(self) -> None:
        """Take back the last change, also that of another day."""
        self._take_back(None)

    def action_actions(self) -> None:
        """Show what was done, and take back what is chosen."""
        self._shell.ask(self._choose)

    async def _choose(self) -> None:
        library = self._shell.library
        listed = [one for one in undo_log.actions(library.db, undo_log.MOST) if not one.undone]
        if not listed:
            self._shell.show_message(literal("There is nothing to take back"))
            return
        now = library.clock()
        texts = [sanitize_line(f"{action.label}, {ago(action.at, now)}") for action in listed]
        chosen = await self._shell.answer(ChooseDialog(literal("Take back"), texts))
        if chosen is not None:
            self._take_back(listed[chosen].id)

    def _take_back(self, action: int | None) -> None:
        try:
            back = self._shell.library.begin_undo(action)
        except NotUndone as error:
            self._shell.show_error(message_line(f"{error}"[:1].upper() + f"{error}"[1:]))
            return
        if back is None:
            self._shell.show_message(literal("There is nothing to take back"))
            return
        self._shell.show_message(message_line(f"Taken back: {back.action.label}"))
        if back.articles:
            self._scopes.show_returned(sorted(back.articles))
        self._scopes.restore()
        self.on_taken_back()
        if back.feed is not None:
            self._feeds_pane.go_to(Scope("feed", back.feed))
        self.finish()
