"""Finding the twins of articles as they arrive or change; what is one is decided in `sameness`.

Membership says nothing of marks, and a deleted article stays in its group: it comes back into it.
"""

from collections.abc import Collection, Iterable, Sequence

from reader.store import state, twin_keys
from reader.store.canonical import canonical
from reader.store.database import Database, numbers, rows, transaction
from reader.store.index import text_of
from reader.store.sameness import LEAST, Face, opening, partners, plain_title, shared_link, united
from reader.store.twins import groups

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
    near = twin_keys.exchange(db, {face.article: list(_keys(face)) for face in faces.values()})
    known = faces | _faces(db, {other for others in near.values() for other in others} - faces.keys())
    openings: dict[int, Sequence[str]] = {}

    def opening_of(article: int) -> Sequence[str]:
        if article not in openings:
            openings[article] = _opening(db, article)
        return openings[article]

    doubted: set[int] = set()
    for article in sorted(near):
        face = faces[article]
        others = [known[other] for other in sorted(near[article]) if other in known]
        if face.link is not None and shared_link(face, others):
            doubted.update(other.article for other in others if other.link == face.link)
        if found := partners(face, others, opening_of):
            _unite(db, [face, *(known[other] for other in found)])
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


def _keys(face: Face) -> Iterable[twin_keys.Key]:
    if face.link is not None:
        yield twin_keys.key("link", face.link)
    if face.title:
        yield twin_keys.key("title", face.title)


def _opening(db: Database, article: int) -> Sequence[str]:
    found = rows(
        db,
        "SELECT packed FROM article JOIN body ON article = id WHERE id = ? AND words >= ?",
        (article, LEAST // 2),
    )
    return opening(text_of(db, found[0][0])) if found else ()


def _unite(db: Database, alike: Sequence[Face]) -> None:
    """Puts the first article together with the others and their groups, as far as they go together."""
    group_of = groups(db, [face.article for face in alike])
    members = {group: _unit(db, group) for group in set(group_of.values())}
    units = [members[group_of[face.article]] if face.article in group_of else (face,) for face in alike]
    together = united(dict.fromkeys(units))
    if len(together) > len(units[0]):
        there = {one.article: group for group, unit in members.items() for one in unit}
        group = min((there[one.article] for one in together if one.article in there), default=_next(db))
        db.executemany(
            "INSERT OR REPLACE INTO twin (article, twin_group) VALUES (?, ?)",
            ((one.article, group) for one in together if there.get(one.article) != group),
        )


def _unit(db: Database, group: int) -> tuple[Face, ...]:
    """All that are in the group."""
    found = rows(db, "SELECT article FROM twin WHERE twin_group = ?", (group,))
    return tuple(_faces(db, [id for (id,) in found]).values())


def _next(db: Database) -> int:
    ((last,),) = rows(db, "SELECT ifnull(max(twin_group), 0) FROM twin")
    return int(last) + 1


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
