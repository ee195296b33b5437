"""What requests look like, and what is asked at all."""

import pytest

from reader.sources.http.fetch import Request
from tests.server import ScriptedServer, conditional, raw, redirect, reply
from tests.sources.http.asking import USER_AGENT, answered, ask, failed, fetcher, name_addresses

FEED = b"<rss version='2.0'><channel><title>A</title></channel></rss>"


async def test_a_first_fetch_is_one_plain_get() -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(FEED, ETag='"1"'))
        response = answered(await ask(server, "/feed"))
    assert (response.status, response.body) == (200, FEED)
    assert response.headers["etag"] == '"1"'
    assert response.url == server.url("/feed")
    assert [(seen.method, seen.target) for seen in server.requests] == [("GET", "/feed")]
    names = {name.lower() for name, _ in server.requests[0].headers}
    assert names == {"host", "accept", "accept-encoding", "user-agent", "connection"}


async def test_every_request_says_who_asks() -> None:
    async with ScriptedServer() as server:
        server.script("/feed", redirect("/there"))
        server.script("/there", reply(FEED))
        await ask(server, "/feed")
    assert [seen.header("User-Agent") for seen in server.requests] == [USER_AGENT] * 2


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        ('W/"a b\'c"', "Thu, 1 Jan 2020 00:00:00 GMT"),
        ("unquoted", None),
        (None, "yesterday, about noon"),
        ('"caf\u00c3\u00a9"', "0"),
        (None, None),
    ],
)
async def test_validators_go_back_byte_for_byte(etag: str | None, last_modified: str | None) -> None:
    """Quotes, `W/`, wrong weekdays and UTF-8 bytes (here one character each) included; none is made up."""
    sent = {"ETag": etag, "Last_Modified": last_modified}
    async with ScriptedServer() as server:
        server.script("/feed", reply(FEED, 200, **{name: value for name, value in sent.items() if value}))
        first = answered(await ask(server, "/feed"))
        assert (first.headers.get("etag"), first.headers.get("last-modified")) == (etag, last_modified)
        await ask(server, "/feed", etag=etag, last_modified=last_modified)
    again = server.requests[1]
    assert (again.header("If-None-Match"), again.header("If-Modified-Since")) == (etag, last_modified)


@pytest.mark.parametrize("etag", ['"caf\xe9"', '"a"\r\nX-Injected: 1', '"\x00"', ""])
async def test_a_validator_that_cannot_be_sent_as_it_was_is_not_sent(etag: str) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(FEED))
        answered(await ask(server, "/feed", etag=etag))
    assert server.requests[0].header("If-None-Match") is None
    assert server.requests[0].header("X-Injected") is None


async def test_of_two_etags_the_first_counts() -> None:
    """Joined, as lists are, they would be a value that nobody sent."""
    two = b'HTTP/1.1 200 OK\r\nETag: "1"\r\nETag: "2"\r\nVary: a\r\nVary: b\r\nContent-Length: 1\r\n\r\nx'
    async with ScriptedServer() as server:
        server.script("/feed", raw(two))
        response = answered(await ask(server, "/feed"))
    assert (response.headers["etag"], response.headers["vary"]) == ('"1"', "a, b")


async def test_not_modified_is_an_answer_and_asked_once() -> None:
    async with ScriptedServer() as server:
        server.script("/feed", conditional(FEED, '"1"', Cache_Control="max-age=60"))
        response = answered(await ask(server, "/feed", etag='"1"'))
    assert (response.status, response.body, response.headers["cache-control"]) == (304, b"", "max-age=60")
    assert len(server.requests) == 1


async def test_errors_are_answers_whose_bodies_are_not_read() -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(FEED, 503, Retry_After="60"), raw(b"HTTP/1.1 404 No\r\n\r\n" + FEED))
        unavailable = answered(await ask(server, "/feed"))
        missing = answered(await ask(server, "/feed"))
    assert (unavailable.status, unavailable.body, unavailable.headers["retry-after"]) == (503, b"", "60")
    assert (missing.status, missing.body) == (404, b"")


async def test_a_connection_is_never_used_twice() -> None:
    """A client that keeps connections repeats a GET by itself when it finds one closed."""
    async with ScriptedServer() as server, fetcher() as asking:
        server.script("/feed", reply(FEED), raw(b""), reply(FEED))
        outcomes = [await asking.fetch(Request(url=server.url("/feed"), private=True)) for _ in range(3)]
    assert (len(server.requests), server.connections) == (3, 3)
    assert failed(outcomes[1]).kind == "cut"


async def test_no_cookie_referer_or_fragment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    name_addresses(monkeypatch, {"home.example": "127.0.0.1"})
    async with ScriptedServer() as server, fetcher() as asking:
        server.script("/feed?a=1&b=%2F", reply(FEED, 302, Location="/there#part", Set_Cookie="a=b"))
        server.script("/there", reply(FEED, 200, Set_Cookie="c=d"))
        url = server.url("/feed?a=1&b=%2F#fragment", host="home.example")
        for _ in range(2):
            response = answered(await asking.fetch(Request(url=url, private=True)))
    assert [seen.target for seen in server.requests] == ["/feed?a=1&b=%2F", "/there"] * 2
    unwanted = {"cookie", "referer", "origin", "range", "a-im"}
    assert not any(unwanted & {name.lower() for name, _ in seen.headers} for seen in server.requests)
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/a%20b?q=%7e&c=1+2", "/a%20b?q=%7e&c=1+2"),
        ("/a b?q=ä", "/a%20b?q=%C3%A4"),
        ("?q", "/?q"),
        ("/./a/../b", "/./a/../b"),
        ("/100%", "/100%"),
    ],
)
async def test_addresses_are_asked_as_they_were_given(typed: str, asked: str) -> None:
    async with ScriptedServer() as server:
        answered(await ask(server, typed))
    assert [seen.target for seen in server.requests] == [asked]


async def test_offline_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with ScriptedServer() as server, fetcher(offline=True) as asking:
        failure = failed(await asking.fetch(Request(url=server.url("/feed"), private=True)))
    assert (failure.reason, failure.kind, server.connections) == ("offline", "offline", 0)
