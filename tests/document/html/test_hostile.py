"""HTML that means harm, and pages of others."""

import json
import re
from collections import Counter
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reader.document.blocks import Document
from reader.document.html.depth import DEEPEST, shallow
from reader.document.html.reader import from_html
from reader.document.html.writer import to_html
from reader.document.plain import links, to_text
from reader.document.serialization import deserialize, serialize

TAGS = "div p b i ul li table tr td th blockquote pre br hr h2 figure figcaption ruby rt dl dt dd q sup code"
PIECES = (
    st.sampled_from([f"<{end}{tag}>" for tag in TAGS.split(" ") for end in ("", "/")])
    | st.sampled_from(
        ["<a href=http://a.example/>", "</a>", "<ol start=3>", "</ol>", "<img src=/a.png alt=pic>"]
    )
    | st.sampled_from(
        ["<!--", "-->", "<details>", "<summary>", "word", "é", "漢字", "שלום", "&amp;", "&#27;"]
    )
    | st.sampled_from([" ", "\u00a0", "x\u0301"])
    | st.text(max_size=5)
)
SOUP = st.lists(PIECES, max_size=40).map("".join)


OUR_TAGS = set(
    """
    a blockquote br cite code dd del dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr img li mark ol p pre
    rt ruby strong sub sup table tbody td th tr ul
    """.split()  # noqa: SIM905
)


def checked(document: Document) -> None:
    """What every document holds, whatever it was made from."""
    assert deserialize(serialize(document)) == document
    for block in document.blocks:
        texts = [(block.text, block.spans), *((cell.text, cell.spans) for row in block.rows for cell in row)]
        for text, spans in texts:
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert block.text == block.text.strip() or block.kind == "code"
        assert block.text or block.rows or block.src or block.kind in ("rule", "figure", "media")
        assert block.quote >= 0 <= block.indent
    assert all(re.match(r"https?://|mailto:", href) for href in links(document))


@given(SOUP)
def test_any_soup_makes_a_sound_document(soup: str) -> None:
    checked(from_html(soup, "https://b.example/"))


@given(SOUP)
def test_written_as_html_it_reads_the_same(soup: str) -> None:
    document = from_html(soup, "https://b.example/")
    assert from_html(to_html(document)) == document


@given(st.binary(max_size=200))
def test_any_bytes_make_a_sound_document(data: bytes) -> None:
    checked(from_html(data))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "hello",
        "<div>" * 100_000 + "hello" + "</div>" * 100_000,
        "<div>hello " * 20_000,
        *(f"<{tag}>" * 5_000 + "hello" for tag in (
            "blockquote", "ul><li", "ol><li", "table><tr><td", "dl><dd", "b", "font color=x", "a href=http://a.example/",
            "q", "ruby><rt", "figure", "details", "section", "pre", "unknown", "math", "h1",
        )),
        "".join(f"<p><font id={number}>x" for number in range(190)) + "<p>x" * 8_000 + "hello",
        "<div><table><td></div></table>" * 5_000 + "hello",
        '<div "><div>' * 10_000 + "hello",
        "<!--><div>" * 10_000 + "hello",
        "<table>" + "<tr><td rowspan=9999 colspan=30>hello<td rowspan=9999>x" * 3_000,
        "<table><tr>" + "<td>hello" * 10_000,
        "hello<br>" * 20_000,
    ],
    ids=lambda html: html[:24],
)  # fmt: skip
def test_depth_and_width_cost_little_and_lose_no_text(html: str) -> None:
    begin = process_time()
    document = from_html(html)
    text = to_text(document)
    to_html(document)
    assert process_time() - begin < 3, "on an idle machine these take less than half a second"
    assert text.count("hello") == html.count("hello")


def test_shallow_leaves_ordinary_html_alone() -> None:
    page = (
        "<div><p>one<ul><li>two</ul><b>three</b></div><!-- <div> --><script>'<div>'</script>" * 300
    ).encode()
    assert shallow(page) == page
    assert shallow(b"<div>" * 300).count(b"<div>") == DEEPEST


def test_hostile_html_of_html5lib(corpus: Path) -> None:
    cases = json.loads((corpus / "sanitizer" / "tests1.dat").read_text("utf-8"))
    assert len(cases) > 50
    for case in cases:
        document = from_html(case["input"], "https://a.example/")
        checked(document)
        for node in LexborHTMLParser(to_html(document)).css("body *"):
            assert node.tag in OUR_TAGS
            for name, value in node.attributes.items():
                assert name in ("alt", "class", "colspan", "dir", "start", "type", "value") or (
                    name in ("href", "src") and (value or "").startswith(("http://", "https://", "mailto:"))
                )


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\u3040-\u9fff]|[^\W_]+", text.lower()))


def agreement(ours: Counter[str], theirs: Counter[str]) -> float:
    """F1 over words."""
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def visible_text(html: bytes) -> str:
    tree = LexborHTMLParser(html)
    for node in tree.css("head, script, style, template, svg, select, textarea, [hidden]"):
        node.decompose()
    return tree.body.text(separator=" ") if tree.body else ""


def test_other_peoples_pages_keep_their_words(corpus: Path) -> None:
    pages = sorted((corpus / "pages").iterdir())
    assert pages
    scores = {}
    for page in pages:
        checked(from_html((page / "source.html").read_bytes(), "https://a.example/"))
        html = (page / "expected.html").read_bytes()
        document = from_html(html, "https://a.example/")
        checked(document)
        scores[page.name] = agreement(words(to_text(document)), words(visible_text(html)))
    assert sum(scores.values()) / len(scores) >= 0.99
    assert min(scores.values()) >= 0.95, scores
