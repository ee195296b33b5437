"""Made-up feeds and articles for the store's tests."""

from collections.abc import Iterable

from reader.document.plain import to_text
from reader.document.serialization import deserialize, serialize
from reader.document.text import from_text
from reader.model import Date, Enclosure, Fact, FeedState, ParsedArticle, ParsedFeed, Query, Term
from reader.store.articles.articles import body
from reader.store.database.connection import Database
from reader.store.feeds import feeds, refresh_state, responses
from reader.store.feeds.responses import Kept
from reader.store.lists import headlines
from reader.store.search.ranked import search

NOW = 1_760_000_000
"""When the tests happen."""


def parsed(
    number: int = 1, *, text: str = "Ferries crossed the harbour at dawn.", **told: object
) -> ParsedArticle:
    """An article as it arrives; what is told replaces what it would be."""
    facts: dict[str, object] = {
        "key": f"tag:example.org,2025:{number}",
        "title": f"Title {number}",
        "link": f"https://example.org/{number}",
        "published": Date(NOW - 10_000 + number * 60, rule="pubDate", raw=f"minute {number}"),
        "text": text,
        "body": serialize(from_text(text)) if text else b"",
        "words": len(text.split()),
        "complete": "full" if text else "none",
    }
    return ParsedArticle(**(facts | told))  # type: ignore[arg-type]


def rich(number: int = 1) -> ParsedArticle:
    """An article with everything that one can have."""
    return parsed(
        number,
        author="Ada Quill",
        updated=Date(NOW - 5, "minute", "+06:00", "atom:updated", "five ago"),
        enclosures=(
            Enclosure("https://example.org/a.mp3", "audio/mpeg", 12),
            Enclosure("https://example.org/b"),
        ),
        facts={
            "title": Fact(f"Title {number}", "feed", element="title"),
            "author": Fact("Quill, Ada", "labelled line", line=3),
            "credit": Fact("Harbour Press", "mail", header="From"),
        },
    )


def subscribe(db: Database, url: str = "https://example.org/feed", **told: str) -> int:
    return feeds.add_feed(db, url, now=NOW, **told)[0]  # type: ignore[arg-type]


def state(db: Database, feed: int) -> FeedState:
    (found,) = refresh_state.feed_states(db, [feed], None)
    return found


def answer(db: Database, feed: int, articles: Iterable[ParsedArticle], now: int = NOW) -> Kept:
    """Keeps a feed's answer with these articles."""
    return responses.keep_response(
        db, state(db, feed), ParsedFeed(title="The Feed", articles=tuple(articles)), now=now
    )


TEXT = "Ferries crossed the harbour at dawn, and nobody on the quay could say who had sent them out so early."


def story(number: int, **told: object) -> ParsedArticle:
    """Its title tells something, unlike that of others here."""
    return parsed(number, **({"title": f"The story of ferry number {number}", "text": TEXT} | told))  # type: ignore[arg-type]


def copy(number: int, **told: object) -> ParsedArticle:
    """The same as another feed has it."""
    link = f"http://www.example.org/{number}/?utm_source=feed"
    return story(number, **({"key": f"copy-{number}", "link": link, "title": f"Copied {number}"} | told))


def text_of(db: Database, id: int) -> str:
    """The plain text of an article's body."""
    packed = body(db, id)
    return to_text(deserialize(packed)) if packed else ""


def titles(db: Database, query: Query = Query()) -> list[str]:  # noqa: B008
    """The titles that a query lists, in order."""
    return [one.title for one in headlines.headlines(db, [id for id, _ in headlines.ids(db, query)])]


def found(db: Database, *words: str) -> list[int]:
    """The articles that a search for the words finds, the best first."""
    return [hit.headline.id for hit in search(db, Query(terms=tuple(map(Term, words))), limit=None)]
