"""Letters on the links in view: one is typed, and its link opened, copied, saved, or subscribed to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from textual import events

from reader.ui.article.links import hints, next_number
from reader.ui.dialogs.dialog import Dialog
from reader.ui.widgets.link_labels import NO_LABELS, LinkLabels

Verb = Literal["open", "copy", "save", "subscribe", "list"]
"""What is done with links; `list` asks for them in a list instead."""

VERBS: Mapping[str, Verb] = {"O": "open", "Y": "copy", "A": "save", "S": "subscribe"}
"""What is done, by the key that is pressed before the letters."""

SEVERAL = "comma"
"""The key from which on links are collected until enter."""


class LinkChoice(NamedTuple):
    """What the reader wants with which links."""

    verb: Verb
    numbers: tuple[int, ...]
    """The links' numbers in the article; none where they are to be chosen from a list."""


class LinkHintsDialog(Dialog[LinkChoice | None]):
    """Answers with the links that were chosen and what for, or with None where it was left.

    It covers nothing: the article shows the letters, and the bottom line the keys.
    """

    BINDINGS = [("escape", "leave", "Leave")]

    def __init__(
        self,
        in_view: Callable[[], Sequence[int]],
        count: int,
        label: Callable[[LinkLabels], None],
        name_keys: Callable[[Sequence[tuple[str, str]]], None],
    ) -> None:
        """`in_view` returns the numbers of the links in view, `count` is how many the article has, `label`
        puts letters on them, and `name_keys` names the keys.
        """
        super().__init__()
        self._in_view, self._count, self._label, self._name_keys = in_view, count, label, name_keys
        self._verb: Verb = "open"
        self._hints: dict[str, int] = {}
        """The links in view, by their letters."""
        self._typed = ""
        """The letters, or the digits, that were typed so far."""
        self._chosen: dict[int, None] | None = None
        """The links that were collected, in order; None where the first one is the only one."""

    def on_mount(self) -> None:
        self._assign()

    def on_resize(self) -> None:
        self.call_after_refresh(self._assign)  # the article is wrapped anew by then

    def _assign(self) -> None:
        """Give each link in view its letters."""
        numbers = self._in_view()
        self._hints, self._typed = dict(zip(hints(len(numbers)), numbers, strict=True)), ""
        self._show()

    def _show(self) -> None:
        """Show the letters that may still be typed, and the keys."""
        chosen = frozenset(self._chosen or ())
        self._label(LinkLabels({n: letters for letters, n in self._open().items()}, chosen))
        verbs = [(key, verb) for key, verb in VERBS.items() if verb != self._verb]
        what = (self._typed or "a letter or number", self._verb)
        if self._chosen is None:
            more = ((",", "several"), ("tab", "list"))
        else:
            more = (("enter", f"{self._verb} {len(self._chosen)}"), ("tab", "list"))
        self._name_keys((("esc", "leave"), what, *more, *verbs))

    def _open(self) -> dict[str, int]:
        """Return the links that may still be meant, by their letters."""
        if self._typed.isdecimal():
            return {letters: n for letters, n in self._hints.items() if str(n).startswith(self._typed)}
        return {letters: n for letters, n in self._hints.items() if letters.startswith(self._typed)}

    def on_key(self, event: events.Key) -> None:
        """Read letters and numbers of links, and what to do with them."""
        key, character = event.key, event.character or ""
        if key == "escape":
            return  # the binding leaves
        event.stop()
        event.prevent_default()
        if key == "tab":
            self.dismiss(LinkChoice("list", ()))
        elif key == "enter":
            self._enter()
        elif key == SEVERAL:
            self._chosen = {} if self._chosen is None else self._chosen
        elif key == "backspace":
            self._typed = self._typed[:-1]
        elif character in VERBS:
            self._verb = VERBS[character]
        elif character.isdecimal():
            self._type_digit(character)
        elif character.isalpha():
            self._type_letter(character)
        if not self.answered:
            self._show()

    def _type_digit(self, digit: str) -> None:
        """Choose the link with that number once no longer number can be meant."""
        typed = self._typed if self._typed.isdecimal() else ""
        if (number := next_number(typed, digit, self._count)) is not None:
            self._typed, whole = number
            if whole:
                self._choose(int(self._typed))

    def _type_letter(self, letter: str) -> None:
        """Choose the link whose letters are typed; a letter that no link goes on with begins anew."""
        before = "" if self._typed.isdecimal() else self._typed
        for typed in (before + letter, letter):
            if any(letters.startswith(typed) for letters in self._hints):
                self._typed = typed
                break
        if self._typed in self._hints:
            self._choose(self._hints[self._typed])

    def _enter(self) -> None:
        """Choose the number that was typed so far; without any, do what is asked with what was collected."""
        if self._typed.isdecimal():
            self._choose(int(self._typed))
        elif self._chosen:
            self.dismiss(LinkChoice(self._verb, tuple(self._chosen)))

    def _choose(self, number: int) -> None:
        self._typed = ""
        if self._chosen is None:
            self.dismiss(LinkChoice(self._verb, (number,)))
        elif number in self._chosen:
            del self._chosen[number]
        else:
            self._chosen[number] = None

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.dismiss(None)

    def on_unmount(self) -> None:
        self._label(NO_LABELS)
        self._name_keys(())
