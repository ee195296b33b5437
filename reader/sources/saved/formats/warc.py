"""Web archives: WARC (ISO 28500), gzipped or not, and WACZ, which is a ZIP file with WARC files in it."""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from reader.model import Fact, ParsedArticle
from reader.sources.saved.article import UnreadableFile, dated, mark_truncated
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues
from reader.sources.saved.formats.zip import TOTAL, Archive
from reader.sources.saved.web.page import Origin, charset_of, read_html

_MOST = 500
"""The most pages that are read of one archive."""
_LARGEST_PAGE = 40 * 1024 * 1024


def read_warc(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a WARC file. Returns an article for each HTML page fetched with status 200.

    Raises `UnreadableFile` where there is no such page.
    """
    del mtime, now
    records = _unpacked(data)
    *articles, last = _at_least_one(_pages(records, path, {}), records)
    if _is_truncated(records):
        last = mark_truncated(last, "web archive")
    return (*articles, last)


def _at_least_one(pages: Iterable[ParsedArticle], records: bytes) -> tuple[ParsedArticle, ...]:
    articles = tuple(pages)
    if not articles:
        what = "breaks off before a page is whole" if _is_truncated(records) else "holds no page"
        raise UnreadableFile(f"The web archive {what}.")
    return articles


def read_wacz(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a WACZ file. Returns the pages that `pages/pages.jsonl` lists; all pages without that list.

    Raises `UnreadableFile` where there is none.
    """
    del mtime, now
    archive = Archive(data)
    names = list(archive.names())
    titles = _listed(archive) if "pages/pages.jsonl" in names else {}
    articles: list[ParsedArticle] = []
    for name in names:
        if _is_warc(name):
            articles.extend(_pages(_unpacked(archive.read(name)), path, titles))
    if not articles:
        raise UnreadableFile("The web archive holds no page.")
    return tuple(articles[:_MOST])


def _listed(archive: Archive) -> dict[str, str]:
    """Return the titles of the listed pages, by address."""
    found: dict[str, str] = {}
    for line in archive.read("pages/pages.jsonl").splitlines():
        try:
            page = json.loads(line)
        except ValueError:
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str):
            found[page["url"]] = str(page.get("title") or "")
    return found


def _unpacked(data: bytes) -> bytes:
    """Return the gzip members' content. Raises `UnreadableFile` for damage and beyond `TOTAL` bytes."""
    if data[:2] != b"\x1f\x8b":
        return data
    parts: list[bytes] = []
    size = 0
    while data[:2] == b"\x1f\x8b":
        stream = zlib.decompressobj(wbits=31)
        try:
            part = stream.decompress(data, TOTAL - size + 1)
        except zlib.error as error:
            raise UnreadableFile("The archive's compression is damaged.") from error
        size += len(part)
        if size > TOTAL:
            raise UnreadableFile("The archive unpacks to far more than articles: it is not read.")
        parts.append(part)
        data = stream.unused_data
    joined = b"".join(parts)
    if not joined.startswith(b"WARC/"):
        raise UnreadableFile("It is a compressed file without a web archive in it.")
    return joined


def _pages(data: bytes, path: str, titles: Mapping[str, str]) -> Iterator[ParsedArticle]:
    count = 0
    for headers, block, _ in _records(data):
        url = headers.get("warc-target-uri", "").strip("<>")
        if headers.get("warc-type") != "response" or (titles and url not in titles) or count >= _MOST:
            continue
        page = _response(block)
        if page is None:
            continue
        date = read_date(headers.get("warc-date", ""), "WARC-Date", Clues())
        title = titles.get(url)
        origin = Origin(
            path=path,
            url=url,
            charset=charset_of(page[0]),
            captured=dated(date, header="WARC-Date") if date else None,
            title=Fact(title, "list of pages", element="pages.jsonl") if title else None,
        )
        count += 1
        try:
            yield read_html(page[1], origin)
        except UnreadableFile:
            continue


class _Record(NamedTuple):
    headers: dict[str, str]
    block: bytes
    whole: bool


def _is_truncated(data: bytes) -> bool:
    return any(not record.whole for record in _records(data))


def _records(data: bytes) -> Iterator[_Record]:
    place = 0
    while (start := data.find(b"WARC/", place)) >= 0:
        end = data.find(b"\r\n\r\n", start)
        if end < 0:
            yield _Record({}, b"", whole=False)
            return
        headers = _headers(data[start:end])
        length = headers.get("content-length", "0")
        size = int(length) if length.isdigit() else 0
        place = end + 4 + size
        yield _Record(headers, data[end + 4 : place], whole=place <= len(data))


def _headers(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def files(data: bytes, kind: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of an archive by their addresses. Raises `UnreadableFile`."""
    archives: Iterable[bytes] = [data]
    if kind == "wacz":
        archive = Archive(data)
        archives = (archive.read(name) for name in archive.names() if _is_warc(name))
    for packed in archives:
        for headers, block, _ in _records(_unpacked(packed)):
            if headers.get("warc-type") == "response" and (found := _response(block, "image/")):
                yield headers.get("warc-target-uri", "").strip("<>"), found[1]


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and ".warc" in name


def _response(block: bytes, kind: str = "html") -> tuple[dict[str, str], bytes] | None:
    """Return headers and decoded body of an HTTP response that is an HTML page, or of another `kind`; None
    for others.
    """
    head, _, body = block.partition(b"\r\n\r\n")
    headers = _headers(head)
    if not re.match(rb"HTTP/[\d.]+ 200\b", head) or kind not in headers.get("content-type", ""):
        return None
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    coding = headers.get("content-encoding", "").lower()
    if coding in ("gzip", "x-gzip", "deflate"):
        body = _inflated(body, 47 if coding != "deflate" else 15)
    elif coding == "br":
        return None
    return headers, body


def _unchunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    while body:
        line, _, rest = body.partition(b"\r\n")
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError:
            return b"".join(parts) or body
        if size == 0:
            break
        parts.append(rest[:size])
        body = rest[size + 2 :]
    return b"".join(parts)


def _inflated(body: bytes, bits: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=bits).decompress(body, _LARGEST_PAGE)
    except zlib.error:
        return body
