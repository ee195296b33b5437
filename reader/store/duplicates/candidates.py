"""By what twins find each other: short hashes of links and titles, kept packed.

A hash says only that it is worth looking. It has 28 bits: 12 name the row that it is in, 16 stand there
beside the article's id. What an article was once known by may stay behind: it is found, and does not agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from reader.store.database.connection import Database, numbers, rows

BUCKETS = 1 << 12

MOST = 24
"""Articles with one key; of a key that more of them have, no further one is kept, as it tells nothing."""

_REST, _ARTICLE = 2, 4
"""Bytes of a hash's rest, and of an article's id, both little-endian."""

Key = tuple[int, bytes]
"""The bucket, and the rest of the hash."""

Bucket = tuple[bytes, bytes]
"""The rests of hashes one after another, and in the same order the articles."""


def key(kind: str, text: str) -> Key:
    """The key of a text; the same text as a link and as a title has two."""
    hashed = crc32(f"{kind} {text}".encode("utf-8", "replace"))
    return hashed % BUCKETS, (hashed >> 12 & 0xFFFF).to_bytes(_REST, "little")


def exchange(db: Database, keys: Mapping[int, Sequence[Key]]) -> dict[int, set[int]]:
    """Keeps articles' keys, and tells for each article which others may be the same; only those with any.

    Part of the caller's transaction.
    """
    wanted = {one for own in keys.values() for one in own}
    buckets = _buckets(db, {bucket for bucket, _ in wanted})
    having = {one: list(_articles(buckets.get(one[0], (b"", b"")), one[1])) for one in wanted}
    _write(db, buckets, _new(keys, having))
    found = {
        article: {other for one in own if len(having[one]) <= MOST for other in having[one]} - {article}
        for article, own in keys.items()
    }
    return {article: others for article, others in found.items() if others}


def _buckets(db: Database, wanted: Iterable[int]) -> dict[int, Bucket]:
    found = rows(
        db,
        "SELECT bucket, rests, articles FROM carray(?) AS c CROSS JOIN twin_key ON bucket = c.value",
        (numbers(sorted(wanted)),),
    )
    return {bucket: (rests, articles) for bucket, rests, articles in found}


def _articles(bucket: Bucket, rest: bytes) -> Iterator[int]:
    """The articles in a bucket that have the hash."""
    rests, articles = bucket
    at = rests.find(rest)
    while at >= 0:
        place, between = divmod(at, _REST)
        if not between:
            yield int.from_bytes(articles[place * _ARTICLE : (place + 1) * _ARTICLE], "little")
        at = rests.find(rest, at + 1)


def _new(keys: Mapping[int, Sequence[Key]], having: Mapping[Key, list[int]]) -> Iterator[tuple[Key, int]]:
    """What is not kept yet; it is entered into what is had."""
    for article, own in keys.items():
        for one in own:
            there = having[one]
            if article not in there and len(there) <= MOST:
                there.append(article)
                yield one, article


def _write(db: Database, buckets: Mapping[int, Bucket], new: Iterable[tuple[Key, int]]) -> None:
    more: dict[int, tuple[bytearray, bytearray]] = defaultdict(lambda: (bytearray(), bytearray()))
    for (bucket, rest), article in new:
        rests, articles = more[bucket]
        rests += rest
        articles += article.to_bytes(_ARTICLE, "little")
    db.executemany(
        "INSERT OR REPLACE INTO twin_key (bucket, rests, articles) VALUES (?, ?, ?)",
        (
            (
                bucket,
                *(old + added for old, added in zip(buckets.get(bucket, (b"", b"")), entries, strict=True)),
            )
            for bucket, entries in sorted(more.items())
        ),
    )
