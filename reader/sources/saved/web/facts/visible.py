"""Read the day and the author that a page shows beside its title, where its metadata name none.

An element's class says what it holds. Of several that agree on nothing none counts: a list of other articles
has days and authors too.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from reader.model import Date, Fact
from reader.sources.saved.article import dated
from reader.sources.saved.dates.find import find_dates
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.resolve import Setting, resolved
from reader.sources.saved.dates.timezones import Clues
from reader.sources.saved.lines import normalize
from reader.sources.saved.text.bylines import byline_of
from reader.sources.saved.text.names import is_name, names_in
from reader.sources.saved.web.facts.microdata import is_of_article

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DATES = (
    "time, date, [class*=date], [class*=Date], [class*=time], [class*=publi], [class*=posted],"
    " [class*=submitted], [class*=meta], [class*=byline], [class*=datum], [class*=fecha], [class*=data],"
    " [id*=date], [id*=datum]"
)
_AUTHORS = (
    "[class*=author], [class*=Author], [class*=byline], [class*=Byline], [class*=autor], [class*=auteur],"
    " [class*=writer], [class*=reporter], [rel~=author], [itemprop~=author], [id*=author], [id*=byline]"
)
_NOT_OF_ARTICLE = re.compile(
    r"comment|related|teaser|sidebar|widget"
    r"|(?<!post-)(?<!entry-)(?<!asset-)(?<!article-)(?<!artikel)footer"
    r"|recommend|popular|trending|calendar|event|upd|modif|next|prev|newsletter"
    r"|copyright|archive|more-|promo(?!ted)|card|birth|expire|reply|weather",
    re.IGNORECASE,
)
"""Words in the class of an element whose date or author is not the article's."""
_NO_NAME = re.compile(
    r"bio|about|image|img|photo|avatar|box|follow|social|count|link-?list|title", re.IGNORECASE
)
"""Words in the class of an element that says more of an author than the name."""
_HIGHEST = 4
"""The elements above the heading in which a date or an author is looked for."""
_LONGEST = 120
"""The most characters of an element that is a date or a byline."""
_MOST = 40
"""The most elements that are examined: a page with more beside its heading is a list."""
_MOST_AUTHORS = 5
_SAME = 0.7
"""The share of the title with which its heading begins: a word behind it may be no part of the title."""


def visible_date(tree: "LexborHTMLParser", title: str, clues: Clues) -> tuple[Date, Fact] | None:
    """Return the day that stands beside the page's heading; None without one, or where several differ."""
    for nodes in _beside_heading(tree, title, _DATES):
        found = [date for node in nodes if (date := _date(node, clues))]
        labelled = [date for date, kind in found if kind]
        days = {date.iso()[:10] for date in labelled or [date for date, _ in found]}
        if len(days) > 1:
            return None
        same = [date for date, _ in found if date.iso()[:10] in days]
        if same:
            return dated(max(same, key=lambda date: len(date.iso())), element="date beside the heading")
    return None


def visible_authors(tree: "LexborHTMLParser", title: str) -> list[str]:
    """Return the names that stand beside the page's heading; none where nobody is named there."""
    for nodes in _beside_heading(tree, title, _AUTHORS):
        found: list[str] = []
        for node in nodes:
            if not _NO_NAME.search(_class(node)):
                found += [name for name in _names(node) if name not in found]
        if found:
            return found if len(found) <= _MOST_AUTHORS else []
    return []


def _beside_heading(tree: "LexborHTMLParser", title: str, selector: str) -> Iterator[list["LexborNode"]]:
    """Yield the elements around the heading, from the nearest to the farthest that are beside it."""
    heading = _heading(tree, title)
    around = heading.parent if heading is not None else None
    for _ in range(_HIGHEST):
        if around is None or around.tag in ("body", "html", None):
            return
        nodes = [node for node in around.css(selector) if _is_of_article(node, around, title)]
        if len(nodes) > _MOST:
            return
        if nodes:
            yield nodes
        around = around.parent


def _heading(tree: "LexborHTMLParser", title: str) -> "LexborNode | None":
    wanted = _letters(title)
    for node in tree.css("h1, h2, h3"):
        words = _letters(node.text(deep=True))
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, wanted, strict=False)))
        if same > len(wanted) * _SAME or (same > len(wanted) / 2 and same == len(words)):
            return node
    return None


def _is_of_article(node: "LexborNode", around: "LexborNode", title: str) -> bool:
    above = takewhile(lambda element: element.mem_id != around.mem_id, _with_parents(node))
    if any(_NOT_OF_ARTICLE.search(_class(element)) for element in above):
        return False
    return is_of_article(node, title)


def _with_parents(node: "LexborNode") -> Iterator["LexborNode"]:
    element: LexborNode | None = node
    while element is not None:
        yield element
        element = element.parent


def _class(node: "LexborNode") -> str:
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


def _date(node: "LexborNode", clues: Clues) -> tuple[Date, bool] | None:
    """Return the day that an element says, and whether a label says that it is the publication."""
    written = (node.attributes.get("datetime") or "").strip()
    text = " ".join(node.text(deep=True).split())
    if len(text) > _LONGEST:
        return None
    line = find_dates(normalize(text))
    first = line.moments[0] if line.moments else None
    if first and first.kind not in ("", "published"):
        return None
    labelled = first is not None and first.kind == "published"
    # What an element says to people as the publication goes before what it says to machines of a change.
    told = labelled and first is not None and first.year is not None and first.day is not None
    if written and not told and (date := read_date(written, "time element", clues)):
        return date, labelled
    if first is None or not first.dated or first.year is None or first.day is None or first.ambiguous:
        return None
    before = normalize(text)[: first.start].rstrip()
    if not first.kind and before.endswith(":"):
        return None
    date = resolved(first, Setting(clues), "date beside the heading", text)
    return (date, labelled) if date else None


def _names(node: "LexborNode") -> Sequence[str]:
    """Return the names that an element says, alone or in a byline, with a date beside them or without."""
    text = " ".join(node.text(deep=True, separator=" ").split())
    if not 3 <= len(text) <= _LONGEST:
        return []
    line = find_dates(normalize(text))
    for part in [line.head, line.tail] if line.moments else [normalize(text)]:
        bare = part.strip(" |/•·-–—,")
        if byline := byline_of(bare):
            return byline.author.split(", ") if byline.rule != "role line" else []
        names = names_in(bare)
        if names and all(map(is_name, names)):
            return names
    return []


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
