"""Which feeds a page names."""

import time

import pytest

from reader.sources.feeds.discover import feed_links

URL = "https://site.example/blog/post.html"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('rel="alternate" type="application/rss+xml" href="/rss"', "https://site.example/rss"),
        ('rel="alternate" type="application/atom+xml" href="atom.xml"', "https://site.example/blog/atom.xml"),
        ('rel="alternate" type="application/feed+json" href="f.json"', "https://site.example/blog/f.json"),
        ('rel="alternate" type="application/json" href="feed.json"', "https://site.example/blog/feed.json"),
        (
            'REL="Alternate Home" TYPE="Application/RSS+XML; charset=utf-8" HREF=" /rss "',
            "https://site.example/rss",
        ),
        ("rel=feed href=/any", "https://site.example/any"),
        ('rel="alternate" type="application/rss+xml" href="//cdn.example/rss"', "https://cdn.example/rss"),
        (
            'rel="alternate" type="application/rss+xml" href="feed://site.example/rss"',
            "http://site.example/rss",
        ),
    ],
)
def test_a_link_to_a_feed(link: str, address: str) -> None:
    assert feed_links(f"<!doctype html><head><link {link}>".encode(), URL) == [address]


@pytest.mark.parametrize(
    "link",
    [
        'rel="stylesheet" type="application/rss+xml" href="/rss"',
        'rel="alternate" type="text/html" href="/en"',
        'rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1" title="JSON feed"',
        'rel="alternate" type="application/json+oembed" href="/oembed?feed"',
        'rel="alternate stylesheet" type="text/css" href="/dark"',
        'rel="alternate" type="application/rss+xml" href="javascript:alert(1)"',
        'rel="alternate" type="application/rss+xml" href="file:///etc/passwd"',
        'rel="alternate" type="application/rss+xml" href="mailto:a@b.example"',
        'rel="alternate" type="application/rss+xml"',
    ],
)
def test_other_links(link: str) -> None:
    assert feed_links(f"<link {link}>".encode(), URL) == []


def test_several_in_their_order_once_and_comments_last() -> None:
    page = b"""<head><base href="https://base.example/">
      <link rel=alternate type="application/rss+xml" title="T &raquo; Comments Feed" href="/comments/feed/">
      <link rel=alternate type="application/rss+xml" href="one">
      <link rel=alternate type="application/atom+xml" href="two"><link rel=feed href="one">"""
    assert feed_links(page, URL) == [
        "https://base.example/one",
        "https://base.example/two",
        "https://base.example/comments/feed/",
    ]


HOSTILE = {
    "empty": b"",
    "bytes": b"\0\xff\xfe",
    "deep": b"<div>" * 300_000,
    "unclosed": b"<link rel=feed href=x" * 100_000,
    "many": b"".join(b"<link rel=feed href=%d>" % number for number in range(50_000)),
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages(html: bytes) -> None:
    began = time.process_time()
    assert len(feed_links(html, URL)) <= 50
    assert time.process_time() - began < 5
