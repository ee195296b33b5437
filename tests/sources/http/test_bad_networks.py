"""Networks that are slow or lead nowhere: what does not answer holds up nothing else."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from reader.sources.http.fetch import Request
from tests.server import ScriptedServer, late, reply
from tests.sources.http.asking import answered, failed, fetcher

TEXT = b"<rss>All the news that fits.</rss>" * 5_000


async def test_a_name_server_that_never_answers_holds_up_only_its_own_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many names there are: forty, more than any pool has threads."""
    answers, asked = threading.Event(), []
    system: Callable[..., Any] = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        if str(host).endswith(".example"):
            asked.append(host)
            answers.wait()
        return system(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    try:
        async with ScriptedServer() as server, fetcher(deadline=2.0, total=60) as asking:
            server.script("/feed", reply(TEXT))
            dead = [
                asyncio.create_task(asking.fetch(Request(url=f"http://dead{number}.example/")))
                for number in range(40)
            ]
            while len(asked) < 5:  # noqa: ASYNC110 - nothing else tells that a name is looked up
                await asyncio.sleep(0)
            url = server.url("/feed", host="localhost")
            assert answered(await asking.fetch(Request(url=url, private=True))).body == TEXT
            assert {failed(one).kind for one in await asyncio.gather(*dead)} == {"timeout"}
    finally:
        answers.set()


@contextmanager
def black_hole(port: int) -> Iterator[None]:
    """Take connections on ::1 and never answer one: the queue of those that wait is full."""
    with ExitStack() as opened:
        hole = opened.enter_context(socket.socket(socket.AF_INET6))
        hole.bind(("::1", port))
        hole.listen(0)
        for _ in range(4):
            waiting = opened.enter_context(socket.socket(socket.AF_INET6))
            waiting.setblocking(False)
            waiting.connect_ex(("::1", port))
        yield


def has_ipv6() -> bool:
    """Return whether loopback has an IPv6 address."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this system has no IPv6")
async def test_an_ipv6_route_that_leads_nowhere_is_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting there would take the whole deadline: IPv4 is tried beside it."""

    async with ScriptedServer() as server, fetcher(deadline=20.0) as asking:
        addresses = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", server.port, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **options: addresses)
        server.script("/feed", reply(TEXT))
        with black_hole(server.port):
            url = f"http://two.example:{server.port}/feed"
            assert answered(await asking.fetch(Request(url=url, private=True))).body == TEXT


async def test_a_long_way_is_waited_for() -> None:
    async with ScriptedServer() as server, fetcher(deadline=20.0) as asking:
        server.script("/feed", late(reply(TEXT), 0.5))
        asked = (asking.fetch(Request(url=server.url("/feed"), private=True)) for _ in range(3))
        assert [answered(one).body for one in await asyncio.gather(*asked)] == [TEXT] * 3
