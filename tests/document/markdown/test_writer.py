"""Markdown as a document, and back."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from reader.document.blocks import Block, Cell, Document, Span, Style
from reader.document.html.reader import from_html
from reader.document.html.writer import to_html
from reader.document.markdown.reader import from_markdown
from reader.document.markdown.writer import to_markdown
from reader.document.numbering import bullet
from reader.document.plain import links, to_text
from reader.urls.carried import is_carried

SIGNS = r"""
word a_b _c_ *d* **e** `f` `` [g](h) ![i](j) <k> </k> &amp; &lt; ~~l~~ ~ ~~~ # ## > - + * 1. 2) === --- |
|-|-| :-- http://a.example/ www.a.example mailto:a@b.example \ \* ! [ ] ( ) { } _ __ ** *** é "q" 'r'
漢字 「太字」 [^1] : // $x$ <!-- 10 é. 3.14 ``` ***
"""
WORDS = (
    st.lists(
        st.sampled_from(SIGNS.split()) | st.text("abc *_`[]<>&#~|\\-+=.!:/", min_size=1, max_size=6),
        min_size=1,
        max_size=8,
    )
    .map(lambda words: " ".join(" ".join(words).split()))
    .filter(bool)
)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
ALL_STYLES: tuple[Style, ...] = ("em", "strong", "code", "del", "mark", "sub", "sup", "link")
STYLES = st.sampled_from(ALL_STYLES)
HREFS = st.sampled_from(
    ["https://a.example/x", "https://a.example/b_(c)", "https://a.example/?d=[e]&f=%20", "mailto:a@b.example"]
)


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        style = draw(STYLES)
        found.append(Span(start, end, style, draw(HREFS) if style == "link" else ""))
    return tuple(found)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents such as HTML makes: what is drawn goes through HTML once."""
    blocks = []
    for _ in range(draw(st.integers(1, 5))):
        text = draw(TEXTS)
        indent = draw(st.integers(0, 3))
        blocks.append(
            Block(
                draw(st.sampled_from(["paragraph", "paragraph", "heading", "code", "term"])),
                text,
                draw(spans(text)),
                level=draw(st.integers(1, 6)),
                quote=draw(st.integers(0, 2)),
                indent=indent,
                marker=draw(st.sampled_from(["", bullet(indent), "1.", "2.", "7.", "b.", "iv."]))
                if indent
                else "",
            )
        )
    return from_html(to_html(Document(tuple(blocks))))


@given(documents())
def test_what_is_written_reads_the_same(document: Document) -> None:
    assert from_markdown(to_markdown(document)) == document


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=3), st.booleans())
def test_tables_read_the_same(rows: list[list[str]], head: bool) -> None:
    grid = tuple(tuple(Cell(text, head=head and not index) for text in row) for index, row in enumerate(rows))
    document = from_html(to_html(Document((Block("table", rows=grid),))))
    assert from_markdown(to_markdown(document)) == document


def test_markdown_is_for_people_too() -> None:
    html = """<h2>Title</h2><p>Some <b>bold</b> and <i>soft</i> words with a
    <a href="https://a.example/">link</a>, snake_case, 2 * 3 and <a href="https://b.example/">https://b.example/</a>.</p><ul><li>one<ul><li>two</ul><li>three</ul>
    <blockquote><p>said<p>again</blockquote><pre><code class="language-py">x = "`"</code></pre>
    <table><tr><th>a<th>b<tr><td>1|2<td>3</table>
    <img src="https://a.example/i.png" alt="A cat"><hr><p>1. no item</p>"""
    assert to_markdown(from_html(html)) == (
        "## Title\n\n"
        "Some **bold** and *soft* words with a [link](https://a.example/), snake_case, 2 \\* 3 and <https://b.example/>.\n\n"
        "- one\n  - two\n- three\n\n"
        "> said\n>\n> again\n\n"
        '```py\nx = "`"\n```\n\n'
        "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |\n\n"
        "![A cat](https://a.example/i.png)\n\n"
        "* * *\n\n"
        "1\\. no item\n"
    )


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<b>Note:</b> read", "**Note:** read"),
        ("<b>“Why?”</b> she said", "**“Why?”** she said"),
        ("<i>Quay</i>’s, un<i>believ</i>able, <b>2</b>nd", "*Quay*’s, un*believ*able, **2**nd"),
        ("a—<b>b</b>—c/<i>d</i>/e", "a—**b**—c/*d*/e"),
        ("<b><i>both</i></b> and <i><b>both</b></i>", "**_both_** and **_both_**"),
        ("<b>one <i>two</i></b> or <i>three <b>four</b></i>", "**one _two_** or _three **four**_"),
        ("<b>one</b><i>two</i> x", "**one**_two_ x"),
        ("<b>one:</b><i>(two)</i> x", "**one:**_(two)_ x"),
        (
            '<b><a href="https://a.example/">x</a></b> or <a href="https://a.example/"><i>(y)</i></a>',
            "**[x](https://a.example/)** or [*(y)*](https://a.example/)",
        ),
        ("<i><code>f()</code></i> <del>gone.</del>", "*`f()`* ~~gone.~~"),
        ("漢<b>字</b>漢<b>字。</b>漢", "漢**字**漢<strong>字。</strong>漢"),
        ("x<b>.y</b> or <b>y.</b>x", "x<strong>.y</strong> or <strong>y.</strong>x"),
        ("a <b>5 €</b>a", "a <strong>5 €</strong>a"),
        ("€<b>(5)</b>", "€<strong>(5)</strong>"),
        ("<i>a_b_</i> * <b>c*d</b>", "*a_b\\_* \\* **c\\*d**"),
        ("<b>one</b><br>or<br><b>two!</b>", "**one**\\\nor\\\n**two!**"),
    ],
)
def test_emphasis_is_written_in_signs_where_they_mean_it(html: str, written: str) -> None:
    document = from_html(f"<p>{html}</p>")
    assert to_markdown(document) == written + "\n"
    assert from_markdown(written) == document


EMPHASIS: tuple[Style, ...] = ("em", "strong", "em", "strong", "del", "link", "code")


@st.composite
def emphasized(draw: st.DrawFn) -> Document:
    """Draw a paragraph in which emphasis begins and ends wherever it may, also beside other emphasis."""
    text = draw(st.text("ab (.,*_€漢é’\n", min_size=1, max_size=12))
    spans = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text) - 1))
        style = draw(st.sampled_from(EMPHASIS))
        href = "https://a.example/x" if style == "link" else ""
        spans.append(Span(start, draw(st.integers(start + 1, len(text))), style, href))
    return from_html(to_html(Document((Block("paragraph", text, tuple(spans)),))))


@given(emphasized())
def test_emphasis_reads_the_same_wherever_it_stands(document: Document) -> None:
    assert from_markdown(to_markdown(document)) == document


def test_what_markdown_cannot_say_is_html() -> None:
    html = """<dl><dt>Term<dd>What<p>it is</p></dl><ol type=a><li>x</ol>
    <table><tr><th>a<th>b<tr><td colspan=2>c</table>"""
    written = to_markdown(from_html(html))
    assert "<dl><dt>Term</dt><dd>" in written
    assert '<ol type="a">' in written
    assert '<td colspan="2">' in written
    assert from_markdown(written) == from_html(html)


def test_two_lists_stay_two() -> None:
    document = from_html("<ol><li>one</ol><ol><li>one again<ul><li>x</ul><li value=9>nine</ol>")
    assert from_markdown(to_markdown(document)) == document


def test_others_markdown_is_read() -> None:
    text = (
        "# Title\n\nSee [this](../x), https://b.example and **that** ~~not~~.\n\n"
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n```js\nx\n```\n"
    )
    document = from_markdown(text, "https://a.example/b/c")
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "table", "code"]
    assert links(document) == ("https://a.example/x", "https://b.example")


def test_html_in_markdown_is_read_and_scripts_are_not() -> None:
    assert (
        to_text(from_markdown("a <b>bold</b><script>x</script>\n\n<div>\n\n*b*\n\n</div>")) == "a bold\n\nb"
    )
    assert links(from_markdown("[a](javascript:alert(1)) [b](file:///x) <javascript:x>")) == ()


@pytest.mark.parametrize(
    "text",
    [
        ">" * 5_000 + "hello", "> " * 5_000 + "hello", "- " * 5_000 + "hello", "1. " * 5_000 + "hello",
        "\n".join("  " * depth + "- x" for depth in range(500)) + "\n\nhello", "[" * 100_000 + "hello",
        "*a " * 20_000 + "hello", "<a " * 20_000 + "hello", "`" * 50_000 + "hello", "![" * 20_000 + "hello",
        "hello" + "&" * 50_000, "~~" * 30_000 + "hello", "a\n" * 20_000 + "hello", "_" * 30_000 + "hello",
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_depth_and_signs_cost_little_and_lose_no_text(text: str) -> None:
    begin = process_time()
    document = from_markdown(text)
    assert process_time() - begin < 3
    assert "hello" in to_text(document)


def test_other_peoples_pages_read_the_same(corpus: Path) -> None:
    for page in sorted((corpus / "pages").iterdir()):
        document = from_html((page / "expected.html").read_text("utf-8"), "https://a.example/")
        # The address of a picture that the file itself carries means nothing outside it.
        kept = (
            block
            for block in document.blocks
            if block.kind != "media" and (block.text or not is_carried(block.src))
        )
        away = (structs.replace(block, src="") if is_carried(block.src) else block for block in kept)
        document = Document(tuple(away))
        assert from_markdown(to_markdown(document)) == document, page.name
