"""Articles from the store as pages."""

from reader.document.blocks import Block, Document
from reader.document.pack import unpack, unpack_raw
from reader.store import articles, pages
from reader.store.database import Database
from reader.ui.page import Page, article_page, original_page, plain_page


def load_page(db: Database, identity: int, *, fetchable: bool) -> tuple[Page, tuple[int, int] | None]:
    """The page of an article and its reading position (block, character)."""
    article = articles.article(db, identity)
    if article is None:
        return notice_page("This article is not here any more."), None
    failure = pages.page_failure(db, identity)
    page = article_page(article, load_body(db, identity), fetchable=fetchable, failure=failure)
    return page, articles.position(db, identity)


def load_body(db: Database, identity: int) -> Document:
    """An article's body; a notice in its place where what is kept is damaged."""
    packed = articles.body(db, identity)
    if packed is None:
        return Document()
    try:
        return unpack(packed)
    except ValueError as error:
        return Document((Block("notice", f"The text of this article cannot be shown: {error}"),))


def load_original(db: Database, identity: int) -> Page | None:
    """What a saved article was made from, with its kept lines marked; None where that is not text."""
    packed = articles.body(db, identity)
    if packed is None:
        return None
    try:
        raw, _ = unpack_raw(packed)
        return original_page(raw.decode("utf-8-sig"), unpack(packed), identity) if raw else None
    except ValueError:
        return None


def notice_page(text: str) -> Page:
    """A page that only says something."""
    return plain_page(Document((Block("notice", text),)))
