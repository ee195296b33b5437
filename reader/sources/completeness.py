"""Whether what a feed or a page gave is an article or an excerpt of it."""

import re

from reader.document.blocks import Document
from reader.model import Complete

_SHORT = 60
"""Words below which a description is taken for an excerpt."""

_LONG = 400
"""Words from which an article may well end in three dots."""

_LINE = 60
"""Characters below which a line may be no more than a link."""

_DOTS = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))[\s\"'”’»)]*\Z")

_MORE = re.compile(
    r"(?:continue reading|read (?:the )?(?:more|rest|full)|keep reading|more at|full story|view article"
    r"|weiterlesen|lire la suite|leer m[áa]s|seguir leyendo|continua a leggere|leggi tutto"
    r"|lees (?:verder|meer)"
    r"|leia mais|läs (?:mer|vidare)|devam[ıi]n[ıi] oku|czytaj (?:dalej|więcej)"
    r"|читать (?:далее|дальше|полностью)"
    r"|続きを読む|阅读全文|더 보기|المزيد)"
    r"(?:[^\n.!?]|[.](?=\w)){0,120}[\s.…»→>)\]]*\Z"
)
"""The words of a link to the rest, in lower case: patterns that ignore case take ten times as long."""


def judge(document: Document, text: str, words: int, *, content: bool, titled: bool) -> Complete:
    """Return how complete an article is: "full", "summary" or "none".

    `content` says whether its element is meant to hold all of an article, `titled` whether the article has a
    title. A short description under a title is an excerpt; without a title it is a post that is no longer.
    """
    if not text and not any(block.kind in ("figure", "media") for block in document.blocks):
        return "none"
    if cut_off(text, words):
        return "summary"
    if content or words >= _SHORT or not titled:
        return "full"
    return "summary"


def cut_off(text: str, words: int) -> bool:
    """Return whether a text ends as excerpts do: in three dots, or with the words of a link to the rest."""
    ending = _ending(text)
    if words >= _LONG:
        return leads_on(ending)
    return bool(_MORE.search(ending.lower()) or _DOTS.search(ending))


def leads_on(line: str) -> bool:
    """Return whether a line is no more than a link to the rest, as `Continue reading →`."""
    return len(line) < _LINE and _MORE.match(line.lstrip("([«“ ").lower()) is not None


def _ending(text: str) -> str:
    """Return the end of the last line, without what WordPress adds to excerpts and whole articles alike."""
    lines = text[-800:].split("\n")
    if " appeared first on " in lines[-1]:
        lines = [line for line in lines[:-1] if line] or [""]
    return lines[-1][-160:].rstrip()
