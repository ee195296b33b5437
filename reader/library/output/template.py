"""Lines in a form of the reader's own: `--template '{id} {title}'`, with the names that JSON has."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from reader.document.sanitize import EMPTY, SafeText, joined, literal, sanitize, sanitize_line
from reader.nearest import nearest

HEADLINE_NAMES = (
    "id", "feed", "feed_title", "title", "link", "author", "published", "updated", "received", "read",
    "starred", "saved", "tags", "words", "complete", "account",
)  # fmt: skip
"""What JSON has of a headline."""

HIT_NAMES = (*HEADLINE_NAMES, "snippet", "rank")
"""What JSON has of a search hit."""

FEED_NAMES = (
    "id", "url", "title", "site", "folder", "unread", "total", "status", "error", "last_ok", "last_checked",
    "next_due", "notice", "account",
)  # fmt: skip
"""What JSON has of a feed."""

_ESCAPES = {
    "\\t": literal("\t"), "\t": literal("\t"), "\\n": literal("\n"), "\n": literal("\n"),
    "\\\\": literal("\\"), "{{": literal("{"), "}}": literal("}"),
}  # fmt: skip

_PIECE = re.compile(r"\{\{|\}\}|\\[tn\\]|[\t\n]|\{(?P<name>[^{}]*)\}|(?P<brace>[{}])")


class BadTemplate(ValueError):
    """A template that cannot be filled; the message says why."""


def parse_template(template: str, names: Collection[str]) -> Callable[[dict[str, Any]], SafeText]:
    """Parse a template. Returns what writes one line of an object as JSON has it.

    `{name}` stands for that value on one line, `{{` for a brace, `\\t` for a tab, `\\n` for a new line.
    Raises `BadTemplate`.
    """
    pieces: list[tuple[SafeText, str | None]] = []
    at = 0
    for found in _PIECE.finditer(template):
        pieces.append((sanitize(template[at : found.start()]), found["name"]))
        at = found.end()
        if found["brace"]:
            raise BadTemplate(f'"{found["brace"]}" stands alone in the template; doubled it means itself')
        if found["name"] is None:
            pieces.append((_ESCAPES[found[0]], None))
        elif found["name"] not in names:
            raise BadTemplate(f'there is no "{{{found["name"]}}}"{nearest(found["name"], names)}')
    pieces.append((sanitize(template[at:]), None))
    return lambda shape: _filled(pieces, shape)


def _filled(pieces: Sequence[tuple[SafeText, str | None]], shape: dict[str, Any]) -> SafeText:
    return joined(*(joined(own, EMPTY if name is None else _value(shape[name])) for own, name in pieces))


def _value(value: Any) -> SafeText:
    """Write a value on one line: nothing for null, `true` and `false`, tags with commas between."""
    if isinstance(value, bool):
        return literal("true") if value else literal("false")
    if isinstance(value, list):
        return joined(*map(_value, value), by=literal(","))
    return EMPTY if value is None else sanitize_line(str(value))
