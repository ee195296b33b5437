"""Mailed newsletters (`.eml`, `.mbox`) and pages saved as MHTML, which is mail too (RFC 2557)."""

import re
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect
from email.message import EmailMessage
from email.utils import parseaddr

from msgspec.structs import replace

from reader.document.blocks import Document
from reader.document.html.reader import from_html
from reader.document.plain import links
from reader.document.text import from_text
from reader.model import Fact, ParsedArticle
from reader.sources.saved.article import (
    Known,
    UnreadableFile,
    dated,
    make_article,
    mark_truncated,
    truncation_notice,
)
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues
from reader.sources.saved.formats.newsletter import without_boilerplate
from reader.sources.saved.text.decode import decode_text
from reader.sources.saved.web.page import Origin, read_html

_MOST = 5_000
"""The most messages that are read of one mailbox."""
_FROM_LINE = re.compile(rb"(?:^|\r?\n)From [^\r\n]*\r?\n(?=[A-Za-z][\w-]*:)")
_ON_THE_WEB = re.compile(
    r"(?:view (?:this (?:post|email|newsletter) )?(?:on the web|in (?:your |a )?browser|online)|im browser"
    r"|dans (?:le|votre) navigateur|en el navegador)\D{0,40}?(https?://\S+)",
    re.IGNORECASE,
)
_WEB_LINK = re.compile(
    r"view (?:this|it)?.{0,20}(?:online|browser|web)|read (?:online|in app|on the web)|im browser"
    r"|web ?version|navigateur|navegador",
    re.IGNORECASE,
)


def read_mail(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read one message. Returns its article; raises `UnreadableFile` where it has no text."""
    del mtime, now
    return (_article(data, path),)


def read_mailbox(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read an mbox file. Returns an article for each message with text.

    `>From ` at a line's beginning is unescaped (mboxrd). Raises `UnreadableFile` where no message has text.
    """
    del mtime, now
    starts = [found.end() for found in _FROM_LINE.finditer(data)][:_MOST]
    ends = [found.start() for found in _FROM_LINE.finditer(data)][1 : _MOST + 1]
    found = []
    for start, end in zip(starts, [*ends, len(data)], strict=False):
        message = re.sub(rb"(?m)^>(>*From )", rb"\1", data[start:end])
        try:
            found.append(_article(message, path))
        except UnreadableFile:
            continue
    if not found:
        raise UnreadableFile("No message of the mailbox can be read.")
    if lost := len(starts) - len(found):
        notice = f"of its {len(starts)} messages, {lost} without text left out"
        found[-1] = replace(found[-1], ignored=(*found[-1].ignored, notice))
    return tuple(found)


def read_mhtml(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a page that a browser saved with its pictures as one message (RFC 2557).

    Returns its article. Raises `UnreadableFile` where no part is a page.
    """
    del mtime, now
    message = _message(data)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if part is None:
        raise UnreadableFile("The file holds no web page.")
    url = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    date = read_date(_header(message, "Date"), "Date header of the saved page", Clues())
    subject = _header(message, "Subject")
    origin = Origin(
        path=path,
        url=url if url.startswith("http") else None,
        charset=part.get_content_charset(),
        captured=dated(date, header="Date") if date else None,
        title=Fact(subject, "subject", header="Subject") if subject else None,
    )
    article = read_html(_payload(part), origin)
    return (mark_truncated(article, "message") if _is_truncated(message) else article,)


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of messages by their `cid:` addresses, and by those they are from."""
    starts = [0, *(found.end() for found in _FROM_LINE.finditer(data))][: _MOST + 1]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        for part in _message(data[start:end]).walk():
            if part.get_content_maintype() != "image" or part.is_multipart():
                continue
            picture = _payload(part)
            if name := _header(part, "Content-ID").strip("<>"):
                yield f"cid:{name}", picture
            if address := _header(part, "Content-Location"):
                yield address, picture


def _message(data: bytes) -> EmailMessage:
    try:
        return message_from_bytes(data, policy=policy.default)
    except Exception as error:
        raise UnreadableFile("The message is damaged.") from error


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except Exception:  # noqa: BLE001 - a header of nonsense is parsed only when it is asked for, and may raise
        return ""


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return b""
    if any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects):
        digits = re.sub(rb"[^A-Za-z0-9+/]", b"", payload)  # returned as they are, one too many to decode
        return b64decode(digits[: len(digits) // 4 * 4])
    return payload


def _is_truncated(message: EmailMessage) -> bool:
    """Return whether a message ends inside one of its parts. Its parts' bodies must have been read before."""
    ends = CloseBoundaryNotFoundDefect, InvalidBase64PaddingDefect, InvalidBase64LengthDefect
    return any(isinstance(defect, ends) for part in message.walk() for defect in part.defects)


def _article(data: bytes, path: str) -> ParsedArticle:
    message = _message(data)
    document, shown = _body(message)
    subject = _header(message, "Subject")
    if not document.blocks and not subject:
        raise UnreadableFile("The message has no text in it.")
    name, address = parseaddr(_header(message, "From"))
    date = read_date(_header(message, "Date"), "Date header", Clues())
    url = _address(document, shown)
    list_name = re.sub(r"\s*<.*", "", _header(message, "List-Id")).strip('" ')
    name, _, sender = name.partition(" from ")
    document = without_boilerplate(document, (subject, name, sender, list_name))
    known = Known(
        title=Fact(subject, "subject", header="Subject") if subject else None,
        author=Fact(name or address, "sender", header="From") if name or address else None,
        site=Fact(
            list_name or sender or name or address,
            "list" if list_name else "sender",
            header="List-Id" if list_name else "From",
        ),
        url=Fact(url, "link to the web version") if url else None,
        published=dated(date, header="Date") if date else None,
        ignored=(truncation_notice("message"),) if _is_truncated(message) else (),
    )
    return make_article(
        document, known, raw=data, path=path, key=_header(message, "Message-ID").strip("<>") or None
    )


def _body(message: EmailMessage) -> tuple[Document, str]:
    """Return the document of the HTML part, else of the plain one, and the plain part's text."""
    parts = [
        part
        for part in message.walk()
        if not part.is_multipart() and part.get_content_disposition() != "attachment"
    ]
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    rich = next((part for part in parts if part.get_content_type() == "text/html"), None)
    text = _text(plain) if plain else ""
    if rich is not None:
        document = from_html(_text(rich))
        if document.blocks:
            return document, text
    return from_text(text), text


def _text(part: EmailMessage) -> str:
    payload = _payload(part)
    charset = part.get_content_charset()
    try:
        return payload.decode(charset) if charset else decode_text(payload)
    except (LookupError, UnicodeDecodeError):
        return decode_text(payload)


def _address(document: Document, text: str) -> str | None:
    """Return the web version's address: from a line that announces it, or from a link with such words."""
    if found := _ON_THE_WEB.search(text):
        return found[1].rstrip(").>")
    for block in document.blocks[:12]:
        for span in block.spans:
            if span.href and _WEB_LINK.search(block.text[span.start : span.end]):
                return span.href
    return next((url for url in links(document)[:1] if "substack" in url and "/p/" in url), None)
