"""Keys that come too early: the dialog that they are meant for is being made, or others are to act first."""

import asyncio
from collections.abc import Awaitable, Callable

from textual import events
from textual.message import Message

AT_ONCE_SECONDS = 0.5
"""Seconds for which it is looked in every round of the event loop whether the dialog is there."""

PAUSE = 0.02
"""Seconds between two looks from then on: a dialog that does not come shall cost no processor."""

PATIENCE = 5.0
"""Seconds after which the keys are forgotten: what has not come by then does not come."""

MANY = 10_000
"""Keys that are held at most; more were not typed by a hand."""


class Behind(Message):
    """Comes to the app behind all keys that were given to the widget to which it is posted."""

    def __init__(self, key: events.Key | None, *, again: bool = False) -> None:
        """`key` is to act then; None where the widget has it already.

        `again`: it is to come once more, behind what the widget tells its dialog of that key.
        """
        super().__init__()
        self.key, self.again = key, again


class HeldKeys:
    """Keeps keys and pastes, and lets them act in their order once there is something to take them."""

    def __init__(self, must_wait: Callable[[], bool], act: Callable[[events.Event], Awaitable[None]]) -> None:
        """`must_wait` tells whether keys cannot act yet; `act` lets one act."""
        self._must_wait, self._act = must_wait, act
        self.waiting: list[events.Event] = []
        """What is held."""
        self._earlier = 0
        """How many of these were pressed before all others: they come back from a widget that had them."""
        self._since = 0.0
        """When the first of them came, in the loop's seconds."""

    def hold(
        self,
        event: events.Event,
        call_next: Callable[[Callable[[], Awaitable[None]]], object],
        *,
        came_back: bool = False,
    ) -> None:
        """Keep a key or a paste; clicks aim at nothing yet. `call_next` runs a function in the app's turn.

        `came_back`: from a widget that was given it, so it was pressed before those that never were given.
        """
        if isinstance(event, events.MouseEvent) or len(self.waiting) >= MANY:
            return
        if not self.waiting:
            self._since = asyncio.get_running_loop().time()
            self._look_again(call_next)
        if came_back:
            self.waiting.insert(self._earlier, event)
            self._earlier += 1
        else:
            self.waiting.append(event)

    def _look_again(self, call_next: Callable[[Callable[[], Awaitable[None]]], object]) -> None:
        """Look in the event loop's next round, or later, so that the dialog's own tasks have their turn."""

        async def look() -> None:
            if self.waiting and self._must_wait():
                if loop.time() - self._since < PATIENCE:
                    self._look_again(call_next)
                else:
                    self.waiting, self._earlier = [], 0
            else:
                await self.release()

        loop = asyncio.get_running_loop()
        waited = loop.time() - self._since
        loop.call_later(0.0 if waited < AT_ONCE_SECONDS else PAUSE, call_next, look)

    async def release(self) -> None:
        """Let the keys act that were held back, in their order."""
        held, self.waiting, self._earlier = self.waiting, [], 0
        for event in held:
            await self._act(event)
