"""Looking up what a server itself says of single articles."""

from collections.abc import Sequence

from reader.library.accounts.connection import Work
from reader.sources.accounts.backend import RemoteItem


async def look_up(work: Work, wanted: Sequence[str]) -> list[RemoteItem]:
    """Return what the server has of these; what it does not give is asked for once more: answers are cut."""
    found = [item async for batch in work.backend.contents(wanted) for item in batch] if wanted else []
    given = {item.id for item in found}
    if absent := [id for id in wanted if id not in given]:
        found += [item async for batch in work.backend.contents(absent) for item in batch]
    return found
