"""The day and the author that a page shows beside its title, where its metadata name none."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import json

import pytest

from reader.model import ParsedArticle
from reader.sources.saved import read_saved

TITLE = "Ferry gets a piano"
TEXT = (
    "<p>The small ferry that crosses the harbour eleven times a day has been fitted with an upright piano, bolted"
    " to the deck between the lifejackets and the bicycle rack.</p><p>It is played by a woman who taught music"
    " for thirty years and who rows to work. The engine is in B flat, she said, and so she plays in B flat.</p>"
)
OTHERS = "".join(
    f'<li><a href="https://post.example/{n}">Story {n}</a><span class="date">{n} March 2024</span><span class="author">Ann Other</span></li>'
    for n in (1, 2, 3)
)
DECK = "<p>Passengers may bring their own songs, and a bucket stands ready for the rain that comes in from the west when the wind turns, says the captain who had it bolted down.</p>"


def _read(beside: str, head: str = "", site: str = "Harbour Post") -> ParsedArticle:
    page = (
        f'<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title><meta property="og:site_name" content="{site}">{head}</head>'
        f"<body><ul>{OTHERS}</ul><div><article><div><h1>{TITLE}</h1>{DECK}{beside}</div><div>{TEXT}</div></article></div>"
        f"<ul>{OTHERS}</ul></body></html>"
    )
    (article,) = read_saved(page.encode(), "page.html", None, 1_764_000_000)
    return article


@pytest.mark.parametrize(
    "beside",
    [
        '<span class="published_date">May 24, 2024, 1:25 PM</span>',
        '<p class="article__date">24 May 2024</p>',
        '<h2 class="date-header">Friday, 24 May 2024</h2>',
        '<div id="artikeldatum">24.05.2024 13:25</div>',
        '<time datetime=" ">24 May 2024</time>',
        '<time datetime=" 2024-05-24 13:25 ">in spring</time>',
        '<div class="meta">Jane Doe · 24 May 2024 · 3 min read</div>',
        '<span class="pub">Published 24 May 2024</span><span class="date">Published 24 May 2024</span><span class="date">Updated 26 May 2024</span>',
        '<ul class="related"><li class="date">1 April 2024</li></ul><span class="date">24 May 2024</span>',
        '<div class="node node-promoted"><div class="submitted">Gespeichert von rasos am 24. Mai 2024 - 18:55</div></div>',
        '<div class="asset-footer"><div class="asset-meta">24.05.2024, 11:51 | 3 comments</div></div>',
        '<time datetime="2024-06-03T10:18:46Z">Published on 24 May 2024</time>',
        '<time datetime="2024-05-24">last week</time></div><div><time pubdate datetime="2024-04-01">April</time>',
    ],
)
def test_a_day_beside_the_heading_is_the_publication(beside: str) -> None:
    published = _read(beside).published
    assert published
    assert published.iso()[:10] == "2024-05-24"


@pytest.mark.parametrize(
    "beside",
    [
        "",
        '<span class="date">Updated 24 May 2024</span>',
        '<span class="date">24 May 2024</span><span class="date">25 May 2024</span>',
        '<span class="date">04/05/2024</span>',
        '<span class="date">24 May</span>',
        '<span class="event-date">24 May 2024</span>',
        '<div class="meta">When: 24 May 2024</div>',
        '<div class="comments"><span class="date">24 May 2024</span></div>',
    ],
)
def test_no_day_rather_than_a_guess(beside: str) -> None:
    assert _read(beside).published is None


def test_a_heading_with_a_word_behind_it_is_the_title_s() -> None:
    page = (
        f'<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE} <span>Members</span></h1><span class="date">24 May 2024</span>'
        f"</div>{TEXT}</body></html>"
    )
    (article,) = read_saved(page.encode(), "page.html", None, 1_764_000_000)
    assert article.published
    assert article.published.iso() == "2024-05-24"


def test_a_day_in_the_address_is_better_than_none() -> None:
    head = '<link rel="canonical" href="https://post.example/2024/05/24/piano.html">'
    published = _read("", head).published
    assert published
    assert published.iso() == "2024-05-24"


@pytest.mark.parametrize(
    ("beside", "author"),
    [
        ('<span class="author-name">Jane Doe</span>', "Jane Doe"),
        ('<div class="article__byline">By Jane Doe and Omar Said</div>', "Jane Doe, Omar Said"),
        ('<p class="autor">Von Jane Doe</p>', "Jane Doe"),
        ('<div class="byline">Jane Doe | 24 May 2024</div>', "Jane Doe"),
        ('<div class="author-bio">Jane Doe</div><a class="c-author">Omar Said</a>', "Omar Said"),
        ('<div class="comment"><span class="author">Rude Reader</span></div>', None),
        ('<span class="author">Staff</span>', None),
        ("", None),
    ],
)
def test_a_name_beside_the_heading_is_the_author(beside: str, author: str | None) -> None:
    assert _read(beside).author == author


@pytest.mark.parametrize(
    "name", ["Harbour Post", "harbourpost.example", "www.harbourpost.example", "harbourpost"]
)
def test_a_publisher_is_no_author(name: str) -> None:
    head = f'<link rel="canonical" href="https://harbourpost.example/piano"><meta name="author" content="{name}">'
    assert _read('<span class="author">Jane Doe</span>', head).author == "Jane Doe"


def test_a_person_who_publishes_is_the_author() -> None:
    person = {"@type": "Person", "name": "Jane"}
    said = {"@type": "BlogPosting", "headline": TITLE, "author": person, "publisher": person}
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    assert _read("", head, site="Jane").author == "Jane"


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("Autor: Jane Doe", "Jane Doe"),
        ("Jane Doe, Omar Said, and Lin Wu", "Jane Doe, Omar Said, Lin Wu"),
        ("Jane Doe, 8:42 a.m. EDT October 3", "Jane Doe"),
        ("Jane Doe, all articles of Jane Doe", "Jane Doe"),
    ],
)
def test_names_are_freed_of_what_stands_around_them(written: str, author: str) -> None:
    assert _read("", f'<meta name="author" content="{written}">').author == author


@pytest.mark.parametrize(
    "below",
    [
        "<ul class='info'><li>24 May 2024</li><li>By Jane Doe</li></ul>",
        "<hr><div>24 May 2024 · By Jane Doe</div>",
        "<img src='https://post.example/piano.jpg'><p>By Jane Doe, 24 May 2024</p>",
        "<h3>Date: 24 May 2024</h3><p>By Jane Doe</p>",
    ],
)
def test_lines_right_below_the_heading(below: str) -> None:
    page = f"<title>{TITLE}</title><div><h1>{TITLE}</h1></div>{below}<div>{TEXT}</div>"
    (article,) = read_saved(f"<html><body>{page}</body></html>".encode(), "page.html", None, 1_764_000_000)
    assert (article.published and article.published.iso()[:10], article.author) == ("2024-05-24", "Jane Doe")


def test_a_button_below_the_day_is_nobody_s_name() -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>24 May 2024</p><img src='https://post.example/a.png'><p>Text Size</p>{TEXT}"
    (article,) = read_saved(f"<html><body>{page}</body></html>".encode(), "page.html", None, 1_764_000_000)
    assert article.author is None


def test_the_time_of_day_is_kept_where_another_element_says_the_day_alone() -> None:
    beside = (
        '<div class="entry-footer"><span class="posted-on">Posted on <a href="/x"><time datetime="2024-05-24T13:25:00Z">'
        "24 May 2024</time></a></span></div>"
    )
    published = _read(beside).published
    assert published is not None
    assert published.iso() == "2024-05-24T13:25:00Z"
