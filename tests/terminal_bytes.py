"""What a program may send to its terminal: every byte is looked at, and what is unknown has a name."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

from reader.document.sanitize import MARKS
from reader.urls.safe import is_openable

_ALLOWED = re.compile(
    r"""\x1b(?:
        \[ (?:\d{1,3}(?:;\d{1,3}){0,31})? m                     # colours and attributes
      | \[ (?:\d{1,4}(?:;\d{1,4})?)? H                          # the cursor's place
      | \[ \d{1,4} [ABCD]                                       # the cursor's way
      | \[ [0-2]? [JK]                                          # blank
      | \[ \? (?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2031|2048) [hl]
      | \[ \? (?:2026|2048) \$p                                 # what the terminal can
      | \[ (?:>\d{0,2}|<) u                                     # the keyboard's protocol
      | \[ \? u
      | \[ c
      | \[ >q                                                   # its name and version
      | \]11;\?\x1b\\                                           # which ground it has
      | \]8;;\x1b\\                                             # a link's end
      | \]22;[a-z-]*(?:\x07|\x1b\\)                             # the pointer's shape
    )""",
    re.VERBOSE,
)
"""The sequences that Textual and the screen themselves send."""

_LINK = re.compile("\x1b\\]8;id=[0-9]{1,6};(https?://[!-~]{1,1000})\x1b\\\\")
"""A link of the terminal; its address is one that a browser may get, too."""

_SEQUENCE = re.compile(
    "\x1b(?:\\[[0-?]*[ -/]*[@-~]?|[\\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?|[ -/]*[0-~]?)"
)
"""Any sequence at all, for its name."""

_COPY = re.compile("\x1b]52;c;([A-Za-z0-9+/=]*)\x07")
"""What is put on the clipboard."""

_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control characters but the line's end, and characters that turn or hide their neighbours."""


def violations(sent: bytes, *, copies: bool = False) -> list[str]:
    """Name everything in what was sent that is neither text nor one of Textual's own sequences.

    `copies`: texts may be put on the clipboard, if they are one clean line.
    """
    try:
        text = sent.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"bytes that are no UTF-8: {sent[error.start : error.start + 8]!r}"]
    return list(_violations(text, copies=copies))


def _violations(text: str, *, copies: bool) -> Iterator[str]:
    plain = []
    at = 0
    while (start := text.find("\x1b", at)) >= 0:
        plain.append(text[at:start])
        if allowed := _ALLOWED.match(text, start):
            at = allowed.end()
        elif (link := _LINK.match(text, start)) and is_openable(link[1]):
            at = link.end()
        elif copied := _COPY.match(text, start):
            at = copied.end()
            yield from _harmful_copy(copied[1]) if copies else [f"a copy: {copied[0]!r}"]
        else:
            sequence = _SEQUENCE.match(text, start)
            assert sequence is not None
            at = max(sequence.end(), start + 1)
            yield f"a sequence: {sequence[0][:60]!r}"
    plain.append(text[at:])
    for piece in plain:
        for found in _HARMFUL.finditer(piece):
            yield f"U+{ord(found[0]):04X} in {piece[max(0, found.start() - 20) : found.end() + 20]!r}"
        yield from _stacks(piece)


def _harmful_copy(encoded: str) -> Iterator[str]:
    try:
        text = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        yield f"a copy that is no text: {encoded[:60]!r}"
        return
    if _HARMFUL.search(text) or "\n" in text or "\x1b" in text:
        yield f"a harmful copy: {text[:60]!r}"


def _stacks(text: str) -> Iterator[str]:
    """Name the characters that carry more marks than `MARKS`."""
    if text.isascii():
        return
    marks = 0
    for place, character in enumerate(text):
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks == MARKS + 1:
            yield f"a stack of marks in {text[max(0, place - 20) : place]!r}"
