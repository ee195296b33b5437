"""Lists of subscriptions, from and for other readers: OPML 2.0 (http://opml.org/spec2.opml).

They are read as a stream, so that neither depth nor size matters.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from reader.document.encoding import decode
from reader.document.sanitize import sanitize, sanitize_line
from reader.sources.feeds import encoding as feed_encoding
from reader.sources.feeds.raw_feed import RawText
from reader.sources.feeds.titles import plain_line
from reader.urls.credentials import hide_secrets
from reader.urls.safe import safe_url
from reader.urls.typed import listed_url

_DEEPEST = 10
"""Folders inside each other; deeper ones count as the last of them."""

_LONGEST_NAME = 200
"""Characters of a title or a folder's name."""
_MOST_PROBLEMS = 100
"""Problems that are reported one by one."""

_ROOTS = ("opml", "outlinedocument")
"""Names of the outermost element; the second is that of OPML before its first version."""

_SLASH = "\N{DIVISION SLASH}"
"""The sign for a slash in a folder's own name: a slash separates a folder from the one above it."""


class NotOpml(Exception):
    """The file is no subscription list; `str()` says why, in words."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed as a list names it."""

    url: str
    """The feed's address, http or https."""
    title: str | None = None
    """The feed's name in the list."""
    site: str | None = None
    """The address of the web site that the feed belongs to."""
    folder: str | None = None
    """The folder that it is in; folders inside each other as `World/Asia`."""


@dataclass(frozen=True, slots=True)
class OpmlResult:
    """The feeds of a list."""

    subscriptions: tuple[Subscription, ...] = ()
    """The feeds in the list's order, each once."""
    problems: tuple[str, ...] = ()
    """What in the list could not be used, one sentence each."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    root: str = ""
    folders: list[str | None] = field(default_factory=list)
    """The folder that each open outline is; None for a feed or an outline without a name."""
    found: dict[str, Subscription] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Read the begin of an element."""
        name = name.lower()
        self.root = self.root or name
        if name == "outline":
            self._outline({key.lower(): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        """Read the end of an element."""
        if name.lower() == "outline" and self.folders:
            self.folders.pop()

    def _outline(self, attributes: dict[str, str]) -> None:
        title = _title(attributes)
        address = attributes.get("xmlurl", "").strip()
        if not address and attributes.get("type", "").lower() in ("rss", "atom"):
            address = attributes.get("url", "").strip()
            if not address:
                self.problems.append(f"“{title}” has no address.")
        if address:
            self._subscription(address, title, attributes)
        self.folders.append(None if address or not title else title.replace("/", _SLASH))

    def _subscription(self, address: str, title: str, attributes: dict[str, str]) -> None:
        url = safe_url(listed_url(address))
        if url is None or not url.startswith("http"):
            self.problems.append(
                f"“{title or 'A feed'}” has an address that is none of a feed: {_shown(address)}."
            )
            return
        folder = "/".join([name for name in self.folders if name][:_DEEPEST]) or None
        site = safe_url(attributes.get("htmlurl", ""))
        self.found.setdefault(url, Subscription(url, title or None, site, folder))


def _title(attributes: dict[str, str]) -> str:
    for name in ("title", "text"):
        if title := plain_line(RawText(attributes.get(name, ""), "guess")):
            return title[:_LONGEST_NAME]
    return ""


def _shown(address: str) -> str:
    """Return the address for a message: short, and without the password that may be in it."""
    return sanitize_line(hide_secrets(listed_url(address)))[:60]


def looks_like_opml(beginning: bytes) -> bool:
    """Return whether a file with this beginning is OPML, even if broken."""
    text = beginning[:4096].replace(b"\0", b"").lower()
    return b"<opml" in text or b"<outline" in text


def read_opml(data: bytes) -> OpmlResult:
    """Return what a list holds. A damaged file gives what can be read of it, and a problem that says so.

    Raises NotOpml.
    """
    text = _decoded(data)
    if "<" not in text:
        raise NotOpml("it is not an OPML file" if text.strip() else "it is empty")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotOpml("it brings its own definitions (DOCTYPE), which no subscription list needs")
    reading, damage = _Reading(), ""
    try:
        _parse(text, reading)
    except expat.ExpatError as error:
        damage = f"The file is damaged in line {error.lineno}; what could be read was taken."
        reading = _Reading()
        _scan(text, reading)
    if damage and not reading.found:
        raise NotOpml("it is damaged, and no feed in it can be read")
    if reading.root not in _ROOTS and not reading.found:
        raise NotOpml("it is not an OPML file")
    return OpmlResult(tuple(reading.found.values()), _problems(damage, reading.problems))


def _problems(damage: str, problems: list[str]) -> tuple[str, ...]:
    more = len(problems) - _MOST_PROBLEMS
    rest = [f"… and {more:,} more."] if more > 0 else []
    return tuple([damage] * bool(damage) + problems[:_MOST_PROBLEMS] + rest)


def _decoded(data: bytes) -> str:
    return decode(feed_encoding.narrowed(data) if feed_encoding.is_wide(data) else data).lstrip("\ufeff")


def _parse(text: str, reading: _Reading) -> None:
    parser = expat.ParserCreate("utf-8")  # which counts for more than what the file declares
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.Parse(text.lstrip().encode("utf-8", "replace"), True)


_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def _scan(text: str, reading: _Reading) -> None:
    """Read the tags one by one without asking whether they fit together."""
    for piece in text.split("<")[1:]:
        name = re.match(r"/?[\w:.-]{1,40}", piece)
        if name is None:
            continue
        if name[0].startswith("/"):
            reading.end(name[0][1:])
            continue
        tag = piece[: end + 1] if (end := _end_of_tag(piece)) >= 0 else piece
        values = {found[1]: html.unescape(found[2] or found[3] or "") for found in _ATTRIBUTE.finditer(tag)}
        reading.start(name[0], values)
        if tag.rstrip().endswith("/>"):
            reading.end(name[0])


def _end_of_tag(piece: str) -> int:
    """Return where the tag is closed: at the last `>`, since attributes may hold one and text is rare in
    lists.
    """
    return piece.rfind(">")


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow (section 2.2)."""


def write_opml(subscriptions: Iterable[Subscription], title: str, now: int) -> bytes:
    """Return the list as OPML 2.0, folders as nested outlines; `now` is in UTC seconds."""
    created = format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(_xml(title))}</title><dateCreated>{created}</dateCreated></head>",
        "  <body>",
        *_outlines(subscriptions),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


def _outlines(subscriptions: Iterable[Subscription]) -> Iterator[str]:
    """Yield a line for each feed, between the lines that open and close its folders."""
    opened: list[str] = []
    for item in sorted(subscriptions, key=_path):
        path = _path(item)
        shared = 0
        while shared < min(len(path), len(opened)) and path[shared] == opened[shared]:
            shared += 1
        while len(opened) > shared:
            opened.pop()
            yield f"{_margin(opened)}</outline>"
        for name in path[shared:]:
            yield f"{_margin(opened)}<outline{_attributes(text=name.replace(_SLASH, '/'))}>"
            opened.append(name)
        yield f"{_margin(opened)}<outline{_feed_attributes(item)}/>"
    while opened:
        opened.pop()
        yield f"{_margin(opened)}</outline>"


def _path(item: Subscription) -> list[str]:
    return [name for name in (item.folder or "").split("/") if name]


def _margin(opened: list[str]) -> str:
    return "  " * min(len(opened) + 2, 12)


def _feed_attributes(item: Subscription) -> str:
    title = item.title or item.url
    site = {"htmlUrl": item.site} if item.site else {}
    return _attributes(text=title, title=title, type="rss", xmlUrl=item.url, **site)


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(_xml(value))}" for name, value in values.items())


def _xml(text: str) -> str:
    return _NOT_XML.sub("", sanitize(text))
