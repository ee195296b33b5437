"""Pages made from what the store has of an article."""

from collections.abc import Sequence

from msgspec.structs import replace

from reader.config import Paths
from reader.document.blocks import Block, Document
from reader.document.sanitize import sanitize_line
from reader.document.serialization import deserialize, deserialize_raw
from reader.document.titles import can_be_seen
from reader.keys import KeyOf, key_of
from reader.library.files import kept_file
from reader.model import Date, Headline
from reader.store.articles import articles, revisions, versions
from reader.store.database.connection import Database
from reader.store.duplicates import groups
from reader.store.lists import headlines
from reader.store.notes.notes import Note, notes_of
from reader.ui.article.facts import facts_page
from reader.ui.article.page import Page, article_page, plain_page
from reader.ui.text.times import full_date


def load_page(
    db: Database,
    identity: int,
    *,
    fetchable: bool,
    source: int | None = None,
    others: Sequence[Headline] = (),
    key: KeyOf = key_of,
) -> tuple[Page, tuple[int, int] | None]:
    """Make the page of an article. Returns it with the reading position (block, character).

    `source` is the article whose text is shown for it, and `others` are its duplicates.
    """
    own, source = articles.article(db, identity), source or identity
    article = own if source == identity else articles.article(db, source)
    if own is None or article is None:
        return notice_page("This article is not here any more."), None
    failure = versions.page_failure(db, source)
    headline = replace(
        own.headline,
        words=article.headline.words,
        complete=article.headline.complete,
        tags=tuple(sorted({*own.headline.tags, *(tag for other in others for tag in other.tags)})),
        edited=identity in headlines.edited(db, [identity]),
        duplicates=tuple(others),
    )
    article = replace(article, headline=headline)
    body = load_body(db, source, key)
    page = article_page(article, body, fetchable=fetchable, failure=failure, key=key)
    page = replace(page, text_of=source, original=article.original)
    if notes := notes_of(db, {identity, source, *(other.id for other in others)}):
        page = _highlighted(db, page, source, notes)
    return page, articles.position(db, identity)


def _highlighted(db: Database, page: Page, source: int, notes: Sequence[Note]) -> Page:
    """Return the page with its highlights; of a damaged text none is shown, and none is said to be lost."""
    from reader.store.notes.places import places  # most articles have none
    from reader.ui.article.highlights import with_highlights  # likewise

    try:
        return with_highlights(page, notes, places(articles.body(db, source), notes))
    except ValueError:
        return page


def source_of(db: Database, identity: int, others: Sequence[Headline]) -> int:
    """Return the article whose text is shown: the one of an article and its duplicates with the fullest text.

    It is the article itself where none has more, and where its reader has chosen one of its own two texts.
    """
    own = headlines.headlines(db, [identity]) if others else []
    if not own or versions.page_shown(db, identity) is not None:
        return identity
    return groups.fullest([*own, *others]).id


def load_body(db: Database, identity: int, key: KeyOf = key_of) -> Document:
    """Read an article's body; a notice in its place where what the store has is damaged."""
    try:
        packed = articles.body(db, identity)
        return Document() if packed is None else deserialize(packed)
    except ValueError:
        fetch = f"{key('full_text')} fetches it anew"
        words = f"The text of this article is damaged. {fetch}, `newsreader doctor --repair` mends it."
        return Document((Block("notice", words),))


def load_original(db: Database, paths: Paths, saved: int, identity: int, key: KeyOf = key_of) -> Page | str:
    """Make the page of what a saved article was made from, with its kept lines marked.

    `identity` is the article that is shown so. Returns in its place why there is nothing to show.
    """
    from reader.ui.article.original import original_page  # seldom needed, and no start waits for it

    article, packed = articles.article(db, saved), articles.body(db, saved)
    if article is None or packed is None:
        return "This article has no text, nor an original"
    kept = kept_file(paths, article.original) if article.original else None
    try:
        (raw, _), body = deserialize_raw(packed), deserialize(packed)
        if not raw and kept:
            raw = kept.read_bytes()
    except (ValueError, OSError) as error:
        return f"The original cannot be shown: {error}"
    return original_page(raw, body, article.facts, identity, kept, key)


def load_facts(db: Database, identity: int, others: Sequence[Headline], key: KeyOf = key_of) -> Page:
    """Make the page of what is known of an article; `others` are its duplicates."""
    article = articles.article(db, identity)
    if article is None:
        return notice_page("This article is not here any more.")
    from reader.store.changes.rule_work import work_on  # it needs what changes articles: no first paint waits

    whole = replace(article, headline=replace(article.headline, duplicates=tuple(others)))
    return facts_page(whole, key, work_on(db, identity))


def load_former(db: Database, identity: int, number: int, key: KeyOf = key_of) -> Page | None:
    """Make the page of what an article said before; 0 is its last former text.

    Returns None where there is no older one. Raises `ValueError` where what the store has is damaged.
    """
    texts = revisions.former(db, identity)
    if number >= len(texts):
        return None
    text = texts[number]
    title = sanitize_line(text.title)
    more = f"{key('former')} {'shows an older one' if number + 1 < len(texts) else 'goes back'}."
    blocks = (
        Block("notice", f"What this article said until {full_date(Date(text.until))}. {more}"),
        *([Block("heading", title, level=1)] if can_be_seen(title) else []),
        *(deserialize(text.packed).blocks if text.packed else ()),
    )
    return plain_page(Document(blocks), identity)


def notice_page(text: str) -> Page:
    """Make a page that only says something."""
    return plain_page(Document((Block("notice", text),)))
