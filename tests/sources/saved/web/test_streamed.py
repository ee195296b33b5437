"""Pages that send their text in hidden elements."""

from time import process_time

import pytest

from reader.sources.saved.web.page import Origin, read_html
from reader.sources.saved.web.streamed import in_place

PARAGRAPHS = [
    f"<p>Paragraph {number} of the story of the mill tells how the tide comes up the creek twice a day, "
    "fills the pond behind the gate, and turns the old wheel for some four hours, until the pond is dry.</p>"
    for number in range(10)
]
ARTICLE = f"<article><h1>The tide mill</h1>{''.join(PARAGRAPHS)}</article>"
HEAD = "<!doctype html><html><head><title>The tide mill</title></head><body><nav><a href='/'>Home</a></nav>"
MEANWHILE = "<!--$?--><template id='B:0'></template><p>Loading, please wait</p><!--/$-->".replace("'", '"')
FOOT = "<footer><p>All rights reserved by the mill.</p></footer>"
HALVES = f"<h1>The tide mill</h1>{''.join(PARAGRAPHS[:5])}", "".join(PARAGRAPHS[5:])


@pytest.mark.parametrize(
    "behind",
    [
        f'<div hidden id="S:0">{ARTICLE}</div><script>$RC("B:0","S:0")</script>',
        f'<div hidden="" id="S:3">{ARTICLE}</div><script>$RC("B:0","S:3")</script>',
        f'<template id="S:0">{ARTICLE}</template>',
        f"<div id='S:0' hidden class=x><div>{ARTICLE}</div></div>",
        f'<div hidden id="S:0"><article>{HALVES[0]}<template id="P:1"></template></article></div>'
        f'<div hidden id="S:1">{HALVES[1]}</div><script>$RS("S:1","P:1");$RC("B:0","S:0")</script>',
        f"<mill-story><template shadowrootmode='open'>{ARTICLE}</template></mill-story>",
        f"<template id=story>{ARTICLE}</template>",
        f"<main hidden>{ARTICLE}</main>",
    ],
    ids=[
        "div",
        "moved",
        "template",
        "attributes",
        "in each other",
        "shadow",
        "other template",
        "hidden main",
    ],
)
def test_the_text_is_found(behind: str) -> None:
    article = read_html(f"{HEAD}{MEANWHILE}{FOOT}{behind}</body></html>".encode(), Origin())
    assert article.title == "The tide mill"
    assert article.complete == "full"
    assert [f"Paragraph {number} " in article.text for number in range(10)] == [True] * 10
    assert article.text.index("Paragraph 4") < article.text.index("Paragraph 5")
    assert "Loading" not in article.text
    assert "rights" not in article.text


def test_texts_stand_where_their_places_are() -> None:
    page = '<body><template id="P:1"></template><p>Foot</p><div hidden id="S:1">Text</div></body>'
    assert in_place(page) == "<body>Text<p>Foot</p></body>"
    assert in_place('<body><p>Foot</p><div hidden id="S:1">Text</div></body>') == (
        "<body><p>Foot</p><div>Text</div></body>"
    )


def test_what_a_page_with_an_article_hides_stays_hidden() -> None:
    hidden = PARAGRAPHS[0].replace("Paragraph", "Menu")
    menu = f"<div hidden id='menu'>{hidden}</div><template><p>Row</p></template>"
    article = read_html(f"{HEAD}{ARTICLE}{menu}{FOOT}</body></html>".encode(), Origin())
    assert "Paragraph 9" in article.text
    assert "Menu" not in article.text
    assert "Row" not in article.text


@pytest.mark.parametrize(
    "page",
    [
        '<div hidden id="S:0">' * 20_000,
        '<template id="B:0"></template>' * 5_000 + '<div hidden id="S:0">x</div>',
        '<div hidden id="S:0"><template id="B:0"></template></div>',
        "".join(
            f'<div hidden id="S:{n:x}"><template id="P:{n + 1:x}"></template></div>' for n in range(3_000)
        ),
        "<template>" * 20_000 + "S:" + "</template>" * 30_000,
    ],
    ids=["unclosed", "many places", "in itself", "a chain", "templates"],
)
def test_pages_that_lead_astray_cost_little(page: str) -> None:
    begin = process_time()
    in_place(page)
    assert process_time() - begin < 3
