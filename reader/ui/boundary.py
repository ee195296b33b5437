"""The one boundary for errors that nobody foresaw: a handler that fails loses its own effect, nothing else.

Textual ends a widget's message loop, and the program, at the first error of any handler, leaves the screen
undrawn where a widget cannot be drawn, and forgets a call that waits where the processor is taken from the
program at a certain moment. It has no public way to go on: its own functions are wrapped.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from traceback import walk_tb
from typing import Any

from textual import events, messages
from textual._callback import invoke
from textual._widget_navigation import Direction
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Offset, Region
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import OptionList
from textual.worker import Worker

from reader.ui.answered import AnsweredOnce

TYPED = (events.InputEvent, events.Paste)
"""What comes from the reader's keyboard and mouse."""

_PASSED = (events.Event, messages.CloseMessages, messages.Prune, Worker.StateChanged)
"""What the widgets of a dialog that was answered still take, unless it is typed: what ends them."""

ENDLESS = 100
"""So many errors within `ENDLESS_SECONDS`, with nothing typed between them, are a loop that ends never."""

ENDLESS_SECONDS = 10.0
"""The time in which `ENDLESS` errors are too many."""

REPEATED_SECONDS = 60.0
"""How long the same error by the same way is not logged again."""


class Failures:
    """Remembers the errors of handlers, so that none floods the log and none goes on for ever."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self.recent: deque[BaseException] = deque(maxlen=ENDLESS)
        """The last errors, the newest at the end."""
        self._now = now
        self._times: deque[float] = deque(maxlen=ENDLESS)
        self._logged: dict[int, float] = {}

    def typed(self) -> None:
        """Take note that a key was pressed: errors that keys cause end when the keys do."""
        self._times.clear()

    def is_known(self, error: BaseException) -> bool:
        """Tell whether this very error was reported already: a job's error comes by two ways."""
        return any(error is known for known in self.recent)

    def add(self, error: BaseException) -> bool:
        """Add an error. Returns whether it shall be logged."""
        now = self._now()
        self.recent.append(error)
        self._times.append(now)
        way = _way(error)
        if now - self._logged.get(way, -REPEATED_SECONDS) < REPEATED_SECONDS:
            return False
        if len(self._logged) >= ENDLESS:
            self._logged.clear()
        self._logged[way] = now
        return True

    def are_endless(self) -> bool:
        """Tell whether errors follow each other so fast that going on means nothing."""
        return len(self._times) == ENDLESS and self._now() - self._times[0] < ENDLESS_SECONDS


def _way(error: BaseException) -> int:
    """Return a number for the error's kind and the lines of code that led to it."""
    lines = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    return hash((type(error), *lines))


def _is_too_late(pump: MessagePump, message: Message) -> bool:
    """Tell whether a message is for a dialog that was answered: it acts no more."""
    if isinstance(message, _PASSED) and not isinstance(message, TYPED):
        return False
    node: MessagePump | None = pump
    while node is not None:
        if isinstance(node, AnsweredOnce) and node.answered:
            return True
        node = node._parent
    return False


_dispatch_message: Callable[[MessagePump, Message], Awaitable[None]] = MessagePump._dispatch_message
_post_mount: Callable[[DOMNode], None] = DOMNode._post_mount
_set_timer: Callable[..., Timer] = MessagePump.set_timer
_move_page: Callable[[OptionList, Direction], None] = OptionList._move_page
_get_widget_and_offset: Callable[[Screen[Any], int, int], tuple[Widget | None, Offset | None]] = (
    Screen.get_widget_and_offset_at
)
_render: Callable[[Widget], Visual] = Widget._render
_render_lines: Callable[[Widget, Region], list[Strip]] = Widget.render_lines


async def _dispatch(pump: MessagePump, message: Message) -> None:
    """Handle a message; an error is reported, and the widget takes its next message."""
    if _is_too_late(pump, message):
        return
    try:
        await _dispatch_message(pump, message)
    except Exception as error:
        pump.app._handle_exception(error)
        if pump.app._exception is not None:
            raise  # the program ends, and the widget's loop with it


def _begin(node: DOMNode) -> None:
    """Call the watchers of a new widget's attributes; the widget goes on without one that fails."""
    try:
        _post_mount(node)
    except Exception as error:  # noqa: BLE001 - the boundary
        node.app._handle_exception(error)


async def _flush_callbacks(pump: MessagePump) -> None:
    """Run the callbacks that wait for a message's end; those behind one that fails are run as well."""
    callbacks = pump._next_callbacks.copy()
    pump._next_callbacks.clear()
    for callback in callbacks:
        try:
            with pump.prevent(*callback._prevent):
                await invoke(callback.callback)
        except Exception as error:  # noqa: BLE001 - the boundary
            pump.app._handle_exception(error)


def _wait_for_sure(pump: MessagePump, *args: Any, **kwargs: Any) -> Timer:
    """Return a timer for one call, which is made however late it is.

    A timer of Textual's skips the calls whose time has passed before it slept, also where there is just one.
    """
    timer = _set_timer(pump, *args, **kwargs)
    timer._skip = False  # its task has not begun yet
    return timer


def _draw(widget: Widget) -> Visual:
    """Return what a widget shows; nothing where it cannot be drawn."""
    try:
        return _render(widget)
    except Exception as error:  # noqa: BLE001 - the boundary
        widget.app._handle_exception(error)
        return Content()


def _draw_lines(widget: Widget, crop: Region) -> list[Strip]:
    """Return the lines that a widget shows; blank ones where they cannot be drawn."""
    try:
        return _render_lines(widget, crop)
    except Exception as error:  # noqa: BLE001 - the boundary
        widget.app._handle_exception(error)
        return [Strip.blank(crop.width)] * crop.height


def _turn_page(options: OptionList, direction: Direction) -> None:
    """Move the cursor by a page, unless the list was not drawn yet: Textual knows none of its lines then."""
    if (options.highlighted or 0) in options._index_to_line:
        _move_page(options, direction)


def _selectable_at(screen: Screen[Any], x: int, y: int) -> tuple[Widget | None, Offset | None]:
    """Return the widget at a place and where in its text that is.

    Until the next layout a removed widget has its place yet, but no parent, of which a selection asks.
    """
    widget, offset = _get_widget_and_offset(screen, x, y)
    if widget is not None and widget is not screen and widget.parent is None:
        return None, None
    return widget, offset


def install() -> None:
    """Put the boundary around all handlers of all widgets. The app's `_handle_exception` takes the errors."""
    wrapped: dict[type, dict[str, Any]] = {
        MessagePump: {
            "_dispatch_message": _dispatch,
            "_flush_next_callbacks": _flush_callbacks,
            "set_timer": _wait_for_sure,
        },
        DOMNode: {"_post_mount": _begin},
        OptionList: {"_move_page": _turn_page},
        Screen: {"get_widget_and_offset_at": _selectable_at},
        Widget: {"_render": _draw, "render_lines": _draw_lines},
    }
    for owner, functions in wrapped.items():
        for name, function in functions.items():
            setattr(owner, name, function)
