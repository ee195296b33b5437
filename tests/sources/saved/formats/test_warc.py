"""Web archives in WARC and WACZ."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import gzip

import pytest

from reader.sources.saved import UnreadableFile
from tests.sources.saved.formats.lamp import (
    PAGE,
    URL,
    assert_is_page,
    captured_at,
    read_all,
    read_one,
    zipped,
)


def _warc(body: bytes) -> bytes:
    size = f"{len(body):x}".encode()
    response = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
        + size
        + b"\r\n"
        + body
        + b"\r\n0\r\n\r\n"
    )
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2024-06-15T10:00:00Z\r\nContent-Length: {len(response)}\r\n\r\n"
    return head.encode() + response + b"\r\n\r\n"


def test_web_archives() -> None:
    record = _warc(PAGE.encode())
    other = record.replace(b"WARC-Type: response", b"WARC-Type: request ")
    listed = f'{{"format": "json-pages-1.0"}}\n{{"url": "{URL}", "title": "T"}}\n'
    wacz = zipped(
        {"datapackage.json": "{}", "archive/data.warc.gz": gzip.compress(record), "pages/pages.jsonl": listed}
    )
    for data, path in (
        (other + record, "a.warc"),
        (gzip.compress(other) + gzip.compress(record), "a.warc.gz"),
        (wacz, "a.wacz"),
    ):
        article = read_one(data, path)
        assert_is_page(article)
        assert (article.link, captured_at(article)) == (URL, "2024-06-15T10:00:00Z")


def test_a_web_archive_that_breaks_off() -> None:
    record = _warc(PAGE.encode())
    whole = read_all(record + record, "a.warc")
    assert [article.ignored for article in whole] == [(), ()]
    for data in (record + record[:-40], gzip.compress(record) + gzip.compress(record[:300])):
        article = read_all(data, "a.warc.gz")[-1]
        assert "the web archive breaks off" in article.ignored[-1]
    with pytest.raises(UnreadableFile, match="breaks off before a page is whole"):
        read_all(record[:60], "a.warc")


def test_a_gzip_bomb_is_not_unpacked() -> None:
    with pytest.raises(UnreadableFile, match="far more"):
        read_all(gzip.compress(b"WARC/1.0\r\n" + bytes(210 * 1024 * 1024), 1), "bomb.warc.gz")
