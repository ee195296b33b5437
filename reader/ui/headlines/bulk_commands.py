"""What is typed into the palette to change all that a query finds: `mark read feed:harbour`. Pure."""

import re
from dataclasses import dataclass

from reader.store.undo_work import Delete, Tag, Turn

_MARKS = {
    "read": (Turn(read=True), "Marked read"), "unread": (Turn(read=False), "Marked unread"),
    "star": (Turn(starred=True), "Starred"), "unstar": (Turn(starred=False), "Unstarred"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BulkCommand:
    """A change of all articles that a query finds."""

    verb: Turn | Tag | Delete
    done: str
    """What was done, in words: `Marked read`."""
    query: str
    """The query as it was typed."""


def read_command(text: str) -> BulkCommand | None:
    """Read what was typed, in the words of the command line: `mark WORD`, `tag +T -T` or `delete`, a query.

    Returns None where it is none of these, or has no query.
    """
    if found := re.fullmatch(r"mark (read|unread|star|unstar) (.*\S.*)", text.strip()):
        return BulkCommand(*_MARKS[found[1]], found[2].strip())
    if found := re.fullmatch(r"delete (.*\S.*)", text.strip()):
        return BulkCommand(Delete(), "Deleted", found[1].strip())
    if found := re.fullmatch(r"tag ((?:[+-]\S+ +)+)(.*\S.*)", text.strip()):
        words = found[1].split()
        add = tuple(word[1:] for word in words if word[0] == "+")
        return BulkCommand(
            Tag(add, tuple(word[1:] for word in words if word[0] == "-")), "Tagged", found[2].strip()
        )
    return None
