"""Where redirects and links may lead, and what is taken along."""

import socket
from pathlib import Path

import pytest

from reader.sources.http.fetch import Request
from tests.certificates import self_signed
from tests.server import ScriptedServer, loopback_addresses, redirect, reply
from tests.sources.http.asking import answered, ask, failed, fetcher, name_addresses

FEED = b"<rss/>"

PRIVATE = [
    "127.0.0.1",
    "[::1]",
    "0.0.0.0",
    "169.254.169.254",
    "10.0.0.1",
    "192.168.1.1",
    "[fc00::1]",
    "[fe80::1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::10.0.0.1]",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "%31%32%37.0.0.1",
    "%EF%BC%91%32%37.0.0.1",
]
"""In the ways that a URL can spell an address, the last two percent-encoded and with a full-width digit."""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_and_told(status: int) -> None:
    async with ScriptedServer() as server:
        server.script("/old", redirect("new?x=1", status))
        server.script("/new?x=1", reply(FEED))
        response = answered(await ask(server, "/old"))
    assert (response.body, response.url) == (FEED, server.url("/new?x=1"))
    assert response.redirects == ((status, server.url("/new?x=1")),)


async def test_a_redirect_without_a_target_is_an_answer() -> None:
    async with ScriptedServer() as server:
        server.script("/old", reply(status=302))
        assert answered(await ask(server, "/old")).status == 302


async def test_a_circle_ends() -> None:
    async with ScriptedServer() as server:
        server.script("/a", redirect("/b"))
        server.script("/b", redirect("/a"))
        failure = failed(await ask(server, "/a"))
    assert (failure.kind, len(server.requests)) == ("redirect", 2)
    assert "redirects in a circle" in failure.reason


async def test_an_endless_chain_ends_after_ten_requests() -> None:
    async with ScriptedServer() as server:
        for number in range(30):
            server.script(f"/{number}", redirect(f"/{number + 1}"))
        failure = failed(await ask(server, "/0"))
    assert (failure.kind, len(server.requests)) == ("redirect", 10)


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://127.0.0.1/",
        "data:,x",
        "gopher://x",
        "http://",
        "http://[::1",
    ],
)
async def test_redirects_to_other_schemes_are_refused(location: str) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", redirect(location))
        failure = failed(await ask(server, "/feed"))
    assert (failure.kind, server.connections) == ("redirect", 1)


async def test_a_redirect_to_another_port_of_loopback_is_refused() -> None:
    async with ScriptedServer() as server, ScriptedServer() as other:
        server.script("/feed", redirect(other.url("/secret")))
        other.script("/secret", reply(b"secret"))
        failure = failed(await ask(server, "/feed"))
    assert (failure.kind, other.connections) == ("refused", 0)
    assert failure.reason.startswith(f"127.0.0.1:{other.port} is a private address")


@pytest.mark.parametrize("host", PRIVATE)
async def test_a_redirect_to_a_private_address_is_refused(host: str) -> None:
    async with ScriptedServer() as server, ScriptedServer() as other:
        server.script("/feed", redirect(f"http://{host}:{other.port}/"))
        failure = failed(await ask(server, "/feed"))
    assert (failure.kind, other.connections) == ("refused", 0)


@pytest.mark.parametrize("host", [*PRIVATE, "localhost"])
async def test_a_link_from_content_to_a_private_address_is_refused(host: str) -> None:
    async with ScriptedServer() as server, fetcher() as asking:
        failure = failed(await asking.fetch(Request(url=f"http://{host}:{server.port}/")))
    assert (failure.kind, server.connections) == ("refused", 0)


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1"])
async def test_the_address_counts_that_is_connected_to(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Not what a name looks like, nor what it was known for before."""
    looked_up = name_addresses(monkeypatch, {"rebinding.example": address})
    async with ScriptedServer() as server, fetcher() as asking:
        failure = failed(await asking.fetch(Request(url=f"http://rebinding.example:{server.port}/")))
    assert (failure.kind, server.connections) == ("refused", 0)
    assert looked_up == ["rebinding.example"]


async def test_what_the_reader_gave_may_be_private_and_redirect_within_its_origin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name_addresses(monkeypatch, {"home.example": "127.0.0.1"})
    async with ScriptedServer() as server, fetcher() as asking:
        server.script("/feed", redirect(f"http://home.example:{server.port}/there"))
        server.script("/there", reply(FEED))
        url = f"http://home.example:{server.port}/feed"
        assert answered(await asking.fetch(Request(url=url, private=True))).body == FEED


async def test_the_same_address_by_another_name_is_another_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    name_addresses(monkeypatch, {"home.example": "127.0.0.1"})
    async with ScriptedServer() as server:
        server.script("/feed", redirect(f"http://home.example:{server.port}/there"))
        assert failed(await ask(server, "/feed")).kind == "refused"
    assert len(server.requests) == 1


async def test_the_setting_lets_everything_be_private() -> None:
    async with ScriptedServer() as server, ScriptedServer() as other, fetcher(allow_private=True) as asking:
        server.script("/feed", redirect(other.url("/there")))
        other.script("/there", reply(FEED))
        assert answered(await asking.fetch(Request(url=server.url("/feed")))).body == FEED


async def test_https_does_not_lead_back_to_http(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path, "127.0.0.1")
    if certificate is None:
        pytest.skip("there is no openssl command to make a certificate with")
    async with (
        ScriptedServer(certificate=certificate) as safe,
        ScriptedServer() as plain,
        fetcher(ca_file=certificate.certificate, allow_private=True) as asking,
    ):
        safe.script("/feed", redirect(plain.url("/feed")))
        failure = failed(await asking.fetch(Request(url=safe.url("/feed"))))
    assert (failure.kind, plain.connections) == ("redirect", 0)
    assert "from https to http" in failure.reason


async def test_a_password_goes_to_its_own_host_only() -> None:
    hosts = loopback_addresses(2)
    if len(hosts) < 2:
        pytest.skip("this system has one loopback address only")
    async with (
        ScriptedServer(hosts) as server,
        fetcher(allow_private=True, hosts={hosts[0]: {"X-Key": "key"}}) as asking,
    ):
        server.script("/feed", redirect("/here"))
        server.script("/here", redirect(server.url("/there", host=hosts[1])))
        server.script("/there", redirect(server.url("/back", user="planted:password")))
        server.script("/back", reply(FEED))
        url = server.url("/feed", user="ann:p%40ss")
        response = answered(await asking.fetch(Request(url=url)))
    sent = {seen.target: (seen.header("Authorization"), seen.header("X-Key")) for seen in server.requests}
    basic = "Basic YW5uOnBAc3M="
    assert sent == {
        "/feed": (basic, "key"),
        "/here": (basic, "key"),
        "/there": (None, None),
        "/back": (None, "key"),
    }
    assert "ann" not in response.url + str(response.redirects) + repr(response)


async def test_validators_follow_temporary_redirects_but_not_permanent_ones() -> None:
    """A temporary redirect is still the same resource; a permanent one leads to another."""
    async with ScriptedServer() as server:
        server.script("/temporary", redirect("/there", 307))
        server.script("/permanent", redirect("/there", 301))
        server.script("/there", reply(FEED))
        await ask(server, "/temporary", etag='"1"')
        await ask(server, "/permanent", etag='"1"')
        await ask(server, "/permanent", etag='"1"', validators_from=server.url("/there"))
    sent = [(seen.target, seen.header("If-None-Match")) for seen in server.requests]
    assert sent == [
        ("/temporary", '"1"'),
        ("/there", '"1"'),
        ("/permanent", '"1"'),
        ("/there", None),
        ("/permanent", None),
        ("/there", '"1"'),
    ]


async def test_a_location_may_hold_any_bytes() -> None:
    async with ScriptedServer() as server:
        server.script("/feed", redirect("/caf\u00c3\u00a9 x"))
        server.script("/latin", redirect("/caf\u00e9"))
        await ask(server, "/feed")
        await ask(server, "/latin")
    assert [seen.target for seen in server.requests] == ["/feed", "/caf%C3%A9%20x", "/latin", "/caf%E9"]


async def test_a_proxy_is_not_asked_for_private_names_that_content_gave() -> None:
    async with ScriptedServer() as proxy, fetcher(proxy=proxy.url("/")) as asking:
        for host in (*PRIVATE, "localhost", "localhost.", "printer", "db.internal"):
            failure = failed(await asking.fetch(Request(url=f"http://{host}/")))
            assert failure.kind == "refused", host
    assert proxy.connections == 0


def test_the_tests_do_look_names_up(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = name_addresses(monkeypatch, {"a.example": "127.0.0.9"})
    assert socket.getaddrinfo("a.example", 80)[0][4][0] == "127.0.0.9"
    assert looked_up == ["a.example"]
