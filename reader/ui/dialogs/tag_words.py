"""What a tag that is being typed may become."""

from collections.abc import Sequence

from textual import events
from textual.suggester import Suggester

from reader.ui.widgets.field import Field


def completed(typed: str, tags: Sequence[str]) -> str | None:
    """Return the text with its last word, which may have a sign in front, completed to a tag that there is.

    Returns None where no tag begins so, whether in capital letters or small ones.
    """
    before, space, word = typed.rpartition(" ")
    name = word.lstrip("+-#")
    if not name:
        return None
    begun = name.casefold()
    found = next((tag for tag in tags if tag.casefold().startswith(begun) and len(tag) > len(name)), None)
    return None if found is None else f"{before}{space}{word[: len(word) - len(name)]}{found}"


class TagSuggester(Suggester):
    """Suggests the tags that there are, the first by the alphabet."""

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._tags = sorted(tags, key=lambda tag: (tag.casefold(), tag))

    async def get_suggestion(self, value: str) -> str | None:
        """Return the text with its last word completed, or None."""
        return self.completed(value)

    def completed(self, value: str) -> str | None:
        """Return the text with its last word completed, or None."""
        return completed(value, self._tags)


class TagField(Field):
    """A line of tags: `tab` takes what is suggested, before the next key, whether it is painted or not."""

    def __init__(self, value: str, suggester: TagSuggester) -> None:
        super().__init__(value, suggester=suggester, select_on_focus=False)
        self._tags = suggester

    def on_key(self, event: events.Key) -> None:
        """Complete the word that is typed."""
        if event.key == "tab":
            event.stop()
            event.prevent_default()
            if self.cursor_at_end and (found := self._tags.completed(self.value)) is not None:
                self.value, self.cursor_position = found, len(found)
