"""A backend at work on a fake, for the tests of single backends."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from reader.sources.accounts.backend import Backend, Login, RemoteItem
from reader.sources.accounts.kinds import backend_of
from reader.sources.accounts.web import Web
from reader.sources.http.fetch import Fetcher


@asynccontextmanager
async def backend(
    kind: str,
    url: str,
    *,
    user: str = "alice",
    password: str = "alice-word",
    kept: dict[str, str] | None = None,
) -> AsyncIterator[Backend]:
    """A backend that has not asked for anything yet."""
    async with Fetcher(user_agent="newsreader", allow_private=True) as fetcher:
        yield backend_of(kind)(Web(fetcher), Login(url, user, lambda: password, {} if kept is None else kept))


async def items(one: Backend, ids: Sequence[str]) -> list[RemoteItem]:
    """All that the server has of these."""
    return [item async for batch in one.contents(ids) for item in batch]
