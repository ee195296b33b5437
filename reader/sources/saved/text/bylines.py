"""Recognize bylines: as whole lines and run into the first paragraph."""

import re
from dataclasses import dataclass
from functools import cache

from reader.sources.saved.dates.timezones import zone_of_city
from reader.sources.saved.text.names import is_agency, is_name, is_role, names_in
from reader.sources.saved.vocabulary.languages import phrases
from reader.sources.saved.vocabulary.phrases import any_of

_OF_ROLES = frozenset(
    ("senior", "chief", "special", "staff", "political", "diplomatic", "foreign", "health", "science",
    "business", "sports", "sport", "crime", "court", "education", "environment", "technology",
    "entertainment", "economics", "economic", "defence", "defense", "security", "legal", "royal", "travel",
    "culture", "arts", "religion", "transport", "energy", "district", "university", "city", "national",
    "international", "regional", "deputy", "assistant", "associate", "managing", "executive",
    "contributing", "guest", "freelance", "our", "own", "web", "online", "digital", "news", "world",
    "africa", "asia", "china", "india", "europe", "middle", "south", "north", "east", "west", "latin",
    "white", "house")
)  # fmt: skip
"""Words that begin a role of several words and are therefore no first names."""
_GLUED_ROLE = re.compile(
    r"(?<=[a-zß-ÿ])(?=(?:Staff|Senior|Chief|Special|Political|Local|Contributing) ?(?:[A-Z][a-z]+ ?){0,2}"
    r"(?:Writer|Reporter|Correspondent|Editor|Columnist|Contributor)\b)"
)
"""The point between a name and a role copied without a separator: `Rosa DuarteStaff Writer`."""
_HANDLES = re.compile(r"(?<=\w)(?:\s+@\w{2,30})+$")
"""What a name is followed by that has an account: `By Jo Rudd @jorudd`."""
_LONGEST = 140
"""The most characters of a line that may be a byline."""


@dataclass(frozen=True, slots=True)
class Byline:
    """The author that a byline names, with the rule that recognized it."""

    author: str
    rule: str
    source: str = ""
    """The source that the byline names; "" where it names none."""


@cache
def _labels() -> str:
    """Return a pattern for what stands in front of an author."""
    with_colon = any_of(phrases("press", "bylines_with_colon"))
    return rf"{any_of(phrases('press', 'bylines'))}|(?:{with_colon})(?=\s*:)"


@cache
def _label() -> re.Pattern[str]:
    return re.compile(f"(?P<label>{_labels()})(?P<colon>\\s*[:/]\\s*|\\s+)(?P<names>\\S.*)", re.IGNORECASE)


@cache
def _label_alone() -> re.Pattern[str]:
    return re.compile(f"(?:{_labels()})\\s*:?", re.IGNORECASE)


def is_label(line: str) -> bool:
    """Return whether the line is only `By`: then the next line has the names."""
    return _label_alone().fullmatch(line) is not None


def _is_acronym(text: str) -> bool:
    """Return whether the text is a news agency's name in capitals: `AFP`."""
    return text.isupper() and is_agency(text)


def run_in_name(paragraph: str, title: str) -> tuple[Byline, int] | None:
    """Return a bare name before the paragraph's first colon, and the index where the text goes on.

    None where there is none, or where the title mentions that person.
    """
    found = re.match(r"(?P<name>[^:：.!?,]{5,40})[:：]\s+(?=[\"“'‘]?[A-ZÀ-Þ\u0400-\u042f])", paragraph)
    if (
        not found
        or not is_name(found["name"])
        or len(found["name"].split()) > 3
        or not found["name"].isascii()
    ):
        return None
    if any(word.lower() in title.lower() for word in found["name"].split()):
        return None
    return Byline(found["name"].strip(), "run-in name"), found.end()


def byline_of(line: str) -> Byline | None:
    """Return the byline that the whole line is, without its date; None for other lines."""
    line = line.strip(" |/•·-–—*_")
    if not line or len(line) > _LONGEST:
        return None
    if found := re.fullmatch(r"[(（](?:本报|本報)?(?:记者|記者)\s*:?\s*([^)）]{2,30})[)）]", line):
        return Byline(found[1].strip(), "byline in brackets")
    line = line[1:-1].strip() if line[0] + line[-1] == "()" else line
    line = _HANDLES.sub("", line) or line
    if found := _label().fullmatch(line):
        if _label().fullmatch(found["names"]):
            return byline_of(found["names"])
        labelled = _labelled(found)
        if labelled:
            return labelled
    if named := _name_with_role(line):
        return named
    role, _, place = line.partition(",")
    if is_role(role) and not role.islower() and zone_of_city(place):
        return Byline(role.strip(), "role line")
    if is_role(line) and not line.islower():
        return Byline(line.strip(" ()[]"), "role line")
    return None


def _labelled(found: re.Match[str]) -> Byline | None:
    """Return the byline of `By A and B / Agency`, `Autor: A`; None where no name follows the label."""
    names, source = _without_affiliation(_GLUED_ROLE.sub(" ", found["names"]))
    authors = names_in(names)
    first, _, rest = names.partition(",")
    if not authors and is_name(first) and rest:
        authors, source = [first.strip()], source or rest.strip()
    sure = ":" in found["colon"] or "/" in found["colon"]
    if found["label"] == "De" and not sure:
        return None
    if not authors and not (sure and 2 <= len(names) <= 60 and len(names.split()) <= 6):
        return None
    if not sure and (found["label"].islower() and found["label"] not in ("di", "by", "par", "por", "von")):
        return None
    return Byline(", ".join(authors) or names.strip(" ."), "byline", source)


def _without_affiliation(names: str) -> tuple[str, str]:
    """Return the names, and the agency, role, newspaper or place that follows them."""
    names = re.split(r"\s+[Ww]ith\s+(?=[A-ZÀ-Þ])", names, maxsplit=1)[0]
    parts = re.split(
        r"\s+[/|•·–—-]\s+|\s*\|\s*|\s+(?:[Ff]or|FOR|[Ff]ür|[Pp]our|[Pp]ara|[Ii]n|[Aa]t|[Aa]us|à|en)\s+(?=[A-ZÀ-Þ])"
        r"|\s*[(（]",
        names,
        maxsplit=1,
    )
    first = parts[0]
    authors = [part for part in re.split(r",\s*", first) if part]
    if (
        len(authors) > 1
        and (is_role(authors[-1]) or zone_of_city(authors[-1]))
        and not is_agency(authors[-1])
    ):
        first = ", ".join(authors[:-1])
    rest = re.split(r"\s+[/|•·–—-]\s+|\s*\|\s*", parts[1], maxsplit=1)[0] if len(parts) > 1 else ""
    return _without_role(first), rest.strip(" )）")


def _without_role(name: str) -> str:
    words = name.split()
    for size in range(2, min(5, len(words))):
        person, role = " ".join(words[:size]), " ".join(words[size:])
        if (
            is_role(role)
            and is_name(person)
            and not zone_of_city(person)
            and words[0].lower() not in _OF_ROLES
            and words[0].lower() not in ("the", "our", "a")
        ):
            return person
    return name


def _name_with_role(line: str) -> Byline | None:
    """Return the byline of `Jane Doe, Staff Writer`, `박준석 기자 외 1명`; None for other lines."""
    if found := re.fullmatch(r"([가-힣]{2,4}) (?:선임)?(?:기자|특파원)(?: 외 \d+명)?(?:\s*=.*)?", line):
        return Byline(found[1], "name with a role")
    if found := re.fullmatch(
        r"(?:记者|記者)\s*([\u4e00-\u9fff、]{2,12})/[\u4e00-\u9fff]{2,8}(?:報導|报道)", line
    ):
        return Byline(found[1], "name with a role")
    if found := re.fullmatch(r"(?:本报|本報)?(?:记者|記者)\s*([\u4e00-\u9fff、 ]{2,14})", line):
        return Byline(found[1].strip(), "name with a role")
    first, _, role = line.partition(",")
    if is_name(first) and role and is_role(role):
        return Byline(first.strip(), "name with a role")
    shorter = _without_role(line)
    return Byline(shorter, "name with a role") if shorter != line else None


def run_in_byline(paragraph: str) -> tuple[Byline, int] | None:
    """Return a byline with which the paragraph begins, and the index where the paragraph's text begins."""
    found = re.match(
        r"(?P<head>[^:：.!?。！？।]{3,70}?)(?P<mark>\s*[:：]\s*|\s+[–—]\s*|\s+-+\s+|\s*\|\s*)(?=\S)",
        paragraph,
    )
    if not found:
        return None
    head = found["head"].strip(" *_")
    label = _label().fullmatch(head)
    if label and ":" not in label["colon"] and names_in(label["names"]):
        return Byline(", ".join(names_in(label["names"])), "run-in byline"), found.end()
    parts = [part.strip() for part in re.split(r"[,،]", head)]
    role = next((part for part in parts if is_role(part)), None)
    if role is None:
        placed = len(parts) == 2 and (is_name(parts[0]) or _is_acronym(parts[0])) and zone_of_city(parts[1])
        if found["mark"].strip() in (":", "：") and (placed or (len(parts) == 1 and _is_acronym(head))):
            return Byline(parts[0], "run-in byline"), found.end()
        return None
    if any(
        part != role and not (is_name(part) or zone_of_city(part) or len(part.split()) <= 2) for part in parts
    ):
        return None
    if byline := _name_with_role(role):
        return Byline(byline.author, "run-in byline"), found.end()
    name = next((part for part in parts if part != role and is_name(part) and not zone_of_city(part)), None)
    return Byline(name or role, "run-in byline"), found.end()


def without_place(names: str) -> str:
    """Return names without the place of writing: of `Jane Doe in Leeds`, `Jane Doe, Leeds`."""
    found = re.fullmatch(r"(?P<names>.+?)(?: in (?:[A-ZÀ-Þ][\w'-]+ ?){1,3}|, [A-ZÀ-Þ][\w'-]+)", names)
    return found["names"] if found and all(map(is_name, names_in(found["names"]))) else names


@cache
def _biography_verbs() -> str:
    return any_of(phrases("press", "biography_verbs"))


def is_biography(line: str, names: str, title: str) -> bool:
    """Return whether a line at the article's end introduces an author: `Jane Doe is a retired teacher.`

    `names`: the authors, separated by commas. A person in the title is a subject of the article.
    """
    for name in names.split(", "):
        verbs = _biography_verbs()
        introduced = is_name(name) and re.match(rf"{re.escape(name)},? (?:{verbs})\b", line, re.IGNORECASE)
        if introduced and name.casefold() not in title.casefold():
            return True
    return False


def is_end_credit(line: str) -> bool:
    """Return whether a line at the article's end says who else worked on it."""
    bare = line.strip(" ()（）[]—–-*")
    if len(bare) > 200:
        return False
    if bare != line.strip() and is_agency(bare):
        return True
    if re.match(
        r"(?:责编|责任编辑|编辑|校对|with (?:reporting|files|additional reporting|contributions) (?:by|from)"
        r"|additional reporting by|reporting by|editing by|compiled by|translated by|übersetzung|quelle"
        r"|źródło|source|fonte|fuente|bron|källa|المصدر|出典|来源|출처|সূত্র)\b",
        bare,
        re.IGNORECASE,
    ):
        return True
    if re.search(r"\bcontributed to this (?:report|story|article)\b|\bcontributed\.?$", bare, re.IGNORECASE):
        return len(bare) <= 160
    slashed = re.fullmatch(r"[\w.äöü]{2,12}(?:[/;,]\s?[\w.äöü]{2,14}){1,4}(?: [A-Z]\w+)?", bare)
    return bool(slashed) and (len(bare) <= 30 or bare.lower().startswith("red,"))
