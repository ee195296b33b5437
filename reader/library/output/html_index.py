"""The first page of a folder of exported HTML files: what is in it, by day, each with a link."""

import os
import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from reader.document.sanitize import SafeText, sanitize, sanitize_line
from reader.library.output.html_file import ORIGIN, day_of, page
from reader.library.output.titles import title_of
from reader.model import Headline

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_FACT = re.compile(r'^<meta name="(date|source)" content="([^"]*)">$', re.MULTILINE)
_STYLE = (
    "\nul { list-style: none; padding: 0; } li { margin: .4em 0; } li a { text-decoration: none; }"
    "\nli .facts { display: block; font-size: .85em; line-height: 1.3; }"
    "\nh2 { margin: 1.6em 0 .4em; font-size: 1em; }"
)


class Entry(NamedTuple):
    """A file of the folder."""

    name: str
    title: str
    source: str
    day: str
    """As `2024-05-24`; "" where none is known."""


def entry_of(name: str, headline: Headline) -> Entry:
    """Return what is told of an article's file."""
    return Entry(name, title_of(headline), headline.feed_title, day_of(headline))


def entry_from(name: str, head: str) -> Entry:
    """Return what is told of a file that was written before, from its first lines."""
    title = _TITLE.search(head)
    facts = {found[1]: unescape(found[2]) for found in _FACT.finditer(head)}
    return Entry(name, unescape(title[1]) if title else name, facts.get("source", ""), facts.get("date", ""))


def html_index(entries: Iterable[Entry], *, origin: str) -> SafeText:
    """Write the page: the latest day first, `origin` in its head."""
    named = sorted(entries, key=lambda entry: (entry.title.casefold(), entry.name))
    ordered = sorted(named, key=lambda entry: entry.day, reverse=True)
    count = "1 article" if len(ordered) == 1 else f"{len(ordered):,} articles"
    mark = f'<meta name="{ORIGIN}" content="{escape(origin)}">\n'
    body = f"<h1>{count}</h1>\n" + "\n".join(_days(ordered))
    return sanitize(page(mark, count, body, style=_STYLE))


def _days(ordered: Iterable[Entry]) -> Iterator[str]:
    for day, entries in groupby(ordered, key=lambda entry: entry.day):
        yield f"<h2>{escape(day) or 'Undated'}</h2>\n<ul>"
        for entry in entries:
            source = f' <span class="facts">{_text(entry.source)}</span>' if entry.source else ""
            address = escape(f"./{quote(os.fsencode(entry.name))}")
            yield f'<li><a href="{address}"><bdi>{_text(entry.title)}</bdi></a>{source}</li>'
        yield "</ul>"


def _text(text: str) -> str:
    return escape(sanitize_line(text), quote=False)
