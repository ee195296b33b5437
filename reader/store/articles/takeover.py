"""Articles and marks that another reader has kept: new ones are written, known ones get the marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from reader.model import ParsedArticle
from reader.store import undo_changes, undo_log
from reader.store.articles import ingest
from reader.store.articles.identity import Known, decide, entry_of
from reader.store.articles.ingest import Arrival
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.said import noting
from reader.store.undo_changes import pack_ids


@dataclass(frozen=True, slots=True)
class Marked:
    """An article with the marks that another reader has given it."""

    parsed: ParsedArticle
    """The article; its `read`, `starred` and `tags` are marks."""
    deleted: bool = False
    """Whether it was deleted."""


@dataclass(slots=True)
class Changes:
    """What was written, by the articles' ids."""

    added: list[int] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    """Articles that were there, and were unread."""
    starred: list[int] = field(default_factory=list)
    tagged: dict[str, list[int]] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)

    def add(self, others: "Changes") -> None:
        """Add what was written besides."""
        for mine, more in (
            (self.added, others.added), (self.read, others.read), (self.starred, others.starred),
            (self.deleted, others.deleted),
        ):  # fmt: skip
            mine.extend(more)
        for tag, ids in others.tagged.items():
            self.tagged.setdefault(tag, []).extend(ids)


def keep_marked(
    db: Database, feed: int, articles: Sequence[Marked], *, now: int, entry: undo_log.Entry
) -> Changes:
    """Keep a feed's articles with their marks, in one transaction. Returns what was written.

    What is known keeps its text and its own marks, and gets these besides. `entry`: the action that this is
    a part of.
    """
    of = {id(marked.parsed): marked for marked in articles}
    with transaction(db, durable=False):
        decisions = decide((marked.parsed for marked in articles), lambda keys: ingest.known(db, feed, keys))
        pairs = [(decision, of[id(decision.entry.parsed)]) for decision in decisions]
        there, new = [], []
        for decision, marked in pairs:
            known = decision.article or _known_by_link(db, feed, marked.parsed)
            if known is None:
                new.append((decision, marked))
            else:
                there.append((known, marked))
        arrivals = [
            Arrival(d.entry.parsed, _keys(d.keys, m.parsed), d.entry.text_hash, read=m.parsed.read)
            for d, m in new
        ]
        added = ingest.insert(db, feed, arrivals, now)
        changes = Changes(added=list(added))
        every = [*there, *zip(added, (marked for _, marked in new), strict=True)]
        _mark(db, every, changes, now)
        noting.as_they_are(db, added)
        for field, ids in (
            ("read", changes.read),
            ("starred", changes.starred),
            ("deleted", changes.deleted),
        ):
            noting.articles(db, field, True, ids)
        for tag, ids in changes.tagged.items():
            noting.articles(db, f"tag:{tag}", True, ids)
        _note(db, changes, entry, now)
    return changes


def _note(db: Database, changes: Changes, entry: undo_log.Entry, now: int) -> None:
    """Note what was before: new articles were not there, known ones had other marks."""
    fresh = set(changes.added)

    def known(ids: Iterable[int]) -> list[int]:
        return [id for id in ids if id not in fresh]

    read, starred, deleted = map(known, (changes.read, changes.starred, changes.deleted))
    tagged = {tag: ids for tag, found in changes.tagged.items() if (ids := known(found))}
    turned = {name: (0, pack_ids(ids)) for name, ids in (("read", read), ("starred", starred)) if ids}
    if changes.added:
        entry.note(db, undo_changes.Kept(pack_ids(changes.added)), len(changes.added), now=now)
    if turned:
        entry.note(db, undo_changes.Marked(turned), len({*read, *starred}), now=now)
    if tagged:
        packed = {tag: pack_ids(ids) for tag, ids in tagged.items()}
        entry.note(db, undo_changes.Tagged(packed, {}), 0, now=now)
    if deleted:
        entry.note(db, undo_changes.Deleted(pack_ids(deleted)), len(deleted), now=now)


def _without_key(parsed: ParsedArticle) -> int:
    return entry_of(replace(parsed, key=None)).main


def _keys(keys: tuple[int, ...], parsed: ParsedArticle) -> tuple[int, ...]:
    """Return the keys with that of the link: where a feed has no ids, others make some of their own."""
    return (*keys, _without_key(parsed)) if parsed.link else keys


def _known_by_link(db: Database, feed: int, parsed: ParsedArticle) -> int | None:
    if not parsed.link:
        return None
    key = _without_key(parsed)
    found = ingest.known(db, feed, [key]).get(key)
    return found.article if isinstance(found, Known) and found.title == parsed.title else None


def _mark(db: Database, pairs: Sequence[tuple[int, Marked]], changes: Changes, now: int) -> None:
    """Give articles the marks that they have not yet."""
    fresh = set(changes.added)

    def turned(column: str, ids: list[int]) -> list[int]:
        found = rows(
            db,
            f"""UPDATE article SET {column} = 1 WHERE id IN (SELECT value FROM carray(?))
                AND {column} = 0 AND deleted = 0 RETURNING id""",
            (numbers(ids),),
        )
        return [one for (one,) in found]

    changes.read += turned("read", [one for one, m in pairs if m.parsed.read and one not in fresh])
    changes.starred += turned("starred", [one for one, m in pairs if m.parsed.starred])
    for tag in dict.fromkeys(tag for _, m in pairs for tag in m.parsed.tags):
        found = rows(
            db,
            """INSERT OR IGNORE INTO article_tag (tag, sort_at, article)
               SELECT ?, sort_at, id FROM article WHERE id IN (SELECT value FROM carray(?)) AND deleted = 0
               RETURNING article""",
            (tag, numbers([one for one, m in pairs if tag in m.parsed.tags])),
        )
        changes.tagged.setdefault(tag, []).extend(one for (one,) in found)
    found = rows(
        db,
        """UPDATE article SET deleted = 1, deleted_at = ? WHERE id IN (SELECT value FROM carray(?))
           AND deleted = 0 RETURNING id""",
        (now, numbers([one for one, m in pairs if m.deleted])),
    )
    changes.deleted += [one for (one,) in found]
