"""The command palette: every described key in reach is a command."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.command import CommandInput, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content
from textual.dom import DOMNode
from textual.message import Message
from textual.widgets import Button
from textual.worker import Worker, WorkerCancelled

from reader.document.sanitize import sanitize_line
from reader.keys import ACTIONS
from reader.ui.answered import AnsweredOnce
from reader.ui.dialogs.choose_theme import ThemeDialog
from reader.ui.headlines.bulk_commands import BulkCommand, read_command
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field

__all__ = ["BindingCommands", "Palette", "ThemeDialog"]

ORDER = {action.id: place for place, action in enumerate(ACTIONS)}
"""The places of the actions in their table."""

LOOK_SECONDS = 0.01
"""Seconds between two looks whether the field has told what was typed into it: enter may overtake that."""

PROMPT = ":"
"""What stands before the line of input, in place of an emoji that terminals give two cells or a box."""


class PaletteField(CommandInput, Field):
    """The palette's line of input, as clean as every other: marks that are typed one by one pile up too."""


class Palette(AnsweredOnce[None], CommandPalette):
    """Textual's own palette, which runs one command; enter may come before it is found.

    Textual has no public way to learn whether it still looks for commands, or to choose: its own methods and
    names that begin with `_` are used for that.
    """

    def __init__(self, hold_keys: Callable[[bool], None]) -> None:
        """`hold_keys` holds keys back, or lets them act: they are held until the field is there."""
        super().__init__()
        self._hold_keys = hold_keys
        self._sought = ""
        """What was typed when it was looked for last."""

    def compose(self) -> ComposeResult:
        """Compose Textual's palette with a field that keeps nothing that a terminal could obey."""
        for widget in super().compose():
            if isinstance(widget, SearchIcon):
                widget.icon = PROMPT
            if isinstance(widget, CommandInput):
                yield PaletteField(placeholder=self._placeholder, select_on_focus=False)
            else:
                yield widget

    def on_mount(self) -> None:
        self.call_after_refresh(self._hold_keys, False)

    @on(CommandInput.Changed)
    def note_sought(self, event: CommandInput.Changed) -> None:
        """Note what is looked for."""
        self._sought = event.value

    @on(CommandInput.Submitted)
    def choose_once_found(self, event: CommandInput.Submitted) -> None:
        """Choose what is lit, but not before that is what was typed for."""
        if self._sought == event.value and not self._searches():
            return
        event.prevent_default()
        event.stop()
        self._hold_keys(True)
        self.run_worker(self._choose_found(event.value), "choosing", exit_on_error=False)

    def _searches(self) -> list[Worker[object]]:
        """Return the jobs that look for commands and have not ended."""
        jobs = (job for job in self.workers if job.group == self._GATHER_COMMANDS_GROUP and job.node is self)
        return [job for job in jobs if not job.is_finished and not job.is_cancelled]

    async def _choose_found(self, typed: str) -> None:
        """Choose what is lit as soon as that is what was typed for; where nothing is, let keys act again.

        Keys are not held for ever: where something else is typed meanwhile, that is not chosen.
        """
        field = self.query_one(CommandInput)
        while (jobs := self._searches()) or self._sought != typed:
            if field.value != typed:
                self._hold_keys(False)
                return
            if jobs:
                with suppress(WorkerCancelled):  # a later one has taken its place
                    await self.workers.wait_for_complete(jobs)
            else:
                await asyncio.sleep(LOOK_SECONDS)
        found = self._list_visible
        self._select_or_command()
        if not found:
            self._hold_keys(False)

    def _select_or_command(self, event: CommandInput.Submitted | Button.Pressed | None = None) -> None:
        """Choose what is lit, or leave and run what was chosen: keys behind it act on what it brings."""
        super()._select_or_command(event)
        if self.answered:
            self._hold_keys(True)
            self.app.call_later(self._hold_keys, False)


@dataclass
class BulkAsked(Message):
    """A change of all that a query finds was chosen."""

    command: BulkCommand


class BindingCommands(Provider):
    """Commands made from the active bindings, in the order of the actions, and that for the theme."""

    def _commands(self) -> Iterator[DiscoveryHit]:
        active: dict[str, tuple[DOMNode, Binding, str]] = {}
        for node, binding, enabled, tooltip in self.screen.active_bindings.values():
            if enabled and binding.id and binding.id != "palette":
                active.setdefault(binding.id, (node, binding, tooltip))  # with the first of its keys
        for node, binding, tooltip in sorted(active.values(), key=lambda one: ORDER.get(one[1].id or "", -1)):
            run = partial(self.app.run_action, binding.action, node)
            told = _named(binding.description, tooltip)
            yield DiscoveryHit(told, run, help=self.app.get_key_display(binding))
        rule = partial(self.app.run_action, "make_rule", self.screen)
        yield DiscoveryHit(_named("Make a rule", "for what is listed, whenever more of it comes"), rule)
        yield DiscoveryHit(_named("Theme", "choose the colours"), self.app.search_themes)

    async def discover(self) -> Hits:
        """Yield all commands."""
        for command in self._commands():
            yield command

    async def search(self, query: str) -> Hits:
        """Yield the commands that match what was typed, and first one that changes all that a query finds."""
        if (bulk := read_command(query)) is not None:
            told = f"{bulk.done}: all that {bulk.query} finds"
            yield Hit(1.0, content(sanitize_line(told)), partial(self.screen.post_message, BulkAsked(bulk)))
        matcher = self.matcher(query)
        for command in self._commands():
            text = str(command.prompt)
            if (score := matcher.match(text)) > 0:
                yield Hit(score, matcher.highlight(text), command.command, help=command.help)


def _named(name: str, tooltip: str) -> Content:
    """Return a command as the palette lists it: its name, and what it does."""
    words = content(sanitize_line(name), "bold"), content(sanitize_line(f": {tooltip}"))
    return Content("").join(words)
