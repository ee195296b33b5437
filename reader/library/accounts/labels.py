"""The tags of a server's articles, of which each is a list of its own.

A sync asks for the lists that cannot be as they are here, by the number of unread articles that the server
tells of each, and for a few others by turns.
"""

import asyncio
from collections.abc import Mapping, Sequence

from reader.document.sanitize import sanitize_line
from reader.library.accounts.connection import Work
from reader.library.accounts.look_up import look_up
from reader.store.accounts import accounts, items
from reader.store.pacing import BREATH

BY_TURNS = 2
"""Tags whose articles are asked for though nothing says that they are others: all have their turn."""

MORE_BY_TURNS = 10
"""The same, where the sync brings or sends something anyhow."""

LOOKED_UP = 500
"""Articles at most that are looked up before they lose a tag."""

_LONGEST = 500
"""Characters of a tag."""


async def apply_labels(work: Work, told: Mapping[str, int | None]) -> None:
    """Make the tags of articles what the server says. `told`: how many unread articles have each, if it says.

    Raises an `AccountError`.
    """
    db, account = work.library.db, work.account
    names = [label for label in told if sanitize_line(label)[:_LONGEST] == label]
    here = items.label_counts(db, account.id)
    seen = accounts.detail(db, account.id, "labels")
    known = seen if isinstance(seen, dict) else {}
    differ = [
        name
        for name in names
        if told[name] is not None
        and told[name] != here.get(name, 0)
        and known.get(name) != _both(name, told, here)
    ]
    gone = [name for name in known if name not in told]
    turn, after = _turn(work, [name for name in names if name not in differ])
    for label in [*differ, *turn]:
        await _apply(work, label, set((await work.backend.label_ids(label)).ids))
    for label in gone:
        await _apply(work, label, set())
    if after is not None:
        accounts.set_detail(db, account.id, "next_label", after)
    if differ or known.keys() != set(names):
        here = items.label_counts(db, account.id)
        kept = {name: _both(name, told, here) for name in names}
        accounts.set_detail(db, account.id, "labels", dict.fromkeys(gone) | kept)


def _turn(work: Work, others: Sequence[str]) -> tuple[Sequence[str], int | None]:
    """Return the tags whose turn it is, and the place of the next one; None where all have their turn."""
    most = MORE_BY_TURNS if work.sent or work.new or work.changed else BY_TURNS
    if len(others) <= most:
        return others, None
    first = accounts.detail(work.library.db, work.account.id, "next_label")
    start = first % len(others) if isinstance(first, int) else 0
    return [*others[start:], *others[:start]][:most], (start + most) % len(others)


def _both(name: str, told: Mapping[str, int | None], here: Mapping[str, int]) -> list[int | None]:
    return [told[name], here.get(name, 0)]


async def _apply(work: Work, label: str, listed: set[str]) -> None:
    """Make one tag's articles what the server lists; what it shows with the tag though, keeps it."""
    db, account = work.library.db, work.account.id
    lost = [id for id in items.labelled(db, account, label) if id not in listed][:LOOKED_UP]
    listed |= {item.id for item in await look_up(work, lost) if label in (item.labels or ())}
    for changed in items.set_label(db, account, label, listed):
        work.changed += changed
        await asyncio.sleep(BREATH)
