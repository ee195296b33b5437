"""Read the CSV and JSON of read-later services and browsers: addresses, a few with their text."""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from reader.model import ParsedArticle
from reader.sources.saved.article import UnreadableFile
from reader.sources.saved.formats.addresses.links import Link, link_article
from reader.sources.saved.formats.zip import Archive
from reader.sources.saved.text.decode import decode_text
from reader.urls.safe import is_web_url

_MOST = 100_000
"""The most entries that are read of one export."""
_URL = ("url", "link", "uri", "href", "original_url", "given_url", "resolved_url", "article__href")
_TITLE = ("title", "name", "description", "resolved_title", "given_title", "article__title", "website_title")
_ADDED = (
    "time_added", "saved date", "saved_at", "savedat", "created", "created_at", "createdat", "timestamp",
    "date_added", "dateadded", "date added", "add_date", "time", "date", "last interaction date",
)  # fmt: skip
_PUBLISHED = ("published_at", "publishedat", "published", "published date")
_AUTHOR = ("author", "authors", "published_by", "byline")
_SITE = ("publisher", "site_name", "sitename", "domain_name")
_TAGS = ("tags", "document tags", "labels", "tag", "tag_names")
_STARRED = ("is_starred", "is_fav", "favorite", "favorited", "favourited", "starred")
_NOTES = ("note", "notes", "selection", "excerpt", "extended", "summary")
"""The columns of notes: the user's own first, then the program's."""
_DEEPEST = 60
_BEFORE_ENTRY = re.compile(r"\s*[\[,]\s*")


def read_csv_export(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a table of Pocket, Instapaper, Raindrop, Readwise, Matter and others, by its columns' names.

    Returns an article for each address. Raises `UnreadableFile` where no column or row has one.
    """
    del mtime, now
    text = decode_text(data)
    columns = [name.strip() for name in _table(text).fieldnames or ()]
    if not {name.lower() for name in columns} & set(_URL):
        shown = ", ".join(columns)[:80]
        raise UnreadableFile(f"The table has no column of addresses, as url or link, but {shown}.")
    return _with(_articles(_csv_links(text), path, "read-later export"), _rows_without_address(text))


def read_zipped_csv(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read Pocket's export, a ZIP file of `part_000000.csv` and so on.

    Returns an article for each address. Raises `UnreadableFile` where there is none.
    """
    del mtime, now
    archive = Archive(data)
    names = sorted(name for name in archive.names() if name.lower().endswith(".csv"))
    links = (link for name in names for link in _csv_links(decode_text(archive.read(name))))
    return _articles(links, path, "read-later export")


def read_json_export(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read JSON of wallabag, Pinboard, Linkwarden and others, and the bookmarks of Firefox and Chrome.

    Returns an article for each address; of a damaged list, for the entries before the damage. Raises
    `UnreadableFile` where there is none.
    """
    del mtime, now
    text = decode_text(data)
    try:
        return _articles(_json_links(_loaded(text)), path, "read-later export")
    except UnreadableFile:
        entries = _before_damage(text.lstrip("\ufeff \t\r\n"))
        if not entries:
            raise
    lost = ("its JSON is damaged and what stands behind the damage is left out",)
    return _with(_articles(_json_links(entries), path, "read-later export"), lost)


def read_omnivore(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read Omnivore's ZIP file: `metadata_0_to_20.json` with `content/<slug>.html` beside it.

    Returns an article for each address. Raises `UnreadableFile` where there is none.
    """
    del mtime, now
    archive = Archive(data)
    names = set(archive.names())

    def links() -> Iterator[Link]:
        """Yield the entries with the text of their HTML file."""
        for name in sorted(names):
            if not re.search(r"(?:^|/)metadata_.*\.json$", name):
                continue
            folder = name.rpartition("/")[0]
            for item in _dicts(_loaded(decode_text(archive.read(name))), 0):
                content = f"{folder}/content/{item.get('slug')}.html".lstrip("/")
                html = decode_text(archive.read(content)) if content in names else ""
                if link := _link(item, html):
                    yield link

    return _articles(links(), path, "Omnivore export")


def _articles(links: Iterator[Link], path: str, rule: str) -> tuple[ParsedArticle, ...]:
    found: dict[str, ParsedArticle] = {}
    for link in links:
        article = link_article(link, path, rule)
        if article and article.link:
            found.setdefault(article.link, article)
        if len(found) >= _MOST:
            break
    if not found:
        raise UnreadableFile("The export holds no addresses.")
    return tuple(found.values())


def _with(articles: tuple[ParsedArticle, ...], ignored: tuple[str, ...]) -> tuple[ParsedArticle, ...]:
    return (*articles[:-1], replace(articles[-1], ignored=ignored))


def _rows_without_address(text: str) -> tuple[str, ...]:
    """Return a notice of how many rows have content but no address, as one that is truncated."""
    rows = [row for row in _table(text) if any(row.values())]
    lost = len(rows) - sum(_link(_lowered(row)) is not None for row in rows)
    return (f"of its {len(rows)} rows, {lost} without an address of the web left out",) if lost else ()


def _table(text: str) -> "csv.DictReader[str]":
    """Return the table's rows. Excel may have named the separator in a line above, as `sep=;`."""
    text = re.sub(r"\Asep=.\r?\n", "", text.lstrip("\ufeff"), flags=re.IGNORECASE)
    first = text.split("\n", 1)[0]
    csv.field_size_limit(16 * 1024 * 1024)
    return csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))


def _csv_links(text: str) -> Iterator[Link]:
    try:
        for row in _table(text):
            if link := _link(_lowered(row)):
                yield link
    except csv.Error as error:
        raise UnreadableFile("The table is damaged.") from error


def _lowered(row: Mapping[str | None, object]) -> dict[str, object]:
    """Return a row by its columns' names in lower case, without cells beyond the last column."""
    return {(key or "").strip().lower(): value for key, value in row.items() if isinstance(value, str)}


def _before_damage(text: str) -> list[object]:
    """Return the whole entries with which a damaged list begins."""
    decoder = json.JSONDecoder(strict=False)
    found: list[object] = []
    end = 0
    try:
        while (start := _BEFORE_ENTRY.match(text, end)) and len(found) < _MOST:
            value, end = decoder.raw_decode(text, start.end())
            found.append(value)
    except (ValueError, RecursionError):
        pass
    return found


def _loaded(text: str) -> object:
    try:
        loaded: object = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile("The JSON is damaged.") from error
    return loaded


def _json_links(value: object) -> Iterator[Link]:
    for item in _dicts(value, 0):
        content = item.get("content")
        if isinstance(content, dict):  # Karakeep: the address inside, what the reader made of it around it
            item = {**content, **{key: value for key, value in item.items() if key != "content" and value}}
        if link := _link({key.lower(): value for key, value in item.items()}):
            yield link


def _dicts(value: object, depth: int) -> Iterator[dict[str, object]]:
    """Yield every object in a JSON value, however deep it stands; only those with an address are entries."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for member in value.values():
            if isinstance(member, (dict, list)):
                yield from _dicts(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            yield from _dicts(member, depth + 1)


def _link(item: Mapping[str, object], html: str = "") -> Link | None:
    item = {key.lower(): value for key, value in item.items()}
    url = _text(item, _URL)
    if not is_web_url(url):
        return None
    status = " ".join(str(item.get(key) or "") for key in ("status", "folder", "location", "state")).lower()
    content = html or (str(item.get("content") or "") if "<" in str(item.get("content") or "") else "")
    return Link(
        url=url,
        title=_text(item, _TITLE),
        added=_text(item, _ADDED),
        published=_text(item, _PUBLISHED),
        author=_text(item, _AUTHOR),
        site=_text(item, _SITE),
        tags=_tags(next((item[key] for key in _TAGS if item.get(key)), None), spaced="extended" in item),
        read="archive" in status
        or any(_true(item.get(key)) for key in ("is_archived", "archived", "is_read"))
        or str(item.get("in queue", "")).lower() == "false",
        starred="starred" in status or any(_true(item.get(key)) for key in _STARRED),
        html=content,
        note="\n\n".join(dict.fromkeys(note for name in _NOTES if (note := _text(item, (name,))))),
    )


def _text(item: Mapping[str, object], names: Sequence[str]) -> str:
    for name in names:
        value = item.get(name)
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value if isinstance(part, str))
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def _true(value: object) -> bool:
    return value is True or str(value).lower() in ("1", "true", "yes")


def _tags(value: object, *, spaced: bool = False) -> tuple[str, ...]:
    """Return tags from a list, a list written into a cell (JSON or Python), or separated text.

    Separators are `|`, `;` and `,`; spaces where `spaced` is set.
    """
    if isinstance(value, str) and value.startswith("["):
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return ()
    if isinstance(value, str):
        mark = " " if spaced else next((mark for mark in "|;," if mark in value), None)
        return tuple(part.strip() for part in (value.split(mark) if mark else [value]) if part.strip())
    if not isinstance(value, (list, tuple)):
        return ()
    names = (tag.get("name") or tag.get("label") or "" if isinstance(tag, dict) else tag for tag in value)
    return tuple(str(name).strip() for name in names if str(name).strip())
