"""Failures in words, without secrets; certificates; proxies."""

import asyncio
import os
from pathlib import Path

import pytest

from reader.sources.http.fetch import BadCaFile, Request
from tests.certificates import Certificate, self_signed
from tests.server import ScriptedServer, hang, raw, redirect, reply
from tests.sources.http.asking import answered, ask, failed, fetcher, name_addresses

FEED = b"<rss/>"


def certificate(folder: Path, name: str = "127.0.0.1", *, expired: bool = False) -> Certificate:
    made = self_signed(folder, name, expired=expired)
    if made is None:
        pytest.skip("there is no openssl command to make a certificate with")
    return made


async def test_a_refused_connection() -> None:
    async with ScriptedServer() as server:
        port = server.port
    failure = failed(await ask(server, "/feed"))
    assert (failure.kind, failure.reason) == ("closed", f"127.0.0.1:{port} refused the connection")


@pytest.mark.parametrize("host", ["no-such-host.invalid", "xn--nxasmq6b.invalid"])
async def test_an_unknown_host(host: str) -> None:
    async with fetcher() as asking:
        failure = failed(await asking.fetch(Request(url=f"http://{host}/feed")))
    assert failure.kind == "dns"
    assert failure.reason in (
        f"{host}: no such host",
        f"{host} could not be looked up: no name server answered",
    )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "this is not an http or https address"),
        ("/etc/passwd", "this is not an http or https address"),
        ("feed:x", "this is not an http or https address"),
        ("http://", "this is not a valid address"),
        ("http://[::1", "this is not a valid address"),
        ("http://h:99999/", "this is not a valid address"),
        ("http://h:0/", "this is not a valid address"),
        ("http://a b/", "this is not a valid address"),
        ("http://a..b/", "this is not a valid address"),
        (f"http://{'a' * 64}.example/", "this is not a valid address"),
        ("http://\u202eexample/", "this is not a valid address"),
    ],
)
async def test_what_is_no_address_is_refused(url: str, reason: str) -> None:
    async with fetcher() as asking:
        failure = failed(await asking.fetch(Request(url=url, private=True)))
    assert (failure.kind, failure.reason) == ("refused", reason)


async def test_no_failure_tells_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        redirect("ftp://x/"),
        redirect("http://10.0.0.1/"),
        redirect("/feed"),
        raw(b""),
        raw(b"junk\r\n\r\n"),
        hang(),
        reply(FEED, 200, Content_Encoding="br"),
        reply(b""),
    ]
    async with ScriptedServer() as server, fetcher(deadline=0.2) as asking:
        url = server.url("/feed", user="ann:s3cret")
        for response in answers:
            server.script("/feed", response)
            failure = failed(await asking.fetch(Request(url=url, private=True)))
            assert "s3cret" not in repr(failure), response
            assert "ann" not in repr(failure), response
    assert server.requests[0].header("Authorization") == "Basic YW5uOnMzY3JldA=="


async def test_a_password_is_in_no_exception_of_a_wrong_address() -> None:
    async with fetcher() as asking:
        failure = failed(await asking.fetch(Request(url="https://ann:s3cret@/feed")))
    assert "s3cret" not in repr(failure)


async def test_a_self_signed_certificate_is_refused_in_words(tmp_path: Path) -> None:
    async with ScriptedServer(certificate=certificate(tmp_path)) as server:
        failure = failed(await ask(server, "/feed"))
    sentence = f"the certificate of 127.0.0.1:{server.port} is not valid: self-signed"
    assert (failure.kind, failure.reason, server.requests) == ("certificate", sentence, [])


async def test_a_certificate_in_the_ca_file_is_trusted(tmp_path: Path) -> None:
    own = certificate(tmp_path)
    async with ScriptedServer(certificate=own) as server, fetcher(ca_file=own.certificate) as asking:
        server.script("/feed", reply(FEED))
        response = answered(await asking.fetch(Request(url=server.url("/feed"), private=True)))
    assert response.body == FEED


async def test_a_certificate_for_another_host_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = certificate(tmp_path, "right.example")
    name_addresses(monkeypatch, {"wrong.example": "127.0.0.1"})
    async with ScriptedServer(certificate=own) as server, fetcher(ca_file=own.certificate) as asking:
        url = server.url("/feed", host="wrong.example")
        failure = failed(await asking.fetch(Request(url=url, private=True)))
    assert (failure.kind, failure.reason.endswith("is for another host")) == ("certificate", True)


async def test_an_expired_certificate_is_refused(tmp_path: Path) -> None:
    own = certificate(tmp_path, expired=True)
    async with ScriptedServer(certificate=own) as server, fetcher(ca_file=own.certificate) as asking:
        failure = failed(await asking.fetch(Request(url=server.url("/feed"), private=True)))
    assert (failure.kind, failure.reason.endswith("has expired")) == ("certificate", True)


async def test_https_where_http_is_spoken_is_told() -> None:
    async def impatient(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(impatient, "127.0.0.1", 0)
    async with server, fetcher() as asking:
        port = server.sockets[0].getsockname()[1]
        failure = failed(await asking.fetch(Request(url=f"https://127.0.0.1:{port}/", private=True)))
    assert (failure.kind, failure.reason.startswith("no safe connection to 127.0.0.1:")) == ("tls", True)


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_a_ca_file_that_cannot_be_used_is_told(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(BadCaFile, match=r"ca\.pem is not a readable file of certificates"):
        fetcher(ca_file=file)


async def test_a_configured_proxy_is_used_and_names_are_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = name_addresses(monkeypatch, {"news.example": "127.0.0.1"})
    async with ScriptedServer() as proxy, fetcher(proxy=proxy.url("", user="pat:pw")) as asking:
        proxy.script("http://news.example/feed", reply(FEED))
        response = answered(await asking.fetch(Request(url="http://news.example/feed")))
    assert (response.body, looked_up) == (FEED, [])
    assert proxy.requests[0].header("Proxy-Authorization") == "Basic cGF0OnB3"
    assert proxy.requests[0].header("Authorization") is None


async def test_https_goes_through_a_tunnel() -> None:
    async with ScriptedServer() as proxy, fetcher(proxy=proxy.url("", user="pat:pw")) as asking:
        proxy.script("news.example:443", reply(status=407))
        failure = failed(await asking.fetch(Request(url="https://news.example/feed")))
    assert [seen.method for seen in proxy.requests] == ["CONNECT"]
    assert failure.reason == "the proxy refused to connect to news.example (error 407)"
    assert "pw" not in repr(failure)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_the_environment_names_the_proxy(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    async with ScriptedServer() as proxy, ScriptedServer() as direct, fetcher() as asking:
        monkeypatch.setenv(variable, proxy.url(""))
        monkeypatch.setenv("NO_PROXY", f"127.0.0.1:{direct.port}")
        proxy.script("http://news.example/feed", reply(FEED))
        direct.script("/feed", reply(FEED))
        answered(await asking.fetch(Request(url="http://news.example/feed")))
        answered(await asking.fetch(Request(url=direct.url("/feed"), private=True)))
    assert [seen.target for seen in proxy.requests] == ["http://news.example/feed"]
    assert [seen.target for seen in direct.requests] == ["/feed"]


async def test_a_proxy_that_is_down_is_named_without_its_password() -> None:
    async with ScriptedServer() as gone:
        address = gone.url("", user="pat:pw")
    async with fetcher(proxy=address) as asking:
        failure = failed(await asking.fetch(Request(url="http://news.example/feed")))
    assert (failure.kind, failure.reason) == ("connect", "the proxy 127.0.0.1 refused the connection")


async def test_a_proxy_of_another_kind_is_refused_rather_than_passed_by() -> None:
    async with ScriptedServer() as server, fetcher(proxy="socks5://127.0.0.1:9050") as asking:
        failure = failed(await asking.fetch(Request(url=server.url("/feed"), private=True)))
    assert (failure.kind, server.connections) == ("connect", 0)


async def test_no_file_of_passwords_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(os.environ["HOME"])
    for name in (".netrc", "_netrc"):
        (home / name).write_text("machine 127.0.0.1 login ann password s3cret\n")
        (home / name).chmod(0o600)
    async with ScriptedServer() as server:
        await ask(server, "/feed")
    assert server.requests[0].header("Authorization") is None
