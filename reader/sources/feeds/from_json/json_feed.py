"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import html
import re
from collections.abc import Iterator

from reader.model import Enclosure
from reader.sources.feeds.from_json.document import JsonDocument
from reader.sources.feeds.raw_feed import LONGEST_FIELD, NotAFeed, RawArticle, RawFeed, RawText

Json = dict[str, object]
"""An object of a JSON document."""

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""A character written as in HTML, which a title of plain text should not have and often has."""


def read(document: JsonDocument) -> RawFeed:
    """Return the feed in a JSON document. Raises NotAFeed.

    Items that are no objects, or have no content at all, are left out.
    """
    feed = document.value
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list) or not _is_json_feed(feed, document.cut):
        raise NotAFeed("it is JSON but not a JSON Feed")
    articles = [_article(item, feed) for item in items if isinstance(item, dict)]
    kept = tuple(
        article for article in articles if article.key or article.title or article.bodies or article.link
    )
    lost = len(items) - len(kept)
    return RawFeed(
        title=_text(feed, "title"),
        site=_string(feed, "home_page_url"),
        articles=kept,
        older=_string(feed, "next_url"),
        notices=(f"{lost} of its articles could not be read.",) if lost else (),
        cut=document.cut,
    )


def _is_json_feed(feed: Json, cut: bool) -> bool:
    """Return whether it is a JSON Feed: by its version, or without one by its shape.

    Of one that is `cut`, what names it may be missing.
    """
    version = feed.get("version")
    if isinstance(version, str):
        return "jsonfeed.org/version/1" in version
    items = feed["items"]
    return (
        version is None
        and ("title" in feed or cut)
        and isinstance(items, list)
        and all(
            isinstance(item, dict) and ("content_html" in item or "content_text" in item) for item in items
        )
    )


def _string(item: Json, name: str) -> str | None:
    value = item.get(name)
    return _whole(value) or None if isinstance(value, str) else None


def _whole(text: str) -> str:
    """Return the text without halves of characters, which JSON's escapes can spell and UTF-8 cannot."""
    # One character more than is taken shows that it was too long.
    return text.strip()[: LONGEST_FIELD + 1].encode("utf-8", "replace").decode()


def _text(item: Json, name: str) -> RawText | None:
    """Return a title or a date, its references to characters decoded once: `&amp;amp;` says `&amp;`."""
    value = _string(item, name)
    return RawText(_REFERENCE.sub(_character, value), "text", name) if value else None


def _character(reference: re.Match[str]) -> str:
    return html.unescape(reference[0])


def _article(item: Json, feed: Json) -> RawArticle:
    return RawArticle(
        key=_id(item.get("id")),
        title=_text(item, "title"),
        link=_string(item, "url") or _string(item, "external_url"),
        authors=tuple(_authors(item)) or tuple(_authors(feed)),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        bodies=tuple(_bodies(item)),
        enclosures=tuple(_attachments(item)),
        lead=_string(item, "image") or _string(item, "banner_image") or "",
    )


def _id(value: object) -> str | None:
    """Return the id as a string: "if an id is presented as a number, a reader must coerce it to a string"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _whole(str(value)) or None if isinstance(value, str | int | float) else None


def _authors(item: Json) -> Iterator[RawText]:
    """Yield the authors of version 1.1's list, else version 1's one author."""
    authors = item.get("authors")
    for author in authors if isinstance(authors, list) else [item.get("author")]:
        if isinstance(author, dict) and (name := _string(author, "name") or _string(author, "url")):
            yield RawText(
                _REFERENCE.sub(_character, name), "text", "authors" if isinstance(authors, list) else "author"
            )


def _bodies(item: Json) -> Iterator[RawText]:
    if content := _string(item, "content_html"):
        yield RawText(content, "html", "content_html", content=True)
    if content := _string(item, "content_text"):
        yield RawText(content, "text", "content_text", content=True)
    if summary := _string(item, "summary"):
        yield RawText(summary, "text", "summary")


def _attachments(item: Json) -> Iterator[Enclosure]:
    attachments = item.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else []:
        if isinstance(attachment, dict) and (url := _string(attachment, "url")):
            size = attachment.get("size_in_bytes")
            length = int(size) if isinstance(size, int | float) and 0 <= size < 1 << 60 else None
            yield Enclosure(url, _string(attachment, "mime_type"), length)
