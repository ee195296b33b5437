"""Decide which of a copied page's dates is the publication, the update or the capture."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reader.model import Date, Fact
from reader.sources.saved.article import dated
from reader.sources.saved.dates.find import Moment, find_dates
from reader.sources.saved.dates.patterns import Kind
from reader.sources.saved.dates.resolve import Setting, resolved, with_day_of
from reader.sources.saved.dates.timezones import Clues, zone_of_city
from reader.sources.saved.text.bylines import byline_of
from reader.sources.saved.text.names import is_name
from reader.sources.saved.text.roles import Piece
from reader.sources.saved.text.segment import Run
from reader.sources.saved.text.title import Title

_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^.:;!?—–]{1,60}?)\s*(?:[(（][\w ./]{2,20}[)）]\s*)?(?:[-–—]{1,2}\s|:\s)"
)
_CJK_DATELINE = re.compile(
    r"(?:新华社|中新社|[\u4e00-\u9fff]{2,4}[网社报])?(?P<place>[\u4e00-\u9fff]{2,4}?)(?=\d{1,2}月\d{1,2}日)(?P<date>\d{1,2}月\d{1,2}日)[电電讯訊]"
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:/|[-_.]|$)")

_BETWEEN = ("chrome", "rule", "credit")
"""The roles of lines that may stand between an article's day and its title, beside the name of a section."""
_BEGUN = 3
"""The first lines of the text; below them a labelled day may be another one that the text tells of."""
_LABEL = 24
"""The most characters of a label and the space behind it."""
_HEADER = 3
"""The lines at a page's beginning whose day is that of looking at it."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as written, with the index of its piece."""

    place: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class Dates:
    """The three dates of a copied page; None for those it does not give."""

    published: tuple[Date, Fact] | None = None
    updated: Date | None = None
    captured: tuple[Date, Fact] | None = None
    place: int | None = None
    """The index of the piece with the publication."""


def moments_of(pieces: Sequence[Piece], run: Run) -> list[Dated]:
    """Return the dates of lines that are about dates, joined with a time or label on the next line."""
    found: list[Dated] = []
    label: Kind = ""
    for place, piece in enumerate(pieces):
        if piece.role == "paragraph" and run.start <= place < run.end and not _labelled(piece):
            continue
        for moment in piece.dates.moments:
            if label and not moment.kind:
                moment = replace(moment, kind=label)
            _add(found, Dated(place, moment))
        if piece.role not in ("chrome", "rule"):
            label = piece.dates.label
    return found


def _labelled(piece: Piece) -> bool:
    """Return whether a long line begins with a labelled date: the date was glued to the first paragraph."""
    return any(moment.kind and moment.start < 60 and moment.year for moment in piece.dates.moments)


def _add(found: list[Dated], new: Dated) -> None:
    """Join a bare time with the day on the next line; give an update's time the publication's day."""
    last = found[-1] if found else None
    if last is None or last.place < new.place - 2:
        found.append(new)
        return
    timeless = last.moment.dated and last.moment.hour is None and last.moment.ago is None
    if timeless and not new.moment.dated and not new.moment.kind and last.place != new.place:
        moment = with_day_of(new.moment, last.moment)
        found[-1] = Dated(last.place, replace(moment, kind=last.moment.kind, weekday=last.moment.weekday))
    elif new.moment.dated and new.moment.hour is None and not last.moment.dated and not last.moment.kind:
        moment = with_day_of(last.moment, new.moment)
        found[-1] = Dated(new.place, replace(moment, kind=new.moment.kind, weekday=new.moment.weekday))
    elif not new.moment.dated and _goes_with(new.moment.kind, last.moment):
        found.append(Dated(new.place, with_day_of(new.moment, last.moment)))
    else:
        found.append(new)


def _goes_with(kind: Kind, other: Moment) -> bool:
    """Return whether a labelled time without a day takes the other's: an update, or what it updates."""
    return other.dated and (kind == "updated" or (kind == "published" and other.kind == "updated"))


def header_city(pieces: Sequence[Piece], run: Run, title: Title) -> str | None:
    """Return the zone of a city in or beside a date above the text, or in the text's dateline."""
    for place in range(run.start):
        piece = pieces[place]
        if place == title.place or piece.line.width > 90:
            continue
        beside = [pieces[near] for near in (place - 1, place + 1) if 0 <= near < run.start]
        of_date = piece.role == "date" or (
            piece.line.width <= 40 and any(near.role == "date" and near.dates.moments for near in beside)
        )
        if of_date and (zone := zone_of_city(piece.line.match) or zone_of_city(piece.dates.rest)):
            return zone
    alone = {zone_of_city(piece.line.match) for piece in pieces[: run.start] if _is_one_name(piece)} - {None}
    return _dateline_city(pieces, run) or (alone.pop() if len(alone) == 1 else None)


def _is_one_name(piece: Piece) -> bool:
    return piece.role == "short" and piece.line.width <= 25 and not set(piece.line.match) & set("|/,·•")


def _dateline_city(pieces: Sequence[Piece], run: Run) -> str | None:
    first = next(
        (piece for piece in pieces[run.start : run.end] if piece.role in ("paragraph", "sentence")), None
    )
    if first is None:
        return None
    found = _CJK_DATELINE.match(first.line.match) or _DATELINE.match(first.line.match)
    return zone_of_city(found["place"]) if found else None


def decide(
    found: Sequence[Dated], pieces: Sequence[Piece], run: Run, title: Title, setting: Setting
) -> Dates:
    """Return the page's publication, update and capture.

    Labelled dates go first, then a bare date below the title, then weaker signs; a date in the page's header
    is never the publication.
    """
    header = [item for item in found if _is_header(item, pieces, run, title)]
    captured = _captured(found, header, pieces, setting)
    setting = replace(setting, looked=captured[0] if captured else setting.looked)
    rest = [item for item in found if item not in header and item.moment.kind != "captured"]
    updated = _best([item for item in rest if item.moment.kind == "updated"], run, title)
    for item, rule in _publications(rest, pieces, run, title):
        moment = item.moment
        if not moment.dated and captured:
            day = captured[0]
            moment = with_day_of(moment, find_dates(day.iso()[:10]).moments[0])
        date = resolved(moment, setting, rule, _raw(pieces[item.place], item.moment))
        if date:
            line = pieces[item.place].line.number
            return Dates(dated(date, line=line), _update(updated, pieces, setting), captured, item.place)
    return _only_date(header, updated, pieces, title, setting, captured)


def _only_date(
    header: Sequence[Dated],
    updated: Dated | None,
    pieces: Sequence[Piece],
    title: Title,
    setting: Setting,
    captured: tuple[Date, Fact] | None,
) -> Dates:
    """Return the dates of a page without a better one: its update, or a time right above the title.

    Agencies print nothing but "Updated", and some papers set day and time as the headline's overline.
    """
    for item, rule in [
        *([(updated, "date of the last change, the only one")] if updated else []),
        *((item, "date right above the title") for item in header if _is_overline(item, pieces, title)),
    ]:
        date = resolved(item.moment, setting, rule, _raw(pieces[item.place], item.moment))
        if date:
            line = pieces[item.place].line.number
            if item is updated:
                return Dates(dated(date, line=line), date, captured, item.place)
            return Dates(dated(date, line=line), None, None, item.place)
    return Dates(None, None, captured)


def _is_overline(item: Dated, pieces: Sequence[Piece], title: Title) -> bool:
    """Return whether it is a day right above the title, and not the page's own; with a weekday and without a
    zone it may be when the page was looked at.
    """
    moment = item.moment
    if title.place is None or item.place >= title.place:
        return False
    between = [piece for piece in pieces[item.place + 1 : title.place] if piece.role not in _BETWEEN]
    if len(between) > 1 or any(len(piece.line.match.split()) > 1 for piece in between):
        return False
    if moment.hour is None:
        whole = moment.year is not None and moment.day is not None and not moment.weekday
        return whole and not moment.ambiguous and item.place >= _HEADER
    return not moment.weekday or (moment.minute is not None and bool(moment.zone))


def _update(item: Dated | None, pieces: Sequence[Piece], setting: Setting) -> Date | None:
    if item is None:
        return None
    return resolved(item.moment, setting, "labelled line", _raw(pieces[item.place], item.moment))


def _raw(piece: Piece, moment: Moment) -> str:
    same = len(piece.line.text) == len(piece.line.match)
    return (piece.line.text if same else piece.line.match)[moment.start : moment.end].strip()


def _is_header(item: Dated, pieces: Sequence[Piece], run: Run, title: Title) -> bool:
    """Return whether an unlabelled date stands above the title: then it tells when the page was looked at."""
    if item.moment.kind or item.moment.ago:
        return False
    piece = pieces[item.place]
    if title.place is not None:
        signed = byline_of(piece.dates.head) is not None or is_name(piece.dates.head)
        return item.place < title.place and not signed
    near = pieces[max(0, item.place - 1) : item.place + 1]
    return item.place < run.start and any(piece.dates.weekday for piece in near)


def _captured(
    found: Sequence[Dated], header: Sequence[Dated], pieces: Sequence[Piece], setting: Setting
) -> tuple[Date, Fact] | None:
    labelled = [item for item in found if item.moment.kind == "captured"]
    for item, rule in [
        *((item, "labelled line") for item in labelled),
        *((item, "page-header date") for item in header),
    ]:
        if item.moment.year is None:
            continue
        date = resolved(item.moment, setting, rule, _raw(pieces[item.place], item.moment))
        if date:
            return dated(date, line=pieces[item.place].line.number)
    return None


def _best(items: Sequence[Dated], run: Run, title: Title) -> Dated | None:
    """Return the item nearest to the title from below; else one above it, else one after the text."""
    origin = title.place if title.place is not None else 0

    def distance(item: Dated) -> int:
        """Return how far from the title an item is, in lines; above and after the text weigh more."""
        if item.place >= run.end > 0:
            return 60 + item.place - run.end
        return item.place - origin if item.place >= origin else 8 + origin - item.place

    return min(items, key=distance, default=None)


def _publications(
    found: Sequence[Dated], pieces: Sequence[Piece], run: Run, title: Title
) -> Iterator[tuple[Dated, str]]:
    """Yield candidates for the publication with their rules, the surest first."""
    labelled = [item for item in found if item.moment.kind == "published"]
    best = _best([item for item in labelled if item.moment.dated], run, title)
    told = best is not None and _is_told(best, pieces, run)
    if best and not told:
        yield best, "labelled line"
    head = title.place if title.place is not None else -1
    bare = [item for item in found if not item.moment.kind and pieces[item.place].role in ("date", "byline")]
    below = [item for item in bare if head < item.place < max(run.start + 2, head + 4)]
    for item in sorted(below, key=lambda item: not (item.moment.dated and item.moment.ago is None)):
        if item.moment.dated:
            yield item, "date below the title" if title.place is not None else "date above the text"
    if best and told:
        yield best, "labelled line"
    for item in bare:
        if item.place <= head and item.moment.dated:
            yield item, "date beside the byline"
    for item in labelled:
        yield item, "labelled time, on the day of the page's header"
    for item in bare:
        if run.end <= item.place <= run.end + 1 and item.moment.dated:
            yield item, "date below the text"
    yield from _dateline(pieces, run)


def _is_told(item: Dated, pieces: Sequence[Piece], run: Run) -> bool:
    """Return whether a labelled day may be one that the text tells of: `The bridge was released on 5 May`."""
    if pieces[item.place].role == "paragraph" and item.moment.start > _LABEL:
        return True
    return run.start + _BEGUN < item.place < run.end - 1


def _dateline(pieces: Sequence[Piece], run: Run) -> Iterator[tuple[Dated, str]]:
    """Yield the day of a dateline, `KATHMANDU, April 25 (Reuters) -`, which gives no time."""
    for place in range(run.start, min(run.start + 3, run.end)):
        piece = pieces[place]
        if piece.role != "paragraph":
            continue
        found = _CJK_DATELINE.match(piece.line.match) or _DATELINE.match(piece.line.match)
        for moment in find_dates(found[0]).moments if found else ():
            if moment.month is not None and moment.day is not None:
                yield Dated(place, moment), "dateline"
        return


def date_in_address(url: Fact | None) -> tuple[Date, Fact] | None:
    """Return the day in an address like `/2024/05/24/`; None where it has none."""
    found = _IN_ADDRESS.search(url.value) if url else None
    if not found or url is None:
        return None
    moment = Moment(year=int(found[1]), month=int(found[2]), day=int(found[3]))
    date = resolved(moment, Setting(Clues()), "day in the address", found[0].strip("/"))
    return dated(date, line=url.line) if date else None
