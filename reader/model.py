"""The words of the program as plain values, known to every layer.

Three shapes of one thing: *parsed* (as it arrived, without an id), *stored* (with its id and the reader's
marks), and *headline* (what a list shows; it has no body, by type).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

import msgspec

from reader.ways import AS_SET, FeedWays

Complete = Literal["full", "summary", "none"]
"""Whether an article's body is all of it, an excerpt, or missing."""

Precision = Literal["second", "minute", "hour", "day", "month", "year"]
"""The smallest unit of a date that its source gave."""

FeedStatus = Literal["ok", "failing", "silenced", "gone", "paused", "never"]
"""How the last refresh ended: `silenced` by a rate limit, `never` asked."""

Outcome = Literal["new", "unchanged", "failed", "skipped", "gone", "moved"]
"""How one feed's refresh ended."""

Sort = Literal["newest", "oldest", "feed"]
"""The order of a list."""

FullText = Literal["never", "asked", "always"]
"""Whether the pages behind a feed's articles are fetched: when the reader asks, or with every new article."""

Wanted = Literal["any", "export", "article"]
"""What a file must be so that its articles are wanted: anything readable, a read-later or bookmark export, or
something that is meant to be read rather than any file with text in it."""

NO_ARTICLE = "It does not look like an article."
"""Why a file is not kept where an article is wanted, though it could be."""

HOUR = 3_600
"""The seconds of an hour."""

DAY = 86_400
"""The seconds of a day."""

LONGEST_RATE_LIMIT = 31 * DAY
"""For so long at most a server that asks for it is left alone; what seems longer comes from a wrong clock."""


class Date(msgspec.Struct, frozen=True):
    """When something happened, as exactly as its source said, with where that came from."""

    at: int
    """UTC seconds since 1970; for a precision of a day or coarser, the first second of it, without a zone."""
    precision: Precision = "second"
    zone: str | None = None
    """What the source's clock showed: an IANA name, or an offset as `+06:00`."""
    rule: str = ""
    """What gave the date, in words: `pubDate`, `JSON-LD`, `labelled line` ..."""
    raw: str = ""
    """The source's own characters."""

    @property
    def to_the_day(self) -> bool:
        """Whether no time of day is known: no zone may ever move such a date."""
        return self.precision in ("day", "month", "year")

    @property
    def sort_at(self) -> int:
        """The sort key in UTC seconds: a day sorts as its last second."""
        return self.at + DAY - 1 if self.to_the_day else self.at

    def iso(self) -> str:
        """Write it in ISO 8601: `2024-05-24T07:25:00Z`, or `2024-05-24` where only the day is known."""
        moment = datetime.fromtimestamp(self.at, UTC)
        return moment.date().isoformat() if self.to_the_day else moment.replace(tzinfo=None).isoformat() + "Z"


class Fact(msgspec.Struct, frozen=True):
    """One thing known about an article and where it was found."""

    value: str
    rule: str
    line: int | None = None
    """1-based line of a text file."""
    element: str | None = None
    """The element or metadata key of a page or feed: `meta[property=og:title]`, `JSON-LD headline`."""
    header: str | None = None
    """The header of a mail or an archive record."""


class Enclosure(msgspec.Struct, frozen=True):
    """A file that an article carries: a podcast's sound, a video, a PDF."""

    url: str
    type: str | None = None
    length: int | None = None
    """The size in bytes, where the feed gave it."""


class ParsedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as it arrived from a feed, a page or a file."""

    key: str | None = None
    """The feed's own id for it (`guid`, `atom:id`); None where it gave none."""
    title: str = ""
    link: str | None = None
    author: str | None = None
    site: str | None = None
    """Who published a saved article; feeds have their own title."""
    published: Date | None = None
    updated: Date | None = None
    captured: Date | None = None
    """When the page was visited or saved, where the file says so."""
    comments: str | None = None
    """The page with its comments."""
    enclosures: tuple[Enclosure, ...] = ()
    body: bytes = b""
    """`document.serialization`: the blocks, and what they were made from."""
    text: str = ""
    """The document's paragraphs, for search and for telling articles apart."""
    words: int = 0
    complete: Complete = "none"
    facts: Mapping[str, Fact] = msgspec.field(default_factory=dict)
    """title, author, published, site, url, captured, credit, file: as far as known."""
    tags: tuple[str, ...] = ()
    """The reader's own tags, where a read-later export brings them along; never a feed's categories."""
    read: bool = False
    starred: bool = False
    ignored: tuple[str, ...] = ()
    """What is damaged in the file, and what became of that, in words; reported once and not kept."""


class UpdateHints(msgspec.Struct, frozen=True, kw_only=True):
    """How often a feed wants to be asked, by its document; None where that says nothing."""

    ttl: int | None = None
    """Minutes between updates (RSS 2.0 `ttl`)."""
    skip_hours: frozenset[int] = frozenset()
    """Hours in which not to ask, 0 to 23, GMT (RSS 2.0 `skipHours`)."""
    skip_days: frozenset[int] = frozenset()
    """Days on which not to ask, 0 (Monday) to 6, GMT (RSS 2.0 `skipDays`)."""
    period: int | None = None
    """Seconds between updates (RSS 1.0 syndication module: period / frequency)."""


class ParsedFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed's document: its own facts, and its articles in the document's order."""

    title: str = ""
    site: str | None = None
    """The address of the web site that the feed belongs to."""
    articles: tuple[ParsedArticle, ...] = ()
    hints: UpdateHints = UpdateHints()
    notices: tuple[str, ...] = ()
    """What was cut or repaired, one sentence each."""
    cut: bool = False
    """Whether the document breaks off, so that articles may be missing."""
    older: str | None = None
    """The address of the document with the articles before these."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription, as lists of feeds show it."""

    id: int
    url: str
    title: str
    """The reader's own name for it, else the feed's, else its address without the scheme."""
    site: str | None = None
    folder: str | None = None
    unread: int = 0
    total: int = 0
    status: FeedStatus = "never"
    error: str | None = None
    """The last failure in words; None once an answer was good."""
    last_ok: int | None = None
    """When it was last read, UTC seconds."""
    last_checked: int | None = None
    """When it was last asked, UTC seconds."""
    next_due: int | None = None
    """When it is asked next, UTC seconds."""
    full_text: FullText = "asked"
    notice: str | None = None
    """What was cut or left out of its last document, in sentences."""
    account: str | None = None
    """The name of the account that it belongs to; None for a local one."""
    ways: FeedWays = AS_SET
    """What is done with it in place of what the settings say."""


class FeedChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change of a feed; None leaves it as it is."""

    title: str | None = None
    """The reader's own name for it; "" shows the feed's again."""
    folder: str | None = None
    """The folder, as `World/Asia`; "" takes it out of its folder."""
    url: str | None = None
    """The address to ask from now on."""
    paused: bool | None = None
    """Whether it is not asked until it is resumed."""
    full_text: FullText | None = None
    """When the pages behind its articles are fetched."""
    ways: FeedWays | None = None
    """All that is to be done with it in place of what the settings say."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that could be read, found where another one was looked for."""

    url: str
    title: str
    articles: int
    newest: int | None
    """When its newest article is from, UTC seconds."""


def is_inside(folder: str, outer: str) -> bool:
    """Return whether a folder is another one, or in it."""
    return folder == outer or folder.startswith(f"{outer}/")


def folders_of(feed: Feed) -> list[str]:
    """Return the folder of a feed, with those around it: `World`, `World/Asia`."""
    parts = feed.folder.split("/") if feed.folder else []
    return ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a feed's refreshes: what one must know, and what it leaves behind."""

    id: int
    url: str
    etag: str | None = None
    """The ETag as the server sent it, quotes and `W/` included."""
    last_modified: str | None = None
    """The Last-Modified as the server sent it, be it a date or not."""
    validators_from: str | None = None
    """The URL behind permanent redirects that served `etag` and `last_modified`; None: the feed's own."""
    body_hash: str | None = None
    """SHA-256 of the last body that was kept: the same again needs no parsing."""
    fresh: int = 0
    """The seconds for which its server said that its last response stays fresh."""
    next_due: int = 0
    last_checked: int | None = None
    last_ok: int | None = None
    failures: int = 0
    """The number of failures in a row."""
    error: str | None = None
    rate_limited_until: int | None = None
    """Its server asked not to be asked before then."""
    gone: bool = False
    paused: bool = False
    hints: UpdateHints = UpdateHints()
    moved_to: str | None = None
    """Where a permanent redirect pointed, while it is not believed yet."""
    moved_days: tuple[int, ...] = ()
    """The days (since 1970, UTC) on which it pointed there."""
    notice: str | None = None
    """What was cut or left out of its last document, in sentences."""
    interval: int = 0
    """The minutes for which its reader leaves it alone at least."""


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shows of an article."""

    id: int
    feed: int | None
    """None for a saved article."""
    feed_title: str
    """The feed's title, or a saved article's site."""
    title: str
    link: str | None
    author: str | None
    published: Date | None
    updated: Date | None
    received: int
    read: bool
    starred: bool
    saved: bool
    tags: tuple[str, ...]
    words: int
    complete: Complete
    sort_at: int = 0
    """The time it sorts by, UTC seconds: published, or received where that is unknown or in the future."""
    opening: str = ""
    """The first words of its text, where it has no title."""
    edited: bool = False
    """Whether its source changed what it says, and what it said before is kept."""
    duplicates: tuple["Headline", ...] = ()
    """The same article from other origins, in lists that show one row for all."""
    damaged: bool = False
    """Whether a part of what the library holds of it is damaged, so that something stands in its place."""
    account: str | None = None
    """The name of the account that it belongs to; None for a local one."""


class Highlight(msgspec.Struct, frozen=True):
    """A passage of an article that the reader keeps."""

    text: str
    note: str
    """What the reader says of it; may be empty."""
    at: int
    """When it was made, in UTC seconds."""
    lost: bool = False
    """Whether the article's text does not say it any more, or not in its place."""


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept of an article but its body, which is read separately."""

    headline: Headline
    enclosures: tuple[Enclosure, ...] = ()
    facts: Mapping[str, Fact] = msgspec.field(default_factory=dict)
    original: str | None = None
    """SHA-256 of the saved file's bytes, where they are kept."""
    comments: str | None = None
    """The page with its comments, where the feed names one."""
    gone: bool = False
    """Whether the server of its account no longer has it."""
    highlights: tuple[Highlight, ...] = ()
    """The passages that the reader keeps, the oldest first."""


class Term(msgspec.Struct, frozen=True):
    """A word or phrase to be found in an article."""

    text: str
    field: Literal["any", "title", "author", "site"] = "any"
    phrase: bool = False
    """Exactly these words in this order; else it is one word, which may be the beginning of one."""
    negated: bool = False


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles are meant: each scope of the screen, and each filter of the command line."""

    terms: tuple[Term, ...] = ()
    read: bool | None = None
    starred: bool | None = None
    saved: bool | None = None
    highlighted: bool | None = None
    """Whether passages of them are kept."""
    feeds: tuple[int, ...] | None = None
    not_feeds: tuple[int, ...] = ()
    folder: str | None = None
    """A folder with all below it."""
    tags: tuple[str, ...] = ()
    """Tags that the articles have, in capital letters or small ones."""
    not_tags: tuple[str, ...] = ()
    after: int | None = None
    """UTC seconds, inclusive, by `Headline.sort_at`."""
    before: int | None = None
    """UTC seconds, exclusive."""
    after_day: int | None = None
    """Replaces `after` for articles dated to the day, where it differs: their days have no zone."""
    before_day: int | None = None
    """Replaces `before` in the same way."""
    nothing: bool = False
    """Whether it asks for what no article can be: read and unread at once."""


class SavedSearch(msgspec.Struct, frozen=True):
    """A query that the reader keeps under a name."""

    id: int
    name: str
    query: str
    """The query as it was typed; it is parsed each time."""


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """A headline found by its words."""

    headline: Headline
    snippet: str
    """One line of the text around the first match."""
    rank: float
    """Larger is better."""


class RefreshEvent(msgspec.Struct, frozen=True, kw_only=True):
    """How one feed's refresh ended."""

    feed: int
    url: str
    outcome: Outcome
    new: int = 0
    changed: int = 0
    read: int = 0
    """How many of the new ones were marked read, as the backlog of a feed that is new itself."""
    error: str | None = None
    """Why it failed, was skipped or is gone, or where it moved to, in words."""
    notice: str | None = None
    """What was cut or left out of the document, in sentences."""
