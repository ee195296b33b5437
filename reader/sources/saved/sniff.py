"""Recognize a file's kind: by its content first, by its name where the content leaves a choice."""

import re
from typing import Literal

from reader.document.encoding import decode
from reader.sources.saved.formats.press_databases import NEXT_DOCUMENT
from reader.sources.saved.formats.zip import is_zipped, zipped_kind
from reader.urls.safe import is_web_url

Kind = Literal[
    "text", "html", "markdown", "mail", "mailbox", "mhtml", "webarchive", "link", "press", "csv", "json",
    "bookmarks", "pocket", "omnivore", "zipped-csv", "epub", "warc", "wacz", "enex", "maff", "zipped-page",
    "pdf", "opml", "feed", "empty",
]  # fmt: skip

_BINARIES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"BM", "a bitmap image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file"),
    (b"{\\rtf", "an RTF document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"wOF2", "a font"),
)
_MAIL_HEADER = re.compile(
    r"(?:^|\n)(?:from|to|subject|date|mime-version|content-type|message-id|received|return-path"
    r"|delivered-to|snapshot-content-location):",
    re.IGNORECASE,
)
_MAIL_START = re.compile(r"\s*[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]?\S")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|article"
    r"|div|p|h1|table|script|link|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_SHORTCUT = ("[internetshortcut]", "[desktop entry]", "[{000214a0-")
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*\r?(?:\n|$)")
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|\[[^\]\n]+\]\(\S+\)|[*-] \[|```|!\[)|\[[^\]\n]{1,200}\]\(https?://|\*\*[^*\n]+\*\*",
    re.MULTILINE,
)
_LEXIS = re.compile(
    r"^(?:LOAD-DATE|LENGTH|LÄNGE|LONGUEUR|BYLINE|AUTOR|AUTEUR|SECTION|RUBRIK|RUBRIQUE|LANGUAGE|SPRACHE"
    r"|LANGUE): .*$",
    re.MULTILINE,
)
_FACTIVA = re.compile(
    r"^(?:HD|BY|WC|PD|ET|SN|SC|LA|CY|LP|TD|AN)\s{1,4}\S|^(?:HD|BY|WC|PD|SN|LA|LP|TD|AN)$", re.MULTILINE
)
_CSV_HEADER = re.compile(r"(?:^|[,;\t\"])(?:url|link|uri)(?:[,;\t\"]|$)", re.IGNORECASE)


def binary_name(data: bytes) -> str | None:
    """Return what a file without text is, in words; None for text and for archives that can be read."""
    for magic, name in _BINARIES:
        if data.startswith(magic):
            if magic == b"BM" and (len(data) < 30 or 0 not in data[:30]):
                continue
            return name
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "a WebP image", b"WAVE": "a sound file", b"AVI ": "a video file"}[data[8:12]]
    if data[4:8] == b"ftyp":
        return "an image" if data[8:12] in (b"avif", b"heic", b"mif1") else "a video or sound file"
    return None


_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b\b\a")
"""Control characters that no text has."""


def is_binary(data: bytes) -> bool:
    """Return whether bytes are text in no encoding.

    They are where they hold zeros that are not UTF-16's, or many control characters.
    """
    head = data[:4096]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\0\0\xfe\xff":
        return False
    zeros = head.count(0)
    if zeros:
        even, odd = head[::2].count(0), head[1::2].count(0)
        return not (zeros * 3 > len(head) and (even * 20 < odd or odd * 20 < even))
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 10 > len(head)


def sniff(data: bytes, path: str) -> Kind:
    """Return the file's kind. What `binary_name` and `is_binary` recognize must be refused before."""
    if data.startswith(b"bplist00"):
        return "link" if path.lower().endswith(".webloc") else "webarchive"
    if data[:4] == b"PK\x03\x04":
        return zipped_kind(data)
    if b"PK\x05\x06" in data[-66_000:] and data.lstrip()[:1] == b"<" and is_zipped(data):
        return "zipped-page"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:2] == b"\x1f\x8b" or data.lstrip()[:5] == b"WARC/":
        return "warc"
    return _text_kind(decode(data[:20_000]), path.lower())


def only_addresses(text: str) -> bool:
    """Return whether the text is a list of addresses of the web, judged by its first ones."""
    words = text.split()[:50]
    return bool(words) and all(map(is_web_url, words))


def _text_kind(head: str, path: str) -> Kind:
    start = head.lstrip("\ufeff \t\r\n")
    lowered = start[:3000].lower()
    if not start:
        return "empty"
    if kind := _mail_kind(start, lowered, path):
        return kind
    if "<!doctype netscape-bookmark-file" in lowered:
        return "bookmarks"
    if "<title>pocket export</title>" in lowered or ("<html" in lowered and "ril_export" in path):
        return "pocket"
    if kind := _xml_kind(lowered):
        return kind
    if _HTML.match(start) or ("<html" in lowered and "</" in lowered):
        return "html"
    if lowered.startswith(_SHORTCUT) and "url" in lowered:
        return "link"
    if re.match(r"\[\s*[\[{]|\{\s*[\"}]", start) and not path.endswith((".md", ".txt")):
        return "json"
    return _plain_kind(head, start, lowered, path)


def _mail_kind(start: str, lowered: str, path: str) -> Kind | None:
    """Return the kind of a mail file; tried before HTML, as MHTML has `<html` in its first lines too."""
    if start.startswith("From ") and _MAIL_HEADER.search(start[:2000]):
        return "mailbox"
    if not _MAIL_START.match(start):
        return None
    headers = start.split("\n\n", 1)[0].split("\r\n\r\n", 1)[0]
    names = {found[0].strip().lower() for found in _MAIL_HEADER.finditer(headers)}
    if len(names) < 2:
        return None
    if "snapshot-content-location:" in lowered or "<saved by " in lowered:
        return "mhtml"
    if names & {
        "mime-version:",
        "content-type:",
        "message-id:",
        "received:",
        "return-path:",
        "delivered-to:",
    }:
        return "mhtml" if "multipart/related" in headers.lower() and "to:" not in names else "mail"
    return "mail" if {"from:", "subject:", "date:"} <= names or path.endswith(".eml") else None


def _xml_kind(lowered: str) -> Kind | None:
    if "<en-export" in lowered:
        return "enex"
    if "<opml" in lowered[:1500]:
        return "opml"
    if re.search(r"<(?:rss|feed|rdf:rdf)[\s>]", lowered[:1500]) and "<html" not in lowered:
        return "feed"
    if "<plist" in lowered:
        return "webarchive" if "webmainresource" in lowered else "link"
    return None


def _plain_kind(head: str, start: str, lowered: str, path: str) -> Kind:
    first = start.split("\n", 1)[0]
    if (
        _CSV_HEADER.search(first)
        and first.count(",") + first.count("\t") + first.count(";") >= 1
        and len(first) < 400
    ):
        return "csv"
    if path.endswith((".csv", ".tsv")) and re.search(r"[,;\t]", first):
        return "csv"
    if _FRONT_MATTER.match(start) and ":" in start[:600]:
        return "markdown"
    if len(set(_LEXIS.findall(head))) >= 3 or NEXT_DOCUMENT.search(head[:2000]):
        return "press"
    if len({found[:2] for found in _FACTIVA.findall(head)}) >= 5:
        return "press"
    if path.endswith((".md", ".markdown", ".mdown")):
        return "markdown"
    if not path.endswith(".txt") and len(_MARKDOWN.findall(head)) >= 3:
        return "markdown"
    if only_addresses(head) or path.endswith((".url", ".webloc", ".desktop")):
        return "link"
    return "text"
