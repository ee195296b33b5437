"""Which of the names that a page gives itself is its title."""

import json

import pytest

from reader.document.html.reader import tree_of
from reader.sources.saved.web.facts.metadata import read_metadata

TITLE = "Town moves its clock"
SITE = '<meta property="og:site_name" content="Valley Post">'


def _og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def _linked(**fields: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", **fields})}</script>'


def _title(head: str, body: str = "", url: str = "https://www.valley-post.example/clock") -> str | None:
    tree = tree_of(f"<html><head>{head}</head><body>{body}<p>Nobody had asked the railway.</p></body></html>")
    title = read_metadata(tree, url).title
    return title.value if title else None


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            f"<title>{TITLE} - Wikivalley</title>"
            + _linked(name=TITLE, headline="a change of the local time"),
            f"<h1>{TITLE}</h1>",
        ),
        (
            f"<title>{TITLE} | Valley Post</title>" + _og(TITLE) + _linked(headline="Clocks"),
            f"<h1>{TITLE}</h1>",
        ),
        (
            f'<title>{TITLE} | Valley Post</title><meta name="dc.title" content="J. Doe, editor">'
            + _og(TITLE),
            f"<h1>Valley Post</h1><h1>{TITLE}</h1>",
        ),
        (f"<title>{TITLE}</title>" + _og("town-moves-clock-2024"), f"<h1>{TITLE}</h1>"),
        (f"<title>{TITLE}</title>" + _og("Valley Post") + SITE, ""),
        ("<title>Valley</title>", f"<h1>{TITLE}</h1>"),
        ("<title>Valley</title>", f"<h1>{TITLE}</h1><h1>Valley newsletter</h1>"),
        (f"<title>Valley Post » {TITLE}</title>", f"<h1>Valley Post</h1><h2>{TITLE}</h2>"),
        (f"<title>Jane Doe's notes | {TITLE}</title>", f"<h2>{TITLE}</h2>"),
        (f"<title>{TITLE} ‹ Valley Post</title>" + SITE, ""),
        (f"<title>{TITLE}：Valley Post</title>" + SITE, ""),
    ],
    ids=[
        "an encyclopedia's name",
        "heading, title and shared title against a headline",
        "heading, title and shared title against an editor",
        "a file's name",
        "the site's name, shared",
        "one word against a heading",
        "one word against the first of several headings",
        "the site's name in the main heading",
        "a part that is a heading",
        "an angle before the site",
        "a wide colon before the site",
    ],
)
def test_the_title_is_what_the_page_agrees_on(head: str, body: str) -> None:
    assert _title(head, body) == TITLE


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (f"<title>{TITLE}</title>" + _linked(headline=TITLE, name="Clock"), "<h1>News</h1>", TITLE),
        (f"<title>{TITLE}: two noons</title>" + _og("Two noons"), f"<h1>{TITLE}</h1>", "Two noons"),
        ("<title>Clocks</title>", "<h1>Sign in</h1>", "Clocks"),
        ("<title>Valley Post</title>" + SITE, "", "Valley Post"),
    ],
    ids=["a name that is no heading", "a subtitle", "a button", "nothing but the site's name"],
)
def test_what_nothing_else_says_is_no_better(head: str, body: str, title: str) -> None:
    assert _title(head, body) == title
