"""What a saved article was made from, as far as it is text, with the lines that are the article's marked."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from reader.document.blocks import Block, Document
from reader.document.encoding import decode
from reader.document.plain import to_text
from reader.document.sanitize import sanitize
from reader.keys import KeyOf
from reader.model import Fact
from reader.ui.article.page import Page, plain_page

LARGEST = 4_000_000
"""The number of characters that are shown of one file."""

LONGEST = 200
"""The number of lines of one block: more would hold the screen up when they are wrapped."""

NEAR = 2_000
"""The number of characters ahead in which a line is looked for that does not follow the one before."""

SURE = 12
"""The least length of a line that is found ahead and not by chance, in characters."""

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def original_page(
    raw: bytes, body: Document, facts: Mapping[str, Fact], identity: int, kept: Path | None, key: KeyOf
) -> Page | str:
    """Make the page of a saved file's text.

    Returns in its place a sentence that says why there is none, and where the file is.
    """
    kind = _kind(raw)
    if kind is not None:
        where = f" as it was saved: {kept}" if kept else " is not kept"
        return f"The original is {kind}, no text to show; the file{where}"
    text: str = sanitize(decode(raw).replace("\r\n", "\n").replace("\r", "\n"))
    own = {fact.line for fact in facts.values() if fact.line is not None}
    notice = f"The original text. Lines with a bar are the article's. {key('original')} goes back."
    if len(text) > LARGEST:
        text, notice = text[:LARGEST], f"{notice} It is too long to be shown to its end."
    blocks = (Block("notice", notice), *_blocks(text.split("\n"), to_text(body), own))
    return plain_page(Document(blocks), identity)


def _kind(raw: bytes) -> str | None:
    """Say what the bytes are, if they are no text; None if they are."""
    if b"%PDF-" in raw[:1024]:
        return "a PDF"
    if b"\0" in raw[:4096] and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return "a binary file"
    return "a web page" if _HTML.match(decode(raw[:4096])) else None


def _blocks(lines: list[str], body: str, own: Collection[int]) -> Iterator[Block]:
    """Part the lines into blocks, at blank lines and wherever the article's lines begin or end."""
    group: list[str] = []
    marked = False
    for line, mine in zip(lines, _marks(lines, body, own), strict=True):
        if group and (not line.strip() or mine != marked or len(group) >= LONGEST):
            yield Block("paragraph", "\n".join(group), quote=int(marked))
            group = []
        if line.strip():
            group.append(line)
            marked = mine
    if group:
        yield Block("paragraph", "\n".join(group), quote=int(marked))


def _marks(lines: list[str], body: str, own: Collection[int]) -> Iterator[bool]:
    """Tell for each line whether it is the article's: its letters go on in the body where the line before
    left off, or begin a little further on. The body has the file's lines in their order.
    """
    letters = _letters(body)
    place, before = 0, False
    for number, line in enumerate(lines, 1):
        part = _letters(line)
        found = letters.find(part, place, place + NEAR + len(part))
        if not part:
            mine = before
        elif mine := found == place or (found > place and len(part) >= SURE):
            place = found + len(part)
        before = mine
        yield mine or number in own


def _letters(text: str) -> str:
    """Return a text's letters without Markdown's marks, to which a link's address belongs."""
    return _MARKS.sub("", text).casefold()


_MARKS = re.compile(r"\]\([^()\s]*\)|[\W_]+")
