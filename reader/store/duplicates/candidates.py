"""Candidates for duplicates: articles with the same short hash of a link or a title, packed.

A hash says only that comparing is worth it. It has 28 bits: 12 are the number of the row, 16 stand in that
row beside the article's id. That makes 13 bytes an article, where a table with a row for each hash needs 26.
A hash of a former link or title may stay behind: the comparison then fails.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from reader.store.database.connection import Database, numbers, rows

BUCKETS = 1 << 12

MOST = 24
"""Articles that are kept with one key; a key that more articles have tells nothing."""

_REST, _ARTICLE = 2, 4
"""Bytes of the rest of a hash, and of an article's id, both little-endian."""

Key = tuple[int, bytes]
"""A hash: its bucket (row) and its remaining bytes."""

Bucket = tuple[bytes, bytes]
"""A row: the rests of its hashes one after another, and the articles' ids in the same order."""

_EMPTY: Bucket = (b"", b"")


def key(kind: str, text: str) -> Key:
    """Return the key of a text; `kind` keeps the keys of links and titles apart."""
    hashed = crc32(f"{kind} {text}".encode("utf-8", "replace"))
    return hashed % BUCKETS, (hashed >> 12 & 0xFFFF).to_bytes(_REST, "little")


def keep_and_find(db: Database, keys: Mapping[int, Sequence[Key]]) -> dict[int, set[int]]:
    """Keep the keys of articles, and find who shares them. Returns, by article, the others with a key of it.

    Articles that share no key are left out.

    Part of the caller's transaction.
    """
    wanted = {one for own in keys.values() for one in own}
    buckets = _buckets(db, {bucket for bucket, _ in wanted})
    having = {one: _articles(buckets.get(one[0], _EMPTY), one[1]) for one in wanted}
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
    return {bucket: (rests, articles) for bucket, rests, articles in found if _is_sound(rests, articles)}


def _is_sound(rests: object, articles: object) -> bool:
    """Return whether a row holds what was written; a damaged one is begun anew and misses candidates."""
    return (
        isinstance(rests, bytes)
        and isinstance(articles, bytes)
        and len(rests) * _ARTICLE == len(articles) * _REST
    )


def _articles(bucket: Bucket, rest: bytes) -> list[int]:
    """Return the articles of a bucket that have the hash."""
    rests, articles = bucket
    found: list[int] = []
    at = rests.find(rest)
    while at >= 0:
        place, between = divmod(at, _REST)
        if not between:
            found.append(int.from_bytes(articles[place * _ARTICLE : (place + 1) * _ARTICLE], "little"))
        at = rests.find(rest, at + 1)
    return found


def _new(keys: Mapping[int, Sequence[Key]], having: Mapping[Key, list[int]]) -> Iterator[tuple[Key, int]]:
    """Yield what is not kept yet, and add it to `having`."""
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
                buckets.get(bucket, _EMPTY)[0] + rests,
                buckets.get(bucket, _EMPTY)[1] + articles,
            )
            for bucket, (rests, articles) in sorted(more.items())
        ),
    )
