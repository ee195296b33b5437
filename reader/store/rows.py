"""Between the tables' rows and the model's values."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from reader.model import (
    LONGEST_SILENCE,
    Article,
    Complete,
    Date,
    Enclosure,
    Fact,
    Feed,
    FeedState,
    FeedStatus,
    FullText,
    Headline,
    ParsedArticle,
    Precision,
    UpdateHints,
)
from reader.urls.parts import hostname

COMPLETE: tuple[Complete, ...] = ("none", "summary", "full")
FULL_TEXT: tuple[FullText, ...] = ("never", "asked", "always")
PRECISIONS: tuple[Precision, ...] = ("second", "minute", "hour", "day", "month", "year")

HEADLINE_COLUMNS = """a.id, a.feed, a.title, a.link, a.author, a.site, a.published, a.published_precision,
    a.published_zone, a.updated, a.updated_precision, a.received, a.read, a.starred, a.words, a.complete,
    a.sort_at, f.name, f.title, f.url"""
"""Of `article a LEFT JOIN feed f`."""


def headline_of(row: Sequence[Any], tags: tuple[str, ...]) -> Headline:
    """The headline in a row of `HEADLINE_COLUMNS`."""
    (
        id, feed, title, link, author, site, published, precision, zone, updated, updated_precision, received,
        read, starred, words, complete, sort_at, name, feed_title, url,
    ) = row  # fmt: skip
    return Headline(
        id=id,
        feed=feed,
        feed_title=(site or "") if feed is None else shown_title(name, feed_title, url),
        title=title,
        link=link,
        author=author,
        published=None if published is None else Date(published, PRECISIONS[precision], zone),
        updated=None if updated is None else Date(updated, PRECISIONS[updated_precision]),
        received=received,
        read=bool(read),
        starred=bool(starred),
        saved=feed is None,
        tags=tags,
        words=words,
        complete=COMPLETE[complete],
        sort_at=sort_at,
    )


def shown_title(name: str | None, title: str, url: str) -> str:
    """The reader's own name for a feed, else the feed's, else its host."""
    if name or title:
        return name or title
    return hostname(url) or url


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
"""What is often in it, for zlib: a third is left. With other bytes here, none of the old ones can be read."""


def _told_twice(parsed: ParsedArticle) -> dict[str, str | None]:
    """The facts whose values the article's columns hold already."""
    return {
        "title": parsed.title,
        "author": parsed.author,
        "site": parsed.site,
        "url": parsed.link,
        "published": parsed.published.iso() if parsed.published else None,
    }


def pack_extra(parsed: ParsedArticle, original: str | None) -> bytes | None:
    """None where there is nothing to keep."""
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
    )
    return None if extra == Extra() else _deflated(_encoder.encode(extra))


def _deflated(packed: bytes) -> bytes:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -12, 5, zlib.Z_DEFAULT_STRATEGY, _COMMON)
    return deflate.compress(packed) + deflate.flush()


def _date_row(date: Date) -> tuple[int, int, str | None, str, str]:
    return (date.at, PRECISIONS.index(date.precision), date.zone, date.rule, date.raw)


def unpack_extra(packed: bytes | None) -> Extra:
    if not packed:
        return Extra()
    return _decoder.decode(zlib.decompressobj(-15, _COMMON).decompress(packed))


def article_of(headline: Headline, packed: bytes | None, corrected: Mapping[str, str]) -> Article:
    """The headline with what lies beside the body; `corrected` are the facts that the reader gave himself."""
    extra = unpack_extra(packed)
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


FEED_COLUMNS = """id, url, title, name, site, folder, paused, gone, failures, error, last_ok, last_checked,
    next_due, silenced_until, full_text"""


def feed_of(row: Sequence[Any], unread: int, total: int, now: int) -> Feed:
    """The feed in a row of `FEED_COLUMNS`, as it is at that time."""
    (
        id, url, title, name, site, folder, paused, gone, failures, error, last_ok, last_checked,
        next_due, silenced_until, full_text,
    ) = row  # fmt: skip
    return Feed(
        id=id,
        url=url,
        title=shown_title(name, title, url),
        site=site,
        folder=folder,
        unread=unread,
        total=total,
        status=_status(
            paused, gone, now < (silenced_until or 0) <= now + LONGEST_SILENCE, failures, error, last_checked
        ),
        error=error,
        last_ok=last_ok,
        last_checked=last_checked,
        next_due=next_due,
        full_text=FULL_TEXT[full_text],
    )


def _status(
    paused: int,
    gone: int,
    silenced: bool,
    failures: int,
    error: str | None,
    last_checked: int | None,
) -> FeedStatus:
    if gone:
        return "gone"
    if paused:
        return "paused"
    if silenced:
        return "silenced"
    if failures or error:
        return "failing"
    return "never" if last_checked is None else "ok"


class _UpdateHints(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    period: int | None = None
    moved_days: tuple[int, ...] = ()
    validators_from: str | None = None
    fresh: int = 0


_update_hints_decoder = msgspec.msgpack.Decoder(_UpdateHints)


def pack_update_hints(state: FeedState) -> bytes | None:
    """The feed's own wishes and what is known of redirects; None where there is neither."""
    hints = state.hints
    packed = _UpdateHints(
        hints.ttl,
        tuple(sorted(hints.skip_hours)),
        tuple(sorted(hints.skip_days)),
        hints.period,
        state.moved_days,
        state.validators_from,
        state.fresh,
    )
    return None if packed == _UpdateHints() else _encoder.encode(packed)


STATE_COLUMNS = """id, url, etag, last_modified, body_hash, next_due, last_checked, last_ok, failures, error,
    silenced_until, gone, paused, moved_to, pace"""


def state_of(row: Sequence[Any]) -> FeedState:
    """The state in a row of `STATE_COLUMNS`."""
    (
        id, url, etag, last_modified, body_hash, next_due, last_checked, last_ok, failures, error,
        silenced_until, gone, paused, moved_to, packed,
    ) = row  # fmt: skip
    hints = _update_hints_decoder.decode(packed) if packed else _UpdateHints()
    return FeedState(
        id=id,
        url=url,
        etag=etag,
        last_modified=last_modified,
        validators_from=hints.validators_from,
        fresh=hints.fresh,
        body_hash=body_hash,
        next_due=next_due,
        last_checked=last_checked,
        last_ok=last_ok,
        failures=failures,
        error=error,
        silenced_until=silenced_until,
        gone=bool(gone),
        paused=bool(paused),
        hints=UpdateHints(
            ttl=hints.ttl,
            skip_hours=frozenset(hints.skip_hours),
            skip_days=frozenset(hints.skip_days),
            period=hints.period,
        ),
        moved_to=moved_to,
        moved_days=hints.moved_days,
    )
