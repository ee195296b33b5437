"""Markdown notes: front matter, clippings, and what programs write around a page."""

# ruff: noqa: E501 - lines of files are as long here as their programs write them.

import pytest

from reader.document.serialization import deserialize
from reader.sources.saved import read_saved
from tests.sources.saved.formats.lamp import NOW, SENTENCE, URL, captured_at, read_one


def test_markdown_with_front_matter() -> None:
    article = read_one(
        f'---\ntitle: Foo: bar\nsource: {URL}\nauthor:\n  - "[[Jane Doe]]"\npublished: 2024-05-24\n'
        "created: 2024-06-01\ntags:\n  - clippings\n  - sea\n---\n\n# Foo: bar\n\nText **in bold** [here](/x).\n",
        "clip.md",
    )
    assert (article.title, article.author, article.link, article.tags) == (
        "Foo: bar",
        "Jane Doe",
        URL,
        ("sea",),
    )
    assert article.published
    assert article.published.iso() == "2024-05-24"
    assert captured_at(article) == "2024-06-01"
    assert article.text == "Text in bold here."
    assert deserialize(article.body).blocks[0].spans[-1].href == "https://quay.example/x"


def test_the_day_of_clipping_is_never_the_publication() -> None:
    article = read_one("---\ntitle: A\ncreated: 2024-06-01\ndate: 2024-06-02\n---\nText.\n", "clip.md")
    assert article.published is None
    assert captured_at(article) == "2024-06-01"


@pytest.mark.parametrize(
    "keys",
    [
        f"link: <{URL}>",
        f'url: "[Lamp]({URL})"',
        f"source: The Quay Courier\nurl: {URL}",
        f"url: /lamp\ncanonical: {URL}",
    ],
)
def test_the_address_among_the_keys(keys: str) -> None:
    article = read_one(f"---\ntitle: Lamp\n{keys}\n---\nText.\n", "clip.md")
    assert (article.link, article.site) == (URL, "quay.example")


def test_quotes_of_front_matter() -> None:
    article = read_one("---\ntitle: 'It''s lit'\ntags: [sea, \"oil, whale\"]\n---\nText.\n", "clip.md")
    assert (article.title, article.tags) == ("It's lit", ("sea", "oil", "whale"))


ADDRESS = "source: https://quay.example/lamp"


@pytest.mark.parametrize(
    ("keys", "published", "captured"),
    [
        ("date: 2024-03-02", "2024-03-02", None),
        ("publish_date: 2024-03-02", "2024-03-02", None),
        ("published: 2024-03-02\ntags: [clippings]", "2024-03-02", None),
        ("date: 2024-03-02\ncreated: 2024-04-01", "2024-03-02", "2024-04-01"),
        (f"date: 2024-03-02\n{ADDRESS}", "2024-03-02", None),
        (f"date: 2024-03-02\n{ADDRESS}\ntags:\n  - clippings", None, "2024-03-02"),
        (f"date: 2024-03-02\nclipped: 2024-04-01\n{ADDRESS}\ntags: [clippings]", "2024-03-02", "2024-04-01"),
        (f"date: 2024-03-02\npublished: 2024-03-01\n{ADDRESS}", "2024-03-01", "2024-03-02"),
    ],
)
def test_date_is_the_publication_but_in_clippings(
    keys: str, published: str | None, captured: str | None
) -> None:
    (article,) = read_saved(f"---\ntitle: A\n{keys}\n---\nText.\n".encode(), "clip.md", None, NOW)
    assert (article.published.iso() if article.published else None) == published
    assert captured_at(article) == captured


@pytest.mark.parametrize(
    "lines", ["By Jane Doe\n\n12 May 2024", "By Jane Doe\n12 May 2024", "**By Jane Doe** | 12 May 2024"]
)
def test_byline_and_date_below_a_heading_are_no_text(lines: str) -> None:
    article = read_one(f"# The lamp\n\n{lines}\n\n{SENTENCE}\n\nBy the sea it is dark.\n", "lamp.md")
    assert (article.title, article.author) == ("The lamp", "Jane Doe")
    assert article.published
    assert article.published.iso() == "2024-05-12"
    assert article.text == f"{SENTENCE}\n\nBy the sea it is dark."


def test_a_line_that_says_something_else_than_the_front_matter_stays() -> None:
    article = read_one(f"---\ntitle: Lamp\nauthor: Omar Said\n---\nBy Jane Doe\n\n{SENTENCE}\n", "lamp.md")
    assert article.author == "Omar Said"
    assert article.text == f"By Jane Doe\n\n{SENTENCE}"


def test_markdown_of_readwise() -> None:
    article = read_one(
        "# Lamp\n\n![rw-book-cover](https://x.example/y.png)\n\n## Metadata\n- Author: [[Jane Doe]]\n"
        f"- Full Title: The Lamp on the Quay\n- URL: {URL}\n- Document Tags: #sea #oil\n\n## Highlights\n- The lamp burns.\n",
        "Lamp.md",
    )
    assert (article.title, article.author, article.link) == ("The Lamp on the Quay", "Jane Doe", URL)
    assert article.tags == ("sea", "oil")


def test_markdown_of_omnivore() -> None:
    article = read_one(
        f"# The lamp\n#Omnivore\n\n[Read on Omnivore](https://omnivore.example/me/lamp)\n[Read Original]({URL})\n\n"
        f"{SENTENCE}\n",
        "Lamp.md",
    )
    assert (article.title, article.link) == ("The lamp", URL)
    assert "Omnivore]" not in article.text
    assert "Read Original" not in article.text
    assert article.text.endswith(SENTENCE)


def test_markdown_with_toml() -> None:
    article = read_one(
        f'+++\ntitle = "The lamp: on the quay"\ndate = 2024-05-24T13:25:00+06:00\ntags = ["sea", "oil"]\n'
        f'draft = false\n[params]\nauthor = "Jane Doe"\n+++\n\n{SENTENCE}\n',
        "lamp.md",
    )
    assert (article.title, article.author, article.tags) == (
        "The lamp: on the quay",
        "Jane Doe",
        ("sea", "oil"),
    )
    assert article.published
    assert article.published.iso() == "2024-05-24T07:25:00Z"
    assert (article.text, article.ignored) == (SENTENCE, ())


def test_damaged_toml_is_named() -> None:
    article = read_one(f'+++\ntitle = "The lamp\n+++\n\n{SENTENCE}\n', "lamp.md")
    assert article.ignored == ("its front matter is damaged and left out",)
    assert article.text == SENTENCE
