"""What only the open article shows, packed beside its body: facts, enclosures, and its dates' origins."""

import zlib
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from reader.model import Article, Date, Enclosure, Fact, Headline, ParsedArticle
from reader.store.rows import PRECISIONS

LARGEST = 1 << 24
"""Bytes of unpacked details at most: only damage makes more of them."""


class _Fact(msgspec.Struct, frozen=True, array_like=True):
    rule: str
    value: str | None = None
    """None where the article's own column has it: see `_told_twice`."""
    line: int | None = None
    element: str | None = None
    header: str | None = None


class Extra(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """What only the open article shows; kept beside its body."""

    published: tuple[str, str] = ("", "")
    """The rule and the source's own characters of the date."""
    updated: tuple[str, str, str | None] = ("", "", None)
    """The same, with the zone."""
    captured: tuple[int, int, str | None, str, str] | None = None
    enclosures: tuple[tuple[str, str | None, int | None], ...] = ()
    facts: dict[str, _Fact] = {}
    original: str | None = None
    comments: str | None = None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Extra)

_COMMON = (
    b"audio/mpegimage/jpegJSON-LD headline author.name datePublishedmeta[property=og:urlog:titlecanonical"
    b"labelled linefilecreditcapturedsitedc:creatordc:dateatom:updatedatom:published<updated<published"
    b"itempubDate -0700 -0500 -0400 +0200 +0100 GMT +0000 00:00:00Z00:00 EST EDT Jan Feb Mar Apr May Jun Jul"
    b" Aug Sep Oct Nov Dec 2022 2023 2024 2025 2026 Mon, Tue, Wed, Thu, Fri, Sat, Sun, .mp3https://www."
    b"\x96\x92\xa4feed\xa7pubDate\x92\xa0\xa0\x93\xa0\xa0\xc0\xc0\x90\x84"
    b"\xa3url\x94\xa4feed\xc0\xc0\xa4link\xa6author\x94\xa4feed\xc0\xc0\xa6author"
    b"\xa5title\x94\xa4feed\xc0\xc0\xa5title\xa9published\x94\xa4feed\xc0\xc0\xa7pubDate"
)
"""A dictionary for zlib, of what is often in it: a third is left.

With other bytes none of the old ones can be read.
"""


def _told_twice(parsed: ParsedArticle) -> dict[str, str | None]:
    """Return the facts whose values the article's columns hold already."""
    return {
        "title": parsed.title,
        "author": parsed.author,
        "site": parsed.site,
        "url": parsed.link,
        "published": parsed.published.iso() if parsed.published else None,
    }


def pack_extra(parsed: ParsedArticle, original: str | None) -> bytes | None:
    """Pack an article's details. Returns None where there is nothing to keep."""
    known = _told_twice(parsed)
    facts = {
        name: _Fact(
            fact.rule,
            None if fact.value == known.get(name) else fact.value,
            fact.line,
            fact.element,
            fact.header,
        )
        for name, fact in parsed.facts.items()
    }
    published, updated, captured = parsed.published, parsed.updated, parsed.captured
    extra = Extra(
        published=(published.rule, published.raw) if published else ("", ""),
        updated=(updated.rule, updated.raw, updated.zone) if updated else ("", "", None),
        captured=_date_row(captured) if captured else None,
        enclosures=tuple((file.url, file.type, file.length) for file in parsed.enclosures),
        facts=facts,
        original=original,
        comments=parsed.comments,
    )
    return pack_details(extra)


def pack_details(extra: Extra) -> bytes | None:
    """Pack details. Returns None where there is nothing to keep."""
    if extra == Extra():
        return None
    deflate = zlib.compressobj(6, zlib.DEFLATED, -12, 5, zlib.Z_DEFAULT_STRATEGY, _COMMON)
    return deflate.compress(_encoder.encode(extra)) + deflate.flush()


def _date_row(date: Date) -> tuple[int, int, str | None, str, str]:
    return (date.at, PRECISIONS.index(date.precision), date.zone, date.rule, date.raw)


def unpack_extra(packed: bytes | None) -> Extra:
    """Unpack an article's details; without any the defaults. Raises `ValueError` on damaged bytes."""
    if not packed:
        return Extra()
    try:
        return _decoder.decode(zlib.decompressobj(-15, _COMMON).decompress(packed, LARGEST))
    except (zlib.error, msgspec.MsgspecError, TypeError) as error:
        raise ValueError(f"The details are damaged: {error}") from None


def sound_extra(packed: bytes | None) -> tuple[Extra, bool]:
    """Unpack an article's details. Returns them, and whether they are sound: damaged ones are left out."""
    try:
        return unpack_extra(packed), True
    except ValueError:
        return Extra(), False


def article_of(headline: Headline, packed: bytes | None, corrected: Mapping[str, str]) -> Article:
    """Make an article of its headline and its packed details; `corrected` are the reader's own facts."""
    extra, sound = sound_extra(packed)
    if not sound:
        headline = replace(headline, damaged=True)
    columns = {
        "title": headline.title,
        "author": headline.author,
        "site": None if headline.feed else headline.feed_title,
        "url": headline.link,
        "published": headline.published.iso() if headline.published else None,
    }
    facts = {
        name: Fact(
            columns.get(name) or "" if fact.value is None else fact.value,
            fact.rule,
            fact.line,
            fact.element,
            fact.header,
        )
        for name, fact in extra.facts.items()
    }
    facts |= {name: Fact(value, "user") for name, value in corrected.items()}
    return Article(
        headline=_with_rules(headline, extra, corrected),
        enclosures=tuple(Enclosure(*file) for file in extra.enclosures),
        facts=facts,
        original=extra.original,
        comments=extra.comments,
    )


def _with_rules(headline: Headline, extra: Extra, corrected: Mapping[str, str]) -> Headline:
    published, updated = headline.published, headline.updated
    if published:
        rule, raw = ("user", "") if "published" in corrected else extra.published
        published = replace(published, rule=rule, raw=raw)
    if updated:
        rule, raw, zone = extra.updated
        updated = replace(updated, rule=rule, raw=raw, zone=zone)
    return replace(headline, published=published, updated=updated)
