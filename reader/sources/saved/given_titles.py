"""Titles as files and the tabs of browsers are named after them."""

import re
from pathlib import PurePath

_SITE_END = re.compile(
    r"\s+[|–—·•»:-]\s+(?P<site>[^|–—·•»]{2,40})$|\s*[|｜]\s*(?P<name>[^|｜]{2,40})$|_(?P<cjk>[^_]{2,12})$"
)
_NAMELESS = re.compile(
    r"(?:untitled|new|text|documents?|articles?|pages?|files?|notes?|clips?|copy|index|paste|download|saved|news|tmp|test|[a-z]?\d+|[0-9a-f-]{8,}|of|the|a)*",
    re.IGNORECASE,
)


def split_site(name: str) -> tuple[str, str]:
    """Split a browser tab's title, `Title | Site`. Returns the title and the site's name, or ""."""
    end = None
    while found := _SITE_END.search(name, end.start() + 1 if end else 0):
        end = found
    if end is None:
        return name, ""
    return name[: end.start()].strip(), (end["site"] or end["name"] or end["cjk"]).strip()


def file_title(path: str) -> str:
    """Return the words of a file's name; "" where it is a number or as general as `untitled`."""
    stem = PurePath(path.replace("\\", "/")).stem
    words = re.sub(r"[_+]+|(?<=\w)-(?=\w)(?!.* )", " ", stem) if " " not in stem else stem
    words = re.sub(r"\s*\(\d+\)$", "", words).strip()
    letters = re.sub(r"[\W_]+", "", words)
    return "" if _NAMELESS.fullmatch(letters) else words
