"""Screens that are left once, whatever is pressed and clicked meanwhile."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Answer = TypeVar("Answer")

if TYPE_CHECKING:
    Left = Screen
else:

    class Left(Generic[Answer]):
        """Stands for the screen: Textual looks for styles only where the first base is a widget's class."""


class AnsweredOnce(Left[Answer]):
    """Makes a screen one that is left once: from then on its widgets take no keys, clicks and messages."""

    answered = False
    """Whether it was answered or left; the boundary looks at this."""
    _waiting: tuple[Answer | None] | None = None
    """The answer that is given once no other screen lies above this one."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Leave the screen with an answer; only the first one counts. Returns what ends when it is gone."""
        if self.answered or self._waiting is not None:
            return AwaitComplete()
        if not self.is_active:
            self._waiting = (result,)
            return AwaitComplete()
        self.answered = True
        return super().dismiss(result)

    def leave(self) -> None:
        """Leave the screen without an answer."""
        self.dismiss(None)

    def on_screen_resume(self) -> None:
        """Give the answer that was found while another screen lay above this one."""
        if self._waiting is not None:
            (result,), self._waiting = self._waiting, None
            self.dismiss(result)
