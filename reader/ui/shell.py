"""What every controller works with: the library, the headline list, the status line, and background jobs."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerCancelled, WorkerFailed, WorkType

from reader.document.sanitize import EMPTY, SafeText, message_line, sanitize, sanitize_line
from reader.keys import key_of
from reader.library.library import Library
from reader.library.log import error_message
from reader.store.database.connection import StoreError
from reader.ui.boundary import Failures
from reader.ui.text.cells import crop
from reader.ui.text.signs import dotted
from reader.ui.widgets.headline_list import HeadlineList
from reader.ui.widgets.pane_head import PaneHead
from reader.ui.widgets.status_line import StatusLine

Answer = TypeVar("Answer")

DOING_SECONDS = 0.5
"""Seconds for which keys wait for what a dialog's answer does; longer work goes on beside them."""

OPENING_SECONDS = 3.0
"""Seconds after which keys act again where no dialog has come: what is asked may take long to find."""

MESSAGE_SECONDS = 10.0
"""How long the status line says what was done, where no other key is pressed."""

NAME_CELLS = 40
"""The cells that a title gets in a message about what it names."""

ERROR_SECONDS = 10.0
"""How long an error stays in the status line."""


class Shell:
    """The parts of the main screen that exist from the first paint on. It knows no controller."""

    def __init__(
        self,
        screen: Screen[None],
        library: Library,
        headlines: HeadlineList,
        head: PaneHead,
        status: StatusLine,
    ) -> None:
        self.screen = screen
        self.library = library
        self.headlines = headlines
        self.head = head
        """The first line above the headlines."""
        self.status = status
        self.failures = Failures()
        """The errors that nobody foresaw."""
        self.pending: dict[str, Timer] = {}
        """The timers of debounced calls that were not made yet, by name."""
        self.asking = 0
        """The number of feeds that are being asked now."""
        self.opening_dialog = False
        """Whether a dialog was asked for and is not there yet: keys that come meanwhile are meant for it."""
        self._listing_found = False
        """Whether what a search finds is not listed yet: keys that come meanwhile are meant for it."""
        self._commanded = False
        """Whether a command was chosen and has not run yet: keys that come meanwhile act behind it."""
        self._question: Callable[[], Coroutine[None, None, None]] | None = None
        """The question that was asked last."""

    @property
    def holds_keys(self) -> bool:
        """Whether keys are meant for a dialog, or for a list, that is not there yet.

        A dialog that is being made has nothing that could take a key, also one given to the list before.
        """
        unmade = not self.screen.app.screen.is_mounted
        return unmade or self.opening_dialog or self._listing_found or self._commanded

    def key(self, action: str) -> str:
        """Name the key of an action, as the settings have it."""
        return key_of(action, self.library.settings.keys)

    # --- messages

    def show_message(self, text: SafeText) -> None:
        """Show in the status line what was done, where the eye cannot see it, for `MESSAGE_SECONDS`."""
        self.status.show_message(text)
        self.debounce("message", MESSAGE_SECONDS, self.status.clear_message)

    def show_done(self, what: str, name: str) -> None:
        """Show what was done and to what, shortened, with the key that takes it back."""
        self.show_message(
            message_line(dotted(f"{what}: {crop(sanitize_line(name), NAME_CELLS)}", self.key("undo")))
        )

    def show_error(self, text: SafeText) -> None:
        """Show in the status line what went wrong, for `ERROR_SECONDS`."""
        self.status.error = text
        self.debounce("error", ERROR_SECONDS, self._clear_error)

    def _clear_error(self) -> None:
        self.status.error = EMPTY

    def report(self, error: BaseException) -> None:
        """Show an error that nobody foresaw, and write it to the log; in a dialog it is shown above that."""
        if self.failures.is_known(error):
            return
        fresh = self.failures.add(error)
        text = message_line(error_message(self.library.paths, error, logged=not fresh))
        self.show_error(text)
        on_top = self.screen.app.screen_stack[-1:]  # none once the program has taken its screens down
        if fresh and on_top and on_top[0] is not self.screen:
            self.screen.app.notify(sanitize(text), severity="error", markup=False)

    @contextmanager
    def errors_shown(self) -> Iterator[None]:
        """Show what the store cannot do instead of raising it."""
        try:
            yield
        except StoreError as error:
            self.show_error(message_line(error))

    @property
    def terminal_is_behind(self) -> bool:
        """Whether the terminal has not taken yet what was painted: its line is slow."""
        return bool(getattr(self.screen.app._driver, "is_behind", False))

    def tell_terminal(self, code: str) -> None:
        """Write a code of the program's own, which shows nothing, to the terminal."""
        if self.screen.app._driver is not None:
            self.screen.app._driver.write(code)

    # --- calls that wait

    def debounce(self, name: str, seconds: float, callback: Callable[[], object]) -> None:
        """Run `callback` after `seconds` without another call for `name`."""
        if (waiting := self.pending.pop(name, None)) is not None:
            waiting.stop()

        def run() -> None:
            if self.pending.get(name) is timer:  # else another call has come since it rang
                del self.pending[name]
                callback()

        timer = self.pending[name] = self.screen.set_timer(seconds, run)

    # --- background jobs

    def run(
        self,
        job: WorkType[None],
        group: str,
        *,
        name: str = "",
        exclusive: bool = False,
    ) -> None:
        """Run an async function beside the screen; an `exclusive` one cancels the others of its group.

        What it raises is shown by the main screen.
        """
        self.screen.run_worker(job, name, group, exit_on_error=False, exclusive=exclusive)

    def jobs(self, group: str) -> list[Worker[Any]]:
        """Return the jobs of a group that have not ended."""
        return [job for job in self.screen.workers if job.group == group and not job.is_finished]

    def hold_keys_until_found(self) -> None:
        """Hold keys back until the searches that run have listed what they find."""
        if not self.jobs("search"):
            return
        self._listing_found = True

        async def listed() -> None:
            try:
                await self.wait_for("search")
            finally:
                self._listing_found = False

        self.run(listed, "found", exclusive=True)

    def hold_keys(self) -> None:
        """Hold keys back until a command that was chosen has run, for `OPENING_SECONDS` at most."""
        self._commanded = True
        self.debounce("command", OPENING_SECONDS, self.let_keys_act)

    def let_keys_act(self) -> None:
        """Let keys act again: the command has run."""
        self._commanded = False
        if (waiting := self.pending.pop("command", None)) is not None:
            waiting.stop()

    async def wait_for(self, group: str, *, cancelled: bool = False) -> None:
        """Wait until all jobs of a group have ended, or also those that were `cancelled`."""

        async def end(jobs: Sequence[Worker[Any]]) -> None:
            with suppress(WorkerCancelled, WorkerFailed):  # another one may have taken its place
                await self.screen.workers.wait_for_complete(jobs)

        while jobs := [job for job in self.jobs(group) if cancelled or not job.is_cancelled]:
            await asyncio.wait([asyncio.ensure_future(end(jobs))])  # who waits no longer ends none of them

    def cancel(self, group: str) -> None:
        """Cancel the jobs of a group."""
        self.screen.workers.cancel_group(self.screen, group)

    # --- dialogs

    def ask(self, question: Callable[[], Coroutine[None, None, None]]) -> None:
        """Run a job that waits for a dialog's answer; only one question is open at a time."""
        self.opening_dialog = True
        self.debounce("opening dialog", OPENING_SECONDS, self._dialog_opened)
        self._question = question

        async def asked() -> None:
            try:
                await question()
            finally:
                if self._question is question:  # where nothing was to be asked, no dialog has come
                    self._dialog_opened()

        self.run(asked, "question", exclusive=True)

    def _dialog_opened(self) -> None:
        self.opening_dialog = False
        if (waiting := self.pending.pop("opening dialog", None)) is not None:
            waiting.stop()

    async def answer(self, dialog: ModalScreen[Answer]) -> Answer | None:
        """Show a dialog and wait for its answer. Returns None where it was left."""
        answer = self.screen.app.push_screen(dialog, wait_for_dismiss=True)
        self._dialog_opened()  # from here on it has the keys
        answer.add_done_callback(lambda _: self._hold_keys_until_done())
        return await asyncio.shield(answer)

    def _hold_keys_until_done(self) -> None:
        """Hold keys back until what was answered is done, but not for long: longer work goes on."""
        if self.jobs("question"):
            self.opening_dialog = True
            self.debounce("opening dialog", DOING_SECONDS, self._dialog_opened)
