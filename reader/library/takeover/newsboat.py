"""Taking newsboat's subscriptions, queries, articles and marks over, any of them and any number of times.

Nothing of newsboat's is changed, no command in its list is run, and what is known already is only completed.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from msgspec.structs import replace

from reader.library.library import Library
from reader.model import SavedSearch
from reader.sources.parser.pool import ParseFailure, ParserPool
from reader.sources.takeover.cached import CachedArticle, CachedFeed
from reader.sources.takeover.newsboat_cache import TOGETHER
from reader.sources.takeover.newsboat_queries import Untranslatable, translated
from reader.sources.takeover.newsboat_urls import ListedFeed, NewsboatList
from reader.store.articles.takeover import Changes, Marked, keep_marked
from reader.store.changes import saved_searches
from reader.store.database.connection import transaction
from reader.store.feeds import feeds as feed_store
from reader.store.feeds import taken_over
from reader.store.undo_log import Entry
from reader.urls.target import same_request

FLAG = "flag:{}"
"""The tag that stands for a flag, which is a letter."""

MOST_ARTICLES = 2_000_000
"""The articles that are taken over at most."""


@dataclass(slots=True)
class Taken:
    """What was taken over."""

    feeds: list[int] = field(default_factory=list)
    """The feeds that are subscribed."""
    searches: list[SavedSearch] = field(default_factory=list)
    articles: int = 0
    """The articles that newsboat had of these feeds."""
    read: int = 0
    """Those of them that are read there."""
    stars: int = 0
    """New articles that came with a star, where `changes` has only those that were here."""
    changes: Changes = field(default_factory=Changes)
    """What was written of articles."""
    remarks: list[str] = field(default_factory=list)
    """What could not be taken over or is otherwise here, in sentences without their full stop."""


def imported_words(count: int) -> str:
    """Tell the action for so many feeds, searches and articles."""
    return f"took over {count:,} feeds and articles of newsboat"


def take_list(library: Library, listed: NewsboatList, entry: Entry, taken: Taken) -> None:
    """Subscribe to the feeds of a list, due at once, and keep its queries as searches."""
    known = _known_feeds(library)
    with transaction(library.db):
        for feed in listed.feeds:
            id = _subscribe(library, known, feed.url, feed.title, _folder(feed), entry)
            taken.feeds.append(id)
        for query in listed.queries:
            try:
                words = translated(query.expression)
            except Untranslatable:
                taken.remarks.append(
                    f"the query “{query.name}” says what no search here can, and is left out"
                )
            else:
                taken.searches.append(_keep_search(library, query.name or words, words, entry))
    taken.remarks.extend(listed.left_out)
    taken.remarks.extend(_told_of_tags(listed.feeds))


def _folder(feed: ListedFeed) -> str | None:
    return feed.tags[0].replace("/", "\N{DIVISION SLASH}") if feed.tags else None


def _told_of_tags(feeds: Collection[ListedFeed]) -> list[str]:
    remarks = []
    for feed in feeds:
        name = feed.title or feed.url
        if len(feed.tags) > 1:
            others = ", ".join(feed.tags[1:])
            remarks.append(f"{name} is in the folder {feed.tags[0]}; a feed has no further tags: {others}")
        if feed.hidden:
            remarks.append(f"{name} was hidden, and is listed here")
    return remarks


def _known_feeds(library: Library) -> dict[str, int]:
    """Return the ids of all feeds, also of removed ones, by their normalized requests."""
    return {same_request(url): id for url, id in taken_over.all_addresses(library.db).items()}


def _subscribe(
    library: Library, known: dict[str, int], url: str, title: str | None, folder: str | None, entry: Entry
) -> int:
    """Subscribe, or complete the name and the folder of a feed that is there. Returns its id."""
    db, now = library.db, library.clock()
    there = known.get(same_request(url))
    address = url if there is None else taken_over.address(db, there) or url
    id, new = feed_store.add_feed(db, address, title=title, folder=folder, now=now, entry=entry)
    known[same_request(url)] = id
    if not new:
        taken_over.complete(db, id, name=title, folder=folder, now=now, entry=entry)
    return id


def _keep_search(library: Library, name: str, words: str, entry: Entry) -> SavedSearch:
    for search in saved_searches.searches(library.db):
        if (search.name, search.query) == (name, words):
            return search
    id = saved_searches.keep_search(library.db, name, words, now=library.clock(), entry=entry)
    return SavedSearch(id, name, words)


async def take_cache(
    library: Library,
    parsers: ParserPool,
    path: str,
    entry: Entry,
    taken: Taken,
    *,
    listed: Collection[str] | None,
) -> str | None:
    """Take over articles with their marks. Returns why that ended before its end; None where it did not.

    `listed`: the addresses of the list that belongs to it; None where there is none, and all its feeds are
    subscribed. Of other feeds only flagged articles come, as those of feeds that were removed.
    """
    wanted = None if listed is None else {same_request(url) for url in listed}
    homes: dict[str, _Home] = {}
    after, count, titles = 0, TOGETHER, {}
    while taken.articles < MOST_ARTICLES:
        page = await parsers.newsboat(path, after, count)
        if isinstance(page, ParseFailure):
            if count == 1 or (after == 0 and "database" in page.reason):
                return page.reason
            count = 1  # one article alone may be what it fails with
            continue
        if after == 0:
            titles = {feed.url: feed for feed in page.feeds}
            homes = _homes(library, page.feeds, wanted, entry, taken)
        _keep(library, homes, titles, page.articles, entry, taken)
        if page.last is None:
            return None
        after = page.last
    return f"it has more than {MOST_ARTICLES:,} articles; the others are left out"


@dataclass(frozen=True, slots=True)
class _Home:
    """The feed of ours that articles of newsboat's feed belong to."""

    feed: int
    subscribed: bool


def _homes(
    library: Library,
    feeds: Collection[CachedFeed],
    wanted: set[str] | None,
    entry: Entry,
    taken: Taken,
) -> dict[str, _Home]:
    """Subscribe to the cache's feeds that are wanted. Returns where articles belong, by their addresses."""
    homes, known = {}, _known_feeds(library)
    with transaction(library.db):
        for feed in feeds:
            if not feed.url.startswith(("http://", "https://")):
                continue
            if wanted is not None and same_request(feed.url) not in wanted:
                continue
            id = _subscribe(library, known, feed.url, None, None, entry)
            taken_over.tell_source(library.db, id, title=feed.title, site=feed.site)
            homes[feed.url] = _Home(id, subscribed=True)
            if id not in taken.feeds:
                taken.feeds.append(id)
    return homes


def _keep(
    library: Library,
    homes: dict[str, _Home],
    titles: dict[str, CachedFeed],
    articles: Collection[CachedArticle],
    entry: Entry,
    taken: Taken,
) -> None:
    """Keep a page of articles, feed by feed."""
    by_feed: dict[str, list[CachedArticle]] = {}
    for article in articles:
        by_feed.setdefault(article.feed, []).append(article)
    for url, mine in by_feed.items():
        home = homes.get(url)
        if home is None or not home.subscribed:
            mine = [article for article in mine if article.flags and not article.deleted]
        if not mine:
            continue
        if home is None:
            title = titles[url].title if url in titles else ""
            home = homes[url] = _Home(taken_over.removed_feed(library.db, url, title, library.clock()), False)
            taken.remarks.append(f"of {title or url} only the flagged articles come, as it is no feed here")
        changes = keep_marked(
            library.db, home.feed, [_marked(article) for article in mine], now=library.clock(), entry=entry
        )
        taken.articles += len(mine)
        taken.read += sum(article.parsed.read for article in mine)
        taken.changes.add(changes)


def _marked(article: CachedArticle) -> Marked:
    tags = tuple(FLAG.format(letter) for letter in article.flags)
    parsed = replace(article.parsed, starred=bool(article.flags), tags=tags)
    return Marked(parsed, deleted=article.deleted)
