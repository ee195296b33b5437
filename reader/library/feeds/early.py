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
    async with ParserPool() as parsers:
        due_at = None if wanted is not None else library.clock()
        states = refresh_state.feed_states(library.db, wanted, due_at)
        if not library.offline and any(state.last_ok is None for state in states):
            await parsers.begin()
        yield parsers
