"""Training the compression dictionary of articles' bodies on the library."""

import asyncio

from reader.library.library import Library
from reader.store import bodies


async def train_dictionary(library: Library) -> None:
    """Train a new dictionary, in a thread, if the library has grown enough since the last one."""
    if lesson := bodies.lesson(library.db):
        bodies.keep_dictionary(library.db, await asyncio.to_thread(bodies.learn, lesson))
