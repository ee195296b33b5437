"""The first half of a sync: what the reader did goes to the server.

Values are absolute, so that whatever was sent and not answered can be sent again.
"""

from contextlib import suppress
from dataclasses import dataclass, field

from reader.library.accounts.connection import Work
from reader.sources.accounts.backend import (
    AccountError,
    BadShape,
    Forbidden,
    Gone,
    Offline,
    Refused,
    RemoteFeed,
)
from reader.store.accounts import outbox, subscriptions
from reader.store.accounts.outbox import Batch
from reader.store.accounts.subscriptions import Wish
from reader.urls.target import same_request

_WORDS = {
    ("read", True): "read",
    ("read", False): "unread",
    ("starred", True): "starred",
    ("starred", False): "unstarred",
}


MOST_REFUSALS = 20
"""Marks at most that may be refused in one sync, or forbidden in a row: each takes a request of its own."""

MOST_FORBIDDEN = 3
"""Feeds at most of which changes are tried though forbidden: it seems to be so of all."""


class _TooMany(AccountError):
    """The server refuses one mark after the other."""


async def push(work: Work) -> None:
    """Send what waits: changes of feeds in their order, then marks, in batches.

    Raises an `AccountError` where nothing more can be sent. A server in trouble (5xx), or one that answers a
    change with something else, still may be asked.
    """
    for half in (push_feeds, push_marks):
        try:
            await half(work)
        except (Offline, BadShape, _TooMany) as error:
            if isinstance(error, Offline) and not error.reached:
                raise
            work.trouble = str(error)


@dataclass(slots=True)
class _Forbidden:
    """What a server forbids while marks are sent to it."""

    seen: bool = False
    """Whether it forbade anything, and answers otherwise: one that lets nobody in is asked no more."""
    alone: list[tuple[Batch, Forbidden]] = field(default_factory=list)
    """The marks that it forbids, each by itself, and what it says."""
    kinds: set[tuple[str, bool]] = field(default_factory=set)
    """The fields and values of which no more marks are tried."""
    in_a_row: int = 0
    """How many were forbidden since it took one."""
    taken: Batch | None = None
    """A mark that it took last."""

    @property
    def of_all(self) -> bool:
        """Whether it seems to forbid every mark."""
        return bool(self.kinds) and self.taken is None


async def push_marks(work: Work, *, after: int = 0) -> None:
    """Send the marks that wait; with `after` (`outbox.last`) only those that were made since.

    One that is forbidden holds up no other. Raises an `AccountError` where no more can be sent.
    """
    db, caps, forbidden = work.library.db, work.backend.caps, _Forbidden()
    for batch in outbox.batches(db, work.account.id, caps.edit_batch, after=after):
        if batch.field.startswith("tag:") and not caps.item_labels:
            outbox.note_sent(db, batch.marks)
            continue
        if forbidden.of_all:
            await _send(work, batch._replace(marks=batch.marks[:1]), forbidden)
            batch = batch._replace(marks=batch.marks[1:])
        await _send(work, batch, forbidden)
    if forbidden.alone:
        await _note_forbidden(work, forbidden)


async def _send(work: Work, batch: Batch, forbidden: _Forbidden) -> None:
    """Send a batch; one that is refused goes in halves, so that one bad id holds up no other."""
    kind = (batch.field, batch.value)
    if not batch.marks or kind in forbidden.kinds:
        return
    try:
        await work.backend.set_state(batch.field, batch.value, [mark.remote_id for mark in batch.marks])
    except (Refused, Gone, Forbidden) as error:
        if isinstance(error, Forbidden) and not forbidden.seen:
            await work.backend.feeds()
            forbidden.seen = True
        if len(batch.marks) > 1:
            half = len(batch.marks) // 2
            await _send(work, batch._replace(marks=batch.marks[:half]), forbidden)
            await _send(work, batch._replace(marks=batch.marks[half:]), forbidden)
        elif isinstance(error, Forbidden):
            forbidden.alone.append((batch, error))
            forbidden.in_a_row += 1
            if forbidden.in_a_row >= MOST_REFUSALS or forbidden.of_all:
                forbidden.kinds.add(kind)
        else:
            await _refused(work, batch, error)
        return
    work.sent += outbox.note_sent(work.library.db, batch.marks)
    forbidden.in_a_row, forbidden.taken = 0, batch._replace(marks=batch.marks[:1])


async def _note_forbidden(work: Work, forbidden: _Forbidden) -> None:
    """Count marks as refused by name, where the server takes others, which what it took is sent again for.

    Raises the error of one of which that is not known: the door may be shut to all, and it waits.
    """
    open_to_others = False
    if (taken := forbidden.taken) is not None:
        with suppress(Forbidden):
            await work.backend.set_state(taken.field, taken.value, [mark.remote_id for mark in taken.marks])
            open_to_others = True
    waits = forbidden.alone[-1][1] if forbidden.kinds else None
    for batch, error in forbidden.alone:
        if open_to_others or outbox.was_refused(work.library.db, batch.marks[0]):
            _drop_in_time(work, batch, "the server forbids that (403)")
        else:
            waits = error
    if waits is not None:
        raise waits


async def _refused(work: Work, batch: Batch, error: Refused | Gone) -> None:
    """Note that a single mark is refused, by a server that answers otherwise: one that refuses everything is
    away, and no mark is dropped for that. Raises its error then, and `_TooMany`.
    """
    if not work.refused:
        await work.backend.feeds()
    work.refused += 1
    if work.refused > MOST_REFUSALS:
        raise _TooMany(str(error))
    _drop_in_time(work, batch, str(error))


def _drop_in_time(work: Work, batch: Batch, reason: str) -> None:
    """Note that a single mark was refused by name; one that was too often is dropped, and told of."""
    db, mark = work.library.db, batch.marks[0]
    title = outbox.title_of(db, work.account.id, mark.remote_id)
    if outbox.refuse(db, mark):
        tag = batch.field.removeprefix("tag:")
        words = _WORDS.get((batch.field, batch.value)) or f"{'+' if batch.value else '-'}{tag}"
        work.notices.append(f"the server will not have “{title}” {words}: {reason}")


async def push_feeds(work: Work) -> None:
    """Do to the server's feeds what the reader wants; what is so already is done.

    Where the change of one feed is forbidden, those of others are tried. Raises an `AccountError`.
    """
    db = work.library.db
    wishes = subscriptions.wishes(db, work.account.id)
    if not wishes:
        return
    listed = await work.backend.feeds()
    forbidden: dict[int, Forbidden] = {}
    for wish in wishes:
        if wish.feed in forbidden or len(forbidden) >= MOST_FORBIDDEN:
            continue  # the changes of one feed keep their order
        if is_so(wish, listed):
            _done(work, wish, listed, None)
            continue
        try:
            id = await _do(work, wish, listed)
        except Forbidden as error:
            forbidden[wish.feed] = error
            continue
        except (Refused, Gone, BadShape) as error:
            listed = await work.backend.feeds()
            if is_so(wish, listed):
                _done(work, wish, listed, None)
            elif subscriptions.refuse(db, wish, str(error), work.most_tries):
                work.notices.append(_told(wish, error))
            continue
        _done(work, wish, listed, id)
        if wish.op == "subscribe":
            listed = await work.backend.feeds()
            await _name_again(work, wish, listed)
    if forbidden:
        raise next(iter(forbidden.values()))


async def _name_again(work: Work, wish: Wish, listed: list[RemoteFeed]) -> None:
    """Give a feed that was subscribed to anew the title that it had, where the server lets feeds be named."""
    remote = _on_server(wish, listed)
    if wish.value and remote is not None and remote.title != wish.value:
        with suppress(Refused, Gone, BadShape):
            await work.backend.rename_feed(remote.id, wish.value)


def _done(work: Work, wish: Wish, listed: list[RemoteFeed], id: str | None) -> None:
    remote = _on_server(wish, listed)
    subscriptions.fulfil(work.library.db, wish, id or (remote.id if remote else None))
    work.sent += 1


def _told(wish: Wish, error: Exception) -> str:
    name = wish.title or wish.url
    words = {"subscribe": "subscribed to", "unsubscribe": "removed", "title": "renamed", "folder": "moved"}
    return f"{name} is not {words[wish.op]}: {error}"


def _on_server(wish: Wish, listed: list[RemoteFeed]) -> RemoteFeed | None:
    """Return the feed that a wish is about as the server has it; None where it has none."""
    for feed in listed:
        if feed.id == wish.remote_id:
            return feed
    wanted = same_request(wish.url)
    return next((feed for feed in listed if feed.url and same_request(feed.url) == wanted), None)


def is_so(wish: Wish, listed: list[RemoteFeed]) -> bool:
    """Return whether the server's feeds are what a wish wants them to be."""
    remote = _on_server(wish, listed)
    match wish.op:
        case "subscribe":
            return remote is not None
        case "unsubscribe":
            return remote is None
        case "title":
            return wish.value is None or (remote is not None and remote.title == wish.value)
        case "folder":
            return remote is not None and next(iter(remote.folders), None) == wish.value
    return True


async def _do(work: Work, wish: Wish, listed: list[RemoteFeed]) -> str | None:
    """Do what is wanted. Returns the server's id for a feed that is new. Raises `Gone` for one it has not."""
    remote = _on_server(wish, listed)
    if wish.op == "subscribe":
        return await work.backend.subscribe(wish.url, wish.folder)
    if remote is None:
        raise Gone("the server does not have it")
    if wish.op == "unsubscribe":
        await work.backend.unsubscribe(remote.id)
    elif wish.op == "title":
        await work.backend.rename_feed(remote.id, wish.value or "")
    else:
        await work.backend.move_feed(remote.id, wish.value, remote.folders)
    return None
