"""Choose a page's title among the names that it gives itself, without the name of its site."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.model import Fact

_SITE_END = re.compile(r"\s*(?:[|｜·•»«‹›：]|\s[-–—:/]\s|\s::\s)\s*")
_PARTS = re.compile(r"\s+(?:[|｜·•»«‹›–—:/-]|::)\s+|\s*[|｜]\s*|：")
_LONGEST = 250
_FEW = 2
"""The most words of a heading that is no more of a title than a single word is."""
_SOME = 3
"""The most words of such a heading beside others."""
_CUT = ("…", "...")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
"""The name of a file, as some programs write it for a title."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a page calls itself; None and "" for what it does not say."""

    headline: Fact | None
    """JSON-LD's headline."""
    name: Fact | None
    """JSON-LD's name."""
    named: Sequence[Fact]
    """Meta elements and microdata, the surest first."""
    shared: str
    """What it calls itself for other sites (Open Graph)."""
    element: str
    """The title element's text."""
    main: Sequence[str]
    """Its main headings."""
    lesser: Sequence[str]
    """Its headings of the next levels."""
    site: str
    """The site's name."""
    host: str
    """The site's host, without `www.`."""


def choose_title(page: Names) -> Fact | None:
    """Return the page's title, with the rule that gave it; None where it has no name at all."""
    if page.name and _among(page.name.value, page.main) and not _same(page.name.value, page.site):
        return page.name
    if agreed := _agreed(page):
        return agreed
    if page.headline and not page.headline.value.endswith(_CUT):
        return without_site(page.headline, page.site)
    return _named(page)


def _agreed(page: Names) -> Fact | None:
    """Return the main heading that title and shared title repeat, with no more than other parts around it."""
    told = (page.element, page.shared)
    for heading in page.main if all(told) else ():
        bare = len(heading.split()) < _FEW or _same(heading, page.site)
        if not bare and all(_among(heading, _parts(text)) for text in told):
            written = page.shared if _same(page.shared, heading) else heading
            return Fact(written, "heading that the title repeats", element="h1")
    return None


def _named(page: Names) -> Fact | None:
    named = next((fact for fact in page.named if _says_more(fact.value, page)), None)
    if named is None and page.element:
        named = Fact(page.element, "title element", element="title")
    main = [heading for heading in page.main if not _is_sites(heading, page)]
    heading = Fact(main[0], "heading", element="h1") if main else None
    alone = heading if len(main) == 1 and 3 < len(main[0]) < _LONGEST else None
    told = alone or heading
    if (
        told
        and named
        and len(named.value.split()) == 1
        and len(told.value.split()) > (_FEW if alone else _SOME)
    ):
        return told
    if alone and (named is None or alone.value.casefold() in named.value.casefold()):
        return alone
    if named and (begun := _begins(main, named.value)):
        return Fact(begun, "heading", element="h1")
    if named and (part := _part_in(named.value, [*main, *page.lesser], page)):
        return Fact(part, "heading", element="h2")
    return without_site(named, page.site) if named else page.headline or heading


def _says_more(name: str, page: Names) -> bool:
    """Return whether a name is more than the site's, or a file's, where there are others."""
    if _SLUG.fullmatch(name.strip()):
        return False
    return not _is_sites(name, page) or not (page.element or page.main)


def _is_sites(name: str, page: Names) -> bool:
    plain = _plain(name)
    hosts = page.host.split(".")
    return plain in (_plain(page.site), _plain(page.host), *(_plain(label) for label in hosts[-2:-1]))


def _part_in(name: str, headings: Sequence[str], page: Names) -> str | None:
    """Return the longest part of a name that is a heading of the page, and not its site's name."""
    parts = [part for part in _parts(name) if len(part.split()) > 1 and not _is_sites(part, page)]
    return max((part for part in parts if _among(part, headings)), key=len, default=None)


def _parts(name: str) -> list[str]:
    """Return the name, and all that it says before and behind marks as stand before a site's name."""
    marks = list(_PARTS.finditer(name))
    parts = [name]
    for mark in marks:
        parts += [name[: mark.start()], name[mark.end() :]]
    parts += [name[one.end() : other.start()] for one, other in pairwise(marks)]
    return [stripped for part in parts if (stripped := part.strip())]


def _among(name: str, others: Sequence[str]) -> bool:
    return any(_same(name, other) for other in others)


def _same(one: str, other: str) -> bool:
    return bool(one) and _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _begins(headings: Sequence[str], named: str) -> str | None:
    """Return the longest heading with which the page's name begins, if another part follows it."""
    found = [
        heading
        for heading in headings
        if named.casefold().startswith(heading.casefold() + " ")
        and not named[len(heading) :].lstrip()[:1].isalnum()
    ]
    return max(found, key=len, default=None)


def without_site(title: Fact, site: str) -> Fact:
    """Return the title without ` | Site`, where that end is the site's name."""
    name = _plain(site)
    if not name:
        return title
    for found in reversed(list(_SITE_END.finditer(title.value))):
        head, end = title.value[: found.start()], title.value[found.end() :]
        if 2 <= len(end) <= 40 and same_name(_plain(end), name) and head.strip():
            return Fact(head.strip(), title.rule, element=title.element)
        if _plain(head) == name and len(end) > 10:
            return Fact(end.strip(), title.rule, element=title.element)
    return title


def same_name(end: str, name: str) -> bool:
    """Return whether the end of a title is a site's name, or a part of it; both as `_plain` leaves them."""
    return end == name or (len(name) > 3 and name in end) or (len(end) > 3 and name.startswith(end))


def _plain(text: str) -> str:
    return re.sub(r"\W+|^www\.", "", text.casefold())
