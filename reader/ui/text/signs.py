"""The signs of the screen, or words and commas in their place for those who listen to it (plain mode).

Which of both is a fact about the terminal, of which there is one: the app sets it once, when it is made.
"""

_plain = False


def use_words(plain: bool) -> None:
    """Set whether there are words in the place of signs."""
    global _plain
    _plain = plain


def is_plain() -> bool:
    """Return whether there are words in the place of signs."""
    return _plain


BETWEEN = " · "
"""What stands between facts in a line, where there are signs."""


def dotted(*parts: str) -> str:
    """Return the parts that are not empty, with what stands between facts in a line."""
    return (", " if _plain else BETWEEN).join(filter(None, parts))
