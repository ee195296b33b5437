"""The one way from outside text to a string that a widget may show or the store may keep.

A terminal obeys control characters wherever they come from, so whatever a feed, a page, a file or a server
says passes through here.
"""

import re
from unicodedata import category

MARKS = 8
"""Combining marks that one base may carry; more would cover the lines above and below."""

_REMOVED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)
"""C0 but newline, DEL, C1, bidirectional overrides and isolates, annotations, lone surrogates, tags."""

_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u1fff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099-\u309a"
    "\ua66f-\uabff\ufb1e\ufe00-\ufe2f\U00010000-\U0010ffff]"
)
"""Blocks that have combining marks: a quick no for text in Latin, Greek, Cyrillic, Chinese."""

_STACK = rf"[^\w\s\x00-\x7f]{{{MARKS + 1},}}"
"""Rows in which there may be too many marks: marks are no letters, and so long a row of such characters is
rare."""

_JOINERS = "\u200c\u200d"
"""Characters that neither count as marks nor end a row of them."""


def sanitize(text: str) -> str:
    """Return the text without what could act on a terminal or spoil its neighbours; newlines stay.

    Tabs become spaces. Joiners and variation selectors stay: Bengali, Persian and emoji need them.
    """
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable():
        # Nothing that is to go is printable, but newlines, joiners and wide spaces are not either.
        text = _REMOVED.sub("", text.replace("\t", " "))
    if not text.isascii() and _MARK.search(text):
        # Compiled when first met (`re` keeps it), as it takes milliseconds.
        text = re.sub(_STACK, _unstack, text)
    return text


def sanitize_line(text: str) -> str:
    """Return the text sanitized on one line: every run of white space is one space, none at the ends."""
    line = sanitize(" ".join(text.split()))
    return " ".join(line.split())


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
