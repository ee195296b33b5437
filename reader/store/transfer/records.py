"""What of a library goes to another one, as typed records: each is checked as it is read.

They come from a file that anybody may have written: numbers have bounds here, and texts are filtered before
they are kept.
"""

from typing import Annotated

import msgspec

from reader.store.rows import COMPLETE, EARLIEST, FULL_TEXT, LATEST, PRECISIONS
from reader.ways import AS_SET, NO_HABITS, FeedHabits, FeedWays

Time = Annotated[int, msgspec.Meta(ge=EARLIEST, le=LATEST)]
Flag = Annotated[int, msgspec.Meta(ge=0, le=1)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**40)]
Number = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
Keys = Annotated[list[Number], msgspec.Meta(max_length=1_000)]
Line = Annotated[str, msgspec.Meta(max_length=100_000)]
Address = Annotated[str, msgspec.Meta(max_length=100_000)]
Completeness = Annotated[int, msgspec.Meta(ge=0, lt=len(COMPLETE))]
Digest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Record(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """One record of the file."""


class FeedRecord(Record, frozen=True):
    """A feed, also one that is removed and has articles."""

    url: Address
    title: Line = ""
    name: Line | None = None
    site: Line | None = None
    folder: Line | None = None
    added: Time = 0
    subscribed: bool = True
    paused: Flag = 0
    full_text: Annotated[int, msgspec.Meta(ge=0, lt=len(FULL_TEXT))] = 1
    ways: FeedWays = AS_SET
    habits: FeedHabits = NO_HABITS


class SearchRecord(Record, frozen=True):
    """A search that is kept."""

    name: Line
    query: Line


class Moment(msgspec.Struct, frozen=True, array_like=True):
    """A date: seconds, the number of its precision, and the zone."""

    at: Time
    precision: Annotated[int, msgspec.Meta(ge=0, lt=len(PRECISIONS))] = 0
    zone: Line | None = None


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where the reader was in an article, when, and whether he has seen its end."""

    block: Count
    character: Count
    at: Time = 0
    finished: Flag = 0


class Former(msgspec.Struct, frozen=True, array_like=True):
    """What an article said until then."""

    at: Time
    title: Line
    body: bytes


class Other(msgspec.Struct, frozen=True, array_like=True):
    """The version of an article that is not shown, with the reader's place in it."""

    complete: Completeness
    words: Count
    body: bytes
    block: Count | None = None
    character: Count | None = None


class ArticleRecord(Record, frozen=True):
    """An article with all marks."""

    keys: Keys
    """By what it is known again in its feed."""
    feed: Address | None = None
    """Its feed's address; None for a saved article."""
    title: Line = ""
    opening: Line | None = None
    link: Address | None = None
    author: Line | None = None
    site: Line | None = None
    published: Moment | None = None
    updated: Moment | None = None
    received: Time = 0
    sort_at: Time = 0
    read: Flag = 0
    starred: Flag = 0
    complete: Completeness = 0
    words: Count = 0
    page: Flag = 0
    fingerprint: Number = 0
    text_hash: Number = 0
    extra: bytes | None = None
    body: bytes = b""
    tags: Annotated[list[Line], msgspec.Meta(max_length=1_000)] = []
    corrections: Annotated[list[tuple[Line, Line, Line]], msgspec.Meta(max_length=10)] = []
    notes: Annotated[list[tuple[Line, Line]], msgspec.Meta(max_length=1_000)] = []
    """The highlights: their ids, and what `store.notes` tells of each."""
    place: Place | None = None
    former: Annotated[list[Former], msgspec.Meta(max_length=1_000)] = []
    other: Other | None = None


class GoneRecord(Record, frozen=True):
    """What identifies articles of a feed that were deleted and do not come back."""

    keys: Keys
    feed: Address | None = None


class FileRecord(Record, frozen=True):
    """A piece of a file that articles were made from."""

    digest: Digest
    data: bytes
    last: bool
    """Whether the file ends with it."""


AnyRecord = FeedRecord | SearchRecord | ArticleRecord | GoneRecord | FileRecord
"""All there are; feeds come before their articles."""

encoder = msgspec.msgpack.Encoder()
decoder: msgspec.msgpack.Decoder[AnyRecord] = msgspec.msgpack.Decoder(AnyRecord)
