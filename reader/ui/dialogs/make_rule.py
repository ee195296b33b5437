"""A dialog that makes a rule: what it finds, what is done to that, and how much of what is kept it is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label

from reader.config import Rule
from reader.document.sanitize import EMPTY, SafeText, literal, message_line, sanitize_line
from reader.settings.tables import rule_complaints
from reader.store.undo_log import articles_in_words
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field

TYPING_SECONDS = 0.2
"""Seconds without another key after which it is counted what the rule finds."""

DEEDS = {"read": "Mark read", "star": "Star", "delete": "Delete"}
"""The buttons for what can be done besides tagging, by the words of the settings."""


class NewRule(NamedTuple):
    """The rule that the reader wants."""

    rule: Rule
    also_kept: bool
    """Whether the same is done to the articles that are kept already."""


class MakeRuleDialog(Dialog[NewRule | None]):
    """Answers with a rule, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave")]

    def __init__(self, when: SafeText, count: Callable[[Rule], Awaitable[tuple[int, int]]]) -> None:
        """`when` is what is found at first. `count` counts the kept articles that a rule finds, and those of
        them that it would change.
        """
        super().__init__()
        self._when, self._count = when, count
        self._chosen: dict[str, bool] = dict.fromkeys((*DEEDS, "kept"), False)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(literal("Make a rule"))
            box.border_subtitle = content(hints("tab goes on", "enter makes it", "esc leaves"))
            yield Label(content(literal("What it finds, as you would search for it")))
            yield Field(sanitize_line(self._when), id="when", select_on_focus=False)
            yield Label(content(literal("What is done to articles of feeds as they come")))
            with Horizontal(classes="buttons rounds"):
                for deed in DEEDS:
                    yield self._button(deed)
            with Horizontal(classes="line"):
                yield Label("Tags")
                yield Field(id="tags", placeholder="none; several apart by commas", select_on_focus=False)
            yield Label("", id="found", classes="answer", markup=False)
            yield Label("", id="answer", classes="answer -error", markup=False)
            with Horizontal(classes="buttons"):
                yield self._button("kept")
                yield Button("Make", id="make", variant="primary", compact=True)

    def _button(self, id: str) -> Button:
        button = Button(self._words(id), id=id, compact=True)
        button.active_effect_duration = 0  # in which a second press would count for nothing
        return button

    def _words(self, id: str) -> Content:
        words = f"{DEEDS.get(id, 'Also those here')}: {'yes' if self._chosen[id] else 'no'}"
        return content(sanitize_line(words))

    def on_mount(self) -> None:
        self._count_found()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._complain(EMPTY)
        self._count_found()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._make()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        id = event.button.id or ""
        if id not in self._chosen:
            self._make()
            return
        self._chosen[id] = not self._chosen[id]
        event.button.label = self._words(id)
        self._complain(EMPTY)
        self._count_found()

    @property
    def _rule(self) -> Rule:
        """The rule as it is typed and chosen so far."""
        typed = sanitize_line(self.query_one("#tags", Input).value).split(",")
        tags = (" ".join(tag.split()).lstrip("#") for tag in typed)
        deeds = [deed for deed in DEEDS if self._chosen[deed]]
        deeds += [f"tag:{tag}" for tag in dict.fromkeys(filter(None, tags))]
        return Rule(sanitize_line(self.query_one("#when", Input).value).strip(), tuple(deeds))

    def _make(self) -> None:
        """Answer with the rule; where it cannot be one, say so, and stay open."""
        rule = self._rule
        complaint = "Say what is to be done: tab goes to it" if not rule.do else _complaint(rule)
        if complaint:
            self._complain(message_line(complaint))
        else:
            self.dismiss(NewRule(rule, self._chosen["kept"]))

    def _complain(self, text: SafeText) -> None:
        self.query_one("#answer", Label).update(content(text))

    @work(exclusive=True, group="count", exit_on_error=False)
    async def _count_found(self) -> None:
        """Count what the rule finds, and say it, once the keys rest."""
        await asyncio.sleep(TYPING_SECONDS)
        rule, label = self._rule, self.query_one("#found", Label)
        if _complaint(rule):
            label.update(content(EMPTY))
            return
        found, changes = await self._count(rule)
        would = f"; it would change {changes:,}" if rule.do and found else ""
        label.update(content(message_line(f"It finds {articles_in_words(found)} here{would}")))


def _complaint(rule: Rule) -> str:
    """Return what is wrong with a rule, in words; one that does nothing yet may be right."""
    table = {"when": rule.when, "do": list(rule.do or ("read",))}
    found = next(rule_complaints(table), None)
    return found[1] if found else ""
