"""Relative links of a page whose address nobody knows: they tell its menus, and are no links of its text."""

# ruff: noqa: E501 - items and rows are as long as on a page.

from reader.document.html.reader import from_html
from reader.document.serialization import deserialize
from reader.sources.saved.web.nowhere import NOWHERE, without_nowhere
from reader.sources.saved.web.page import Origin, read_html

_PARTS = (
    "Foreword", "Tools of a keeper", "Glass and how it is ground", "Oil", "What the harbour board asks of us",
    "The night watch in six parts", "How the lamp of the northern pier was fixed to its post", "Fog", "Bells",
    "Ships that greet and ships that do not", "Sources", "Thanks",
)  # fmt: skip
_ROWS = "".join(
    f"<li><strong>{number}.</strong> <a href='../{number}.html'>{part}</a></li>"
    for number, part in enumerate(_PARTS, start=1)
)
_TEXT = (
    "The lamp had lain in a shed behind the rope works since the winter of the storm, wrapped in "
    "sailcloth, until a boy looking for a <a href='ball.html'>ball</a> pulled the cloth away. "
)
_PAGE = (
    "<html><head><title>How the lamp was lit again</title></head><body>"
    f"<ol>{_ROWS}</ol><main><h1>How the lamp was lit again</h1>"
    f"<p>{_TEXT * 2}</p><p>{_TEXT * 3}</p><h2>How the lamp of the northern pier was fixed to its post</h2><p>{_TEXT}</p>"
    "</main></body></html>"
)


def test_a_menu_of_relative_links_is_no_part_of_the_article() -> None:
    article = read_html(_PAGE.encode(), Origin(path="page.html"))
    assert "greet" not in article.text
    assert "until a boy looking for a ball pulled the cloth away" in article.text


def test_no_link_leads_nowhere() -> None:
    article = read_html(_PAGE.encode(), Origin(path="page.html"))
    assert NOWHERE.encode() not in article.body
    assert not any(span.href for block in deserialize(article.body).blocks for span in block.spans)


def test_other_links_stay_in_text_and_tables() -> None:
    html = (
        "<p><a href='x'>One</a> and <a href='https://b.example/'>two</a></p>"
        "<table><tr><td><a href='y'>Three</a></td><td>four</td></tr><tr><td>five</td><td>six</td></tr></table>"
    )
    document = without_nowhere(from_html(html, NOWHERE))
    assert [span.href for span in document.blocks[0].spans] == ["https://b.example/"]
    assert not any(cell.spans for row in document.blocks[1].rows for cell in row)
