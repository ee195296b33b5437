"""Grouping articles with their duplicates as they arrive or change; `rules` decides what is a duplicate.

A group says nothing of marks. A deleted article stays in its group, so that undoing brings it back there.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.store import state
from reader.store.bodies import text_of
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.duplicates import candidates
from reader.store.duplicates.groups import groups_of
from reader.store.duplicates.rules import (
    LEAST,
    Fingerprint,
    compatible,
    find_duplicates,
    opening,
    plain_title,
    shared_link,
)
from reader.urls.canonical import canonical

UNEXAMINED = "unpaired"
"""The state's name for the highest article that an older version kept without looking for duplicates."""

SLICE = 500
"""Articles that are looked at in one transaction: a key's mark must not wait long for it."""


def fingerprint_of(
    article: int, feed: int, link: str | None, title: str, published: int | None, text_hash: int | None
) -> Fingerprint:
    """Return what an article with these columns is compared by. `feed`: 0 for a saved article."""
    return Fingerprint(article, feed, canonical(link), plain_title(title), published, text_hash)


def group_articles(db: Database, articles: Collection[int]) -> None:
    """Group articles with their duplicates. Part of the caller's transaction.

    Where a feed turns out to have one link for several articles, those that were grouped by that link are
    examined again.
    """
    _group_all(db, _fingerprints(db, articles), {})


def group_new(db: Database, articles: Iterable[Fingerprint], texts: Mapping[int, str]) -> None:
    """Group articles that were just written, as `group_articles` does, without reading them again.

    `texts`: what each of them says; "" where that is too short to be compared.
    """
    _group_all(db, {fingerprint.article: fingerprint for fingerprint in articles}, texts)


def _group_all(db: Database, fingerprints: Mapping[int, Fingerprint], texts: Mapping[int, str]) -> None:
    """Group articles, and again those whose link turned out to tell nothing; `texts`: those at hand."""
    doubted = _group(db, fingerprints, texts)
    if doubted:
        ungroup(db, doubted)
        _group(db, _fingerprints(db, doubted), texts)


def regroup(db: Database, article: int, before: str | None, link: str | None) -> None:
    """Group an article again after its title, text or link changed. Part of the caller's transaction.

    An article whose link is the same stays in its group, whatever it says now.
    """
    if canonical(before) != canonical(link):
        ungroup(db, [article])
    group_articles(db, [article])


def group_backlog(db: Database) -> bool:
    """Group some of the articles that an older version kept, newest first. Returns whether any are left."""
    if state.value(db, UNEXAMINED) is None:
        return False
    left = state.number(db, UNEXAMINED) or 2**62  # of a damaged place nothing is left but that there was one
    with transaction(db, durable=False):
        found = rows(db, "SELECT id FROM article WHERE id <= ? ORDER BY id DESC LIMIT ?", (left, SLICE))
        group_articles(db, [id for (id,) in found])
        if len(found) < SLICE:
            db.execute("DELETE FROM state WHERE name = ?", (UNEXAMINED,))
        else:
            state.keep(db, UNEXAMINED, str(found[-1][0] - 1))
    return len(found) == SLICE


def _group(db: Database, fingerprints: Mapping[int, Fingerprint], texts: Mapping[int, str]) -> list[int]:
    """Group articles. Returns those that are in a group by a link that a feed has for several articles."""
    near = candidates.keep_and_find(
        db, {fingerprint.article: list(_keys(fingerprint)) for fingerprint in fingerprints.values()}
    )
    if not near:
        return []
    more = {other for others in near.values() for other in others} - fingerprints.keys()
    known = {**fingerprints, **_fingerprints(db, more)}
    openings: dict[int, Sequence[str]] = {}

    def opening_of(article: int) -> Sequence[str]:
        if article not in openings:
            openings[article] = opening(texts[article]) if article in texts else _opening(db, article)
        return openings[article]

    doubted: set[int] = set()
    around = _groups_around(db, known)
    for article in sorted(near):
        fingerprint = fingerprints[article]
        others = [known[other] for other in sorted(near[article]) if other in known]
        if fingerprint.link is not None and shared_link(fingerprint, others):
            doubted.update(other.article for other in others if other.link == fingerprint.link)
        if found := find_duplicates(fingerprint, others, opening_of):
            around.merge([fingerprint, *(known[other] for other in found)])
    db.executemany(
        "INSERT OR REPLACE INTO twin (article, twin_group) VALUES (?, ?)", sorted(around.changed.items())
    )
    return sorted(groups_of(db, doubted)) if doubted else []


def _fingerprints(db: Database, articles: Collection[int]) -> dict[int, Fingerprint]:
    if not articles:
        return {}
    found = rows(
        db,
        """SELECT id, ifnull(feed, 0), link, title, published, iif(page, NULL, text_hash)
           FROM carray(?) AS c CROSS JOIN article ON id = c.value""",
        (numbers(articles),),
    )
    return {row[0]: fingerprint_of(*row) for row in found}


def _keys(fingerprint: Fingerprint) -> Iterable[candidates.Key]:
    if fingerprint.link is not None:
        yield candidates.key("link", fingerprint.link)
    if fingerprint.title:
        yield candidates.key("title", fingerprint.title)


def _opening(db: Database, article: int) -> Sequence[str]:
    found = rows(
        db,
        "SELECT packed FROM article JOIN body ON article = id WHERE id = ? AND words >= ?",
        (article, LEAST // 2),
    )
    return opening(text_of(db, found[0][0])) if found else ()


@dataclass(slots=True)
class _Groups:
    """The groups of some articles, as they change."""

    of: dict[int, int]
    """The group of each article that has one."""
    members: dict[int, tuple[Fingerprint, ...]]
    free: int
    """A number that no group has."""
    changed: dict[int, int] = field(default_factory=dict)
    """The new group of each article whose group changed."""

    def merge(self, duplicates: Sequence[Fingerprint]) -> None:
        """Merge the first article with the others and their groups, as far as the rules allow."""
        units = [
            self.members.get(self.of.get(fingerprint.article, 0), (fingerprint,))
            for fingerprint in duplicates
        ]
        together = compatible(dict.fromkeys(units))
        if len(together) == len(units[0]):
            return
        joined = {self.of[member.article] for member in together if member.article in self.of}
        group = min(joined, default=self.free)
        self.free = max(self.free, group + 1)
        for gone in joined - {group}:
            del self.members[gone]
        self.members[group] = tuple(together)
        for member in together:
            if self.of.get(member.article) != group:
                self.of[member.article] = self.changed[member.article] = group


def _groups_around(db: Database, known: Mapping[int, Fingerprint]) -> _Groups:
    """Read the groups that these articles are in, with all their members."""
    found = rows(
        db,
        """SELECT article, twin_group FROM twin
           WHERE twin_group IN (SELECT value FROM carray(?)) ORDER BY article""",
        (numbers(set(groups_of(db, known).values())),),
    )
    of: dict[int, int] = dict(found)
    fingerprints = {**known, **_fingerprints(db, of.keys() - known.keys())}
    members: dict[int, tuple[Fingerprint, ...]] = {}
    for article, group in of.items():
        members[group] = (*members.get(group, ()), fingerprints[article])
    ((last,),) = rows(db, "SELECT ifnull(max(twin_group), 0) FROM twin")
    return _Groups(of, members, int(last) + 1)


def ungroup(db: Database, articles: Collection[int]) -> None:
    """Take articles out of their groups; no group of one is left. Part of the caller's transaction."""
    left = set(groups_of(db, articles).values())
    if left:
        db.execute("DELETE FROM twin WHERE article IN (SELECT value FROM carray(?))", (numbers(articles),))
        db.execute(
            """DELETE FROM twin WHERE twin_group IN (
                   SELECT twin_group FROM twin WHERE twin_group IN (SELECT value FROM carray(?))
                   GROUP BY twin_group HAVING count(*) = 1)""",
            (numbers(left),),
        )
