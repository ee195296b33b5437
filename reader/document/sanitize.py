"""The one way from outside text to a string that a widget may show or the store may keep.

A terminal obeys control characters wherever they come from, so whatever a feed, a page, a file or a server
says passes through here.
"""

import re
from functools import cache
from typing import NewType
from unicodedata import category

SafeText = NewType("SafeText", str)
"""Text that cannot act on a terminal: the only text that is shown, printed, logged or exported.

Nothing outside this module makes one.
"""

EMPTY = SafeText("")
"""No text."""

_USUAL = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u0482\u2010-\u2015\u2018-\u201f\u2020-\u2026"
    "\u2070-\u2089─│▌●★↑↓]*"
)
"""Latin, Greek, Cyrillic, their punctuation, and the screen's own signs.

They are few, as what is compiled takes a millisecond for every ten thousand.
"""

MARKS = 8
"""Combining marks that one base may carry; more would cover the lines above and below."""

_REMOVED = (
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)
"""C0 but newline, DEL, C1, bidirectional overrides and isolates, annotations, lone surrogates, tags.

Compiled when first met (`re` keeps it), as it takes milliseconds.
"""

_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u1fff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099-\u309a"
    "\ua66f-\uabff\ufb1e\ufe00-\ufe2f\U00010000-\U0010ffff]"
)
"""Blocks that have combining marks: a quick no for text in Latin, Greek, Cyrillic, Chinese."""

_STACK = rf"[^\w\s\x00-\x7f]{{{MARKS + 1},}}"
"""Rows in which there may be too many marks: marks are no letters, and so long a row of such characters is
rare."""

_JOINERS = "\u200c\u200d"
"""Characters that neither count as marks nor end a row of them."""


def sanitize(text: str) -> SafeText:
    """Return the text without what could act on a terminal or spoil its neighbours; newlines stay.

    Tabs become spaces. Joiners and variation selectors stay: Bengali, Persian and emoji need them.
    """
    if text.isascii() and text.isprintable():
        return SafeText(text)
    if not text.isprintable():
        # Nothing that is to go is printable, but newlines, joiners and wide spaces are not either.
        text = re.sub(_REMOVED, "", text.replace("\t", " "))
    if not is_usual(text) and _mark().search(text):
        # Compiled when first met (`re` keeps it), as it takes milliseconds.
        text = re.sub(_STACK, _unstack, text)
    return SafeText(text)


@cache
def _mark() -> re.Pattern[str]:
    """Compile it when it is first needed, as it takes long."""
    return re.compile(_MARK)


def is_usual(text: str) -> bool:
    """Return whether all characters are read from left to right, one cell wide, and combine with no other.

    So are most texts, and no start waits for what all others need. False says nothing.
    """
    return text.isascii() or _USUAL.fullmatch(text) is not None


def sanitize_line(text: str) -> SafeText:
    """Return the text sanitized on one line: every run of white space is one space, none at the ends."""
    line = sanitize(" ".join(text.split()))
    return SafeText(" ".join(line.split()))


def literal(text: str) -> SafeText:
    """Return text that stands in the program itself; a test holds every call to that."""
    return SafeText(text)


def joined(*pieces: SafeText, by: SafeText = EMPTY) -> SafeText:
    """Return safe pieces as one text, with `by` between them."""
    return SafeText(by.join(pieces))


def message_line(text: object) -> SafeText:
    """Return the words of a message or an error on one line, sanitized and without secrets in addresses."""
    from reader.urls.credentials import hide_secrets_in  # no first paint has a message

    return SafeText(hide_secrets_in(sanitize_line(str(text))))


_NOT_IN_JSON = f"{_REMOVED.removesuffix('+')[:-1]}\u2028\u2029]"


def sanitize_json(text: str) -> SafeText:
    """Return JSON on one line in which characters that a terminal obeys are escaped; it means the same."""
    if text.isascii() and text.isprintable():
        return SafeText(text)
    return SafeText(re.sub(_NOT_IN_JSON, _escaped, text))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code - 0x10000 & 0x3FF):04x}"


def _unstack(match: re.Match[str]) -> str:
    """Keep the first marks of each base; joiners neither count nor end a row of marks."""
    kept: list[str] = []
    marks = 0
    for character in match[0]:
        if category(character).startswith("M"):
            marks += 1
            if marks > MARKS:
                continue
        elif character not in _JOINERS:
            marks = 0
        kept.append(character)
    return "".join(kept)
