"""What a page writes around an article: buttons, menus, tails, credits of pictures; one line at a time.

Every function takes a line as `lines.fold` leaves it.
"""

import re
from functools import cache

from reader.sources.saved.vocabulary import page_words, press_words

_SENTENCE = re.compile(r"[.!?…。！？।॥؟]['\"”’»）)\]]*(?:\s|$)|[。！？]")
_ENDED = re.compile(r"[.!?…。！？।॥؟:]['\"”’»」』）)\]\d]*$")
_CRUMB = re.compile(r"\s*[|›»>→/\\]+\s*")
_BRACKETED_CREDIT = re.compile(
    r"(?<=[.!?”\"»])\s*\((?P<who>[^\W\d_a-z][\w.'-]*(?: [\w.'-]+){0,3}\s?/\s?[^()]{2,40})\)$"
)
"""`... seen at dawn. (Benny Lake / For the Dispatch)`"""
_CAPTION_CREDIT = 40
"""Characters at a caption's end within which its credit begins."""


@cache
def _whole(words: str) -> re.Pattern[str]:
    return re.compile(f"(?:{words})[:.…»>›→]*", re.IGNORECASE)


@cache
def _start(words: str) -> re.Pattern[str]:
    return re.compile(f"[\"'“»→▶►(]*(?:{words})", re.IGNORECASE)


def is_chrome(line: str) -> bool:
    """Whether the line is a button, a menu's item or what a site says of itself."""
    bare = line.strip(" •·|-–—*[]()►▶→«»")
    if len(line) <= 60 and _whole(page_words.CHROME + "|" + page_words.CHROME_SHAPES).fullmatch(bare or line):
        return True
    if len(line) <= 60 and _all_chrome(line):
        return True
    return len(line) <= 400 and _start(page_words.CHROME_STARTS).match(line) is not None


def _all_chrome(line: str) -> bool:
    """Whether the line is a row of buttons: `Share | Tweet | Print`."""
    parts = [part for part in re.split(r"\s*[|•·/]\s*|\s{2,}", line) if part]
    return len(parts) > 1 and all(_whole(page_words.CHROME).fullmatch(part) for part in parts)


def is_tail(line: str) -> bool:
    """Whether what follows the line is probably no longer the article."""
    if len(line) <= 80 and _whole(page_words.TAILS).fullmatch(line.strip(" •·|-–—*[]>►▶→«»")):
        return not (sentences(line) and len(line) > 45)
    return len(line) <= 220 and _start(page_words.TAIL_STARTS).match(line) is not None


def is_aside(line: str) -> bool:
    """Whether the line points to another article with that one's title: `Read more: Trams are late again`."""
    return len(line) <= 200 and _start(page_words.ASIDE_STARTS).match(line) is not None


def heads_comments(line: str) -> bool:
    """Whether what follows the line is by readers."""
    bare = line.strip(" •·|-–—*[]>►▶→«»")
    return len(line) <= 40 and _whole(page_words.COMMENTS).fullmatch(bare) is not None


def speaks_of_site(text: str) -> bool:
    """Whether prose has words with which a site asks its readers for something."""
    return _start(page_words.CHROME_STARTS).match(text) is not None or _site_words().search(text) is not None


@cache
def _site_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{page_words.SITE_WORDS})", re.IGNORECASE)


def heads_related(line: str) -> bool:
    """Whether the line heads a list of other articles, as pages have them amid the text, too."""
    bare = line.strip(" •·|-–—*[]>►▶→«»")
    return len(line) <= 60 and _whole(page_words.RELATED).fullmatch(bare) is not None


def is_breadcrumb(line: str) -> bool:
    """Whether the line is a path through the site: `Home > World > Asia`."""
    parts = [part for part in _CRUMB.split(line) if part]
    return len(line) <= 110 and len(parts) >= 3 and all(len(part) <= 32 for part in parts) and not ended(line)


def sentences(line: str) -> int:
    """How many sentences end in the line."""
    return len(_SENTENCE.findall(line))


def ended(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return _ENDED.search(line) is not None


def credit_of(line: str) -> str | None:
    """Whose picture it is, where the line is nothing but a credit."""
    if len(line) > 120:
        return None
    bare = line.strip(" []()")
    if found := _credit_label().fullmatch(bare):
        return found["who"].strip(" .") if len(found["who"]) <= 70 and sentences(found["who"]) < 2 else None
    if found := re.fullmatch(r"©\s?(?!.*(?:19|20)\d\d)(.{2,60})", bare):
        return found[1].strip()
    return bare if _owners(bare) else None


def caption_of(line: str) -> tuple[str, str] | None:
    """Caption and credit, where the line is a caption that ends in a credit."""
    if len(line) > 320:
        return None
    if found := _caption_end().search(line) or _BRACKETED_CREDIT.search(line):
        return line[: found.start()].rstrip(" .([/|-–—©") + "", found["who"].strip(" .()")
    return None


@cache
def _credit_label() -> re.Pattern[str]:
    colon = r"\s*[:/|]\s*"
    return re.compile(
        f"(?:{press_words.CREDIT_LABELS})(?:{colon}|\\s+(?:by|courtesy of|via|von|de|di)\\s+)(?P<who>\\S.*)",
        re.IGNORECASE,
    )


@cache
def _caption_end() -> re.Pattern[str]:
    labelled = f"(?:{press_words.CREDIT_LABELS})\\s*(?:[:/]|\\.{{3}}|…)\\s*"
    return re.compile(
        f"(?<=[\\s.!?])[(\\[]?(?:{labelled})(?P<who>[^.:]{{2,{_CAPTION_CREDIT}}})[)\\].]*$", re.IGNORECASE
    )


def _owners(line: str) -> bool:
    """Whether the line is a row of agencies and names: `APA/AFP/Mandel Ngan`, `Getty Images`."""
    if len(line) > 60 or ended(line):
        return False
    parts = [part.strip() for part in re.split(r"\s*[/|]\s*|\s+via\s+", line) if part.strip()]
    known = sum(_whole(press_words.AGENCIES).fullmatch(part) is not None for part in parts)
    if len(parts) == 1:
        return bool(known) and (" " in line or line.isupper()) and line.lower() not in ("associated press",)
    return bool(known) and all(len(part.split()) <= 4 for part in parts)
