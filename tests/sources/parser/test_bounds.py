"""What one document may cost: the time and the memory of the process that reads it."""

import os
from pathlib import Path

import pytest

from reader.model import ParsedFeed
from reader.sources.parser.pool import ParserPool

URL = "https://news.example/feed"
HEADERS = {"content-type": "application/xml"}
MEBIBYTE = 1 << 20

MOST_SECONDS = 3.0
"""Seconds of processor time for a document that means harm; undefended it takes longer, or more memory."""
MOST_MEMORY = 130 * MEBIBYTE
"""Bytes; a process that has read a small feed has 25 MiB, and a document may have 15."""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="needs Linux to see a process's peak"
)


def rss(inside: str, before: str = "") -> bytes:
    return f"{before}<rss version='2.0'><channel><title>T</title>{inside}</channel></rss>".encode()


def item(description: str) -> str:
    return f"<item><title>A</title><guid>1</guid><description>{description}</description></item>"


def filled(text: str, size: int = 11_000_000) -> str:
    return text * (size // len(text))


ESCAPED = "&lt;p&gt;Some words, with a &lt;b&gt;bold&lt;/b&gt; one.&lt;/p&gt;\n"
MARKUP = "<p>Some words, with a <b>bold</b> one.</p>\n"
LAUGHS = '<!-- <x --><!ENTITY e0 "ha">' + "".join(
    f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10)
)
ILL = "&nbsp;"
"""Ill-formed, so that feedparser reads it."""

BOMBS = {
    "escaped": lambda: rss(item(filled(ESCAPED))),
    "escaped-ill-formed": lambda: rss(item(filled(ESCAPED) + ILL)),
    "references-ill-formed": lambda: rss(item(filled("&amp;") + ILL)),
    "markup-ill-formed": lambda: rss(item(filled(MARKUP) + ILL)),
    "cdata": lambda: rss(item(f"<![CDATA[{filled(MARKUP)}]]>")),
    "author": lambda: rss(f"<item><title>A</title><author>{filled('x')}</author></item>"),
    "authors": lambda: rss(f"<item><title>A</title><author>{filled('x', 4_000)}</author></item>" * 2_000),
    "authors-ill-formed": lambda: rss(
        f"<item><title>A{ILL}</title><author>{filled('x', 4_000)}</author></item>" * 1_000
    ),
    "entities": lambda: rss(
        item(filled("word ", 1_000_000)) + item("&e7;" * 8), f"<!DOCTYPE rss [{LAUGHS}]>"
    ),
    "json": lambda: (
        b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_html":"%b"}]}'
        % filled("<p>word</p>").encode()
    ),
}


@pytest.mark.parametrize("name", BOMBS)
async def test_a_document_that_means_harm_costs_little(name: str) -> None:
    async with ParserPool(processes=1) as pool:
        assert isinstance(await pool.feed(rss(item("small")), HEADERS, URL), ParsedFeed)
        (pid,) = pool.process_ids
        before = seconds_of(pid)
        feed = await pool.feed(BOMBS[name](), HEADERS, URL)
        assert isinstance(feed, ParsedFeed)
        assert feed.articles
        assert seconds_of(pid) - before < MOST_SECONDS
        assert peak_of(pid) < MOST_MEMORY
    assert bool(feed.notices) == (not name.startswith(("authors", "entities")))


def peak_of(pid: int) -> int:
    """Return the most memory in bytes that the process had at any time."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def seconds_of(pid: int) -> float:
    """Return the processor time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
