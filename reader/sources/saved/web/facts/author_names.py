"""Clean the names of authors in pages and notes."""

import re
from collections.abc import Sequence

from reader.sources.saved.web.facts.json_ld import text_of

_AND = re.compile(r"\s*[,;|]\s*|\s+(?:and|und|et|y|&|och|og|en)\s+")
_PREFIX = re.compile(
    r"(?:(?:written by|by|von|par|por|di|door|av)\s*:?\s+"
    r"|(?:authors?|autor(?:in|en)?|auteur)\s*:\s*|(?:and|und)\s+)",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|eu|[a-z]{2})", re.IGNORECASE)
"""A site's address, which programs write where nobody named an author."""

_CLOCK = re.compile(r"\d:\d\d")


def clean_authors(texts: Sequence[str]) -> list[str]:
    """Return the names in what pages give as authors, each once, without addresses and `By`."""
    names: list[str] = []
    for text in texts:
        for part in _AND.split(text_of(text)):
            name = _PREFIX.sub("", part, count=1).strip(" .@—–-") if part else ""
            if (
                len(name) > 1
                and "://" not in name
                and "www." not in name
                and len(name) <= 60
                and name not in names
            ):
                names.append(name)
    return [
        name
        for name in names
        if not name.isdigit()
        and name.casefold() not in ("admin", "administrator", "author")
        and not _DOMAIN.fullmatch(name)
        and not _CLOCK.search(name)
        and not any(other != name and name.endswith(other) and " " in other for other in names)
    ]


def given_name_first(name: str) -> str:
    """Return `Roe, Jane` as `Jane Roe`; two full names are left as they are."""
    last, comma, first = name.partition(",")
    two = " " in last.strip() and " " in first.strip()
    return name if two or not comma or "," in first else f"{first.strip()} {last.strip()}"
