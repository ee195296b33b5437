"""A line that is typed into, which keeps nothing that a terminal could obey."""

from textual.reactive import reactive
from textual.widgets import Input

from reader.document.sanitize import sanitize


class Field(Input):
    """A line of input whose text is clean, however it came there: typed, pasted, or set.

    Its cursor does not blink: that would send bytes for ever.
    """

    cursor_blink = reactive(False, init=False)

    def validate_value(self, value: str) -> str:
        """Return the text without control characters, on one line."""
        return sanitize(value).replace("\n", " ")
