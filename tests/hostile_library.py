"""A library whose every stored string is hostile, as if nothing had been filtered on its way in."""

from collections.abc import Sequence
from pathlib import Path

from reader.document.blocks import Block, Cell, Document, Span
from reader.document.serialization import serialize
from reader.model import Date, Enclosure, FeedState, ParsedArticle, ParsedFeed
from reader.store.articles import saving
from reader.store.changes import saved_searches
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds, responses

NOW = 1_717_200_000
"""1 June 2024, 00:00 UTC."""

CONTROLS = (
    "\x1b]0;pwned\x07",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x1b[2J\x1b[H",
    "\x1b[31;5m",
    "\x1b[?1049l",
    "\x1b]8;;file:///etc/passwd\x1b\\link\x1b]8;;\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1bc\x1b7\x1b(0",
    "\x9b2J",
    "\x9d52;c;cHduZWQ=\x9c",
    "\x90q\x9c\x98x\x9c\x9ey\x9c\x9fz\x9c",
    "\x84\x85\x8d\x9a",
    "\x07\x08\x0b\x0c\x0e\x0f\x00",
    "a\rb\nc\td\x7fe",
)
"""T1 and T2: what a terminal obeys."""

MARKUP = (
    "[@click=app.quit]x[/]",
    "[@click=app.bell()]y[/]",
    "[@click=screen.action_quit]z",
    "[link=file:///etc/passwd]l[/link]",
    '[/b] [/ ["]',
    "[/]",
    "[b",
    "[on red]r",
    "[$primary]p[$nothing]",
    "\\[ \\\\[b]",
    "[[[]]] [=] [a=] [@] [#fff] [not bold]",
    "trailing \\",
)
"""T4: what Textual could take for markup."""

INVISIBLE = (
    "\u202eevil\u202c",
    "\u2066a\u2067b\u2068c\u2069",
    "\u061c\u200e\u200fd",
    "a" + "\u0301" * 500 + "b" + "\u20dd" * 40,
    "\U000e0001\U000e0041\U000e007f",
    "\ufff9a\ufffab\ufffb",
    "\ufe0f\ufe0e\u200b\u200c\u200d\u2060\ufeff",
    "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
)
"""T5: what turns, hides or covers its neighbours; and text that truly reads from right to left."""

WIDE = (
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 9,
    "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1e9",
    "\u6f22\u5b57" * 40,
    "so\u00adft\u00adhy\u00adphen",
    "\u3164\u3164\ufdfd\ufdfd\u115f\u1160",
    "x" * 400,
    "\u0e01\u0e33\u0e49\u0e33" * 9,
    "\t\t|\t|",
)
"""T6: what has another width than it seems."""

PAYLOADS = CONTROLS + MARKUP + INVISIBLE + WIDE


def fill(path: Path, payloads: Sequence[str] = PAYLOADS) -> None:
    """Make a library of a feed and two articles for each payload, the payload in every string."""
    db = open_store(path)
    for number, payload in enumerate(payloads, 1):
        identity = _add_feed(db, number, payload)
        _spoil(db, identity, number, payload)
    db.execute("UPDATE article SET title = title")  # every trigger has seen the strings
    db.close()


def _add_feed(db: Database, number: int, payload: str) -> int:
    url = f"https://feed{number}.example/"
    identity, _ = feeds.add_feed(db, url, title=f"Feed {number}", folder=f"Folder {number % 3}", now=NOW)
    state = FeedState(id=identity, url=url, last_checked=NOW, last_ok=NOW, next_due=NOW + 10 * 3600)
    made = (article(f"F{number}", payload, NOW - number * 60),)
    responses.keep_response(db, state, ParsedFeed(articles=made), now=NOW)
    saving.save_article(db, article(f"S{number}", payload, NOW - number * 60), now=NOW)
    return identity


def article(name: str, payload: str, at: int) -> ParsedArticle:
    """Make an article whose every string is the payload."""
    return ParsedArticle(
        key=name,
        title=f"{name} {payload}",
        link=f"https://news.example/{name}/{payload}",
        author=payload,
        site=payload,
        published=Date(at, "minute", f"+01:00{payload}"),
        body=serialize(document(payload)),
        text=payload,
        words=100,
        complete="full",
        enclosures=(Enclosure(f"https://news.example/{payload}.mp3", payload, 4_000_000),),
    )


def document(payload: str) -> Document:
    """Make a document with the payload in every kind of block."""
    end = len(payload)
    link = Span(0, end, "link", f"https://news.example/{payload}")
    cells = ((Cell(payload, head=True), Cell(payload)), (Cell(payload), Cell(payload, (link,))))
    return Document((
        Block("heading", payload, level=2),
        Block("paragraph", payload, (link,)),
        Block("paragraph", payload, (Span(0, end, "code"),), quote=2),
        Block("paragraph", payload, indent=1, marker=payload),
        Block("code", payload, src=payload),
        Block("table", rows=cells),
        Block("figure", payload, src=f"https://news.example/{payload}", credit=payload, alt=payload),
        Block("media", payload, src=f"https://news.example/{payload}"),
        Block("term", payload),
        Block("notice", payload),
        Block("paragraph", payload, rtl=True),
    ))  # fmt: skip


def _spoil(db: Database, feed: int, number: int, payload: str) -> None:
    """Put the payload where the store takes no such string from anybody."""
    text = payload.replace("\x00", "")  # SQLite's strings end there
    db.execute(
        """UPDATE feed SET title = 'Feed ' || id || ' ' || ?1, name = iif(id % 2, 'N ' || ?1, NULL),
           folder = iif(id % 2, 'World/' || ?1, folder), site = 'https://site.example/' || ?1,
           url = 'https://feed' || id || '.example/' || ?1, moved_to = 'https://new.example/' || ?1,
           error = iif(id % 3, '403 ' || ?1, NULL), failures = iif(id % 3, 9, 0), paused = id % 5 = 0,
           gone = id % 7 = 0 WHERE id = ?2""",
        (text, feed),
    )
    article = 2 * number
    sort_at = db.execute("SELECT sort_at FROM article WHERE id = ?", (article,)).get
    db.execute("INSERT INTO article_tag VALUES (?, ?, ?)", (f"tag{number}{text}", sort_at, article))
    db.execute("INSERT INTO page_failure VALUES (?, ?, ?)", (article - 1, NOW, f"503 {text}"))
    saved_searches.keep_search(db, f"Search {number} {text}", f"x {text}", now=NOW)
    db.execute("UPDATE action SET label = ?", (f"undo {text}",))
