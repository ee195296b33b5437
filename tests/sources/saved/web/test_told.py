"""An article whose text its page's metadata tell: trafilatura is asked where that may be only a part."""

import json

import pytest

from reader.sources.saved.web import extract
from reader.sources.saved.web.page import Origin, read_html
from tests.sources.saved.web.test_extract import LEDE, PARAGRAPHS

HEADED = f"<p>{PARAGRAPHS[0]}</p><h2>The switch</h2>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[1:])
LIST = "<ul><li>Two lamps</li><li>Nine miles</li></ul>"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """How trafilatura was asked: whether fast."""
    words, asked = extract._words_of_article, []

    def noted(html: str, *, fast: bool) -> str:
        asked.append(fast)
        return words(html, fast=fast)

    monkeypatch.setattr(extract, "_words_of_article", noted)
    return asked


def read(body: str, told: list[str]) -> str:
    fields = {"@type": "NewsArticle", "headline": "The lamp", "articleBody": "\n\n".join(told)}
    script = f'<script type="application/ld+json">{json.dumps(fields)}</script>'
    html = f"<html><head><title>The lamp</title>{script}</head><body><h1>The lamp</h1>{body}</body></html>"
    return read_html(html.encode(), Origin(path="lamp.html")).text


def test_metadata_that_tell_all_of_an_article_are_enough(asked: list[bool]) -> None:
    said = read(f"{HEADED}<p>All rights</p>", PARAGRAPHS)
    assert said.split("\n\n") == [PARAGRAPHS[0], "The switch", *PARAGRAPHS[1:]], "also what is no paragraph"
    assert not asked


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (HEADED, PARAGRAPHS[:4]),
        (f"<section>{HEADED}</section><div class='box'><div><p>{LEDE}</p></div></div>", PARAGRAPHS),
        (HEADED, [*PARAGRAPHS, LEDE]),
        (f"<h2>{LEDE}</h2><p>By Ann</p>{HEADED}", PARAGRAPHS),
        (HEADED.replace("<h2>The switch</h2>", LIST), PARAGRAPHS),
    ],
    ids=[
        "it breaks off",
        "a sentence follows",
        "the page has less",
        "it leaves out a lede",
        "it leaves out a list",
    ],
)
def test_metadata_that_may_tell_a_part_only_are_not_enough(
    asked: list[bool], body: str, told: list[str]
) -> None:
    assert PARAGRAPHS[4] in read(body, told)
    assert asked


def test_a_text_that_stands_nowhere_in_the_page_is_not_believed(asked: list[bool]) -> None:
    assert PARAGRAPHS[2] in read(HEADED, [text[::-1] for text in PARAGRAPHS])
    assert asked
