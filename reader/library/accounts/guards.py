"""What keeps a server that loses articles, or sends half a list, from taking the reader's marks along.

Decisions only: what is asked for, and what of a change remains once the server's own articles are known.
"""

import random
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from reader.sources.accounts.backend import BadShape, RemoteItem
from reader.store.accounts.items import Change

LOOKED_UP = 500
"""Articles at most that are looked up before they become read by a list that came in several pages."""

SAMPLED = 100
"""Articles at most that are looked up before they become read by a list that came whole."""

MANY = 50
"""A list of more than so many ids that is empty the next time is asked for once more."""


def is_suspicious(count: int, last: int) -> bool:
    """Return whether a list of so many ids must come twice, after it had `last` of them."""
    return count == 0 and last > MANY


def to_look_up(change: Change, pages: int, batch: int) -> tuple[list[str], list[str]]:
    """Return the articles to look up: all that would lose a star, and some that would become read.

    `pages`: how many requests the list of unread ones took, which may have lost some on the way; `batch`: how
    many the server gives at once.
    """
    most = LOOKED_UP if pages > 1 else min(SAMPLED, batch)
    read = change.read if len(change.read) <= most else random.sample(change.read, most)
    return list(change.unstarred), read


class Verdict(NamedTuple):
    """What remains of a change."""

    change: Change
    gone: set[str]
    """Articles that the server no longer has: their stars stay."""


def judge(change: Change, looked_up: Collection[str], found: Iterable[RemoteItem]) -> Verdict:
    """Return what of a change may be applied, now that these articles were looked up.

    What the server itself shows as starred or unread stays so. Raises `BadShape` where most articles say
    another thing than the list: then it is the list that is wrong.
    """
    on_server = {item.id: item for item in found}
    gone = {id for id in looked_up if id not in on_server}
    still_unread = {id for id, item in on_server.items() if item.read is False}
    still_starred = {id for id, item in on_server.items() if item.starred}
    _doubt(change.read, still_unread, on_server)
    return Verdict(
        change._replace(
            read=[id for id in change.read if id not in still_unread],
            unstarred=[id for id in change.unstarred if id not in gone and id not in still_starred],
        ),
        gone,
    )


def _doubt(read: Sequence[str], still_unread: Collection[str], there: Collection[str]) -> None:
    looked_up = [id for id in read if id in there]
    wrong = sum(id in still_unread for id in looked_up)
    if wrong > 2 and wrong * 2 > len(looked_up):
        raise BadShape("the server's list of unread articles is not whole")
