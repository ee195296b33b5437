"""Documents as terminal lines."""

from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.document.blocks import Block, Cell, Document, Kind, Span, Style, Token
from reader.document.html.reader import from_html
from reader.document.layout.lines import ROLES, Line, blank_before, find_line, wrap_block
from reader.document.layout.wrap import chop, wrap
from reader.document.plain import link_numbers

WIDTHS = st.integers(10, 90)
STYLES: tuple[Style, ...] = ("link", "sup", "strong")
KINDS: tuple[Kind, ...] = (
    "paragraph", "heading", "code", "table", "figure", "rule", "media", "term", "notice",
)  # fmt: skip
WORDS = st.text(
    st.sampled_from("abc de-f漢字「」、。é😀👩\u200d👩ক্ষ\u0301\u00a0\u3000 \u200b한국 שלום http://a.b/c?d="),
    max_size=120,
)


def laid_out(document: Document, width: int) -> list[Line]:
    numbers = link_numbers(document)
    return [
        line for index in range(len(document.blocks)) for line in wrap_block(document, index, width, numbers)
    ]


def text_of(line: Line) -> str:
    return "".join(run.text for run in line.runs)


def shown(html: str, width: int) -> str:
    """All lines with the empty ones between blocks, as a screen shows them."""
    document = from_html(html, "https://a.example/")
    numbers = link_numbers(document)
    lines: list[str] = []
    for index in range(len(document.blocks)):
        lines += [""] * blank_before(document, index)
        lines += [text_of(line).rstrip() for line in wrap_block(document, index, width, numbers)]
    return "\n".join(lines)


def checked(document: Document, width: int) -> list[Line]:
    lines = laid_out(document, width)
    for line in lines:
        assert cell_len(text_of(line)) <= width, text_of(line)
        assert "\n" not in text_of(line)
        for run in line.runs:
            assert set(run.style.split()) <= set(ROLES)
    places = [(line.block, line.offset) for line in lines]
    assert places == sorted(places)
    return lines


@given(WORDS, st.integers(2, 60))
def test_wrapping_loses_only_spaces_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(text[start:end] for start, end in lines).replace(" ", "").replace("\u3000", "").replace(
        "\u200b", ""
    ) == text.replace(" ", "").replace("\u3000", "").replace("\u200b", "")
    assert all(cell_len(text[start:end]) <= width for start, end in lines)
    assert all(end <= start for (_, end), (start, _) in pairwise(lines))


@given(WORDS, st.integers(2, 60))
@example("\u200d\u200d:\u3000", 2)
def test_chopping_loses_nothing(text: str, width: int) -> None:
    lines = chop(text, width)
    assert "".join(text[start:end] for start, end in lines) == text
    assert all(cell_len(text[start:end]) <= width for start, end in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("one  two", 4, ["one", "two"]),
        ("a well-known fact", 8, ["a well-", "known", "fact"]),
        ("minus -5 degrees", 8, ["minus -5", "degrees"]),
        ("exactly ten", 7, ["exactly", "ten"]),
        ("https://a.example/long-path/more", 14, ["https://", "a.example/", "long-path/more"]),
        ("東京都は、首都です。", 10, ["東京都は、", "首都です。"]),
        ("東京都は、首都です。", 8, ["東京都", "は、首都", "です。"]),
        ("彼は「はい」と言った", 6, ["彼は", "「は", "い」と", "言った"]),
        ("한국어 기사입니다", 10, ["한국어", "기사입니다"]),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2, ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]),
        ("প্রকাশিত সংবাদ", 7, ["প্রকাশিত", "সংবাদ"]),
        ("a\u00a0b c", 3, ["a\u00a0b", "c"]),
        ("", 5, [""]),
    ],
)
def test_lines_end_where_a_printer_would_end_them(text: str, width: int, lines: list[str]) -> None:
    assert [text[start:end] for start, end in wrap(text, width)] == lines


def test_a_page_as_it_looks() -> None:
    html = """<h1>A title</h1>
    <p>Some <b>bold</b> words, a <a href="/x">link</a> and E=mc<sup>2</sup>, H<sub>2</sub>O.</p>
    <h2>Lists</h2><ul><li>one<ul><li>inner</ul><li>two</ul>
    <ol start=9><li>nine<li>ten, which goes on and on for a while</ol>
    <blockquote><p>Quoted words that go on.<p>More.<blockquote>Inner</blockquote></blockquote>
    <pre>def f(x):\n    return "a long line of code here"</pre><hr>
    <figure><img src="/i.png" alt="x"><figcaption>A cat. Photo: Jane</figcaption></figure>
    <iframe src="/v" title="A film"></iframe><dl><dt>Term<dd>Meaning</dl><p>Roses,<br>violets</p>"""
    assert shown(html, 40) == (
        "A title\n\n"
        "Some bold words, a link¹ and E=mc², H₂O.\n\n"
        "Lists\n\n"
        " • one\n   ◦ inner\n • two\n\n"
        "  9. nine\n 10. ten, which goes on and on for a\n     while\n\n"
        "▎  Quoted words that go on.\n▎\n▎  More.\n▎\n▎ ▎  Inner\n\n"
        ' def f(x):\n     return "a long line of code here"\n\n'
        "────────────────────────────────────────\n\n"
        "▣ A cat.\n  Photo: Jane\n\n"
        "▶ A film²\n\n"
        "Term\n   Meaning\n\n"
        "Roses,\nviolets"
    )


def test_long_code_goes_on_behind_a_hook_and_loses_nothing() -> None:
    document = from_html("<pre>" + "  x = 'abcdefghijklmnopqrstuvwxyz'  # end" + "</pre>")
    lines = checked(document, 20)
    assert all(cell_len(text_of(line)) == 20 for line in lines)
    assert [text_of(line)[0] for line in lines] == [" ", "↪", "↪"]
    assert "".join(text_of(line)[1:-1] for line in lines).rstrip() == document.blocks[0].text
    assert all("code" in run.style for line in lines for run in line.runs)


def test_runs_carry_their_roles_and_links() -> None:
    html = '<blockquote><p>See <b>the <a href="/x">new</a></b> one</p></blockquote><h3>Head <i>line</i></h3>'
    quote, heading = laid_out(from_html(html, "https://a.example/"), 40)
    assert [tuple(run) for run in quote.runs] == [
        ("▎  ", "bar", 0), ("See ", "quote", 0), ("the ", "quote strong", 0), ("new", "quote strong link", 1),
        ("¹", "quote link-number", 1), (" one", "quote", 0),
    ]  # fmt: skip
    assert [tuple(run) for run in heading.runs] == [("Head ", "heading-3", 0), ("line", "heading-3 em", 0)]


def test_the_same_address_has_the_same_number() -> None:
    html = '<p><a href="/x">a</a> <b>or</b> <a href="/y">b</a> or <a href="/x">c</a></p>'
    assert shown(html, 40) == "a¹ or b² or c¹"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("10<sup>6.5</sup>", "10^6.5"), ("x<sup>n+1</sup>", "xⁿ⁺¹"), ("1<sup>st</sup>", "1st"),
        ("a<sup>[1]</sup>", "a[1]"), ("CO<sub>2</sub>", "CO₂"), ("x<sub>max</sub>", "xmax"),
        ("no&nbsp;break", "no break"),
    ],
)  # fmt: skip
def test_raised_and_lowered_figures(html: str, text: str) -> None:
    assert shown(html, 40) == text


@pytest.mark.parametrize(
    ("link", "text"),
    [("2024", "2024⁽¹⁾"), ("x<sup>2</sup>", "x²⁽¹⁾"), ("[3]", "[3]¹"), ("page", "page¹")],
)
def test_a_links_number_is_never_read_as_a_part_of_a_number(link: str, text: str) -> None:
    assert shown(f'<p><a href="/x">{link}</a></p>', 40) == text


def test_words_for_a_picture_are_no_caption() -> None:
    figure, captioned = laid_out(
        from_html(
            '<img src="/a.png" alt="A bridge"><figure><img src="/b.png" alt="A bridge">'
            "<figcaption>The new one</figcaption></figure>",
            "https://a.example/",
        ),
        40,
    )
    assert [tuple(run) for run in figure.runs] == [("▣ ", "marker", 0), ("Picture: A bridge", "alt", 0)]
    assert [tuple(run) for run in captioned.runs] == [("▣ ", "marker", 0), ("The new one", "caption", 0)]


def test_the_places_of_a_pictures_words_are_those_in_its_text() -> None:
    document = from_html('<img src="/a.png" alt="A bridge over the river at dusk">', "https://a.example/")
    alt = document.blocks[0].text
    lines = laid_out(document, 20)
    assert [alt[line.offset :].split()[0] for line in lines] == ["A", "over", "dusk"]


def test_a_nested_list_neither_loosens_the_outer_one_nor_is_tightened_by_it() -> None:
    long = "word " * 40
    assert shown(f"<ul><li>one<ul><li>{long}<li>inner</ul><li>two<li>three</ul>", 400) == (
        f" • one\n   ◦ {long.strip()}\n\n   ◦ inner\n • two\n • three"
    )
    assert shown(f"<ul><li>{long}<ul><li>a<li>b</ul><li>two</ul>", 400) == (
        f" • {long.strip()}\n\n   ◦ a\n   ◦ b\n\n • two"
    )


def test_a_table_stands_in_columns_where_it_fits() -> None:
    html = """<table><tr><th>Name<th>Amount<th>Comment<tr><td>Apple<td>12.50<td>Red and round
    <tr><td>Pear<td>3<td><a href="/p">Green</a><tr><td colspan=2>Both of them<td>Fruit</table>"""
    assert shown(html, 60) == (
        "Name   Amount  Comment\n"
        "────────────────────────────\n"
        "Apple   12.50  Red and round\n"
        "Pear        3  Green¹\n"
        "Both of them   Fruit"
    )


def test_a_table_shrinks_and_then_becomes_records() -> None:
    html = """<table><tr><th>City<th>What happened there
    <tr><td>Dhaka<td>Rain fell for three days without an end
    <tr><td>Qingdao<td>Visitors came</table>"""
    assert shown(html, 30) == (
        "City     What happened there\n"
        "──────────────────────────────\n"
        "Dhaka    Rain fell for three\n"
        "         days without an end\n"
        "\n"
        "Qingdao  Visitors came"
    )
    assert shown(html, 14) == (
        "City: Dhaka\n"
        "What happened\nthere:\n  Rain fell\n  for three\n  days without\n  an end\n"
        "\n"
        "City: Qingdao\n"
        "What happened\nthere:\n  Visitors\n  came"
    )


def test_right_to_left_text_is_in_the_order_in_which_it_is_read() -> None:
    (line,) = laid_out(from_html("<p>שלום עולם</p>"), 20)
    assert text_of(line) == "שלום עולם"


def test_poems_keep_their_lines() -> None:
    assert (
        shown("<p>Roses are red,<br>violets are blue and so on</p>", 16)
        == "Roses are red,\nviolets are blue\nand so on"
    )


def test_a_reading_place_survives_another_width() -> None:
    document = from_html(
        "<h1>T</h1><p>"
        + "word " * 300
        + '<a href="https://a.example/">link</a> '
        + "more " * 300
        + "</p><p>end</p>"
    )
    wide, narrow = laid_out(document, 80), laid_out(document, 33)
    for line in wide:
        found = narrow[find_line(narrow, line.block, line.offset)]
        assert found.block == line.block
        assert found.offset <= line.offset < found.offset + 33 + 3
    assert find_line(wide, 99, 0) == len(wide) - 1
    assert find_line([], 0, 0) == 0


def test_offsets_are_places_in_the_text() -> None:
    block = Block(
        "paragraph", "See the link here and also there", (Span(8, 12, "link", "https://a.example/"),)
    )
    document = Document((block,))
    for line in laid_out(document, 12):
        text = text_of(line).replace("¹", "")
        assert block.text[line.offset :].startswith(text)


def test_deep_places_leave_room_for_words() -> None:
    document = Document((Block("paragraph", "some words here", quote=30, indent=30, marker="100."),))
    for width in (10, 20, 72):
        assert all(cell_len(text_of(line)) <= width for line in laid_out(document, width))
        assert any("some" in text_of(line) for line in laid_out(document, width))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    blocks = []
    for _ in range(draw(st.integers(1, 5))):
        text = draw(WORDS)
        edges = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4)))
        spans = tuple(
            Span(start, end, style, "https://a.example/" if style == "link" else "")
            for start, end, style in zip(edges, edges[1:], STYLES, strict=False)
            if start < end
        )
        kind = draw(st.sampled_from(KINDS))
        tokens = tuple(Token(edge, edge + draw(st.integers(1, 9)), "string") for edge in edges)
        rows = tuple(
            tuple(
                Cell(draw(WORDS), head=not row, columns=draw(st.integers(1, 3)))
                for _ in range(draw(st.integers(1, 4)))
            )
            for row in range(draw(st.integers(1, 3)))
        )
        blocks.append(
            Block(
                kind, "" if kind == "table" else text, () if kind == "table" else spans,
                level=draw(st.integers(1, 6)), quote=draw(st.integers(0, 5)), indent=draw(st.integers(0, 5)),
                marker=draw(st.sampled_from(["", "•", "1.", "1000.", "-999999999."])),
                rows=rows if kind == "table" else (), src="https://a.example/",
                tokens=tokens if kind == "code" else (), rtl=draw(st.booleans()),
                credit=draw(st.sampled_from(["", "Photo: " + "x" * 50])),
            )
        )  # fmt: skip
    return Document(tuple(blocks))


@given(documents(), WIDTHS)
def test_no_line_is_ever_too_wide(document: Document, width: int) -> None:
    checked(document, width)


def test_other_peoples_pages_fit_any_width(corpus: Path) -> None:
    for page in sorted((corpus / "pages").iterdir()):
        document = from_html((page / "expected.html").read_bytes(), "https://a.example/")
        for width in (10, 37, 72, 120):
            checked(document, width)


def test_long_articles_are_laid_out_at_once() -> None:
    words = (
        "The quick “brown” fox jumps over the <a href='https://a.example/'>lazy</a> dog — again and again. "
        * 20
    )
    document = from_html(
        f"<h2>Part</h2><p>{words}</p><ul><li>{words}<li>{words}</ul><blockquote>{words}</blockquote>" * 10
    )
    numbers = link_numbers(document)
    begin = process_time()
    lines = 0
    for index in range(len(document.blocks)):
        lines += len(wrap_block(document, index, 72, numbers))
    assert lines > 800
    assert process_time() - begin < 1, "on an idle machine this takes less than a tenth of a second"
