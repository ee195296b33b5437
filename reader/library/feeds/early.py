"""A parser that gets ready before anything is asked, while a command still imports what it asks with."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from reader.library.library import Library
from reader.sources.parser.pool import ParserPool
from reader.store.feeds import refresh_state


@asynccontextmanager
async def early_parsers(library: Library, wanted: Sequence[int] | None) -> AsyncIterator[ParserPool]:
    """Open the parsers of a refresh; one is begun at once where a feed was never read and so will be.

    `wanted`: the feeds that are asked; None: all that are due. Raises `StoreError`.
    """
    states = refresh_state.feed_states(library.db, wanted, None if wanted is not None else library.clock())
    async with begun_parsers(library, any(state.last_ok is None for state in states)) as parsers:
        yield parsers


@asynccontextmanager
async def begun_parsers(library: Library, needed: bool = True) -> AsyncIterator[ParserPool]:
    """Open parsers; one is begun at once if it will be `needed`, which it never is offline."""
    async with ParserPool() as parsers:
        if needed and not library.offline:
            await parsers.begin()
        yield parsers
