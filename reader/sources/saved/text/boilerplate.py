"""Recognize what a page puts around an article, line by line: buttons, menus, tails, credits.

Every function takes a line as `lines.normalize` leaves it.
"""

import re
from functools import cache

from reader.sources.saved.vocabulary.languages import phrases
from reader.sources.saved.vocabulary.phrases import any_of, pattern_of

_SENTENCE = re.compile(r"[.!?…。！？।॥؟]['\"”’»）)\]]*(?:\s|$)|[。！？]")
_ENDED = re.compile(r"[.!?…。！？।॥؟:]['\"”’»」』）)\]\d]*$")
_CRUMB = re.compile(r"\s*[|›»>→/\\]+\s*")
_BRACKETED_CREDIT = re.compile(
    r"(?<=[.!?”\"»])\s*\((?P<who>[^\W\d_a-z][\w.'-]*(?: [\w.'-]+){0,3}\s?/\s?[^()]{2,40})\)$"
)
"""A credit in brackets at a caption's end: `... seen at dawn. (Benny Lake / For the Dispatch)`."""
_CAPTION_CREDIT = 40
"""The most characters of a credit at a caption's end."""


_SHAPES = (
    "\\d+ of \\d+(?: \\|)?|\\d{1,2}:\\d\\d(?:/\\d{1,2}:\\d\\d)?|\\d+ ?[x/] ?\\d+"
    "|\\d[\\d,.]* (?:views?|shares?|reads?|likes?|votes?)(?: .{0,40})?"
    "|(?:reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|leestijd|lästid"
    "|czas czytania|okuma süresi|время чтения)[: ].{1,25}"
    "|\\d+ ?(?:-|–)?(?:minutes?|mins?|minuten|minutos|minuti|min\\.?)"
    " ?(?:read|de lectura|lesezeit|de lecture|di lettura|leestijd|okuma|läsning)?"
    "|lecture \\d+ min.*|阅读.{0,3}\\d+.*|\\d+文字|浏览.{0,3}\\d+.*|조회 ?(?:수)? ?\\d+"
    "|(?:[^\\s@]+ ){0,4}[\\w.+-]+@[\\w-]+\\.[\\w.]+|[#@]\\S+(?: [#@]\\S+)*|[\\W_]+|[a-z]|a[ +-]*a[ +-]*a?"
)
"""Patterns of whole lines that are recognized by their shape: numbers, times, counts, addresses."""

_TAIL_SHAPES = r"[•*] [\w .'-]{3,50} can be (?:reached|contacted) at |©|ⓒ|\(c\) ?(?:19|20)\d\d"
"""Patterns of beginnings of lines below an article that are recognized by their shape."""

_ASIDE_END = r"\s?[:>»|–-]\s?(?!https?:|www)\S"
"""The separator between the words that point to another article and that article's title."""


def _whole(words: str) -> re.Pattern[str]:
    """Compile a pattern for whole lines."""
    return re.compile(f"(?:{words})[:.…»>›→]*", re.IGNORECASE)


def _start(words: str) -> re.Pattern[str]:
    """Compile a pattern for beginnings of lines."""
    return re.compile(f"[\"'“»→▶►(]*(?:{words})", re.IGNORECASE)


@cache
def _button() -> re.Pattern[str]:
    return _whole(any_of(phrases("page", "buttons")))


@cache
def _button_or_shape() -> re.Pattern[str]:
    return _whole(f"{any_of(phrases('page', 'buttons'))}|{_SHAPES}")


@cache
def _site_line() -> re.Pattern[str]:
    return _start(any_of(phrases("page", "site_line_beginnings")))


@cache
def _site_words() -> re.Pattern[str]:
    words = (
        pattern_of(word.rstrip()) + (r"\b" if word.endswith(" ") else "")
        for word in phrases("page", "site_words")
    )
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)


@cache
def _tail() -> re.Pattern[str]:
    return _whole(any_of(phrases("page", "tails")))


@cache
def _tail_beginning() -> re.Pattern[str]:
    return _start(f"{_TAIL_SHAPES}|{any_of(phrases('page', 'tail_beginnings'))}")


@cache
def _aside() -> re.Pattern[str]:
    return _start(rf"(?:{any_of(phrases('page', 'asides'))}){_ASIDE_END}|[▶►※] ?\S")


@cache
def _comments() -> re.Pattern[str]:
    return _whole(rf"(?:\d+ )?(?:{any_of(phrases('page', 'comments'))})(?: ?\(?\d+\)?)?")


@cache
def _related() -> re.Pattern[str]:
    return _whole(any_of(phrases("page", "related")))


@cache
def _agency() -> re.Pattern[str]:
    return _whole(any_of(phrases("press", "agencies")))


def is_chrome(line: str) -> bool:
    """Return whether the line is a button, a menu's item or what a site says of itself."""
    bare = line.strip(" •·|-–—*[]()►▶→«»")
    if len(line) <= 60 and _button_or_shape().fullmatch(bare or line):
        return True
    if len(line) <= 60 and _all_chrome(line):
        return True
    return len(line) <= 400 and _site_line().match(line) is not None


def _all_chrome(line: str) -> bool:
    """Return whether the line is a row of buttons: `Share | Tweet | Print`."""
    parts = [part for part in re.split(r"\s*[|•·/]\s*|\s{2,}", line) if part]
    return len(parts) > 1 and all(_button().fullmatch(part) for part in parts)


def is_tail(line: str) -> bool:
    """Return whether what follows the line is probably no longer the article."""
    if len(line) <= 80 and _tail().fullmatch(line.strip(" •·|-–—*[]>►▶→«»")):
        return not (sentences(line) and len(line) > 45)
    return len(line) <= 220 and _tail_beginning().match(line) is not None


def is_aside(line: str) -> bool:
    """Return whether the line points to another article by its title: `Read more: Trams are late again`."""
    return len(line) <= 200 and _aside().match(line) is not None


def heads_comments(line: str) -> bool:
    """Return whether what follows the line is by readers."""
    bare = line.strip(" •·|-–—*[]>►▶→«»")
    return len(line) <= 40 and _comments().fullmatch(bare) is not None


def speaks_of_site(text: str) -> bool:
    """Return whether prose has words with which a site asks its readers for something."""
    return _site_line().match(text) is not None or _site_words().search(text) is not None


def heads_related(line: str) -> bool:
    """Return whether the line heads a list of other articles, as pages have them amid the text, too."""
    bare = line.strip(" •·|-–—*[]>►▶→«»")
    return len(line) <= 60 and _related().fullmatch(bare) is not None


def is_breadcrumb(line: str) -> bool:
    """Return whether the line is a path through the site: `Home > World > Asia`."""
    parts = [part for part in _CRUMB.split(line) if part]
    return len(line) <= 110 and len(parts) >= 3 and all(len(part) <= 32 for part in parts) and not ended(line)


def sentences(line: str) -> int:
    """Return how many sentences end in the line."""
    return len(_SENTENCE.findall(line))


def ended(line: str) -> bool:
    """Return whether the line ends as a sentence does."""
    return _ENDED.search(line) is not None


def credit_of(line: str) -> str | None:
    """Return whom a picture's credit names; None for a line that is more than a credit."""
    if len(line) > 120:
        return None
    bare = line.strip(" []()")
    if found := _credit_label().fullmatch(bare):
        return found["who"].strip(" .") if len(found["who"]) <= 70 and sentences(found["who"]) < 2 else None
    if found := re.fullmatch(r"©\s?(?!.*(?:19|20)\d\d)(.{2,60})", bare):
        return found[1].strip()
    return bare if _owners(bare) else None


def caption_of(line: str) -> tuple[str, str] | None:
    """Return caption and credit of a line that is a caption with its credit; None for others."""
    if len(line) > 320:
        return None
    if found := _caption_end().search(line) or _BRACKETED_CREDIT.search(line):
        return line[: found.start()].rstrip(" .([/|-–—©") + "", found["who"].strip(" .()")
    return None


@cache
def _credit_label() -> re.Pattern[str]:
    between = r"(?:\s*[:/|]\s*|\s+(?:by|courtesy of|via|von|de|di)\s+)"
    return re.compile(rf"(?:{any_of(phrases('press', 'credits'))}){between}(?P<who>\S.*)", re.IGNORECASE)


@cache
def _caption_end() -> re.Pattern[str]:
    labelled = f"(?:{any_of(phrases('press', 'credits'))})\\s*(?:[:/]|\\.{{3}}|…)\\s*"
    return re.compile(
        f"(?<=[\\s.!?])[(\\[]?(?:{labelled})(?P<who>[^.:]{{2,{_CAPTION_CREDIT}}})[)\\].]*$", re.IGNORECASE
    )


def _owners(line: str) -> bool:
    """Return whether the line is a row of agencies and names: `APA/AFP/Mandel Ngan`, `Getty Images`."""
    if len(line) > 60 or ended(line):
        return False
    parts = [part.strip() for part in re.split(r"\s*[/|]\s*|\s+via\s+", line) if part.strip()]
    known = sum(_agency().fullmatch(part) is not None for part in parts)
    if len(parts) == 1:
        return bool(known) and (" " in line or line.isupper()) and line.lower() not in ("associated press",)
    return bool(known) and all(len(part.split()) <= 4 for part in parts)
