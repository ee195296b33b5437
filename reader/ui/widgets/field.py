"""A line that is typed into, which keeps nothing that a terminal could obey."""

from textual.widgets import Input

from reader.document.sanitize import sanitize


class Field(Input):
    """A line of input whose text is clean, however it came there: typed, pasted, or set."""

    def validate_value(self, value: str) -> str:
        """Return the text without control characters, on one line."""
        return sanitize(value).replace("\n", " ")
