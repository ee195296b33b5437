"""Pictures, sound and films in HTML as blocks, from an element's attributes alone."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from reader.document.blocks import Block
from reader.document.sanitize import sanitize_line
from reader.urls.carried import carried
from reader.urls.parts import hostname, parts_of, query_values
from reader.urls.safe import safe_url

Attributes = Mapping[str, str | None]
"""The attributes of an element by name; None for one without a value."""

_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-full-src", "data-hi-res-src", "src")
"""Attributes with a picture's address, those of pages that load pictures late first."""

_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)|(?:img|dsc|image|photo|pic)[-_ ]?\d+", re.IGNORECASE
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)
_IN_TEXT = re.compile(r"\b(?:wp-smiley|emoji|emoticon|smiley|latex|math|mwe-math|tex)", re.IGNORECASE)
_ADVERTS = re.compile(r"(?:^|\.)(?:doubleclick|googlesyndication|googletagmanager|feedburner)\.(?:com|net)$")

_CREDIT_LABEL = (
    r"(?:photo(?:graph)?(?:y| credit)?|image credits?|image|picture|illustration|credits?|courtesy of|source"
    r"|foto|bild(?:rechte|quelle)?|crédit(?: photo)?|fotografía|crédito|fonte|ছবি)"
)
_LONGEST_CREDIT = 120
_LABELLED_CREDIT = re.compile(
    rf"(?:^|(?<=[.!?)\s]))[(\[]?({_CREDIT_LABEL}\s*(?::|：|\bby\b)\s*[^.:\n]{{2,80}}?)[)\]]?\.?$",
    re.IGNORECASE,
)
_SIGNED_CREDIT = re.compile(
    r"(?:^|\s)[(\[]?"
    r"((?:©|\(c\)|via )\s*[^.\n]{2,80}?|(?:\w\S* ){1,3}?\S*/(?:AP|AFP|Reuters|Getty(?: Images)?))"
    r"[)\]]?\.?$"
)

_WATCH = {
    re.compile(
        r"^(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,})"
    ): "https://www.youtube.com/watch?v={}",
    re.compile(r"^player\.vimeo\.com/video/(\d+)"): "https://vimeo.com/{}",
    re.compile(r"^(?:www\.)?dailymotion\.com/embed/video/(\w+)"): "https://www.dailymotion.com/video/{}",
}
"""Players that are made for frames, and the page of the same film for people."""


def is_pixel(attributes: Attributes) -> bool:
    """Return whether the picture is there to be fetched, not to be seen."""
    if any(_pixels(attributes.get(side)) in (0, 1, 2) for side in ("width", "height")):
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "width:1px" in style or "height:1px" in style


def is_picture_address(url: str) -> bool:
    """Return whether the address is, by its ending, that of a picture."""
    return _PICTURE_FILE.search(parts_of(url).path) is not None


def text_instead(attributes: Attributes) -> str:
    """Return the words that a small picture stands for in a line: an emoji, a formula. Empty for a real
    picture.
    """
    alt = sanitize_line(attributes.get("alt") or "")
    if not alt:
        return ""
    height = _pixels(attributes.get("height")) or _pixels(attributes.get("width"))
    small = height is not None and height <= 32
    return alt if small or _IN_TEXT.search(attributes.get("class") or "") else ""


def picture(attributes: Attributes, base: str | None) -> Block | None:
    """Return the figure that an `img` shows; None for one without words and address."""
    alt: str = sanitize_line(attributes.get("alt") or "")
    if _FILE_NAME.fullmatch(alt):
        alt = ""
    source = next(_addresses(attributes, base), "") or next(_carried(attributes, base), "")
    if not alt and not source:
        return None
    return Block("figure", alt, src=source, alt=alt)


def media(tag: str, attributes: Attributes, source: str, base: str | None) -> Block | None:
    """Return a film, a sound or a frame as a line with its address; None for advertisements and without
    one.
    """
    url = safe_url(source, base)
    if url is None or is_pixel(attributes) or _ADVERTS.search(hostname(url)):
        return None
    url, known = _page_of(url)
    title = sanitize_line(attributes.get("title") or attributes.get("aria-label") or "")
    name = {"video": "Video", "audio": "Audio"}.get(tag, "Video" if known else "Embedded page")
    host = hostname(url).removeprefix("www.")
    return Block("media", title or f"{name}: {host}", src=url)


def split_credit(caption: str) -> tuple[str, str]:
    """Return a caption as (what it says, who made the picture): `A bridge. Photo: Jane Doe` has both."""
    tail = max(0, len(caption) - _LONGEST_CREDIT)
    for pattern in (_LABELLED_CREDIT, _SIGNED_CREDIT):
        match = pattern.search(caption, tail)
        if match:
            return caption[: match.start()].rstrip(" |–—-·,\n"), match[1].strip()
    return caption, ""


def _addresses(attributes: Attributes, base: str | None) -> Iterator[str]:
    """Yield the addresses that the picture may have, the best first."""
    single = (attributes.get(name) or "" for name in _SOURCES)
    largest = (_largest(attributes.get(name) or "") for name in ("data-srcset", "srcset"))
    for source in chain(single, largest):
        if source and not source.startswith("data:") and (url := safe_url(source, base)):
            yield url


def _carried(attributes: Attributes, base: str | None) -> Iterator[str]:
    """Yield the addresses by which the page's own file may carry the picture."""
    return filter(None, (carried(attributes.get(name) or "", base) for name in _SOURCES))


def _largest(srcset: str) -> str:
    """Return the last candidate of a `srcset`; by custom it is the largest."""
    last = srcset.strip().rstrip(",").rsplit(", ", 1)[-1].split()
    return last[0] if last else ""


def _pixels(value: str | None) -> int | None:
    match = re.match(r"\s*(\d{1,5})(?:px)?\s*$", value or "")
    return int(match[1]) if match else None


def _page_of(url: str) -> tuple[str, bool]:
    """Return the page for people behind a player's address, and whether it is a known player's."""
    parts = parts_of(url)
    for player, page in _WATCH.items():
        match = player.match(f"{parts.hostname}{parts.path}")
        if match and match[1] != "videoseries":
            return page.format(match[1]), True
    listed = query_values(url, "list") if "youtube" in hostname(url) else None
    return (f"https://www.youtube.com/playlist?list={listed[0]}", True) if listed else (url, False)
