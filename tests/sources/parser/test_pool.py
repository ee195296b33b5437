"""Parser processes: what they answer, and how they end."""

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from reader.document.blocks import Token
from reader.document.serialization import deserialize
from reader.model import ParsedFeed
from reader.sources.parser import process
from reader.sources.parser.pool import ParseFailure, ParserPool

URL = "https://news.example/feed"
HEADERS = {"content-type": "application/rss+xml"}
FEED = (
    b"<rss version='2.0'><channel><title>T</title>"
    b"<item><title>A</title><pubDate>24 May 2024</pubDate></item></channel></rss>"
)

ILL_FORMED = b"&lt;p&gt;&lt;b&gt;&nbsp;" * 60
SLOW = b"<rss>" + b"<item><title>&nbsp;</title><description>%s</description></item>" % ILL_FORMED * 4_900
"""Ill-formed and long: takes feedparser longer than any deadline of a test, on a fast machine too."""


@pytest.fixture
async def pool() -> AsyncIterator[ParserPool]:
    async with ParserPool() as pool:
        yield pool


async def is_read(pool: ParserPool) -> bool:
    parsed = await pool.feed(FEED, HEADERS, URL)
    return isinstance(parsed, ParsedFeed) and [article.title for article in parsed.articles] == ["A"]


def ends(pid: int, within: float = 60.0) -> bool:
    """Whether the process ends in so many seconds."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], within)[0])
    finally:
        os.close(handle)


needs_handles = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux to watch a process end")


async def test_a_feed_comes_whole_through_the_pipe(pool: ParserPool) -> None:
    from reader.sources.feeds.parse import parse_feed

    assert await pool.feed(FEED, HEADERS, URL) == parse_feed(FEED, HEADERS, URL)


async def test_code_comes_with_its_colours_and_much_code_costs_no_feed() -> None:
    code = "def f(x):\n    return 'a' + str(x)  # so\n" * 700
    body = f"&lt;pre class='language-python'&gt;{code}&lt;/pre&gt;"
    item = f"<item><title>A</title><description>{body}</description></item>"
    feed = f"<rss version='2.0'><channel><title>T</title>{item * 40}</channel></rss>"
    async with ParserPool(deadline=60) as pool:
        parsed = await pool.feed(feed.encode(), HEADERS, URL)
    assert isinstance(parsed, ParsedFeed)
    blocks = [deserialize(article.body).blocks[0] for article in parsed.articles]
    assert len(blocks) == 40
    assert {block.text for block in blocks} == {code.rstrip()}
    assert blocks[0].tokens[0] == Token(0, 3, "keyword")
    assert not blocks[-1].tokens, "the time for colours is that of the whole document"


async def test_what_is_no_feed_is_said_in_words(pool: ParserPool) -> None:
    assert await pool.feed(b"<html>", {}, URL) == ParseFailure("it is a web page, not a feed")


async def test_links_of_a_page(pool: ParserPool) -> None:
    assert await pool.links(b"<link rel=feed href=/rss>", URL) == ["https://news.example/rss"]


async def test_a_saved_file(pool: ParserPool) -> None:
    text = "The ferry sails again\n\nIt sails, and people wave from the pier as it goes out to sea.\n"
    articles = await pool.saved(text.encode(), "/notes/ferry.txt", 1_716_535_500, 1_716_535_600)
    assert not isinstance(articles, ParseFailure)
    assert "people wave" in articles[0].text


async def test_a_page_keeps_its_address(pool: ParserPool) -> None:
    body = "<p>" + "The ferry säils again, and people wave from the pier. " * 20 + "</p>"
    page = (
        f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1>{body}</article></body></html>"
    )
    headers = {"content-type": "text/html; charset=iso-8859-1"}
    article = await pool.page(page.encode("latin-1"), headers, "https://news.example/ferry", 1_716_535_600)
    assert not isinstance(article, ParseFailure)
    assert article.link == "https://news.example/ferry"
    assert "säils" in article.text


async def test_no_process_before_there_is_work_and_one_for_a_little(
    pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.sources.parser.pool._FEED_PATIENCE", 60.0)
    assert pool.process_ids == set()
    assert all(await asyncio.gather(is_read(pool), is_read(pool)))
    assert await is_read(pool)
    assert len(pool.process_ids) == 1


async def test_a_process_that_was_warmed_up_takes_the_first_document(pool: ParserPool) -> None:
    pool.warm_up()
    assert await is_read(pool)
    assert len(pool.process_ids) == 1


async def test_a_process_that_was_begun_is_the_one_that_is_warmed_up(pool: ParserPool) -> None:
    await pool.begin()
    begun = pool.process_ids
    pool.warm_up()
    assert await is_read(pool)
    assert len(begun) == 1
    assert pool.process_ids == begun


@pytest.mark.parametrize("words", [[], ["feeds"]])
def test_a_process_for_feeds_imports_what_reads_them_before_one_comes(words: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "reader.sources.parser.process", *words]
    told = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    assert ("reader.sources.feeds.parse" in told.stderr) == bool(words)


async def test_closing_ends_a_process_that_is_warming_up() -> None:
    async with ParserPool() as pool:
        pool.warm_up()
        while not pool.process_ids:  # noqa: ASYNC110 - nothing else tells that a process has begun
            await asyncio.sleep(0)
        (started,) = pool.process_ids
    assert ends(started)


@pytest.mark.parametrize(("patience", "processes"), [(60.0, 1), (0.0, 2)])
async def test_another_process_for_feeds_that_wait_long(
    pool: ParserPool, monkeypatch: pytest.MonkeyPatch, patience: float, processes: int
) -> None:
    monkeypatch.setattr("reader.sources.parser.pool._PATIENCE", 0.0)
    monkeypatch.setattr("reader.sources.parser.pool._FEED_PATIENCE", patience)
    assert all(await asyncio.gather(*(is_read(pool) for _ in range(60))))
    assert len(pool.process_ids) == processes


@pytest.mark.parametrize(("patience", "processes"), [(60.0, 1), (0.0, 2)])
async def test_another_process_for_files_that_wait_for_a_moment(
    pool: ParserPool, monkeypatch: pytest.MonkeyPatch, patience: float, processes: int
) -> None:
    monkeypatch.setattr("reader.sources.parser.pool._PATIENCE", patience)
    monkeypatch.setattr("reader.sources.parser.pool._FEED_PATIENCE", 60.0)
    saved = await asyncio.gather(*(pool.saved(b"Ferry\n\nIt sails.\n", "a.txt", None, 0) for _ in range(10)))
    assert not any(isinstance(one, ParseFailure) for one in saved)
    assert len(pool.process_ids) == processes


async def test_a_document_that_takes_too_long_fails_alone() -> None:
    async with ParserPool(deadline=2.0) as pool:
        slow, *others = await asyncio.gather(pool.feed(SLOW, {}, URL), *(is_read(pool) for _ in range(20)))
        assert slow == ParseFailure("it took longer than 2 seconds to read")
        assert all(others)
        assert await is_read(pool)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot stop a process")
async def test_waiting_for_the_processor_costs_a_document_nothing() -> None:
    """A machine that is busy with other things is not the document's fault."""
    async with ParserPool(processes=1, deadline=2.0) as pool:
        assert await is_read(pool)
        (pid,) = pool.process_ids
        os.kill(pid, signal.SIGSTOP)
        reading = asyncio.create_task(is_read(pool))
        assert await asyncio.wait([reading], timeout=2.5) == (set(), {reading})
        os.kill(pid, signal.SIGCONT)
        assert await reading
        assert pool.process_ids == {pid}


async def test_a_document_is_waited_for_as_long_as_its_process_computes() -> None:
    """Its limit is one of processor time: on a busy machine that may be many seconds by the clock."""
    async with ParserPool(processes=1, deadline=4.0, patience=2.0) as pool:
        assert await pool.feed(SLOW, {}, URL) == ParseFailure("it took longer than 4 seconds to read")


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot stop a process")
async def test_a_process_that_hangs_without_using_the_processor_is_ended() -> None:
    async with ParserPool(processes=1) as pool:
        assert await is_read(pool)
        pool._patience = 0.2
        (pid,) = pool.process_ids
        os.kill(pid, signal.SIGSTOP)
        hangs = await pool.feed(FEED, HEADERS, URL)
        assert hangs == ParseFailure("its parser did not answer within 0.2 seconds")
        pool._patience = 300.0
        assert await is_read(pool)
        assert pid not in pool.process_ids


NOISY = """
import asyncio, sys
from reader.sources.parser.pool import ParserPool

async def main():
    async with ParserPool(processes=1) as pool:
        item = b"<item><title>A</title><description>%b</description></item>" % (b"word " * 100_000)
        feed = b"<rss><channel>%b</channel></rss>" % (item * 12)
        work = asyncio.create_task(pool.feed(feed, {}, "https://news.example/"))
        while not pool._parsers or len(pool._parsers[0]._process.stdout._buffer) <= 2 << 20:
            await asyncio.sleep(0)
        work.cancel()

asyncio.run(main())
"""


async def test_a_process_that_is_ended_in_the_middle_of_its_answer_leaves_no_complaint() -> None:
    """It is not read on from a full buffer; nothing of its pipe may be left when the loop is closed."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", NOISY, stderr=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    _, complaints = await parent.communicate()
    assert (complaints.decode(), parent.returncode) == ("", 0)


CANCELLED = """
import asyncio
from contextlib import suppress
from reader.sources.parser.handle import ParserHandle
from reader.sources.parser.process import FeedRequest, frame

async def main(turns):
    parser = await ParserHandle.start()
    parser._pipes()[0].write(frame(FeedRequest(bytes(1 << 20), {}, "")))  # more than the pipe takes
    closing = asyncio.create_task(parser.close())
    for _ in range(turns):
        await asyncio.sleep(0)
    closing.cancel()
    with suppress(asyncio.CancelledError):
        await closing
    await parser.close()

for turns in range(6):
    asyncio.run(main(turns))
"""


async def test_closing_that_is_cancelled_and_done_again_leaves_no_complaint() -> None:
    """Whoever presses ctrl+c twice sees no traceback of a pipe or a closed loop."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CANCELLED, stderr=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    _, complaints = await parent.communicate()
    assert (complaints.decode(), parent.returncode) == ("", 0)


LEFT = """
import asyncio, gc
from contextlib import suppress
from reader.sources.parser.pool import ParserPool

async def main(turns):
    pool = ParserPool()
    await asyncio.gather(*(pool._start() for _ in range(2)))
    closing = asyncio.create_task(pool.__aexit__(None, None, None))
    for _ in range(turns):
        await asyncio.sleep(0)
    closing.cancel()
    with suppress(asyncio.CancelledError):
        await closing

for turns in range(4):
    asyncio.run(main(turns))
gc.collect()
"""


async def test_a_pool_whose_end_is_cut_short_leaves_no_pipe_open() -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "always",
        "-c",
        LEFT,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    _, complaints = await parent.communicate()
    assert "unclosed transport" not in complaints.decode()
    assert parent.returncode == 0


async def test_documents_given_ahead_do_not_pay_for_those_before_them() -> None:
    """However often their process is ended under them."""
    async with ParserPool(processes=1, deadline=1.5) as pool:
        assert await is_read(pool)
        slow, good, slow_too = await asyncio.gather(
            pool.feed(SLOW, {}, URL), is_read(pool), pool.feed(SLOW, {}, URL)
        )
        assert slow == slow_too == ParseFailure("it took longer than 1.5 seconds to read")
        assert good


async def test_a_document_that_needs_too_much_memory_fails_alone() -> None:
    async with ParserPool(memory=256 << 20) as pool:
        many = b"[" + b"{}," * 5_000_000 + b"{}]"
        failure = await pool.feed(many, {}, URL)
        assert failure in (
            ParseFailure("it needs too much memory to be read"),
            ParseFailure("its parser crashed on it"),
        )
        assert await is_read(pool)


async def test_a_process_that_was_killed_while_idle_is_replaced(pool: ParserPool) -> None:
    assert await is_read(pool)
    (pid,) = pool.process_ids
    os.kill(pid, signal.SIGKILL)
    assert await is_read(pool)
    assert pid not in pool.process_ids


@needs_handles
async def test_ctrl_c_is_for_the_parent_alone(pool: ParserPool) -> None:
    assert await is_read(pool)
    [pid] = pool.process_ids
    os.kill(pid, signal.SIGINT)
    assert await is_read(pool)
    assert pool.process_ids == {pid}


def test_a_process_whose_responses_nobody_reads_ends_without_a_fault() -> None:
    command = [sys.executable, "-m", "reader.sources.parser.process"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parser:
        assert parser.stdin is not None
        assert parser.stdout is not None
        parser.stdin.write(process.frame(process.Limits(0, 300.0, 3600)))
        parser.stdin.flush()
        assert parser.stdout.read(len(process.READY)) == process.READY
        parser.stdout.close()
        parser.stdin.write(process.frame(process.LinksRequest(b"", URL)))
        parser.stdin.flush()
        assert parser.wait() == 1


async def test_a_document_that_crashes_its_process_fails_alone() -> None:
    async with ParserPool(processes=1) as pool:
        assert await is_read(pool)
        slow = asyncio.create_task(pool.feed(SLOW, {}, URL))
        crashed: set[int] = set()
        while len(crashed) < 2:  # once more in a new process, then it is the document's fault
            await asyncio.sleep(0)
            for pid in pool.process_ids - crashed:
                os.kill(pid, signal.SIGSEGV)
                crashed.add(pid)
        assert await slow in (
            ParseFailure("its parser crashed on it"),
            ParseFailure("no parser could be started"),
        )
        assert await is_read(pool)


@needs_handles
@pytest.mark.parametrize(
    ("raised", "reason", "spent"),
    [
        (KeyError("x"), "its parser failed (KeyError)", False),
        (RecursionError(), "its parser failed (RecursionError)", False),
        (MemoryError(), "it needs too much memory to be read", True),
    ],
)
def test_what_nobody_foresaw_is_the_failure_of_one_document(
    raised: Exception, reason: str, spent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process goes on, unless it may have no memory left for the next document."""

    def fails(*_: object) -> None:
        raise raised

    monkeypatch.setattr("reader.sources.feeds.parse.parse_feed", fails)
    request = process.FeedRequest(b"<rss/>", {}, URL)
    assert process._response(request) == process.FailureResponse(reason, spent)


async def test_cancelling_ends_the_process_at_once(pool: ParserPool) -> None:
    assert await is_read(pool)
    (pid,) = pool.process_ids
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pool.feed(SLOW, {}, URL), 0.1)
    assert await asyncio.to_thread(ends, pid)
    assert await is_read(pool)


@needs_handles
async def test_closing_ends_all_processes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.parser.pool._PATIENCE", 0.0)
    async with ParserPool() as pool:
        await asyncio.gather(*(is_read(pool) for _ in range(60)))
        pids = pool.process_ids
        work = asyncio.create_task(pool.feed(SLOW, {}, URL))
        await asyncio.sleep(0)
    assert all(ends(pid, 0) for pid in pids)
    assert await work == ParseFailure("it was not read to its end")
    assert pool.process_ids == set()


PARENT = """
import asyncio, sys
from reader.sources.parser.pool import ParserPool

async def main():
    async with ParserPool(processes=1) as pool:
        await pool.feed(b"", {}, "https://news.example/")
        print(*pool.process_ids, flush=True)
        work = b"<rss>" + b"<b>&nbsp;</b>" * int(sys.argv[1])
        await pool.feed(work, {}, "https://news.example/")
        await asyncio.Event().wait()

asyncio.run(main())
"""


@needs_handles
@pytest.mark.parametrize("work", ["1", "900000"], ids=["idle", "busy"])
async def test_no_process_outlives_its_parent(work: str) -> None:
    """Idle or in the middle of a document, and also when the parent could say nothing."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, work, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    parent.kill()
    await parent.wait()
    assert await asyncio.to_thread(ends, pid)


async def test_nothing_is_imported_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [place for place in sys.path if place])
    async with ParserPool() as pool:
        assert await is_read(pool)
