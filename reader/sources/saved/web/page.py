"""Read a saved web page: its metadata, the saving program's mark, and the article's blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reader.document.blocks import Block, Document
from reader.document.encoding import decode
from reader.document.html.depth import shallow
from reader.document.html.reader import from_html, from_tree, tree_of
from reader.document.pictures.lead import with_lead
from reader.document.plain import has_words, to_text, word_count
from reader.document.sanitize import sanitize
from reader.document.text import from_text
from reader.model import Complete, Date, Fact, ParsedArticle
from reader.sources.blocked_pages import blocked_reason
from reader.sources.completeness import leads_on
from reader.sources.saved.article import Known, UnreadableFile, file_time, make_article, truncation_notice
from reader.sources.saved.given_titles import file_title
from reader.sources.saved.text.publication import date_in_address
from reader.sources.saved.web.boundaries import is_list_of_links, is_prose
from reader.sources.saved.web.extract import Extract, find_article, whole_page, without_title
from reader.sources.saved.web.facts.json_ld import text_of
from reader.sources.saved.web.facts.metadata import Metadata, read_metadata
from reader.sources.saved.web.facts.saved_by import SavedBy, find_saved_by, saved_by_archive
from reader.sources.saved.web.nowhere import NOWHERE, without_nowhere
from reader.sources.saved.web.streamed import all_shown, in_place
from reader.sources.saved.web.top_lines import below_heading, take_top_lines
from reader.urls.carried import inlined
from reader.urls.safe import safe_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_LARGEST = 40 * 1024 * 1024
"""The most bytes of a page without its inlined pictures."""
_MUCH = 250
"""The words from which a text is more than a teaser."""

_NEXT_TO_NOTHING = 50
"""The words below which a page is taken to show its text by a script."""

_INLINED = re.compile(
    rb"data:[\w.+-]{1,40}/[\w.+-]{1,80}(?:;[\w=.+-]{1,60})*,[A-Za-z0-9+/=%_.~!*()'-]*", re.IGNORECASE
)
_SHOWS = re.compile(rb"<(?:img|picture|video|audio|iframe|svg)\b", re.IGNORECASE)
"""The elements for which a page without words is kept."""

_BEGUN = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_ENDED = re.compile(r"</(?:html|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The facts known of a page from outside its HTML, each weaker than the page's own."""

    path: str = ""
    url: str | None = None
    charset: str | None = None
    captured: tuple[Date, Fact] | None = None
    title: Fact | None = None
    asked: bool = False
    """Whether the page was just fetched: then it may be a wall before the article."""


def read_html_file(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a page that was saved as a file. Returns its article.

    `mtime`, in UTC seconds, is taken as the time of saving. Raises `UnreadableFile` where the page has
    neither words nor pictures.
    """
    del now
    article = read_html(data, Origin(path=path, captured=file_time(mtime)))
    if not article.words and not _SHOWS.search(data):
        raise UnreadableFile("The page has no text in it.")
    return (article,)


def read_html(data: bytes, origin: Origin) -> ParsedArticle:
    """Return the article of a page's bytes.

    Raises `UnreadableFile` where the page is too large, has no words, or is a wall before its article.
    """
    data = _INLINED.sub(_shortened, data) if b"data:" in data else data
    if len(data) > _LARGEST:
        raise UnreadableFile(f"The page is larger than {_LARGEST // 1024 // 1024} MB.")
    html = shallow(decode(data, origin.charset).encode("utf-8", "ignore")).decode("utf-8", "replace")
    html = in_place(html)
    saved_by = _saved_by(html, origin)
    url = saved_by.url.value if saved_by.url else origin.url
    tree = tree_of(html)
    metadata = read_metadata(tree, url)
    html, page = _shown(html, tree, url or (metadata.url.value if metadata.url else None))
    lead = _lead(tree, url)
    document, complete = _document(html, tree, page, metadata)
    if (origin.asked or not metadata.free) and (reason := _wall(document, page, metadata)):
        if origin.asked:
            raise UnreadableFile(reason)
        complete = "summary"
    if metadata.title is None and not _says_something(document):
        raise UnreadableFile("The page has no text in it.")
    title = _title(metadata, origin)
    document = without_title(document, title.value if title else "")
    top = take_top_lines(document, metadata.author, metadata.published, metadata.clues)
    top = below_heading(page, title.value if title else "", top, metadata.clues)
    document = with_lead(without_nowhere(top.document), lead)
    known = Known(
        title=title,
        author=top.author,
        site=metadata.site,
        url=metadata.url
        if metadata.url and metadata.url.rule != "address asked for"
        else saved_by.url or metadata.url,
        published=top.published or date_in_address(metadata.url),
        updated=metadata.updated,
        captured=saved_by.captured or origin.captured,
        complete=complete if _says_something(document) else "none",
        ignored=(*metadata.ignored, truncation_notice()) if _is_truncated(html) else metadata.ignored,
    )
    return make_article(document, known, raw=data, path=origin.path)


def _shown(html: str, tree: "LexborHTMLParser", base: str | None) -> tuple[str, Document]:
    """Return the HTML and what it says; with its hidden parts where it says nearly nothing without them."""
    page = from_tree(tree, base, nowhere=NOWHERE)
    if not has_words(page, _NEXT_TO_NOTHING):
        opened = all_shown(html)
        whole = from_html(opened, base)
        if word_count(whole) >= _MUCH:
            return opened, whole
    return html, page


def _lead(tree: "LexborHTMLParser", url: str | None) -> str | None:
    """Return the address of the picture that a page names as its own (Open Graph)."""
    named = tree.css_first('meta[property="og:image"]')
    return safe_url((named.attributes.get("content") or "").strip(), url) if named is not None else None


def _shortened(uri: re.Match[bytes]) -> bytes:
    """Return what stands for a file inside the page: a picture's short address, nothing for all else."""
    return inlined(uri[0].decode("ascii", "replace")).encode()


def _is_truncated(html: str) -> bool:
    """Return whether the end of the page is missing.

    HTML may leave end tags out, but not the rest of a tag, of a comment or of a sentence.
    """
    if _ENDED.search(html, max(0, len(html) - 65_536)) or not _BEGUN.search(html, 0, 65_536):
        return False
    last = html[-2_000:].rstrip("\0").rpartition(">")[2]
    inside_tag = re.search(r"<[A-Za-z/!][^<]*$", last)
    inside_sentence = re.search(r"[^\W\d_][\w\s,;:'’-]*$", last) and not last.endswith("\n")
    return bool(inside_tag or inside_sentence)


def _saved_by(html: str, origin: Origin) -> SavedBy:
    saved_by = find_saved_by(html)
    return saved_by if saved_by.url or not origin.url else saved_by_archive(origin.url)


def _says_something(document: Document) -> bool:
    return has_words(document, 1)


def _title(metadata: Metadata, origin: Origin) -> Fact | None:
    if metadata.title or origin.title:
        return metadata.title or origin.title
    name = file_title(unquote(origin.path))
    return Fact(name, "file name") if name else None


def _document(
    html: str, tree: "LexborHTMLParser", page: Document, metadata: Metadata
) -> tuple[Document, Complete]:
    """Return the article: found in the page, else JSON-LD's text, else the whole page with a notice."""
    body = _json_ld_body(metadata)
    found = find_article(html, page, tree, body)
    if not found.doubtful:
        partly = _goes_on(found.document, page) or is_list_of_links(found.document)
        return found.document, "summary" if partly else "full"
    if body and word_count(body) > 1.5 * word_count(found.document):
        return body, "full"
    short = found.next_to_nothing and not _is_headed(found.document, metadata)
    if not short or (not metadata.free and found.document.blocks):
        return found.document, "summary"
    return _doubted(found, page)


def _is_headed(document: Document, metadata: Metadata) -> bool:
    """Return whether a paragraph stands below the page's own title: however short, it is the article."""
    title = metadata.title.value.split() if metadata.title else []
    heads = [block.kind == "heading" and block.text.split() == title for block in document.blocks]
    return bool(title) and any(heads) and any(map(is_prose, document.blocks[heads.index(True) :]))


def _goes_on(document: Document, page: Document) -> bool:
    """Return whether what follows the article on its page is a link to the rest of it, and heads no list."""
    after = page.blocks.index(document.blocks[-1]) + 1 if document.blocks else 0
    link, below = [*page.blocks[after : after + 2], Block("rule"), Block("rule")][:2]
    heads = link.text.rstrip().endswith(":") or bool(below.marker)
    return link.kind == "paragraph" and leads_on(link.text) and not heads


def _wall(document: Document, page: Document, metadata: Metadata) -> str | None:
    """Return why a page shows no article, None where it does.

    Beside much of a free article, only the article's text is examined.
    """
    whole = word_count(document) >= _MUCH and metadata.free
    title = metadata.title.value if metadata.title else ""
    return blocked_reason(200, title, to_text(document if whole else page))


def _json_ld_body(metadata: Metadata) -> Document | None:
    body = metadata.body
    if len(body) < 400:
        return None
    return (
        from_html(body)
        if "<p" in body[:2000]
        else from_text(sanitize("\n\n".join(text_of(part) for part in body.split("\n"))))
    )


def _doubted(found: Extract, page: Document) -> tuple[Document, Complete]:
    """Return the whole page, which is never called full: nobody can say whether it holds all of the article.

    Without a notice where the doubtful article is nearly all of it.
    """
    if found.document.blocks and word_count(page) <= word_count(found.document) * 1.3:
        return page, "summary"
    return whole_page(page), "summary"


def charset_of(headers: Mapping[str, str]) -> str | None:
    """Return the charset that a Content-Type header declares; None without one."""
    found = re.search(r"charset=[\"']?([\w.:-]+)", headers.get("content-type", ""), re.IGNORECASE)
    return found[1] if found else None
