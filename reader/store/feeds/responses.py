"""What a feed's response leaves behind: its articles, and the feed's next state, in one transaction."""

from typing import NamedTuple

from reader.model import FeedState, ParsedFeed
from reader.store.articles import ingest
from reader.store.database.connection import Database, Row, rows, transaction
from reader.store.feeds import backlog
from reader.store.feeds.feed_rows import pack_update_hints
from reader.store.feeds.feeds import free_address
from reader.ways import unpack_ways


class Kept(NamedTuple):
    """How many articles a response brought."""

    new: int
    changed: int
    """Articles whose title or text changed."""
    read: int = 0
    """How many of the new ones were marked read, as a backlog."""


def keep_response(
    db: Database,
    state: FeedState,
    parsed: ParsedFeed | None,
    *,
    now: int,
    newest: int = backlog.ALL_UNREAD,
    arrived: ingest.Arrived | None = None,
) -> Kept:
    """Keep, in one transaction, what a feed's response brought: articles, validators, and the next due time.

    `parsed` is None where there is nothing to read (unchanged, or failed). The response of a feed that was
    removed, or that was given another address since it was asked, is dropped. An address that the state
    changed is taken over unless another feed has it. Of a feed that is read for the first time so many
    `newest` articles stay unread, unless it has its own way; `arrived` is then called with those that are
    new. Returns how many are new and changed.
    """
    with transaction(db, durable=False):
        found = rows(db, "SELECT url, removed, url_edited, ways FROM feed WHERE id = ?", (state.id,))
        if not found or _outdated(state, found[0], now):
            db.execute("UPDATE feed SET claimed_until = NULL WHERE id = ?", (state.id,))
            return Kept(0, 0)
        if state.url != found[0][0]:
            free_address(db, state.url)
        first = parsed is not None and backlog.is_expected(db, state.id)
        _write_state(db, state)
        if parsed is None:
            return Kept(0, 0)
        db.execute(
            "UPDATE feed SET title = coalesce(nullif(?, ''), title), site = coalesce(?, site) WHERE id = ?",
            (parsed.title, parsed.site, state.id),
        )
        read = 0
        if first:
            own = unpack_ways(found[0][3]).backlog
            kept, read = _keep_first(db, state.id, parsed, newest if own is None else own, now)
        else:
            kept = ingest.keep_articles(db, state.id, parsed.articles, now)
        if kept.new and arrived:
            arrived(db, state.id, kept.new)
        return Kept(len(kept.new), kept.changed, read)


def _keep_first(
    db: Database, feed: int, parsed: ParsedFeed, newest: int, now: int
) -> tuple[ingest.Ingested, int]:
    """Keep the articles that a feed has when it is read for the first time; so many newest stay unread.

    Returns what became of them, and how many were marked read.
    """
    unread = backlog.to_keep(db, newest)
    kept = ingest.keep_articles(db, feed, parsed.articles, now, unread=unread)
    marked = backlog.mark_read(db, feed, newest, now=now) if unread is None else 0
    backlog.note(db, feed, kept.backlog, now=now)
    return kept, marked + len(kept.backlog)


def _outdated(state: FeedState, row: Row, now: int) -> bool:
    url, removed, edited, *_ = row
    asked = now if state.last_checked is None else state.last_checked
    return removed is not None or (url != state.url and edited is not None and edited >= asked)


def _write_state(db: Database, state: FeedState) -> None:
    db.execute(
        """UPDATE feed SET etag = ?, last_modified = ?, body_hash = ?, next_due = ?, last_checked = ?,
           last_ok = ?, failures = ?, error = ?, silenced_until = ?, gone = ?, moved_to = ?, pace = ?,
           claimed_until = NULL WHERE id = ?""",
        (
            state.etag,
            state.last_modified,
            state.body_hash,
            state.next_due,
            state.last_checked,
            state.last_ok,
            state.failures,
            state.error,
            state.rate_limited_until,
            int(state.gone),
            state.moved_to,
            pack_update_hints(state),
            state.id,
        ),
    )
    db.execute("UPDATE OR IGNORE feed SET url = ?1 WHERE id = ?2 AND url <> ?1", (state.url, state.id))
