"""Articles of several origins as the screen shows them: one row, one state, one set of marks.

A group is read where one of its articles is, starred where one is, and has all their tags. Deleted articles
count for nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reader.model import Headline, Query
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.headlines import headlines
from reader.store.lists.query_plan import Key, plain, scope_of
from reader.store.rows import COMPLETE


class Fold(NamedTuple):
    """A part of a list in which each group has one article."""

    kept: list[Key]
    groups: dict[int, int]
    """The groups that it shows, each with the article that stands for it."""


def folds(query: Query) -> bool:
    """Whether the query's articles are of several origins; those of one feed are all shown, as they are."""
    return query.feeds is None or len(query.feeds) != 1


def groups(db: Database, articles: Iterable[int]) -> dict[int, int]:
    """The group of each of the articles; those that have no twins are left out."""
    return dict(
        rows(
            db,
            "SELECT article, twin_group FROM carray(?) AS c CROSS JOIN twin ON article = c.value",
            (numbers(articles),),
        )
    )


def fold(db: Database, query: Query, found: Sequence[Key], shown: Mapping[int, int]) -> Fold:
    """Of each group the first article, unless the group is shown already or does not belong to the query."""
    group_of = groups(db, (article for article, _ in found))
    if not group_of:
        return Fold(list(found), {})
    against = _against(db, query, set(group_of.values()))
    first: dict[int, int] = {}
    for article, _ in found:
        if article in group_of:
            group = group_of[article]
            if group not in first and group not in shown and group not in against:
                first[group] = article
    hidden = group_of.keys() - first.values()
    return Fold([pair for pair in found if pair[0] not in hidden], first)


def standing(db: Database, query: Query, found: Sequence[Key], shown: Mapping[int, int]) -> list[Key]:
    """Those of the query's articles that stand for themselves where these groups are shown so."""
    group_of = groups(db, (article for article, _ in found))
    if not group_of:
        return list(found)
    against = _against(db, query, set(group_of.values()))
    hidden = {
        article
        for article, group in group_of.items()
        if group in against or shown.get(group, article) != article
    }
    return [pair for pair in found if pair[0] not in hidden]


def _against(db: Database, query: Query, wanted: Iterable[int]) -> set[int]:
    """The groups that have an article with a mark that the query's articles must not have."""
    against = [f"a.{name} = 1" for name in ("read", "starred") if getattr(query, name) is False]
    against += [_TAGGED] * len(query.not_tags)
    if not against:
        return set()
    found = rows(
        db,
        f"""SELECT t.twin_group {_MEMBERS} WHERE a.deleted = 0 AND ({" OR ".join(against)})""",
        (numbers(wanted), *map(plain, query.not_tags)),
    )
    return {group for (group,) in found}


_MEMBERS = """FROM carray(?) AS c CROSS JOIN twin AS t INDEXED BY twin_group ON t.twin_group = c.value
    CROSS JOIN article AS a ON a.id = t.article"""

_TAGGED = """EXISTS (SELECT 1 FROM article_tag AS o INDEXED BY article_tag_article
    WHERE o.article = a.id AND o.tag = ?)"""


def members(db: Database, wanted: Iterable[int]) -> dict[int, list[Key]]:
    """The articles of each of the groups that are there, with their places in time, the oldest id first."""
    found = rows(
        db,
        f"SELECT t.twin_group, a.id, a.sort_at {_MEMBERS} WHERE a.deleted = 0 ORDER BY a.id",
        (numbers(wanted),),
    )
    members = defaultdict(list)
    for group, article, sort_at in found:
        members[group].append((article, sort_at))
    return members


def heirs(db: Database, query: Query, standing: Iterable[int]) -> dict[int, int]:
    """For those of the articles that are deleted: the latest one of the query that is the same."""
    scope = scope_of(db, replace(query, read=None))
    if not scope.walks:
        return {}
    found = rows(
        db,
        f"""SELECT gone.id, a.id FROM carray(?) AS c
            CROSS JOIN article AS gone ON gone.id = c.value AND gone.deleted <> 0
            CROSS JOIN twin AS g ON g.article = gone.id
            CROSS JOIN twin AS t INDEXED BY twin_group ON t.twin_group = g.twin_group
            CROSS JOIN article AS a ON a.id = t.article
            WHERE {" AND ".join(text for text, _ in scope.conditions)} ORDER BY a.sort_at, a.id""",
        (numbers(standing), *(value for _, values in scope.conditions for value in values)),
    )
    return dict(found)


def with_twins(db: Database, articles: Sequence[int]) -> list[int]:
    """The articles and all that are one with them."""
    found = members(db, set(groups(db, articles).values()))
    more = {article for group in found.values() for article, _ in group}
    return [*articles, *sorted(more.difference(articles))] if more else list(articles)


def folded(db: Database, shown: Sequence[Headline]) -> list[Headline]:
    """The headlines with the state of their groups, and where else each comes from."""
    group_of = groups(db, (headline.id for headline in shown))
    if not group_of:
        return list(shown)
    found = members(db, set(group_of.values()))
    twins = {one.id: one for one in headlines(db, [id for group in found.values() for id, _ in group])}
    return [
        _folded(headline, [twins[id] for id, _ in found[group_of[headline.id]] if id != headline.id])
        if headline.id in group_of
        else headline
        for headline in shown
    ]


def nowhere_whole(db: Database, articles: Sequence[int]) -> list[int]:
    """Those of the articles whose whole text is not there from another origin either."""
    group_of = groups(db, articles)
    found = rows(
        db,
        f"SELECT t.twin_group {_MEMBERS} WHERE a.deleted = 0 AND a.complete = 2",
        (numbers(set(group_of.values())),),
    )
    whole = {group for (group,) in found}
    return [article for article in articles if group_of.get(article) not in whole]


def others(db: Database, article: int) -> tuple[Headline, ...]:
    """The same article from elsewhere."""
    found = members(db, groups(db, [article]).values())
    return tuple(headlines(db, [id for group in found.values() for id, _ in group if id != article]))


def _folded(headline: Headline, others: Sequence[Headline]) -> Headline:
    if not others:
        return headline
    every = (headline, *others)
    best = fullest(every)
    return replace(
        headline,
        read=any(one.read for one in every),
        starred=any(one.starred for one in every),
        tags=tuple(sorted({tag for one in every for tag in one.tags})),
        words=best.words,
        complete=best.complete,
        others=tuple(others),
    )


def fullest(every: Sequence[Headline]) -> Headline:
    """The one with the most complete text; of equally complete ones the first."""
    return max(every, key=lambda one: COMPLETE.index(one.complete))
