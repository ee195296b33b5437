"""Titles and names as one line of plain text."""

import html
import re
from functools import lru_cache

from reader.document.sanitize import sanitize_line
from reader.sources.feeds.raw_feed import RawText

LONGEST_LINE = 2000
"""Characters of a title or a name: more than any screen shows."""

_LONGEST_MARKUP = 65_536
"""Characters of a title with its tags."""

_TAGS = (
    "a|abbr|acronym|b|bdi|big|br|cite|code|del|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|small|span|strike|strong"
    "|sub|sup|tt|u|var|wbr"
)
"""Elements that titles are written with."""

_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b[^<>]*>[^<]{0,2000}</\1\s*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[a-z/!?][^<>]*>", re.IGNORECASE)
_PAIR_OR_VOID = re.compile(rf"</(?:{_TAGS})\s*>|<(?:br|img|wbr)\b[^<>]*>", re.IGNORECASE)


def plain_line(raw: RawText | None) -> str:
    """Return one line of plain text for a title or a name.

    Text that is declared plain keeps what looks like a tag. Where the format leaves it open, tags go only if
    one of them is closed or needs no closing, so that `Vec<String>` and a lone `<b>` stay.
    """
    if raw is None:
        return ""
    text = raw.value[:_LONGEST_MARKUP]
    if raw.kind != "text":
        text = _UNSEEN.sub("", text)
    if raw.kind == "html":
        text = html.unescape(_ANY_TAG.sub(_space_for, text))
    elif raw.kind == "guess":
        text = html.unescape(_TAG.sub(_space_for, text) if _PAIR_OR_VOID.search(text) else text)
    return sanitize_line(text)[:LONGEST_LINE]


def _space_for(tag: re.Match[str]) -> str:
    """Return a space for a tag between two words; nothing for one inside a word."""
    return " " if re.match(r"</?(br|p|div|h[1-6]|li)\b", tag[0], re.IGNORECASE) else ""


@lru_cache(maxsize=256)
def person(text: str) -> str:
    """Return the name in `mail@example.org (Name)`, `Name <mail@example.org>` or `Name (mailto:…)`.

    A mail address that has none is returned itself.
    """
    text = re.sub(r"\bmailto:(?=[\w.+-]+@)", "", sanitize_line(text), flags=re.IGNORECASE)
    without_mail = re.sub(r"<?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+>?", "", text)
    without_mail = re.sub(r"\(\s*\)", "", without_mail).strip()
    name = re.fullmatch(r"\((.*)\)", without_mail)
    return (name[1] if name else without_mail).strip() or text
