"""Plain text, counts and link numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.blocks import Block, Cell, Document, Span
from reader.document.html.reader import from_html
from reader.document.html.writer import to_html
from reader.document.markdown.writer import to_markdown
from reader.document.plain import link_numbers, links, to_text, word_count


def test_text_is_the_paragraphs_and_nothing_else() -> None:
    document = from_html(
        """<h2>Title</h2><p>One <b>two</b>.</p><ol start=3><li>three<li>four</ol><hr>
        <figure><img src="https://a.example/a.png" alt="what it shows">
        <figcaption>A cat. Photo: Jane</figcaption></figure>
        <img src="https://a.example/b.png" alt="a dog"><iframe src="https://a.example/v"></iframe>
        <table><tr><th>a<th>b<tr><td>1<td>2<br>3</table><pre>x = 1\ny = 2</pre>"""
    )
    assert (
        to_text(document)
        == "Title\n\nOne two.\n\n3. three\n\n4. four\n\nA cat.\n\na | b\n1 | 2 3\n\nx = 1\ny = 2"
    )


def test_what_a_picture_shows_is_no_text() -> None:
    document = from_html('<p>text</p><img src="https://a.example/b.png" alt="a dog">')
    assert to_text(document) == "text"


def test_links_are_numbered_once_in_order_wherever_they_stand() -> None:
    document = from_html(
        """<p><a href="https://b.example/">b</a> <a href="https://a.example/">a</a> <a href="https://b.example/">b</a></p>
        <table><tr><th>x<th>y<tr><td><a href="https://c.example/">c</a><td>1</table><iframe src="https://d.example/"></iframe>"""
    )
    expected = ("https://b.example/", "https://a.example/", "https://c.example/", "https://d.example/")
    assert links(document) == expected
    assert link_numbers(document) == {href: number for number, href in enumerate(expected, 1)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0), ("one two, three – four", 4), ("it’s well-known", 2), ("日本の首都", 3), ("iPhoneは高い", 3),
        ("প্রকাশিত সংবাদ", 2), ("한국어 기사", 2), ("ภาษาไทยง่าย", 3), ("1,000.50 €", 1),
    ],
)  # fmt: skip
def test_words_are_counted_as_people_read(text: str, words: int) -> None:
    assert word_count(Document((Block("paragraph", text),))) == words


@given(st.lists(st.text("aé_7'-.—“→✓\u0301 \n\u00a0\u3000", max_size=9), max_size=40))
def test_a_word_has_a_letter_or_a_digit(pieces: list[str]) -> None:
    text = " ".join(pieces)
    words = sum(any(sign.isalnum() or sign == "_" for sign in piece) for piece in text.split())
    assert word_count(Document((Block("paragraph", text),))) == words


def test_signs_of_all_kinds_are_no_words() -> None:
    signs = " ".join(map(chr, range(0x2190, 0x2300)))
    assert word_count(Document((Block("paragraph", f"to {signs} fro"),))) == 2


def test_words_in_tables_count_and_alternative_texts_do_not() -> None:
    table = Block("table", rows=((Cell("one two"), Cell("three")),))
    assert word_count(Document((table, Block("figure", "four five", alt="four five")))) == 3


HREF = 'https://a.example/?x=1&y="2"'


def test_html_escapes_all_and_nests_right() -> None:
    document = Document(
        (
            Block("paragraph", "a <script> & \"b\" c", (Span(2, 15, "link", HREF), Span(10, 17, "em"))),
            Block("paragraph", "item\nline", indent=1, marker="2.", quote=1),
            Block("code", "if a < b:\n    pass", src="py\"thon"),
        )
    )  # fmt: skip
    assert to_html(document) == (
        '<p>a <a href="https://a.example/?x=1&amp;y=&quot;2&quot;">&lt;script&gt;<em> &amp; "b</em></a>'
        '<em>" </em>c</p>'
        '<blockquote><ol start="2"><li><p>item<br>line</p></li></ol></blockquote>'
        '<pre><code class="language-py&quot;thon">if a &lt; b:\n    pass</code></pre>'
    )


def test_html_says_which_numbers_items_have() -> None:
    html = '<ol type="a" start="3"><li>c<li value="7">g<li>h</ol><ul><li>x<dl><dt>t<dd>d</dl></ul>'
    assert from_html(to_html(from_html(html))) == from_html(html)
    assert '<ol type="a" start="3"><li><p>c</p></li><li value="7">' in to_html(from_html(html))


def test_a_link_is_where_it_leads_and_not_what_it_says() -> None:
    document = from_html(
        """<p><a href="http://evil.example/x">http://bank.example</a>
        <a href="https://\u0430pple.example/">https://apple.example</a>
        <a href="http://bank.example@evil.example/">bank</a></p>"""
    )
    real = ("http://evil.example/x", "https://xn--pple-43d.example/", "http://bank.example@evil.example/")
    assert links(document) == real
    written = to_markdown(document)
    assert all(f"]({link})" in written for link in real[:2])
