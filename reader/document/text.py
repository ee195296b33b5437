"""Plain text as a document."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.document.blocks import Block, Document, Span
from reader.document.sanitize import sanitize
from reader.document.scripts import HAN, KANA
from reader.urls.safe import safe_url

_BLANK_LINE = re.compile(r"\n[ \u00a0\u3000]*\n")
_INVISIBLE = re.compile("[\u00ad\ufeff]")
_URL = re.compile(r"https?://[^\s<>\"“”«»、。，（）「」]{1,2000}", re.IGNORECASE)
_LIST_ITEM = re.compile(r"(?:[-*+•·◦▪–—>]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s")
_NO_SPACES = f"[\u3000-\u303f{KANA}{HAN}\uff00-\uff60]"
"""Characters of scripts in which the end of a line is not a space.

Compiled when first needed (`re` keeps it), as it takes milliseconds.
"""

_WRAPPED = 50
"""Characters: a paragraph whose lines, but for the last, are at least so long was wrapped by a program."""

_RUNNING_ON = 0.85
"""How full lines are, against the longest, where each ended only because the next word did not fit."""


def from_text(text: str) -> Document:
    """Make a document of plain text: paragraphs end at blank lines.

    Lines inside a paragraph are joined where they were only wrapped, and kept where they are verse, a list or
    an address. Bare http and https addresses become links.
    """
    text = sanitize(_one_line_end(text))
    paragraphs = (_paragraph(part) for part in _BLANK_LINE.split(text))
    return Document(tuple(Block("paragraph", part, url_spans(part)) for part in paragraphs if part))


def url_spans(text: str) -> tuple[Span, ...]:
    """Return the bare addresses in a text as links."""
    if "://" not in text:
        return ()
    spans = []
    for match in _URL.finditer(text):
        url = _without_sentence_end(match[0])
        href = safe_url(url)
        if href is not None:
            spans.append(Span(match.start(), match.start() + len(url), "link", href))
    return tuple(spans)


def unwrapped(lines: Sequence[str]) -> str:
    """Join lines that a machine wrapped; between Chinese or Japanese characters without a space."""
    return "".join(_joined(lines))


def _one_line_end(text: str) -> str:
    for end in ("\r\n", "\r", "\u2028", "\f", "\v", "\x85"):
        text = text.replace(end, "\n")
    text = text.replace("\u2029", "\n\n")
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _paragraph(part: str) -> str:
    lines = [collapsed for line in part.split("\n") if (collapsed := re.sub(" {2,}", " ", line).strip())]
    if _was_wrapped(lines):
        return unwrapped(lines)
    return "\n".join(lines)


def _was_wrapped(lines: Sequence[str]) -> bool:
    if len(lines) < 2 or any(map(_LIST_ITEM.match, lines)):
        return False
    longest = max(map(len, lines))
    if longest < _WRAPPED // (2 if re.search(_NO_SPACES, lines[0]) else 1):
        return False
    # The next line's first word, had it fitted, would stand on this one.
    return all(
        len(line) + 1 + _first_word(following) > longest * _RUNNING_ON for line, following in pairwise(lines)
    )


def _first_word(line: str) -> int:
    return 1 if re.match(_NO_SPACES, line) else len(line.split(" ", 1)[0])


def _joined(lines: Sequence[str]) -> Iterator[str]:
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield line
        hyphenated = line.endswith("-") and line[-2:-1].isalpha() and following[:1].islower()
        together = re.match(_NO_SPACES, line[-1:]) and re.match(_NO_SPACES, following[:1])
        if following and not hyphenated and not together:
            yield " "


def _without_sentence_end(url: str) -> str:
    """Return the address without the full stop, comma or closing bracket of the sentence around it."""
    while url and (url[-1] in ".,;:!?'*_]}" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url
