"""Read what the program that saved a page wrote into it: the page's address and the time."""

import re
from dataclasses import dataclass

from reader.model import Date, Fact
from reader.sources.saved.article import dated
from reader.sources.saved.dates.page_dates import read_date, read_script_date
from reader.sources.saved.dates.timezones import Clues

_HEAD = 20_000
"""The characters in which marks are looked for: they stand before the head or in it."""
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*(?:Page saved with SingleFile|Archive processed by SingleFile)(.*?)-->",
    re.IGNORECASE | re.DOTALL,
)
_MONOLITH = re.compile(r"<!--\s*Saved from (\S+) at (\S+) using monolith", re.IGNORECASE)
_META = re.compile(
    r"<meta\s+name=[\"']?savepage-(url|date)[\"']?\s+content=(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_SCRAPBOOK = re.compile(r"data-scrapbook-(source|create)=\"([^\"]+)\"", re.IGNORECASE)
_WAYBACK = re.compile(r"(?:https?:)?//web\.archive\.org/web/(\d{14})(?:[a-z]{2}_)?/(https?://[^\s\"'<>]+)")

_WOMBAT = re.compile(r"__wm\.wombat\(\s*\"(https?://[^\s\"]+)\"\s*,\s*\"(\d{14})\"")


@dataclass(frozen=True, slots=True)
class SavedBy:
    """The address of a saved page and the time of saving, as its program wrote them."""

    url: Fact | None = None
    captured: tuple[Date, Fact] | None = None


def find_saved_by(html: str) -> SavedBy:
    """Return what the first mark of a saving program in the page says; empty where there is none."""
    head = html[:_HEAD]
    if found := _SINGLE_FILE.search(head):
        return _single_file(found[1])
    if found := _MONOLITH.search(head):
        return _saved_by(found[1], read_date(found[2], "saved by monolith", Clues()), "monolith comment")
    if found := _SAVED_FROM.search(head):
        return _archived(found[1]) or _saved_by(found[1], None, "saved-from comment")
    if pairs := {name.lower(): one or two for name, one, two in _META.findall(head)}:
        date = read_script_date(pairs.get("date", ""), "saved by Save Page WE")
        return _saved_by(pairs.get("url", ""), date, "meta[name=savepage-url]")
    if pairs := dict(_SCRAPBOOK.findall(head)):
        date = _digits_date(pairs.get("create", ""), "saved by WebScrapBook")
        return _saved_by(pairs.get("source", ""), date, "html[data-scrapbook-source]")
    if "web.archive.org" in head and (
        "archive.org/_static" in html or "wombat" in head or "WAYBACK TOOLBAR" in html
    ):
        return _wombat(head) or _archived(head) or SavedBy()
    return SavedBy()


def saved_by_archive(url: str) -> SavedBy:
    """Return what an archived page's address says: the original's address and the moment."""
    return _archived(url) or SavedBy()


def _saved_by(url: str, date: Date | None, element: str) -> SavedBy:
    fact = Fact(url.strip(), "mark of the saving program", element=element) if url.strip() else None
    return SavedBy(fact, dated(date, element=element) if date else None)


def _single_file(comment: str) -> SavedBy:
    url = re.search(r"url:\s*(\S+)", comment)
    saved = re.search(r"saved date:\s*([^\n]+)", comment)
    date = read_script_date(saved[1], "saved by SingleFile") if saved else None
    return _saved_by(url[1] if url else "", date, "SingleFile comment")


def _archived(text: str) -> SavedBy | None:
    found = _WAYBACK.search(text)
    if not found:
        return None
    return _saved_by(found[2], _digits_date(found[1], "archived by the Wayback Machine"), "archive address")


def _wombat(head: str) -> SavedBy | None:
    """Return what the call of the Wayback Machine's own script says; other addresses are style sheets'."""
    found = _WOMBAT.search(head)
    if not found:
        return None
    return _saved_by(found[1], _digits_date(found[2], "archived by the Wayback Machine"), "archive script")


def _digits_date(digits: str, rule: str) -> Date | None:
    if len(digits) < 14 or not digits[:14].isdigit():
        return None
    text = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
    return read_date(text, rule, Clues())
