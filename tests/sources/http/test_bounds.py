"""What a server can send is bounded: in size, in time, in headers; and half an answer is none."""

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from reader.sources.http import fetch
from reader.sources.http.fetch import Request
from tests.server import (
    Response,
    ScriptedServer,
    endless,
    gzip_bomb,
    hang,
    held,
    late,
    raw,
    redirect,
    reply,
    reset,
)
from tests.sources.http.asking import answered, ask, failed, fetcher

MEBIBYTE = 1 << 20
TEXT = b"<rss>" + b"All the news that fits. " * 1000 + b"</rss>"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("X-GZIP", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("identity", TEXT),
        ("gzip, identity", gzip.compress(TEXT, mtime=0)),
        ("", TEXT),
        ("gzip", gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0)),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"trailing junk"),
    ],
)
async def test_packed_bodies_are_unpacked(coding: str, body: bytes) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(body, 200, Content_Encoding=coding))
        assert answered(await ask(server, "/feed")).body == TEXT


async def test_a_body_in_many_small_pieces_is_whole() -> None:
    packed = gzip.compress(TEXT, mtime=0)
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in packed) + b"0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with ScriptedServer() as server:
        server.script("/feed", raw(head + chunks))
        assert answered(await ask(server, "/feed")).body == TEXT


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip, gzip", "gzip, br", "\x1b[31mred"])
async def test_a_coding_that_was_not_asked_for_is_an_error(coding: str) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(b"\x0b\x02\x80" * 100, 200, Content_Encoding=coding))
        failure = failed(await ask(server, "/feed"))
        asked_for = server.requests[0].header("Accept-Encoding")
    assert (failure.kind, asked_for) == ("protocol", "gzip, deflate")
    assert "not asked for" in failure.reason
    assert failure.reason.isprintable()


@pytest.mark.parametrize(
    "response",
    [
        lambda: gzip_bomb(2048 * MEBIBYTE),
        lambda: gzip_bomb(64 * MEBIBYTE),
        lambda: endless(bytes(MEBIBYTE)),
    ],
    ids=["many", "one", "plain"],
)
async def test_a_bomb_is_let_go_at_the_limit(response: Callable[[], Response]) -> None:
    """Two gigabytes in two megabytes; memory stays near the limit of 15 MiB."""
    async with ScriptedServer() as server, fetcher() as asking:
        server.script("/feed", response())
        tracemalloc.start()
        try:
            failure = failed(await asking.fetch(Request(url=server.url("/feed"), private=True)))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert (failure.kind, "too large, over 15 MiB" in failure.reason) == ("too-large", True)
    assert peak < 60 * MEBIBYTE


async def test_a_length_beyond_the_limit_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LONGEST_BODY", 1_000_000)
    async with ScriptedServer() as server:
        server.script("/feed", hang(b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n"))
        assert failed(await ask(server, "/feed")).kind == "too-large"


async def test_a_body_of_just_the_limit_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ScriptedServer() as server:
        server.script("/packed", reply(gzip.compress(TEXT), 200, Content_Encoding="gzip"))
        server.script("/plain", reply(TEXT))
        for path in ("/packed", "/plain"):
            monkeypatch.setattr(fetch, "LONGEST_BODY", len(TEXT))
            assert answered(await ask(server, path)).body == TEXT
            monkeypatch.setattr(fetch, "LONGEST_BODY", len(TEXT) - 1)
            assert failed(await ask(server, path)).kind == "too-large"


async def test_ten_thousand_gzip_members_are_an_error() -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(gzip.compress(b"") * 10_000, 200, Content_Encoding="gzip"))
        assert failed(await ask(server, "/feed")).kind == "protocol"


@pytest.mark.parametrize(
    "response",
    [
        reply(b""),
        reply(gzip.compress(b""), 200, Content_Encoding="gzip"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 60),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"),
        reset(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 60),
        raw(b""),
        reset(),
        raw(b"HTTP/1.1 200 O"),
    ],
    ids=["empty", "empty-packed", "short", "chunks", "reset", "nothing", "reset-at-once", "status-line"],
)
async def test_half_an_answer_is_a_failure_and_asked_once(response: Response) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", response)
        assert failed(await ask(server, "/feed")).kind == "cut"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "body",
    [gzip.compress(TEXT)[:-4], gzip.compress(TEXT)[:50], TEXT],
    ids=["without-its-end", "its-beginning", "not-packed"],
)
async def test_a_packed_body_that_breaks_off_or_is_none_is_a_failure(body: bytes) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(body, 200, Content_Encoding="gzip"))
        assert failed(await ask(server, "/feed")).kind == "protocol"


@pytest.mark.parametrize(
    "response",
    [
        hang(),
        hang(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
        endless(b"x", every=0.01),
        endless(b"5\r\nabcde\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", every=0.01),
        endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, before=b""),
    ],
    ids=["silent", "half", "trickle", "chunks", "continue-storm"],
)
async def test_a_fetch_has_a_deadline(response: Response) -> None:
    """From connecting to the last byte: a byte now and then does not buy more time."""
    async with ScriptedServer() as server, fetcher(deadline=0.2) as asking:
        server.script("/feed", response)
        failure = failed(await asking.fetch(Request(url=server.url("/feed"), private=True)))
    assert failure.kind == "timeout"
    assert failure.reason == f"127.0.0.1:{server.port} did not answer within 0.2 seconds"


async def test_waiting_for_the_processor_costs_a_server_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine tenths of the time this process waits for its turn, as on a machine with many others."""
    monkeypatch.setattr(fetch, "queued_seconds", lambda: time.monotonic() * 0.9)
    async with ScriptedServer() as server, fetcher(deadline=0.5) as asking, fetcher(deadline=0.05) as hasty:
        server.script("/slow", late(reply(TEXT), 0.7))
        server.script("/silent", hang())
        assert answered(await asking.fetch(Request(url=server.url("/slow"), private=True))).body == TEXT
        silent = failed(await hasty.fetch(Request(url=server.url("/silent"), private=True)))
    assert silent.kind == "timeout"


async def test_who_has_the_processor_seldom_waits_no_longer_for_a_server_than_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The process has its turn a tenth of the time, so that it looks late whether its patience has ended."""
    queued = 0.0

    async def be_kept_waiting() -> None:
        nonlocal queued
        while True:
            time.sleep(0.15)  # noqa: ASYNC251 - it shall hold up all others, as a busy machine does
            queued += 0.15
            await asyncio.sleep(0.015)

    monkeypatch.setattr(fetch, "queued_seconds", lambda: queued)
    async with ScriptedServer() as server, fetcher(deadline=0.2) as asking, asyncio.timeout(60):
        server.script("/silent", hang())
        kept = asyncio.create_task(be_kept_waiting())
        silent = failed(await asking.fetch(Request(url=server.url("/silent"), private=True)))
        kept.cancel()
    assert silent.kind == "timeout"


async def test_the_deadline_is_for_all_redirects_together() -> None:
    async with ScriptedServer() as server, fetcher(deadline=0.3) as asking:
        server.script("/0", late(redirect("/1"), 0.12))
        server.script("/1", late(redirect("/2"), 0.12))
        server.script("/2", late(reply(TEXT), 0.12))
        assert failed(await asking.fetch(Request(url=server.url("/0"), private=True))).kind == "timeout"


async def test_a_storm_does_not_hold_up_other_fetches() -> None:
    async with ScriptedServer() as server, fetcher(per_host=3) as asking:
        server.script("/storm", endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100, before=b""))
        server.script("/feed", held(reply(TEXT)))
        storm = asyncio.create_task(asking.fetch(Request(url=server.url("/storm"), private=True)))
        await server.asked_for(1)
        feed = asyncio.create_task(asking.fetch(Request(url=server.url("/feed"), private=True)))
        await server.asked_for(2)
        server.open()
        assert answered(await feed).body == TEXT
        assert not storm.done()
        storm.cancel()


@pytest.mark.parametrize(
    "response",
    [
        raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\nbody"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 10_000 + b"\r\nbody"),
        raw(
            b"HTTP/1.1 200 OK\r\n"
            + b"".join(b"X-%d: %b\r\n" % (n, b"a" * 1000) for n in range(100))
            + b"\r\nbody"
        ),
        endless(b"a" * 10_000, before=b"HTTP/1.1 200 OK\r\nX: "),
        endless(b"X: a\r\n" * 1000, before=b"HTTP/1.1 200 OK\r\n"),
        raw(b"HTTP/1.1 200 " + b"O" * 100_000 + b"\r\n\r\nbody"),
    ],
    ids=["long", "many", "both", "endless-header", "endless-headers", "reason"],
)
async def test_headers_have_a_limit(response: Response) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", response)
        failure = failed(await ask(server, "/feed"))
    assert (failure.kind, "headers" in failure.reason) == ("too-large", True)


async def test_large_headers_of_real_sites_pass() -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(TEXT, 200, Content_Security_Policy="a" * 20_000))
        assert answered(await ask(server, "/feed")).body == TEXT


@pytest.mark.parametrize(
    "data", [b"SSH-2.0-OpenSSH_9\r\n\r\n", b"\x00\xff" * 50, b"<html></html>\r\n\r\n", b"HTTP/9.9 x\r\n\r\n"]
)
async def test_what_is_no_http_is_a_failure(data: bytes) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", raw(data))
        assert failed(await ask(server, "/feed")).kind == "protocol"
