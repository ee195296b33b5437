"""Finding the twins of articles as they arrive or change; what is one is decided in `sameness`.

Membership says nothing of marks, and a deleted article stays in its group: it comes back into it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.store import state
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.duplicates import candidates
from reader.store.duplicates.groups import groups
from reader.store.duplicates.rules import LEAST, Face, opening, partners, plain_title, shared_link, united
from reader.store.search.index import text_of
from reader.urls.canonical import canonical

UNPAIRED = "unpaired"
"""Under this name the store keeps up to which article an older version of it looked for no twins."""

SLICE = 500
"""Articles that are looked at in one transaction: a key's mark must not wait long for it."""


def settle(db: Database, articles: Iterable[int]) -> None:
    """Puts articles together with those that they are one with. Part of the caller's transaction.

    Where a feed turns out to have one link for several articles, those that were put together by it are
    looked at again.
    """
    doubted = _pair(db, articles)
    if doubted:
        part(db, doubted)
        _pair(db, doubted)


def moved(db: Database, article: int, before: str | None, link: str | None) -> None:
    """The article has another title, text or link. Part of the caller's transaction.

    With the same link it stays with its twins, whatever it says now.
    """
    if canonical(before) != canonical(link):
        part(db, [article])
    settle(db, [article])


def catch_up(db: Database) -> bool:
    """Looks at some of the articles that an older version kept, the newest first; whether any are left."""
    left = state.value(db, UNPAIRED)
    if left is None:
        return False
    with transaction(db, durable=False):
        found = rows(db, "SELECT id FROM article WHERE id <= ? ORDER BY id DESC LIMIT ?", (int(left), SLICE))
        settle(db, [id for (id,) in found])
        if len(found) < SLICE:
            db.execute("DELETE FROM state WHERE name = ?", (UNPAIRED,))
        else:
            state.keep(db, UNPAIRED, str(found[-1][0] - 1))
    return len(found) == SLICE


def _pair(db: Database, articles: Iterable[int]) -> list[int]:
    """Puts articles together; tells which ones are held together by a link that tells nothing."""
    faces = _faces(db, articles)
    near = candidates.exchange(db, {face.article: list(_keys(face)) for face in faces.values()})
    known = faces | _faces(db, {other for others in near.values() for other in others} - faces.keys())
    openings: dict[int, Sequence[str]] = {}

    def opening_of(article: int) -> Sequence[str]:
        if article not in openings:
            openings[article] = _opening(db, article)
        return openings[article]

    doubted: set[int] = set()
    around = _groups_around(db, known)
    for article in sorted(near):
        face = faces[article]
        others = [known[other] for other in sorted(near[article]) if other in known]
        if face.link is not None and shared_link(face, others):
            doubted.update(other.article for other in others if other.link == face.link)
        if found := partners(face, others, opening_of):
            around.unite([face, *(known[other] for other in found)])
    db.executemany(
        "INSERT OR REPLACE INTO twin (article, twin_group) VALUES (?, ?)", sorted(around.changed.items())
    )
    return sorted(groups(db, doubted)) if doubted else []


def _faces(db: Database, articles: Iterable[int]) -> dict[int, Face]:
    found = rows(
        db,
        """SELECT id, ifnull(feed, 0), link, title, published
           FROM carray(?) AS c CROSS JOIN article ON id = c.value""",
        (numbers(articles),),
    )
    return {
        id: Face(id, feed, canonical(link), plain_title(title), published)
        for id, feed, link, title, published in found
    }


def _keys(face: Face) -> Iterable[candidates.Key]:
    if face.link is not None:
        yield candidates.key("link", face.link)
    if face.title:
        yield candidates.key("title", face.title)


def _opening(db: Database, article: int) -> Sequence[str]:
    found = rows(
        db,
        "SELECT packed FROM article JOIN body ON article = id WHERE id = ? AND words >= ?",
        (article, LEAST // 2),
    )
    return opening(text_of(db, found[0][0])) if found else ()


@dataclass(slots=True)
class _Groups:
    """The groups that some articles are in, as they become."""

    of: dict[int, int]
    """The group of each article in them."""
    members: dict[int, tuple[Face, ...]]
    free: int
    """A number that no group has."""
    changed: dict[int, int] = field(default_factory=dict)
    """Articles with the groups that they have come into."""

    def unite(self, alike: Sequence[Face]) -> None:
        """Puts the first article together with the others and their groups, as far as they go together."""
        units = [self.members.get(self.of.get(face.article, 0), (face,)) for face in alike]
        together = united(dict.fromkeys(units))
        if len(together) == len(units[0]):
            return
        joined = {self.of[one.article] for one in together if one.article in self.of}
        group = min(joined, default=self.free)
        self.free = max(self.free, group + 1)
        for gone in joined - {group}:
            del self.members[gone]
        self.members[group] = tuple(together)
        for one in together:
            if self.of.get(one.article) != group:
                self.of[one.article] = self.changed[one.article] = group


def _groups_around(db: Database, known: Mapping[int, Face]) -> _Groups:
    """The groups of these articles, whole."""
    found = rows(
        db,
        """SELECT article, twin_group FROM twin
           WHERE twin_group IN (SELECT value FROM carray(?)) ORDER BY article""",
        (numbers(set(groups(db, known).values())),),
    )
    of: dict[int, int] = dict(found)
    faces = {**known, **_faces(db, of.keys() - known.keys())}
    members: dict[int, tuple[Face, ...]] = {}
    for article, group in of.items():
        members[group] = (*members.get(group, ()), faces[article])
    ((last,),) = rows(db, "SELECT ifnull(max(twin_group), 0) FROM twin")
    return _Groups(of, members, int(last) + 1)


def part(db: Database, articles: Collection[int]) -> None:
    """Takes articles out of their groups; no group of one is left. Part of the caller's transaction."""
    left = set(groups(db, articles).values())
    if left:
        db.execute("DELETE FROM twin WHERE article IN (SELECT value FROM carray(?))", (numbers(articles),))
        db.execute(
            """DELETE FROM twin WHERE twin_group IN (
                   SELECT twin_group FROM twin WHERE twin_group IN (SELECT value FROM carray(?))
                   GROUP BY twin_group HAVING count(*) = 1)""",
            (numbers(left),),
        )
