"""An error in any handler: one line on the screen, an entry in the log, and the program goes on."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import RenderableType
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader.config import Paths
from reader.store.database.connection import Database, StoreError
from reader.ui.app import ReaderApp
from reader.ui.boundary import ENDLESS, ENDLESS_SECONDS, REPEATED_SECONDS, Failures
from reader.ui.dialogs.dialog import Dialog
from reader.ui.widgets.headline_list import HeadlineList
from tests.ui.screen import PATIENCE, Open, press, screen_of, settle, shown, until

LINE = "Something went wrong"
"""How the line on the screen begins."""


class Wrong(Exception):
    """What the handlers of these tests raise."""


class Faulty(Widget):
    """A widget each of whose handlers fails."""

    DEFAULT_CSS = "Faulty { height: 1; dock: top; }"
    value = reactive(0)
    later = reactive(0)

    class Told(Message):
        pass

    def __init__(self, fails: str) -> None:
        super().__init__()
        self.fails = fails

    def _fail(self, kind: str) -> None:
        if self.fails == kind:
            raise Wrong(kind)

    def compose(self) -> ComposeResult:
        self._fail("compose")
        yield Static("inside")

    def on_mount(self) -> None:
        self._fail("mount")

    def on_faulty_told(self) -> None:
        self._fail("message")

    def on_key(self) -> None:
        self._fail("key")

    def on_idle(self) -> None:
        self._fail("idle")

    def watch_value(self) -> None:
        self._fail("watcher" if self.is_mounted else "first watcher")

    async def watch_later(self) -> None:
        self._fail("async watcher" if self.is_mounted else "first async watcher")

    def action_fail(self) -> None:
        self._fail("action")

    async def job(self) -> None:
        self._fail("worker")

    def callback(self) -> None:
        self._fail("callback")


class Unpaintable(Static):
    """A widget that cannot be painted."""

    DEFAULT_CSS = "Unpaintable { height: auto; dock: top; }"

    def __init__(self, fails: str) -> None:
        super().__init__()
        self.fails = fails

    def render(self) -> RenderableType:
        if self.fails == "render":
            raise Wrong("render")
        return "painted"

    def render_line(self, y: int) -> Strip:
        if self.fails == "line":
            raise Wrong("line")
        return super().render_line(y)

    def get_content_width(self, *args: Any) -> int:
        if self.fails == "width":
            raise Wrong("width")
        return super().get_content_width(*args)


async def _task() -> None:
    raise Wrong("task")


INJECTED: dict[str, Callable[[Pilot[None], Faulty], object]] = {
    "compose": lambda pilot, faulty: None,
    "mount": lambda pilot, faulty: None,
    "first watcher": lambda pilot, faulty: None,
    "message": lambda pilot, faulty: faulty.post_message(Faulty.Told()),
    "key": lambda pilot, faulty: faulty.post_message(events.Key("x", "x")),
    "idle": lambda pilot, faulty: faulty.check_idle(),
    "watcher": lambda pilot, faulty: faulty.call_later(setattr, faulty, "value", 1),
    "async watcher": lambda pilot, faulty: faulty.call_later(setattr, faulty, "later", 1),
    "action": lambda pilot, faulty: faulty.call_later(faulty.run_action, "fail"),
    "worker": lambda pilot, faulty: faulty.run_worker(faulty.job()),
    "callback": lambda pilot, faulty: faulty.set_timer(0.001, faulty.callback),
}


async def test_an_error_in_a_handler_is_a_line_and_an_entry(
    library: Database, open_screen: Open, paths: Paths
) -> None:
    async with open_screen() as pilot:
        for kind, inject in INJECTED.items():
            faulty = Faulty(kind)
            await screen_of(pilot).mount(faulty)
            inject(pilot, faulty)
            await reported(pilot, paths, kind)
            faulty.fails = ""
            heard: list[str] = []
            faulty.call_later(heard.append, kind)  # the widget itself goes on as well
            await settle(pilot)
            assert heard == [kind]
            await faulty.remove()
            screen_of(pilot).status.error = ""
            await goes_on(pilot)


async def test_what_waits_behind_a_callback_that_fails_is_run_as_well(
    library: Database, open_screen: Open, paths: Paths
) -> None:
    async with open_screen() as pilot:
        faulty, heard = Faulty("callback"), list[str]()
        await screen_of(pilot).mount(faulty)
        faulty.call_next(faulty.callback)
        faulty.call_next(heard.append, "behind it")
        await reported(pilot, paths, "callback")
        await settle(pilot)
        assert heard == ["behind it"]


@pytest.mark.parametrize("kind", ["render", "line", "width"])
async def test_a_widget_that_cannot_be_painted_leaves_the_others_in_sight(
    kind: str, library: Database, open_screen: Open, paths: Paths
) -> None:
    async with open_screen() as pilot:
        widget = Unpaintable(kind)
        if kind == "width":
            widget.styles.width = "auto"
        await screen_of(pilot).mount(widget)
        await reported(pilot, paths, kind)
        if kind != "width":  # without a layout nothing can be painted anew
            await press(pilot, "j")
            assert "The text of article 2." in shown(pilot)
        await widget.remove()
        screen_of(pilot).shell.failures.recent.clear()  # each layout has failed until here
        await goes_on(pilot)


async def test_a_mouse_on_a_widget_that_was_just_removed_is_no_error(
    library: Database, open_screen: Open
) -> None:
    """Until the next layout it has its place on the screen."""
    async with open_screen() as pilot:
        screen, widget = screen_of(pilot), Faulty("")
        await screen.mount(widget)
        await settle(pilot)
        with pilot.app.batch_update():
            await widget.remove()
            x, y = widget.region.x + 1, widget.region.y
            assert screen.get_widget_at(x, y)[0] is not screen
            for kind in (events.MouseDown, events.MouseMove, events.MouseUp):
                await pilot.app.on_event(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await settle(pilot)
        await goes_on(pilot)


async def test_an_error_of_a_task_or_a_callback_of_the_loop_is_reported(
    library: Database, open_screen: Open, paths: Paths
) -> None:
    def fail() -> None:
        raise Wrong("loop")

    async with open_screen() as pilot:
        asyncio.get_running_loop().call_soon(fail)
        await reported(pilot, paths, "loop")
        await goes_on(pilot)


class Unmade(Dialog[None]):
    """A dialog that cannot be made."""

    def compose(self) -> ComposeResult:
        raise Wrong("no dialog")
        yield


async def test_a_dialog_that_cannot_be_made_is_left(
    library: Database, open_screen: Open, paths: Paths
) -> None:
    async with open_screen() as pilot:
        pilot.app.push_screen(Unmade())
        await reported(pilot, paths, "no dialog")
        await settle(pilot)
        assert pilot.app.screen is screen_of(pilot)
        await goes_on(pilot)


class Failing(Dialog[None]):
    """A dialog whose job fails."""

    def on_mount(self) -> None:
        self.run_worker(self.job(), exit_on_error=False)

    async def job(self) -> None:
        raise Wrong("a dialog's job")


async def test_an_error_in_a_dialog_is_shown_above_it(
    library: Database, open_screen: Open, paths: Paths
) -> None:
    async with open_screen() as pilot:
        pilot.app.push_screen(Failing())
        await reported(pilot, paths, "a dialog's job")
        assert LINE in shown(pilot)
        await press(pilot, "escape")
        await goes_on(pilot)


async def test_what_the_store_says_is_the_line_itself(
    library: Database, open_screen: Open, paths: Paths
) -> None:
    def fail() -> None:
        raise StoreError("the disk is full")

    async with open_screen() as pilot:
        screen_of(pilot).call_later(fail)
        await settle(pilot)
        assert "the disk is full" in shown(pilot)
        assert not paths.log.exists()
        screen_of(pilot).shell.failures.recent.clear()
        await goes_on(pilot)


async def test_errors_that_follow_each_other_without_end_end_the_program(
    library: Database, open_screen: Open, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(headlines: HeadlineList) -> None:
        headlines.call_later(fail, headlines)
        raise Wrong("again")

    async with open_screen() as pilot:
        headlines = screen_of(pilot).headlines
        headlines.call_later(fail, headlines)
        await has_ended(pilot)
    assert paths.log.read_text().count("Wrong: again") == 2  # the first one, and the one that ended it


def test_an_error_is_logged_once_a_minute_and_keys_end_no_program() -> None:
    moment = 0.0
    failures = Failures(lambda: moment)

    def failure(text: str) -> Exception:
        try:
            raise Wrong(text)
        except Wrong as error:
            return error

    first = failure("1")
    assert failures.add(first)
    assert failures.is_known(first)
    assert not failures.is_known(failure("1"))
    assert not failures.add(failure("2"))
    moment = REPEATED_SECONDS
    assert failures.add(failure("3"))
    for _ in range(ENDLESS):
        failures.typed()
        failures.add(failure("4"))
    assert not failures.are_endless()
    for _ in range(ENDLESS):
        failures.add(failure("5"))
    assert failures.are_endless()
    moment += ENDLESS_SECONDS
    assert not failures.are_endless()


async def reported(pilot: Pilot[None], paths: Paths, text: str) -> None:
    """Wait for the line and the entry of an error, and take it off the list of those that should not be."""
    failures = screen_of(pilot).shell.failures
    await until(pilot, lambda: failures.recent)
    for error in failures.recent:
        assert Wrong in (type(error), type(error.__context__)), error
    failures.recent.clear()
    assert screen_of(pilot).status.error.startswith(LINE)
    assert f"Wrong: {text}" in paths.log.read_text()


async def has_ended(pilot: Pilot[None]) -> None:
    """Wait for the program's end, and forget the error that ended it."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    async with asyncio.timeout(PATIENCE):
        while app.is_running:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
    assert app._exception is not None
    app._exception = None
    app.main_screen.shell.failures.recent.clear()


async def goes_on(pilot: Pilot[None]) -> None:
    """Check that the screen takes keys and shows what they do."""
    await press(pilot, "4")
    assert "Saved harbour" in shown(pilot)
    assert pilot.app.return_code in (None, 0)


async def test_a_driver_that_cannot_read_ends_the_program_with_a_sentence(
    library: Database, open_screen: Open, paths: Paths
) -> None:
    async with open_screen() as pilot:
        pilot.app.panic("no terminal")
        await has_ended(pilot)
    assert "no terminal" in paths.log.read_text()
