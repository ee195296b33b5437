"""A line that is typed into, which keeps nothing that a terminal could obey."""

from textual import events
from textual.binding import Binding
from textual.reactive import reactive
from textual.widgets import Input

from reader.document.sanitize import sanitize

EDITING = frozenset(
    binding.action for binding in Input.BINDINGS if isinstance(binding, Binding) and binding.action != "copy"
)
"""The actions of the keys that edit a line, or end it; ctrl+c is none: it ends the program."""


class Field(Input):
    """A line of input whose text is clean, however it came there: typed, pasted, or set.

    Its cursor does not blink: that would send bytes for ever.
    """

    cursor_blink = reactive(False, init=False)

    async def _on_key(self, event: events.Key) -> None:
        """Let a key that edits act at once: as a binding it would act behind all keys that came with it."""
        await super()._on_key(event)
        own = self._bindings.key_to_bindings.get(event.key, [])
        if own and own[0].action in EDITING and not event.is_printable:
            event.stop()
            event.prevent_default()
            await self.run_action(own[0].action)

    def validate_value(self, value: str) -> str:
        """Return the text without control characters, on one line."""
        return sanitize(value).replace("\n", " ")
