"""Learning from the library's articles how to keep the next ones small."""

import asyncio

from reader.library.library import Library
from reader.store import bodies


async def learn(library: Library) -> None:
    """Learns if the library has grown enough since the last time; beside what else goes on."""
    if lesson := bodies.lesson(library.db):
        bodies.keep_dictionary(library.db, await asyncio.to_thread(bodies.learn, lesson))
