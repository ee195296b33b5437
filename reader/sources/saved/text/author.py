"""Find the author that a copied page names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.model import Fact
from reader.sources.saved.dates.timezones import zone_of_city
from reader.sources.saved.text.bylines import (
    Byline,
    byline_of,
    is_label,
    run_in_byline,
    run_in_name,
    without_place,
)
from reader.sources.saved.text.names import is_name, names_in
from reader.sources.saved.text.roles import Piece
from reader.sources.saved.text.segment import Run
from reader.sources.saved.text.site_names import is_menu, is_section, names_a_source
from reader.sources.saved.text.title import Title

_FAR = 99
_DATELINE_NAME = re.compile(r"[(（](?:本报)?(?:记者|記者)\s?(?P<name>[\u3400-\u9fff、]{2,12})[)）]")
_WITHOUT_SPACE = re.compile("[\u3400-\u9fff]{2,5}|[\uac00-\ud7af]{2,4}")
_BRACKETED_NAME = re.compile(
    "[。」』][(【](?P<name>[\u3400-\u9fff]{2,4} ?[\u3400-\u9fff\u3040-\u30ff]{1,3})[)】]$"
)


@dataclass(frozen=True, slots=True)
class Author:
    """The author, with what a byline says of the source."""

    fact: Fact | None = None
    source: str = ""
    """The source that the byline names; "" where it names none."""
    line: int | None = None
    """The number of the byline's line."""
    run_in: int = 0
    """The characters at the beginning of the line that are the byline; 0 for a byline of its own."""


def find_author(
    pieces: Sequence[Piece],
    run: Run,
    title: Title,
    *,
    date_place: int | None = None,
    site: Fact | None = None,
) -> Author:
    """Return the author: by a byline near the title, in the first paragraph, beside the date, at the end.

    A bare name counts only beside the publication date, so it needs `date_place`, the index of that piece.
    The fact is None where no author is named.
    """
    head = title.place if title.place is not None else -1
    near = [
        *range(head + 1, run.start),
        *range(run.start, min(run.end, run.start + 3)),
        *range(head - 1, max(-1, head - 4), -1),
    ]
    for place in near:
        if place >= 0 and (author := _line(pieces, place, head)):
            return author
    if author := _run_in(pieces, run) or _in_dateline(pieces, run):
        return author
    for place in near:
        if place >= 0 and (author := _beside_date(pieces[place])):
            return author
    if author := _bare(pieces, run, head, date_place, site):
        return author
    if date_place is not None and (author := _run_in_name(pieces, run, title.text)):
        return author
    for place in range(max(run.start, run.end - 2), min(len(pieces), run.end + 3)):
        if author := _line(pieces, place, head):
            return author
    return _signature(pieces, run) or Author()


def _signature(pieces: Sequence[Piece], run: Run) -> Author | None:
    """Return the author who signs: a bare name as the file's last line, or in brackets at the text's end."""
    for piece in pieces[max(run.start, run.end - 2) : run.end]:
        if found := _BRACKETED_NAME.search(piece.line.match):
            return _fact(Byline(found["name"], "name in brackets at the end"), piece)
    if run.end != len(pieces) or run.end - run.start < 2:
        return None
    last = pieces[-1]
    alone = last.role == "short" and last.line.gap and _is_person(last.line.match)
    return _fact(Byline(last.line.match, "name below the text"), last) if alone else None


def _fact(byline: Byline, piece: Piece) -> Author:
    number = piece.line.number
    return Author(Fact(byline.author, byline.rule, number), byline.source, number)


def _line(pieces: Sequence[Piece], place: int, head: int) -> Author | None:
    """Return the author of a byline in this line, alone or with its neighbour.

    `head` is the title's place; the title is never taken for a name.
    """
    piece = pieces[place]
    if piece.role == "byline" and (byline := byline_of(piece.line.match)):
        above = pieces[place - 1] if place and place - 1 != head else piece
        if byline.rule == "role line" and above.role == "short" and _is_person(above.line.match):
            return _fact(Byline(above.line.match, "name above a role"), above)
        return _fact(byline, piece)
    if is_label(piece.line.match) and place + 1 < len(pieces):
        after = pieces[place + 1]
        if after.role in ("short", "byline", "credit") and (names := names_in(after.line.match)):
            return _fact(Byline(", ".join(names), "line below a byline's label"), after)
    if piece.role == "date":
        labelled = [part for part in re.split(r"[\s|]+", piece.dates.tail) if ":" in part]
        for text in (piece.dates.head, piece.dates.tail, *labelled):
            if byline := byline_of(text):
                return _fact(byline, piece)
    return None


def _is_person(text: str) -> bool:
    return is_name(text) and not names_a_source(text) and not zone_of_city(text) and not is_menu(text)


def _run_in(pieces: Sequence[Piece], run: Run) -> Author | None:
    for piece in pieces[run.start : run.end]:
        if piece.role in ("paragraph", "sentence"):
            found = run_in_byline(piece.line.text)
            if found is None:
                return None
            byline, end = found
            return Author(Fact(byline.author, byline.rule, piece.line.number), "", piece.line.number, end)
    return None


def _in_dateline(pieces: Sequence[Piece], run: Run) -> Author | None:
    """Return the reporter whom a Chinese agency names before the text: `新华社北京4月24日电（记者宋晨）`."""
    for piece in pieces[run.start : run.start + 1]:
        if found := _DATELINE_NAME.search(piece.line.match[:60]):
            return _fact(Byline(found["name"].replace("、", ", "), "reporter in the dateline"), piece)
    return None


def _run_in_name(pieces: Sequence[Piece], run: Run, title: str) -> Author | None:
    first = [piece for piece in pieces[run.start : run.end] if piece.role == "paragraph"][:2]
    found = run_in_name(first[0].line.text, title) if first else None
    if not found or (len(first) > 1 and run_in_name(first[1].line.text, title)):
        return None
    line = first[0].line.number
    return Author(Fact(found[0].author, found[0].rule, line), "", line, found[1])


def _beside_date(piece: Piece) -> Author | None:
    """Return a name before or after a date: `渡辺洋介2025年1月13日`, `Anna Roy / NEWS.COM / Sep 2, 2024`."""
    if piece.role != "date" or not piece.dates.moments:
        return None
    for text in (piece.dates.head, piece.dates.tail):
        for part in (part.strip() for part in text.replace("•", "|").replace("/", "|").split("|")):
            if _is_person(part):
                return _fact(Byline(part, "name beside the date"), piece)
    return None


def _bare(
    pieces: Sequence[Piece], run: Run, head: int, date_place: int | None, site: Fact | None
) -> Author | None:
    """Return the author of a line that is only a name: nearest to the date, or right below the title."""
    found: list[tuple[int, Author]] = []
    if date_place is None:
        dates = (place for place in range(head + 1, run.start) if pieces[place].dates.moments)
        date_place = next(dates, None)
    for place in range(head + 1, run.start):
        piece = pieces[place]
        far = min(_apart(pieces, place, date_place), 1 if place == head + 1 else _FAR)
        if piece.role != "short" or far > 2 or (site and site.line == piece.line.number):
            continue
        bare = re.sub(r"\s*\([^()]*\)", "", piece.line.match).strip(" |•·-–—")
        names = names_in(without_place(bare))
        if names and all(_signs(name, far) for name in names) and not names_a_source(bare):
            found.append((far, _fact(Byline(", ".join(names), "name beside the date"), piece)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _signs(name: str, far: int) -> bool:
    """Return whether a name stands where a byline does.

    `far`: lines from the date. A name in a script without capitals must be right beside it.
    """
    if not is_name(name) or zone_of_city(name) or is_section(name) or is_menu(name):
        return False
    if name.upper() != name.lower():
        return True
    return far <= 1 and (" " in name or _WITHOUT_SPACE.fullmatch(name) is not None)


def _apart(pieces: Sequence[Piece], place: int, date_place: int | None) -> int:
    """Return the lines between here and the date, without buttons, credits, dates and repeated lines."""
    if date_place is None:
        return _FAR
    low, high = sorted((place, date_place))
    own = pieces[place].line.match
    return 1 + sum(
        piece.role not in ("chrome", "rule", "credit", "date") and piece.line.match != own
        for piece in pieces[low + 1 : high]
    )
