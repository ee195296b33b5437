"""Groups of duplicates as lists show them: one row for all, with one state and one set of marks.

A group is read where one of its articles is, starred where one is, and has all their tags. Deleted articles
are ignored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from reader.model import Headline, Query
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.conditions import plain
from reader.store.lists.headlines import headlines
from reader.store.lists.index_scan import Key
from reader.store.lists.query_plan import plan_of
from reader.store.rows import COMPLETE


class Collapsed(NamedTuple):
    """A part of a list in which each group of duplicates has one row."""

    kept: list[Key]
    """The articles that have rows, in the list's order."""
    representatives: dict[int, int]
    """For each group among them, the article that has the row."""


def collapses(query: Query) -> bool:
    """Return whether duplicates have one row in a query's list. In a single feed's list all are shown."""
    return query.feeds is None or len(query.feeds) != 1


def groups_of(db: Database, articles: Iterable[int]) -> dict[int, int]:
    """Return the group of each article; articles without duplicates are left out."""
    return dict(
        rows(
            db,
            "SELECT article, twin_group FROM carray(?) AS c CROSS JOIN twin ON article = c.value",
            (numbers(articles),),
        )
    )


def collapse(db: Database, query: Query, found: Sequence[Key], shown: Mapping[int, int]) -> Collapsed:
    """Keep the first article of each group, unless the group has a row already or is not in the query.

    `shown`: the representative of each group that has a row. Articles without duplicates are all kept.
    """
    group_of = groups_of(db, (article for article, _ in found))
    if not group_of:
        return Collapsed(list(found), {})
    excluded = _excluded_groups(db, query, set(group_of.values()))
    first: dict[int, int] = {}
    for article, _ in found:
        if article in group_of:
            group = group_of[article]
            if group not in first and group not in shown and group not in excluded:
                first[group] = article
    hidden = group_of.keys() - first.values()
    return Collapsed([pair for pair in found if pair[0] not in hidden], first)


def without_represented(
    db: Database, query: Query, found: Sequence[Key], shown: Mapping[int, int]
) -> list[Key]:
    """Drop articles whose group is already represented by another row, or is not in the query.

    `shown`: the representative of each group that has a row.
    """
    group_of = groups_of(db, (article for article, _ in found))
    if not group_of:
        return list(found)
    excluded = _excluded_groups(db, query, set(group_of.values()))
    hidden = {
        article
        for article, group in group_of.items()
        if group in excluded or shown.get(group, article) != article
    }
    return [pair for pair in found if pair[0] not in hidden]


def _excluded_groups(db: Database, query: Query, wanted: Iterable[int]) -> set[int]:
    """Return the groups that have an article with a mark that the query's articles must not have."""
    excluded = [f"a.{name} = 1" for name in ("read", "starred") if getattr(query, name) is False]
    if query.highlighted is False:
        excluded.append("a.id IN (SELECT article FROM note)")
    excluded += [_TAGGED] * len(query.not_tags)
    if not excluded:
        return set()
    found = rows(
        db,
        f"""SELECT t.twin_group {_MEMBERS} WHERE a.deleted = 0 AND ({" OR ".join(excluded)})""",
        (numbers(wanted), *map(plain, query.not_tags)),
    )
    return {group for (group,) in found}


_MEMBERS = """FROM carray(?) AS c CROSS JOIN twin AS t INDEXED BY twin_group ON t.twin_group = c.value
    CROSS JOIN article AS a ON a.id = t.article"""

_TAGGED = """EXISTS (SELECT 1 FROM article_tag AS o INDEXED BY article_tag_article
    WHERE o.article = a.id AND o.tag = ?)"""


def members(db: Database, wanted: Iterable[int]) -> dict[int, list[Key]]:
    """Return the articles of each group that are not deleted, as (id, sort key), the lowest id first."""
    found = rows(
        db,
        f"SELECT t.twin_group, a.id, a.sort_at {_MEMBERS} WHERE a.deleted = 0 ORDER BY a.id",
        (numbers(wanted),),
    )
    members = defaultdict(list)
    for group, article, sort_at in found:
        members[group].append((article, sort_at))
    return members


def replacements(db: Database, query: Query, articles: Iterable[int]) -> dict[int, int]:
    """Find, for each article that was deleted, the latest of its duplicates in the query."""
    plan = plan_of(db, replace(query, read=None))
    if not plan.scans:
        return {}
    found = rows(
        db,
        f"""SELECT gone.id, a.id FROM carray(?) AS c
            CROSS JOIN article AS gone ON gone.id = c.value AND gone.deleted <> 0
            CROSS JOIN twin AS g ON g.article = gone.id
            CROSS JOIN twin AS t INDEXED BY twin_group ON t.twin_group = g.twin_group
            CROSS JOIN article AS a ON a.id = t.article
            WHERE {" AND ".join(text for text, _ in plan.conditions)} ORDER BY a.sort_at, a.id""",
        (numbers(articles), *(value for _, values in plan.conditions for value in values)),
    )
    return dict(found)


def with_duplicates(db: Database, articles: Sequence[int]) -> list[int]:
    """Return the articles and all their duplicates."""
    found = members(db, set(groups_of(db, articles).values()))
    more = {article for group in found.values() for article, _ in group}
    return [*articles, *sorted(more.difference(articles))] if more else list(articles)


def collapse_headlines(db: Database, shown: Sequence[Headline]) -> list[Headline]:
    """Give headlines the state of their groups, and the duplicates that each represents."""
    group_of = groups_of(db, (headline.id for headline in shown))
    if not group_of:
        return list(shown)
    found = members(db, set(group_of.values()))
    headline_of = {
        headline.id: headline
        for headline in headlines(db, [id for group in found.values() for id, _ in group])
    }
    return [
        _collapsed(headline, [headline_of[id] for id, _ in found[group_of[headline.id]] if id != headline.id])
        if headline.id in group_of
        else headline
        for headline in shown
    ]


def incomplete_everywhere(db: Database, articles: Sequence[int]) -> list[int]:
    """Return the articles that have no duplicate with the full text."""
    group_of = groups_of(db, articles)
    found = rows(
        db,
        f"SELECT t.twin_group {_MEMBERS} WHERE a.deleted = 0 AND a.complete = 2",
        (numbers(set(group_of.values())),),
    )
    whole = {group for (group,) in found}
    return [article for article in articles if group_of.get(article) not in whole]


def duplicates_of(db: Database, article: int) -> tuple[Headline, ...]:
    """Return the headlines of an article's duplicates, the lowest id first."""
    found = members(db, groups_of(db, [article]).values())
    return tuple(headlines(db, [id for group in found.values() for id, _ in group if id != article]))


def _collapsed(headline: Headline, duplicates: Sequence[Headline]) -> Headline:
    if not duplicates:
        return headline
    every = (headline, *duplicates)
    best = fullest(every)
    return replace(
        headline,
        read=any(headline.read for headline in every),
        starred=any(headline.starred for headline in every),
        tags=tuple(sorted({tag for headline in every for tag in headline.tags})),
        words=best.words,
        complete=best.complete,
        duplicates=tuple(duplicates),
    )


def fullest(every: Sequence[Headline]) -> Headline:
    """Return the headline whose text is the most complete; of equally complete ones the first."""
    return max(every, key=lambda headline: COMPLETE.index(headline.complete))
