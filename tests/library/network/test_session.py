"""What the settings have for one host goes to that host, and nowhere else."""

import base64
import json

import pytest
from msgspec.structs import replace

from reader.config import Host, Settings
from reader.library.feeds.subscribe import subscribe as add
from reader.library.library import Library
from reader.library.output.json import feed_shape
from reader.library.output.subscriptions import opml
from reader.library.output.text import feed_line
from reader.store.feeds import refresh_state
from tests.library.feeds.polling import listed, refreshed, subscribe
from tests.samples import item, rss
from tests.server import ScriptedServer, redirect, reply

BASIC = "Basic " + base64.b64encode("jo:s3cret ü".encode()).decode()

TOLD = Host("jo", "s3cret ü", {"x-api-key": "s3cret", "Cookie": "a=s3cret"})

TWO = ("127.0.0.1", "127.0.0.2")


def told(server: ScriptedServer, path: str, name: str = "Authorization") -> list[str | None]:
    return [seen.header(name) for seen in server.asked(path)]


async def test_a_host_is_told_what_the_settings_have_for_it(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss([item(1)])))
        mine = replace(library, settings=Settings(hosts={"127.0.0.1": TOLD}))
        assert [one async for one in add(mine, [server.url("/feed")], None)]
        [seen] = server.requests
        headers = {name.lower(): value for name, value in seen.headers}
        assert headers["authorization"] == BASIC
        assert headers["x-api-key"] == "s3cret"
        assert headers["cookie"] == "a=s3cret"
        assert len(headers) == len(seen.headers), "none twice"


async def test_another_host_is_told_nothing_be_it_by_a_redirect(library: Library) -> None:
    async with ScriptedServer(hosts=TWO) as server:
        there = server.url("/there", host="127.0.0.2")
        server.script("/feed", redirect(there))
        server.script("/there", redirect(server.url("/back")))
        server.script("/back", reply(rss([item(1)])))
        server.script("/other", reply(rss([item(1)])))
        mine = replace(library, settings=Settings(hosts={"127.0.0.1": TOLD}, allow_private=True))
        subscribe(mine, server.url("/feed"))
        subscribe(mine, server.url("/other", host="127.0.0.2"))
        await refreshed(mine)
        assert told(server, "/feed") == [BASIC]
        assert told(server, "/there") == told(server, "/other") == [None]
        assert told(server, "/there", "Cookie") == [None]
        assert told(server, "/back") == [BASIC], "the host that was asked is told again"


async def test_a_redirect_does_not_make_others_tell_secrets(library: Library) -> None:
    """A stranger's feed that leads to a host with a password gets what everybody gets there."""
    async with ScriptedServer(hosts=TWO) as server:
        server.script("/feed", redirect(server.url("/private")))
        server.script("/private", reply(rss([item(1)])))
        mine = replace(library, settings=Settings(hosts={"127.0.0.1": TOLD}, allow_private=True))
        subscribe(mine, server.url("/feed", host="127.0.0.2"))
        await refreshed(mine)
        assert told(server, "/private") == [None]


@pytest.mark.parametrize("other", [False, True])
async def test_a_port_that_is_named_counts(library: Library, other: bool) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss([item(1)])))
        port = server.port + 1 if other else server.port
        mine = replace(library, settings=Settings(hosts={f"127.0.0.1:{port}": TOLD}))
        subscribe(mine, server.url("/feed"))
        await refreshed(mine)
        assert told(server, "/feed") == [None if other else BASIC]


async def test_a_name_and_password_in_the_address_come_first(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss([item(1)])))
        mine = replace(library, settings=Settings(hosts={"127.0.0.1": TOLD}))
        subscribe(mine, server.url("/feed", user="a:b"))
        await refreshed(mine)
        assert told(server, "/feed") == ["Basic " + base64.b64encode(b"a:b").decode()]


async def test_what_a_host_is_told_is_seen_nowhere(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(status=401))
        mine = replace(library, settings=Settings(hosts={"127.0.0.1": TOLD}))
        feed = subscribe(mine, server.url("/feed"))
        events = await refreshed(mine)
        one = listed(mine, feed)
        seen = [repr(events), json.dumps(feed_shape(one)), feed_line(one), opml(mine).decode(), repr(mine)]
        seen += [repr(refresh_state.feed_states(mine.db, None, None))]
        assert told(server, "/feed") == [BASIC]
        for text in seen:
            assert "s3cret" not in text
            assert BASIC not in text
