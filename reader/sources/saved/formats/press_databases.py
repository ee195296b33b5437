"""Texts from press databases (LexisNexis, Factiva): many articles a file, each with labelled fields."""

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from reader.document.text import from_text, unwrapped
from reader.model import Date, Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, dated, make_article
from reader.sources.saved.dates.find import find_dates
from reader.sources.saved.dates.resolve import Setting, resolved
from reader.sources.saved.dates.timezones import Clues
from reader.sources.saved.lines import normalize
from reader.sources.saved.text.decode import decode_text

NEXT_DOCUMENT = re.compile(
    r"^[ \t]*(?:\d+ (?:of|von|de) \d+ (?:DOCUMENTS?|DOKUMENTE?N?)|Dokument \d+ von \d+"
    r"|Document \d+ de \d+)[ \t]*$",
    re.MULTILINE,
)
"""The line above each article of LexisNexis, in English, German or French."""
_LEXIS_LABEL = re.compile(
    r"(?P<label>BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE"
    r"|SUBJECT|AUTOR"
    r"|RUBRIK|LÄNGE|UPDATE|SPRACHE|LONGUEUR|AUTEUR|RUBRIQUE|DATE-CHARGEMENT|LANGUE|TYPE|CORRECTION-DATE"
    r"|NOTES): ?(?P<value>.*)"
)
_LEXIS_SURE = re.compile(r"^(?:LOAD-DATE|LENGTH|LÄNGE|LONGUEUR): ", re.MULTILINE)
_BEHIND = frozenset(
    ("LOAD-DATE", "LANGUAGE", "GRAPHIC", "PUBLICATION-TYPE", "SUBJECT", "UPDATE", "SPRACHE", "LANGUE",
    "TYPE", "DATE-CHARGEMENT", "NOTES", "CORRECTION-DATE")
)  # fmt: skip
"""The labels that stand below the text."""
_FACTIVA_FIELD = re.compile(
    r"^(?P<label>SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|PUB|AN|ART|VOL|CLM)"
    r"(?:[ \t]{1,6}(?P<value>\S.*)|[ \t]*)$"
)


def read_press(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a press database's text. Returns its articles; raises `UnreadableFile` where there is none."""
    del mtime, now
    text = decode_text(data).replace("\r\n", "\n").replace("\f", "\n")
    is_lexis = NEXT_DOCUMENT.search(text) is not None or _LEXIS_SURE.search(text) is not None
    articles = tuple(_lexis_articles(text, path) if is_lexis else _factiva_articles(text, path))
    if not articles:
        raise UnreadableFile("No article was found in the database's text.")
    return articles


def _lexis_articles(text: str, path: str) -> Iterator[ParsedArticle]:
    parts = NEXT_DOCUMENT.split(text)
    line = parts[0].count("\n") + 1
    for part in parts[1:] if len(parts) > 1 else parts:
        if part.strip():
            yield _lexis(part, path, line)
        line += part.count("\n")


def _lexis(part: str, path: str, first: int) -> ParsedArticle:
    """Return an article of LexisNexis.

    It has source and day centred, the title, labels, paragraphs that are hard-wrapped, labels again, and a
    copyright line.
    """
    paragraphs = _paragraphs(part, first)
    fields: dict[str, Fact] = {}
    head: list[tuple[int, str]] = []
    body: list[str] = []
    behind = False
    for number, lines in paragraphs:
        joined = unwrapped([line.strip() for line in lines])
        label = _LEXIS_LABEL.match(joined)
        if label:
            fields.setdefault(label["label"], Fact(label["value"].strip(), "labelled line", number))
            behind = behind or label["label"] in _BEHIND
        elif behind or re.match(r"(?:Copyright \d{4}|All Rights Reserved$)", joined, re.IGNORECASE):
            continue
        elif not fields and len(head) < 6:
            head.append((number, joined))
        else:
            body.append(joined)
    source, day, title = _lexis_head(head)
    document = from_text("\n\n".join(body))
    known = Known(
        title=title,
        site=source,
        author=_without_by(fields.get("BYLINE") or fields.get("AUTOR") or fields.get("AUTEUR")),
        published=day,
        credit=fields.get("GRAPHIC"),
    )
    return make_article(document, known, raw=part.encode("utf-8", "ignore"), path=path)


def _without_by(byline: Fact | None) -> Fact | None:
    if byline is None:
        return None
    return replace(byline, value=re.sub(r"^(?:by|von|par|por)\s+", "", byline.value, flags=re.IGNORECASE))


def _lexis_head(head: list[tuple[int, str]]) -> tuple[Fact | None, tuple[Date, Fact] | None, Fact | None]:
    """Return source, day and title: the source stands above the day, the title below it."""
    for place, (number, words) in enumerate(head):
        date = _day(words)
        if date:
            source = next(
                (Fact(text, "line above the date", line) for line, text in head[:place] if text), None
            )
            title = next(
                (
                    Fact(text, "line below the date", line)
                    for line, text in head[place + 1 :]
                    if not re.match(r".{0,30}Edition$", text)
                ),
                None,
            )
            return source, dated(date, line=number), title
    return None, None, Fact(head[-1][1], "line above the labels", head[-1][0]) if head else None


def _day(text: str) -> Date | None:
    moments = find_dates(normalize(text)).moments if len(text) < 80 else ()
    if not moments or not moments[0].dated or moments[0].year is None:
        return None
    return resolved(moments[0], Setting(Clues()), "date line", text)


def _paragraphs(part: str, first: int) -> Iterator[tuple[int, list[str]]]:
    lines: list[str] = []
    start = first
    for number, line in enumerate([*part.split("\n"), ""], start=first):
        if line.strip():
            if not lines:
                start = number
            lines.append(line)
        elif lines:
            yield start, lines
            lines = []


def _factiva_articles(text: str, path: str) -> Iterator[ParsedArticle]:
    fields: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    label = ""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _FACTIVA_FIELD.match(line)
        if found:
            label = found["label"]
            if label in ("HD", "SE") and "HD" in fields and fields.keys() & {"TD", "LP", "AN"}:
                yield _factiva(fields, lines, path)
                fields, lines = {}, {}
            fields[label] = [found["value"] or ""]
            lines[label] = number
        elif label:
            fields[label].append(line)
    if "HD" in fields:
        yield _factiva(fields, lines, path)


def _factiva(fields: Mapping[str, list[str]], lines: Mapping[str, int], path: str) -> ParsedArticle:
    def fact(label: str) -> Fact | None:
        """Return a field's text as a fact; None where it is empty."""
        value = " ".join(" ".join(fields.get(label, [])).split())
        return Fact(value, f"field {label}", lines[label]) if value else None

    date = _day(" ".join(part.value for part in (fact("PD"), fact("ET")) if part))
    document = from_text("\n".join([*fields.get("LP", []), "", *fields.get("TD", [])]))
    known = Known(
        title=fact("HD"),
        author=_without_by(fact("BY")),
        site=fact("SN"),
        published=dated(date, line=lines["PD"]) if date else None,
        credit=fact("ART"),
    )
    raw = "\n".join(line for values in fields.values() for line in values)
    key = fact("AN")
    return make_article(
        document, known, raw=raw.encode("utf-8", "ignore"), path=path, key=key.value if key else None
    )
