"""Which feeds and articles the words of a command mean."""

from collections.abc import Iterable, Sequence

import click
from msgspec.structs import replace

from reader.commands.context import Failures
from reader.commands.shared.queries import parsed_query
from reader.library.feeds.lookup import find_feeds
from reader.library.library import Library
from reader.library.outcome import Problem
from reader.model import Article, Feed
from reader.store.articles.articles import article
from reader.store.feeds.feeds import feeds
from reader.store.lists.headlines import ids

query_option = click.option(
    "--query", metavar="QUERY", help="All articles that a query finds, in place of ids, as one action."
)
"""The option of commands that change articles."""


def chosen_articles(
    library: Library, words: Sequence[str], query: str | None, failures: Failures, **narrower: bool | None
) -> list[int]:
    """Find the articles of a query, or else those with the ids in `words`.

    `narrower`: marks that a query's articles must have besides, as `read=False`. Raises `UsageError` where
    neither says anything, or both do.
    """
    if query is None:
        if not words:
            raise click.UsageError("give ids, or a query with --query")
        return [article.headline.id for article in named_articles(library, words, failures)]
    if words:
        raise click.UsageError("give ids or --query, not both")
    if not query.strip():
        raise click.UsageError("--query is empty, which would mean every article")
    wanted = parsed_query(library, [query])
    # What a query asks for counts: of `is:read` articles none is unread.
    if any(getattr(wanted, name) not in (None, value) for name, value in narrower.items()):
        return []
    return [id for id, _ in ids(library.db, replace(wanted, **narrower))]


def named_feeds(library: Library, names: Iterable[str], failures: Failures) -> list[Feed]:
    """Find the feed that each name means; a name that means none, or several, is a failure."""
    listed = feeds(library.db, library.clock())
    named = []
    for name in names:
        matches = find_feeds(listed, name)
        if len(matches) == 1:
            named.append(matches[0])
        elif matches:
            titles = ", ".join(
                f"{feed.title} ({feed.id}{f', of {feed.account}' if feed.account else ''})"
                for feed in matches[:5]
            )
            failures.add(Problem(name, f"this may be one of several feeds: {titles}"))
        else:
            failures.add(Problem(name, "there is no such feed"))
    return named


def named_articles(library: Library, words: Iterable[str], failures: Failures) -> list[Article]:
    """Find the articles with these ids; a word that is no article's id is a failure."""
    named = []
    for word in words:
        identity = int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None
        known = article(library.db, identity) if identity is not None else None
        if known is not None:
            named.append(known)
        else:
            reason = "there is no such article" if identity is not None else "this is no id"
            failures.add(Problem(word, reason))
    return named
