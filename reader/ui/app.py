"""The screen as a program: keys, signals, and the one boundary for what the store cannot do."""

import asyncio
import os
import sys
from collections.abc import Mapping
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any, cast

from rich.console import Console, RenderableType
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._context import active_message_pump
from textual.actions import ActionParseResult
from textual.binding import Binding
from textual.dom import DOMNode
from textual.driver import Driver
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed

from reader.config import Paths, Settings
from reader.document.sanitize import SafeText, message_line, sanitize
from reader.keys import key_names
from reader.library.library import Library, open_library
from reader.library.log import log_failure
from reader.settings.file import exposed_passwords
from reader.ui import boundary
from reader.ui.answered import AnsweredOnce
from reader.ui.bindings import CONTROLLER_ACTIONS
from reader.ui.main_screen import MainScreen
from reader.ui.painting import bare_lines
from reader.ui.painting.frame import Frame, Repaint
from reader.ui.terminal.colours import Colours, colours_of
from reader.ui.terminal.hangup import end_on_signals
from reader.ui.terminal.held_keys import Behind, HeldKeys
from reader.ui.text.direction import direction_of
from reader.ui.text.shown import rich_text
from reader.ui.text.signs import dotted, use_words
from reader.ui.themed import ThemedApp, import_palette

if sys.platform != "win32":  # Windows has no such terminals
    from reader.ui.terminal.driver import DrawingReported, ReaderDriver

if TYPE_CHECKING:
    from reader.ui.painting.row_overlay import AnyOverlay
    from reader.ui.terminal.drawing import PictureDrawing


def _cursor_place(screen: Screen[Any]) -> Offset:
    from reader.ui.terminal_cursor import cursor_place  # only plain mode needs it, and the widgets it knows

    return cursor_place(screen)


def _binding_commands() -> Any:
    return import_palette().BindingCommands


class ReaderApp(ThemedApp):
    """The reader's screen on a library that is open."""

    TITLE = "newsreader"
    CSS_PATH = "reader.tcss"
    COMMANDS = {_binding_commands}
    PAUSE_GC_ON_SCROLL = True

    def __init__(
        self, library: Library, *, demo: bool = False, problem: str | None = None, colours: Colours = "many"
    ) -> None:
        """`problem` is what is wrong with the settings, in words; `colours` what the terminal has."""
        self._frame: Frame | None = None
        """What the terminal shows, where our own driver writes to it."""
        self.plain = library.settings.plain
        """Whether words stand for signs, and the terminal's own cursor on what has the keys."""
        use_words(self.plain)
        boundary.install()
        bare_lines.install()
        super().__init__(
            library, colours=colours, css_path=[self.CSS_PATH, "plain.tcss"] if self.plain else None
        )
        self._demo, self._problem = demo, problem
        wanted = library.settings.bidi
        if wanted == "auto" and library.settings.plain:
            wanted = "terminal"  # what is listened to is read in order
        self.direction = direction_of(wanted, os.environ)
        """What the terminal needs of text from right to left."""
        self._held = HeldKeys(self._must_wait, self.on_event)
        """Keys and pastes that came while the screen on top was being made."""
        self._drawing: PictureDrawing | None = None
        """Who asks the terminal how it draws pictures; None before it is asked."""
        self._ahead: Widget | None = None
        """The widget whose keys are to act before any other does."""
        self.main_screen = MainScreen(library)
        # The palette's keys are in our own table, where the settings can change them.
        self._bindings.key_to_bindings.pop(self.COMMAND_PALETTE_BINDING, None)

    # --- the terminal and the bottom line

    def ask_drawing(self) -> None:
        """Ask the terminal how it draws pictures."""
        if self._frame and isinstance(self._driver, ReaderDriver):
            from reader.ui.terminal.drawing import PictureDrawing  # the first paint is there before it

            shell = self.main_screen.shell
            self._drawing = PictureDrawing(
                self._driver,
                self.library.settings.graphics,
                use=self._draw_by,
                debounce=shell.debounce,
                run=partial(shell.run, group="drawing"),
            )
            self._drawing.ask()

    def on_drawing_reported(self, message: "DrawingReported") -> None:
        """Hear what the terminal says of pictures."""
        if self._drawing:
            self._drawing.hear(message.said)

    def _draw_by(self, overlay: "AnyOverlay | None") -> None:
        """Have the terminal draw pictures so; what it drew otherwise is painted over."""
        assert self._frame is not None, "only a terminal that is painted by cells draws"
        before, self._frame.overlay = self._frame.overlay, overlay
        # A job beside the screen may say so, and what it changes itself is not painted before the next key.
        self.main_screen.call_after_refresh(self.main_screen.draw_pictures, overlay)
        if before is not None:
            cast("ReaderDriver", self._driver).ask(before.farewell)
            self._paint_again()

    def remember(self, name: str, value: str) -> None:
        """Keep a value in the library; what the store cannot do is shown."""
        with self.main_screen.shell.errors_shown():
            self.library.remember(name, value)

    def tell(self, text: SafeText) -> None:
        """Show a message in the bottom line."""
        self.main_screen.shell.show_message(text)

    def get_driver_class(self) -> type[Driver]:
        """Return our own driver in the place of Textual's for Unix; any other is as it is."""
        chosen = super().get_driver_class()
        if chosen.__module__ != "textual.drivers.linux_driver":
            return chosen
        self._frame = Frame()
        return ReaderDriver

    def get_default_screen(self) -> Screen[Any]:
        """Return the main screen, which is made with the app."""
        return self.main_screen

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, self._paint_again)
        asyncio.get_running_loop().set_exception_handler(self._handle_loop_error)
        end_on_signals(self._end, in_terminal=not self.is_headless)
        self._show_problems()

    def _show_problems(self) -> None:
        """Show in the bottom line the modes, and what is wrong with the settings."""
        settings, status = self.library.settings, self.main_screen.status
        modes = {
            "demo": self._demo,
            "offline": self.library.offline and not self._demo,
            "read-only": self.library.readonly,
        }
        status.mode = message_line(dotted(*(name for name, on in modes.items() if on)))
        exposed = exposed_passwords(settings, self.library.paths.config)
        problems = [text for text in (self._problem, exposed) if text]
        if problems:
            status.show_whole(message_line(dotted(*problems)))

    def action_help_quit(self) -> None:
        """End the program as `Q` does: Ctrl+C does this wherever there is nothing to copy."""
        self.main_screen.action_quit_at_once()

    async def action_quit(self) -> None:
        """End the program from the palette's own entry."""
        self.main_screen.action_quit_at_once()

    def key_ctrl_c(self) -> None:
        """Do the same in a dialog, where the program's own bindings are out of reach."""
        self.action_help_quit()

    def key_ctrl_z(self) -> None:
        """Give the terminal back to the shell until it brings the program to the front again."""
        self.action_suspend_process()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send of what the screen paints only what the terminal does not show yet."""
        if self._frame and isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self.is_inline:
            renderable = cast("RenderableType", Repaint(self._frame, renderable))
        if self.plain:
            self.cursor_position = _cursor_place(self.screen)
        super()._display(screen, renderable)

    def _place_cursor(self) -> None:
        """Put the terminal's cursor on what has the keys, also where nothing was painted."""
        place = _cursor_place(self.screen)
        if self._driver is not None and place != self._previous_cursor_position:  # not every display writes
            self.cursor_position = self._previous_cursor_position = place
            self._driver.write(f"\x1b[{place.y + 1};{place.x + 1}H")
            self._driver.flush()

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as footer and palette show it; in plain mode by its name, not by an arrow."""
        return key_names(binding.key)[0] if self.plain else super().get_key_display(binding)

    def _paint_again(self, _app: object = None) -> None:
        """Paint all of the screen, after what waited to be painted, which would take its place."""
        if self._frame:
            self._frame.forget()
        self.call_after_refresh(self.screen.refresh, layout=True)

    def action_redraw(self) -> None:
        """Paint all of the screen: another program may have written over it."""
        self._paint_again()

    def _end(self, code: int) -> None:
        self.main_screen.keep_position()
        self.exit(return_code=code)

    # --- errors

    def _handle_exception(self, error: Exception) -> None:
        """Report an error of a handler, and go on; a dialog that could not be made is left.

        The program ends where nothing can be shown yet, and where errors follow each other without end.
        """
        shell = self.main_screen.shell
        if self._exception is not None:
            return  # the program is ending for another one
        if not self.main_screen.is_mounted or shell.failures.are_endless():
            super()._handle_exception(error)
            return
        shell.report(error.error if isinstance(error, WorkerFailed) else error)
        if isinstance(dialog := active_message_pump.get(), AnsweredOnce) and not dialog.is_mounted:
            dialog.call_later(dialog.leave)

    def panic(self, *renderables: RenderableType) -> None:
        """End the program: the terminal cannot be read. `renderables` say why; they go to the log."""
        if self._exception is None:
            lines = StringIO()
            Console(file=lines, width=110, color_system=None).print(*renderables)
            self._exception = RuntimeError(lines.getvalue())
        self._fatal_error()

    def _handle_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Report what a task or a callback outside of all handlers has raised."""
        error = context.get("exception")
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError(context["message"]))

    def _fatal_error(self) -> None:
        """Write an unexpected error to the log, not to the terminal. (Textual has no public way to do so.)"""
        error = self._exception or RuntimeError("no exception is known")
        log = log_failure(self.library.paths, error)
        text = f"newsreader: something went wrong that should not have; the details are in {log}"
        self._exit_renderables.append(rich_text(message_line(text)))
        self._close_messages_no_wait()

    # --- keys

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back while a dialog is being made: they are meant for it. Clean what is pasted.

        With its size, a terminal may have lost what it showed, also where the size is the same again.
        """
        if isinstance(event, events.Resize):
            event = self._as_it_is(event)
            if self._frame and self._frame.forget():
                self._paint_again()
                if self._drawing:
                    self._drawing.resized()
        if isinstance(event, boundary.TYPED) and not event.is_forwarded:
            self.main_screen.shell.failures.typed()
            if isinstance(event, events.Paste):
                event = events.Paste(sanitize(event.text))
            if self._must_wait():
                if isinstance(event, events.Key) and event.key == "ctrl+c":
                    self.action_help_quit()  # whatever may be stuck
                self._held.hold(event, self.call_next)
                return
            await self._held.release()
            if self._must_wait():
                self._held.hold(event, self.call_next)
            else:
                await self._let_act(event)
            return
        if isinstance(event, events.Key) and self.main_screen.shell.holds_keys:
            self._held.hold(
                events.Key(event.key, event.character), self.call_next, came_back=True
            )  # it came before what it is meant for
            return
        await super().on_event(event)

    async def _let_act(self, event: events.Event) -> None:
        """Let a key, a paste or a click act, but not before the keys that were pressed before it.

        Keys wait in the queue of the widget that has them. Those that open a prompt would act at once, and
        behind one that leaves a prompt or a dialog's field others would still be given to it.
        """
        focused, key = self.focused, event if isinstance(event, events.Key) else None
        if focused is None and isinstance(self.screen, AnsweredOnce):
            focused = self.screen  # it takes the keys itself
        if focused is not None and key is not None and self.main_screen.has_priority(key.key):
            self._ahead = focused
            focused.post_message(Behind(key))
            return
        await super().on_event(event)
        if focused is not None and key is not None and self.main_screen.may_move_on(focused, key):
            self._ahead = focused
            focused.post_message(Behind(None, again=True))
        if self.plain:
            self.call_after_refresh(self._place_cursor)

    async def on_behind(self, message: Behind) -> None:
        """Let the key act that others were to act before, then those that came since."""
        if message.again and self._ahead is not None and self._ahead.is_attached:
            self._ahead.post_message(Behind(None))
            return
        self._ahead = None
        if message.key is not None and self._must_wait():
            self._held.hold(message.key, self.call_next, came_back=True)
        elif message.key is not None:
            await super().on_event(message.key)
            if self.plain:
                self.call_after_refresh(self._place_cursor)
        if not self._must_wait():
            await self._held.release()

    def _as_it_is(self, event: events.Resize) -> events.Resize:
        """Return the event with the terminal's size of this moment.

        One signal can come while another is heard; the sizes then arrive in another order than they were.
        """
        driver = self._driver
        if sys.platform == "win32" or not isinstance(driver, ReaderDriver) or driver._in_band_window_resize:
            return event
        size = Size(*driver._get_terminal_size())
        return events.Resize(size, size)

    def _must_wait(self) -> bool:
        """Tell whether keys are for a dialog or a list that is not there yet, or others act before them."""
        if self._ahead is not None and not self._ahead.is_attached:
            self._ahead = None
        return self._ahead is not None or self.main_screen.shell.holds_keys

    def action_command_palette(self) -> None:
        """Open the palette, unless it is open."""
        palette = import_palette().Palette
        if not isinstance(self.screen, palette):
            self._hold_for_command(True)
            # Without an id, as the one before may not be gone yet.
            self.push_screen(palette(self._hold_for_command))

    def _hold_for_command(self, hold: bool) -> None:
        """Hold keys back until the palette takes them, or its command has run with all that it told."""
        shell = self.main_screen.shell
        if hold:
            shell.hold_keys()
        else:
            self.main_screen.call_later(shell.let_keys_act)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text without anything that a terminal could obey where it is pasted."""
        super().copy_to_clipboard(sanitize(text))

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run a key's action; what the store cannot do is shown, and the screen goes on."""
        with self.main_screen.shell.errors_shown():
            if (
                default_namespace is self.main_screen
                and isinstance(action, str)
                and action in CONTROLLER_ACTIONS
            ):
                done = bool(self.main_screen.check_action(action, ()))
                if done:
                    self.main_screen.perform(action)
            else:
                done = await super().run_action(action, default_namespace, namespaces)
            if self.plain:  # the line that is read may be another one, and nothing be painted
                self.call_after_refresh(self._place_cursor)
            return done
        return True


def run_screen(
    paths: Paths, settings: Settings, *, offline: bool, problem: str | None = None, demo: bool = False
) -> int:
    """Open the library and show it until the reader quits. Returns the exit code; raises `StoreError`."""
    library = open_library(paths, settings, offline=offline, writing=False, collapse=settings.fold_duplicates)
    app = ReaderApp(library, demo=demo, problem=problem, colours=colours_of(os.environ))
    app.run()
    library.db.close()
    return app.return_code or 0
