"""HTML as a document: what is kept, and as what."""

import pytest

from reader.document.blocks import Block, Cell, Document, Span
from reader.document.html.reader import from_html
from reader.document.plain import links, to_text

BASE = "https://a.example/news/"


def blocks(html: str | bytes) -> tuple[Block, ...]:
    return from_html(html, BASE).blocks


def texts(html: str | bytes) -> list[str]:
    return [block.text for block in blocks(html)]


def only(html: str) -> Block:
    (block,) = blocks(html)
    return block


def styled(block: Block) -> list[tuple[str, str]]:
    return [(block.text[span.start : span.end], span.style) for span in block.spans]


def test_nothing_makes_an_empty_document() -> None:
    for html in (
        "",
        " \n",
        "<p></p><div> </div>",
        "<!-- only a comment -->",
        "<ul><li></li></ul>",
        "<b></b><hr>",
    ):
        assert from_html(html) == Document()


def test_text_is_what_a_browser_shows() -> None:
    assert texts("<p>Use Vec&lt;String&gt; and &lt;b&gt; tags, a &amp;amp; b</p>") == [
        "Use Vec<String> and <b> tags, a &amp; b"
    ]
    assert texts("  one\n two <b> three </b> four") == ["one two three four"]
    assert texts("a<b> b</b><i> </i>c") == ["a b c"]
    assert texts("no tags at all & no entity") == ["no tags at all & no entity"]
    assert texts("wide&nbsp; space, one&nbsp;space, so&shy;ft") == ["wide space, one\u00a0space, soft"]


def test_emphasis_and_links_are_spans() -> None:
    block = only(
        'a <b>bold <i>both</i></b> <code>x = 1</code> <a href="../x y">link</a> <del>gone</del> '
        "H<sub>2</sub>O"
    )
    assert block.text == "a bold both x = 1 link gone H2O"
    assert styled(block) == [
        ("bold both", "strong"), ("both", "em"), ("x = 1", "code"), ("link", "link"), ("gone", "del"),
        ("2", "sub"),
    ]  # fmt: skip
    assert links(Document((block,))) == ("https://a.example/x%20y",)


def test_a_style_goes_on_over_blocks() -> None:
    first, second = blocks("<b><p>one</p><p>two</p></b>")
    assert styled(first) == [("one", "strong")]
    assert styled(second) == [("two", "strong")]


def test_neighbours_of_one_style_are_one() -> None:
    assert styled(only("<b>one </b><b>two</b> <a href=/x>a</a><a href=/y>b</a>")) == [
        ("one two", "strong"), ("a", "link"), ("b", "link"),
    ]  # fmt: skip


def test_a_wrapper_that_is_not_bold_is_not_bold() -> None:
    assert only('<b style="font-weight: normal">plain</b>').spans == ()


def test_cjk_emphasis_needs_no_spaces() -> None:
    block = only("<p>これは<b>「太字」</b>です</p>")
    assert block.text == "これは「太字」です"
    assert styled(block) == [("「太字」", "strong")]


def test_ruby_keeps_its_reading() -> None:
    block = only("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>を読む")
    assert block.text == "漢(かん)字(じ)を読む"
    assert styled(block) == [("漢(かん)", "ruby"), ("字(じ)", "ruby")]


def test_a_reading_without_end_does_not_swallow_the_article() -> None:
    document = from_html("<ruby>漢<rt>かん<p>and so on " + "for long " * 10 + '<a href="/x">link</a>', BASE)
    assert links(document) == ("https://a.example/x",)
    assert to_text(document).endswith("link")


def test_links_that_lead_nowhere_are_text() -> None:
    for href in ("javascript:alert(1)", "#fn1", "data:text/html,x", "", "file:///x"):
        block = only(f'<p>see <a href="{href}">this</a></p>')
        assert block == Block("paragraph", "see this")
    assert texts('<h2>Title <a class="anchor" href="#title">#</a></h2>') == ["Title"]


def test_the_pages_own_base_wins() -> None:
    document = from_html('<head><base href="/other/"></head><p><a href="x">y</a></p>', BASE)
    assert links(document) == ("https://a.example/other/x",)


def test_headings_have_levels() -> None:
    html = "<h1>One</h1><h3>Three</h3><p>text</p>"
    assert [(block.kind, block.level, block.text) for block in blocks(html)] == [
        ("heading", 1, "One"), ("heading", 3, "Three"), ("paragraph", 0, "text"),
    ]  # fmt: skip


def test_line_breaks_stay_and_two_part_paragraphs() -> None:
    assert texts("<div>Roses are red,<br>\n violets are blue<br><br>Sugar<br /> <br>is sweet<br></div>") == [
        "Roses are red,\nviolets are blue", "Sugar", "is sweet",
    ]  # fmt: skip


def test_leaf_divs_are_paragraphs() -> None:
    assert texts("<div>one<div>two</div>three<section>four</section></div>") == [
        "one",
        "two",
        "three",
        "four",
    ]


def test_lists_nest_and_keep_their_numbers() -> None:
    html = """<ol start="9"><li>nine<li value="12"><p>twelve</p><p>more</p><ul><li>deep</ul><li>thirteen</ol>
    <ol reversed><li>b<li>a</ol><ol type="a"><li>x<li>y</ol><ol type="I" start="4"><li>z</ol>"""
    assert [(block.marker, block.indent, block.text) for block in blocks(html)] == [
        ("9.", 1, "nine"), ("12.", 1, "twelve"), ("", 1, "more"), ("◦", 2, "deep"), ("13.", 1, "thirteen"),
        ("2.", 1, "b"), ("1.", 1, "a"), ("a.", 1, "x"), ("b.", 1, "y"), ("IV.", 1, "z"),
    ]  # fmt: skip


def test_items_without_a_list_are_items() -> None:
    assert [(block.marker, block.indent) for block in blocks("<li>one<li>two")] == [("•", 1), ("•", 1)]


def test_a_task_list_shows_what_is_done() -> None:
    assert texts('<ul><li><input type="checkbox" checked> done<li><input type="checkbox"> open</ul>') == [
        "☑ done",
        "☐ open",
    ]


def test_quotes_hold_blocks() -> None:
    html = "<blockquote>one<blockquote><ul><li>two</ul></blockquote></blockquote>three"
    assert [(block.quote, block.indent, block.text) for block in blocks(html)] == [
        (1, 0, "one"),
        (2, 1, "two"),
        (0, 0, "three"),
    ]


def test_code_keeps_its_shape_and_language() -> None:
    html = '<pre><code class="language-Python hl">\ndef f():\n\treturn  <b>1</b>\n\n\n# end\n</code></pre>'
    block = only(html)
    assert (block.kind, block.src) == ("code", "python")
    assert block.text == "def f():\n    return  1\n\n\n# end"
    assert styled(block) == [("1", "strong")]
    assert only('<div class="highlight highlight-source-shell"><pre>ls</pre></div>').src == "shell"
    assert only("<pre><div>one</div><div>two</div></pre>").text == "one\ntwo"


def test_a_data_table_keeps_its_cells() -> None:
    html = """<table><thead><tr><th>Name<th colspan=2>Values</thead>
    <tr><td>a|b<td><p>x</p><p>y</p><td><a href="/l">link</a>
    <tr><td rowspan=2>c<td>1<td>2<tr><td>3<td>4</table>"""
    assert only(html).rows == (
        (Cell("Name", head=True), Cell("Values", head=True, columns=2)),
        (Cell("a|b"), Cell("x\ny"), Cell("link", (Span(0, 4, "link", "https://a.example/l"),))),
        (Cell("c"), Cell("1"), Cell("2")),
        (Cell(""), Cell("3"), Cell("4")),
    )


def test_a_layout_table_is_paragraphs() -> None:
    long = "A sentence that goes on. " * 40
    assert texts("<table><tr><td><h2>Title</h2><p>one</p></td><td>two</td></tr></table>") == [
        "Title",
        "one",
        "two",
    ]
    assert texts(f"<table><tr><td>menu<td>{long}<tr><td>a<td>b</table>") == ["menu", long.strip(), "a", "b"]
    assert texts('<table role="presentation"><tr><th>a<th>b<tr><td>c<td>d</table>') == ["a", "b", "c", "d"]
    nested = "<table><tr><td><table><tr><th>x<th>y<tr><td>1<td>2</table><td>side</table>"
    assert [block.kind for block in blocks(nested)] == ["table", "paragraph"]


def test_a_table_of_too_many_columns_loses_no_text() -> None:
    document = from_html("<table>" + ("<tr>" + "<td>cell" * 300) * 3 + "</table>")
    assert to_text(document).count("cell") == 900
    assert {block.kind for block in document.blocks} == {"paragraph"}


def test_a_figure_has_caption_credit_and_alternative_text() -> None:
    html = """<figure><a href="big.jpg"><img src="s.jpg" alt="Two people under a bridge"></a>
    <figcaption>The old <em>bridge</em> in May. Photo: Jane Doe</figcaption></figure>"""
    block = only(html)
    assert (block.kind, block.text, block.credit) == ("figure", "The old bridge in May.", "Photo: Jane Doe")
    assert (block.alt, block.src) == ("Two people under a bridge", "https://a.example/news/s.jpg")
    assert styled(block) == [("bridge", "em")]
    assert to_text(Document((block,))) == "The old bridge in May."


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ("A bridge.", "A bridge.", ""),
        ("A bridge (Photo by Jane Doe)", "A bridge", "Photo by Jane Doe"),
        ("Photo : Collected", "", "Photo : Collected"),
        ("A bridge © Jane Doe", "A bridge", "© Jane Doe"),
        ("Eine Brücke. Foto: Max Muster/AP", "Eine Brücke.", "Foto: Max Muster/AP"),
        ("সেতু। ছবি: সংগৃহীত", "সেতু।", "ছবি: সংগৃহীত"),
        (
            "They said: this is a long sentence about a source of light",
            "They said: this is a long sentence about a source of light",
            "",
        ),
    ],
)
def test_credits_are_told_from_captions(caption: str, text: str, credit: str) -> None:
    block = only(f'<figure><img src="a.png" alt=""><figcaption>{caption}</figcaption></figure>')
    assert (block.text, block.credit) == (text, credit)


def test_a_caption_without_picture_is_a_paragraph() -> None:
    html = "<figure><pre>x = 1</pre><figcaption>Listing 1</figcaption></figure>"
    assert [(block.kind, block.text) for block in blocks(html)] == [
        ("code", "x = 1"),
        ("paragraph", "Listing 1"),
    ]


def test_pictures_do_not_tear_paragraphs_apart() -> None:
    html = '<p>Before <img src="a.png" alt="A cat"> and after</p>'
    assert [(block.kind, block.text) for block in blocks(html)] == [
        ("paragraph", "Before and after"),
        ("figure", "A cat"),
    ]


def test_small_pictures_are_words_and_pixels_nothing() -> None:
    assert texts(
        'Nice <img class="emoji" alt="😀" src="e.png"> day <img src="i.png" alt="(i)" height=16>'
    ) == ["Nice 😀 day (i)"]
    assert (
        blocks('<img src="//t.example/p.gif" width="1" height="1"><img src="x.gif" style="display: none">')
        == ()
    )
    assert only('<img src="IMG_1234.jpg" alt="IMG_1234.jpg">').text == ""


def test_pictures_that_load_late_are_found_once() -> None:
    html = (
        '<img class="lazy" src="data:image/gif;base64,R0" data-src="/a.jpg" alt="A">'
        '<noscript><img src="/a.jpg" alt="A"></noscript>'
    )
    assert only(html).src == "https://a.example/a.jpg"
    assert only('<img srcset="/s.jpg 320w, /l.jpg 1280w">').src == "https://a.example/l.jpg"


def test_a_linked_picture_links() -> None:
    block = only('<a href="/story"><img src="a.png" alt="The story"></a>')
    assert styled(block) == [("The story", "link")]
    captioned = (
        '<figure><a href="{}"><img src="a.png" alt="x"></a><figcaption>A <b>cat</b></figcaption></figure>'
    )
    assert styled(only(captioned.format("/story"))) == [("A cat", "link"), ("cat", "strong")]
    assert styled(only(captioned.format("/large.JPG"))) == [("cat", "strong")]


def test_media_is_a_line_with_its_address() -> None:
    html = """<iframe src="https://www.youtube-nocookie.com/embed/abcDEF12345?rel=0" title="A talk"></iframe>
    <video><source src="/v.mp4">No video for you</video><audio src="s.mp3"></audio>
    <iframe src="https://ad.doubleclick.net/x"></iframe><iframe width=1 src="/t"></iframe>"""
    assert [(block.kind, block.text, block.src) for block in blocks(html)] == [
        ("media", "A talk", "https://www.youtube.com/watch?v=abcDEF12345"),
        ("media", "Video: a.example", "https://a.example/v.mp4"),
        ("media", "Audio: a.example", "https://a.example/news/s.mp3"),
    ]


def test_terms_and_details() -> None:
    html = "<dl><dt>Term<dd>What it is<dd>And more</dl><details><summary>Open me</summary>inside</details>"
    assert [(block.kind, block.indent, block.text) for block in blocks(html)] == [
        ("term", 0, "Term"), ("paragraph", 1, "What it is"), ("paragraph", 1, "And more"),
        ("paragraph", 0, "Open me"), ("paragraph", 0, "inside"),
    ]  # fmt: skip


def test_rules_stand_between_texts_only() -> None:
    assert [block.kind for block in blocks("<hr>a<hr><hr>b<hr>")] == ["paragraph", "rule", "paragraph"]


def test_right_to_left_by_letters_or_by_word() -> None:
    assert [block.rtl for block in blocks("<p>שלום</p><p>hello שלום</p><p>«مرحبا»</p>")] == [
        True,
        False,
        True,
    ]
    assert [block.rtl for block in blocks('<div dir="rtl">abc<p dir="ltr">שלום</p>12</div>')] == [
        True,
        False,
        True,
    ]


def test_formulas_read_as_they_were_typed() -> None:
    html = '<p>So <math alttext="E=mc^2"><mi>E</mi><mo>=</mo><mi>m</mi></math> holds</p>'
    assert texts(html) == ["So E=mc^2 holds"]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<style>p{}</style>", "<template><p>x</p></template>",
        "<svg><text>x</text></svg>", "<textarea>x</textarea>", "<p hidden>x</p>", "<title>x</title>",
        '<p style="display:none">x</p>', '<span aria-hidden="true">x</span>', "<select><option>x</select>",
        "<noscript><img width=1 height=1 src=/x></noscript>",
    ],
)  # fmt: skip
def test_what_is_not_for_reading_is_not_there(html: str) -> None:
    assert texts(f"<p>before</p>{html}<p>after</p>") == ["before", "after"]


def test_unknown_elements_lose_no_text() -> None:
    assert texts("<my-widget>one <blink>two</blink></my-widget>") == ["one two"]
    assert texts("<noscript><p>text for all</p></noscript>") == ["text for all"]


def test_controls_do_not_survive_in_any_part() -> None:
    html = (
        '<p>a&#27;[2J&#x9d;b</p><img alt="c&#27;d" src="/x&#27;"><pre class="language-e&#27;">f&#7;</pre>'
        '<table><tr><th>g&#27;<th>h<tr><td>i<td>j&#x202e;</table><iframe src="/k" title="l&#27;"></iframe>'
        '<figure><img src="/m"><figcaption>n&#27; Photo: o&#27;</figcaption></figure><a href="/p&#27;">q</a>'
    )
    assert not {character for character in repr(blocks(html).__str__()) if character < " "}
    assert "\\x1b" not in str(blocks(html))
    assert "\\u202e" not in str(blocks(html))
    assert "\\x9d" not in str(blocks(html))


def test_marks_piled_up_across_elements_are_cut() -> None:
    block = only("<p>e" + "<b>\u0301\u0301\u0301</b>" * 20 + " end</p>")
    assert block.text == "e" + "\u0301" * 8 + " end"
    assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("ü".encode(), "ü"),
        ("\ufeffü".encode(), "ü"),
        ("ü".encode("cp1252"), "ü"),
        ('<meta charset="windows-1251">Привет'.encode("cp1251"), "Привет"),
        ('<meta http-equiv=x content="text/html; charset=Shift_JIS">日本'.encode("shift_jis"), "日本"),
        ('<meta charset="x-sjis">日本①'.encode("cp932"), "日本①"),
        ("<meta charset=windows-874>ท่าเรือ".encode("cp874"), "ท่าเรือ"),
        ('<meta charset="iso-2022-jp">日本'.encode("iso-2022-jp"), "日本"),
        ('<meta charset="gb2312">镕'.encode("gb18030"), "镕"),
        ("日本".encode("utf-16"), "日本"),
        (b'<meta charset="utf-7">+AGkA- <b>', "+AGkA-"),
        ('<meta charset="unicode_escape">\\x1b[2J ü'.encode("latin-1"), "\\x1b[2J ü"),
    ],
)
def test_bytes_are_read_by_what_they_say(data: bytes, text: str) -> None:
    assert texts(data) == [text]


def test_surrogates_and_nulls_are_no_trouble() -> None:
    assert texts("a\ud800b\x00c&#xD800;&#x110000;&#99999999999;")[0].startswith("ab")
