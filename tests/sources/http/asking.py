"""What the tests of `sources.http` share."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from reader.sources.http.fetch import Failure, Fetcher, Request, Response
from tests.server import ScriptedServer

USER_AGENT = "newsreader/1.2.3 (+https://newsreader.example/)"


def fetcher(**options: Any) -> Fetcher:
    return Fetcher(user_agent=USER_AGENT, **options)


async def ask(server: ScriptedServer, path: str = "/", **options: Any) -> Response | Failure:
    """One fetch of a path of the server, as of a URL that the reader typed."""
    async with fetcher() as asking:
        return await asking.fetch(Request(url=server.url(path), private=True, **options))


def answered(outcome: Response | Failure) -> Response:
    assert isinstance(outcome, Response), outcome
    return outcome


def failed(outcome: Response | Failure) -> Failure:
    assert isinstance(outcome, Failure), outcome
    return outcome


def name_addresses(monkeypatch: pytest.MonkeyPatch, known: dict[str, str]) -> list[str]:
    """Give host names addresses, as a name server would; returns the names as they are looked up."""
    system: Callable[..., Any] = socket.getaddrinfo
    looked_up: list[str] = []

    def getaddrinfo(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        if host in known:
            looked_up.append(host)
        return system(known.get(host, host), port, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return looked_up
