"""Find the source of a copied page in the lines around the article."""

import re
from collections.abc import Sequence
from functools import cache

from reader.model import Fact
from reader.sources.saved.dates.find import find_dates
from reader.sources.saved.dates.timezones import zone_of_city
from reader.sources.saved.text.anchors import is_amid_items
from reader.sources.saved.text.names import is_name, is_role
from reader.sources.saved.text.roles import Piece
from reader.sources.saved.text.segment import Run
from reader.sources.saved.text.site_names import is_section, may_be_site_name, names_a_source
from reader.sources.saved.text.title import Title
from reader.sources.saved.vocabulary.languages import phrases
from reader.sources.saved.vocabulary.phrases import any_of
from reader.urls.parts import hostname, parts_of

_URL = re.compile(r"https?://[^\s<>\"“”]+|(?<![\w@.])www\.[\w.-]+\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_EDGES = " |•·-–—"
_SENTENCE_END = re.compile(r"(?:\w{4}|[\uac00-\ud7af])\. ")
_DOMAIN = re.compile(r"(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})", re.IGNORECASE)
_RESERVED = re.compile(
    r"riproduzione riservata|alle rechte.*|tous droits.*|todos los derechos.*|todos os direitos.*"
    r"|wszelkie prawa.*"
    r"|alla rättigheter.*|все права.*|all rights.*",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©:]*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)?\d\d"
    r"|present))?,?)?\s*(?:by\s+)?(?P<name>(?:(?! - | (?:19|20)\d\d)[^.|,;©•·–—]|\.(?=[a-z])){2,50})",
    re.IGNORECASE,
)


@cache
def _label() -> re.Pattern[str]:
    labels = any_of(phrases("press", "source_labels"))
    return re.compile(rf"[(（]?(?:{labels})\s*[:|/]\s*(?P<site>[^\s].{{0,50}}?)[)）]?", re.IGNORECASE)


def find_url(pieces: Sequence[Piece], run: Run) -> Fact | None:
    """Return the page's own address: a line that is one, or a "read more at" line of a copied text."""
    around = [*range(run.start), *range(len(pieces) - 1, max(run.end, run.start) - 1, -1)]
    for place in [*around, *range(run.start, run.end)]:
        match = pieces[place].line.match
        found = _URL.search(match)
        if not found or (found[0].lower().startswith("www.") and "/" not in found[0]):
            continue
        rest = (match[: found.start()] + match[found.end() :]).strip(" :.|·-–—()[]<>")
        if len(rest) <= 40 and len(parts_of(found[0]).path) > 1:
            address = found[0].rstrip(".,;)»”").split("#ixzz")[0]
            address = address if "://" in address else f"https://{address}"
            return Fact(address, "address line", pieces[place].line.number)
    return None


def find_site(
    pieces: Sequence[Piece],
    run: Run,
    title: Title,
    url: Fact | None,
    byline_source: str,
    *,
    signed: bool = False,
) -> Fact | None:
    """Return the source: labelled, below the title, at its end, in the copyright, or the first line.

    Where the text is `signed` already, a line like a person's name may be the source's.
    """
    head = title.place + 1 if title.place is not None else 0
    between = range(head, run.start) if title.place is not None else range(0)
    for place in [*range(run.start), *range(run.end, len(pieces))]:
        if site := _labelled(pieces[place].line.match):
            return Fact(site, "source label", pieces[place].line.number)
    owner = _owner(pieces, run)
    if owner and is_name(owner.value) and _first_line(pieces, run, title):
        owner = None
    for place in between:
        piece = pieces[place]
        text = piece.line.text.strip(_EDGES)
        if (
            piece.role in ("short", "byline", "tail")
            and (names_a_source(text) or _is_owner(text, owner, url))
            and text != title.text
            and not _SENTENCE_END.search(text)
            and not (byline_source and byline_source in text)
        ):
            return Fact(text, "line between title and text", piece.line.number)
    for place in between:
        if site := _beside_date(pieces[place]):
            return Fact(site, "beside the date", pieces[place].line.number)
    return _elsewhere(pieces, run, title, url, byline_source, owner, signed)


def _elsewhere(
    pieces: Sequence[Piece],
    run: Run,
    title: Title,
    url: Fact | None,
    byline_source: str,
    owner: Fact | None,
    signed: bool,
) -> Fact | None:
    if byline_source and not _is_no_source(byline_source):
        return Fact(byline_source, "behind the byline")
    if title.site:
        line = pieces[title.place].line.number if title.place is not None else None
        return Fact(title.site, "title's end", line)
    first_line = _first_line(pieces, run, title)
    if owner:
        return owner
    above = run.start if title.place is None else title.place
    for place, piece in enumerate(pieces[: min(above, 12)]):
        text = piece.line.text.strip(_EDGES)
        listed = place > 0 and is_amid_items(pieces, place, above)
        if piece.role == "short" and names_a_source(text) and not zone_of_city(text) and not listed:
            return Fact(text, "line above the title", piece.line.number)
    if first_line:
        return first_line
    if title.place is None:
        return _host(url)
    for place, piece in enumerate(pieces[title.place + 1 : run.start], title.place + 1):
        if _may_be_site(piece, signed=signed) and not _is_button(pieces, run, place):
            return Fact(piece.line.text.strip(_EDGES), "short line between title and text", piece.line.number)
    return _host(url)


def _first_line(pieces: Sequence[Piece], run: Run, title: Title) -> Fact | None:
    """Return the first line above the title as the source; a single word only where it is repeated."""
    top = next((place for place, piece in enumerate(pieces) if piece.role not in ("chrome", "date")), 0)
    if title.place is None or top >= title.place or pieces[top].role not in ("short", "code"):
        return None
    piece = pieces[top]
    text = piece.line.text.strip(_EDGES)
    whole = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
    one = len(text.split()) == 1 and text[:1].isupper() and not is_section(text) and not zone_of_city(text)
    repeated = any(whole.search(other.line.text) for other in pieces[run.start : run.end])
    after = pieces[top + 1]
    menu = after.role == "chrome" or is_section(after.line.match)
    if (may_be_site_name(text, above_menu=menu) and not zone_of_city(text)) or (one and (repeated or menu)):
        return Fact(text, "first line", piece.line.number)
    return None


def _is_no_source(text: str) -> bool:
    """Return whether what stands behind a byline is a host, a role, a place or a day."""
    host = _DOMAIN.fullmatch(text.lower()) is not None
    return (
        host
        or is_role(text)
        or zone_of_city(text) is not None
        or any(moment.dated for moment in find_dates(text).moments)
    )


def _may_be_site(piece: Piece, *, signed: bool) -> bool:
    """Return whether a line of up to three words is no place and, unless the text is signed, no person."""
    text = piece.line.text.strip(_EDGES)
    short = piece.role == "short" and len(text) <= 30 and len(text.split()) <= 3
    short = short and "(" not in text and not text.endswith((":", "："))
    person = not signed and is_name(text.split(",")[0])
    return short and not (person or zone_of_city(text) or any(map(str.isdigit, text)))


def _is_button(pieces: Sequence[Piece], run: Run, place: int) -> bool:
    """Return whether a line is one of a row of short lines, or a word beside buttons: no site is named so."""
    if is_amid_items(pieces, place, run.start):
        return True
    beside = [pieces[near].role for near in (place - 1, place + 1) if 0 <= near < len(pieces)]
    return len(pieces[place].line.match.split()) == 1 and "chrome" in beside


def _host(url: Fact | None) -> Fact | None:
    host = hostname(url.value) if url else None
    return Fact(host.removeprefix("www."), "host of the address", url.line if url else None) if host else None


def _labelled(match: str) -> str | None:
    found = _label().fullmatch(match) if len(match) <= 70 else None
    if not found or _URL.search(match):
        return None
    site = re.split(r"\s*[|｜]\s*|\s{2,}", found["site"])[0].strip(" .")
    return site if len(site.split()) <= 6 else None


def _owner(pieces: Sequence[Piece], run: Run) -> Fact | None:
    """Return whom a copyright line below the text names."""
    for piece in reversed(pieces[run.end :]):
        found = _COPYRIGHT.search(piece.line.text) if piece.line.width <= 220 else None
        if found:
            name = re.sub(
                r"(?i)(?:\s*(?:19|20)\d\d|\s*무단.*"
                r"|\s+(?:all rights reserved|alle rechte.*|tous droits.*|ltd|inc|gmbh|llc"
                r"|s\.?a?|a\.?g|plc|b\.?v))\W*$",
                "",
                found["name"],
            ).strip()
            if len(name) > 1 and not _RESERVED.fullmatch(name) and not name.isdigit():
                return Fact(name, "copyright line", piece.line.number)
    return None


def _is_owner(text: str, owner: Fact | None, url: Fact | None) -> bool:
    plain = re.sub(r"\W+", "", text.lower())
    if owner and plain and plain == re.sub(r"\W+", "", owner.value.lower()):
        return True
    host = hostname(url.value) if url else ""
    return len(plain) > 2 and plain in host.replace("-", "").split(".")


def _beside_date(piece: Piece) -> str | None:
    """Return a source's name in a date's line: `2024年04月24日 | 来源：新华网`."""
    if piece.role != "date" or not piece.dates.moments:
        return None
    for text in (piece.dates.tail, piece.dates.head):
        found = _label().search(text)
        if found:
            return found["site"] and re.split(r"[\s|]", text[found.start("site") :])[0]
        for part in re.split(r"\s*[/|•·,]\s*|\s+-\s+", text):
            if part and names_a_source(part) and not zone_of_city(part):
                return part
    return None
