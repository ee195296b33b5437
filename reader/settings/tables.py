"""The settings that are lists and tables of the reader's own: rules, queries to tell of, commands to share.

A mistake in one is a complaint that names the line and the word.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from reader.clock import now
from reader.command_template import BadTemplate, check_words
from reader.config import Rule
from reader.nearest import nearest
from reader.queries import FIELDS, STATES, not_understood

DEEDS = ("read", "star", "delete", "tag:NAME")
"""What a rule can do."""

SHARED = ("url", "title")
"""The placeholders that a command to share with can be given."""

LONGEST_TAG = 100
"""The characters that a rule's tag may have."""


class Complaint(NamedTuple):
    """What is wrong with a setting."""

    line: int | None
    """The line of the file, from 1; None where it cannot be told."""
    words: str


class WrongTable(ValueError):
    """A table or list that cannot be used."""

    def __init__(self, *found: Complaint) -> None:
        super().__init__(found[0].words)
        self.found = found
        """All that is wrong with it."""


RULES_FORM = '"rules" is a list of tables: [[rules]], then when = "title:sponsored" and do = ["read"]'
NOTIFY_FORM = '"notify" is a list of queries in quotes, as ["is:unread tag:urgent"]'
SHARE_FORM = '"share" is a table: [share], then lines as mail = ["mutt", "-s", "{title}", "{url}"]'


def read_rules(value: Any, text: str) -> tuple[Rule, ...]:
    """Read the tables `[[rules]]` of the settings in `text`. Raises `WrongTable`."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise WrongTable(Complaint(_line(text, "rules"), RULES_FORM))
    wrong = [
        Complaint(_line_in_rule(text, place, word), words)
        for place, table in enumerate(value)
        for word, words in rule_complaints(table)
    ]
    if wrong:
        raise WrongTable(*wrong)
    return tuple(Rule(table["when"].strip(), tuple(dict.fromkeys(table["do"]))) for table in value)


def rule_complaints(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a rule: the word on whose line it is, and the complaint."""
    parts = ("when", "do")
    if unknown := [key for key in table if key not in parts]:
        for key in unknown:
            yield key, f'there is no "{key}" in a rule{nearest(key, parts)}'
        return  # what is missing may be meant by these
    if missing := [key for key in parts if key not in table]:
        for key in missing:
            yield "", f'a rule has a "when" and a "do": "{key}" is missing'
        return
    yield from query_complaints("when", table["when"])
    deeds = table["do"]
    if not isinstance(deeds, list) or not deeds or not all(isinstance(deed, str) for deed in deeds):
        yield "do", f'"do" is a list of {", ".join(DEEDS)}, as ["read", "star"]'
        return
    for deed in deeds:
        if complaint := _deed_complaint(deed):
            yield deed, complaint


def _deed_complaint(deed: str) -> str | None:
    if deed in DEEDS[:3]:
        return None
    name = deed.removeprefix("tag:")
    if deed.startswith("tag:") and name.strip() and name.isprintable() and len(name) <= LONGEST_TAG:
        return None
    if deed.startswith("tag:"):
        return f'"{deed[:LONGEST_TAG]}" in "do" names no tag: write tag:NAME'
    return f'"{deed}" is nothing that a rule does, but {", ".join(DEEDS)}{nearest(deed, DEEDS)}'


def query_complaints(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a query in the settings: the word on whose line it is, and the complaint.

    There whatever only looks like a filter is a mistake: nobody sees what it finds.
    """
    if not isinstance(value, str):
        yield key, f'"{key}" is a text in quotes'
        return
    if not value.strip():
        yield key, f'"{key}" is empty, which would mean every article'
        return
    if not value.isprintable():
        yield key, f'"{key}" is on one line, without control characters'
        return
    if value.count('"') % 2:
        yield value[value.rindex('"') :], f'a quotation mark in "{key}" is not closed: {value}'
        return
    for piece in not_understood(value, now=now()):
        field = piece.lstrip("-").partition(":")[0].lower()
        known = nearest(field, FIELDS) if field not in FIELDS else nearest(piece.lstrip("-"), STATES)
        yield piece, f'"{piece}" in "{key}" is no filter{known}'


def read_notify(value: Any, text: str) -> tuple[str, ...]:
    """Read the queries of `notify`. Raises `WrongTable`."""
    if not isinstance(value, list):
        raise WrongTable(Complaint(_line(text, "notify"), NOTIFY_FORM))
    start = _line(text, "notify")
    wrong = [
        Complaint(_line_of_word(text, word, start, None), words)
        for query in value
        for word, words in query_complaints("notify", query)
    ]
    if wrong:
        raise WrongTable(*wrong)
    return tuple(value)


def read_share(value: Any, text: str) -> dict[str, tuple[str, ...]]:
    """Read the commands of `[share]`. Raises `WrongTable`."""
    start = _line(text, "share")
    if not isinstance(value, dict):
        raise WrongTable(Complaint(start, SHARE_FORM))
    wrong = [
        Complaint(_line_of_word(text, name, start, None), words)
        for name, command in value.items()
        if (words := _command_complaint(name, command))
    ]
    if wrong:
        raise WrongTable(*wrong)
    return {name: tuple(command) for name, command in value.items()}


def _command_complaint(name: str, command: Any) -> str:
    """Return what is wrong with a command to share with; nothing where it can be used."""
    if not name.strip() or not name.isprintable():
        return "a command to share with has a name that can be read"
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        return f'"share.{name}" is a list of words in quotes, as ["mutt", "-s", "{{title}}", "{{url}}"]'
    try:
        check_words(command, SHARED)
    except BadTemplate as error:
        return f'"share.{name}" is a command that cannot be used: {error}'
    return ""


_HEADER = re.compile(r"\s*\[")


def _line(text: str, key: str) -> int | None:
    """Return the line on which a top-level key or table first stands."""
    pattern = re.compile(rf"""\s*(\[\s*){{,2}}["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)


def _line_in_rule(text: str, place: int, word: str) -> int | None:
    """Return the line of a word in the rule at that place, else that of the rule."""
    header = re.compile(r"""\s*\[\[\s*["']?rules["']?\s*\]\]""")
    headers = [number for number, line in enumerate(text.splitlines(), 1) if header.match(line)]
    if place >= len(headers):
        return _line_of_word(text, word, _line(text, "rules"), None)
    lines: Sequence[str] = text.splitlines()
    end = next((n for n in range(headers[place], len(lines)) if _HEADER.match(lines[n])), None)
    return _line_of_word(text, word, headers[place], end)


def _line_of_word(text: str, word: str, start: int | None, end: int | None) -> int | None:
    """Return the line with a word from one line on, as it may be written in TOML; else that line."""
    if start is None or not word:
        return start
    written = (word, word.replace("\\", "\\\\").replace('"', '\\"'))
    lines = text.splitlines()[start - 1 : end]
    return next((start + n for n, line in enumerate(lines) if any(one in line for one in written)), start)
