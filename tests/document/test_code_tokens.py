"""The colours of code, made once with the document: by the language that is named, in bounded time."""

import re
import time
from collections.abc import Iterator

import msgspec
import pytest
from pygments.lexer import Lexer
from pygments.token import Keyword

from reader.document import code_tokens
from reader.document.blocks import Block, Document
from reader.document.code_tokens import LONGEST, MOST, together, with_tokens
from reader.document.html.reader import from_html
from reader.document.html.writer import to_html
from reader.document.layout.lines import wrap_block
from reader.document.markdown.writer import to_markdown
from reader.document.plain import to_text, word_count

CODE = 'def put(self):\n    """Keep it."""\n    return "é" + str(7)  # soon\n'


def coloured(html: str) -> Document:
    return with_tokens(from_html(html))


def told(block: Block) -> list[tuple[str, str]]:
    return [(block.text[token.start : token.end], token.kind) for token in block.tokens]


@pytest.mark.parametrize("opening", ['<pre class="language-python">', '<pre><code class="lang-py">'])
def test_code_of_a_named_language_has_its_colours(opening: str) -> None:
    (block,) = coloured(f"{opening}{CODE}</code></pre>").blocks
    assert told(block) == [
        ("def", "keyword"), ("put", "name"), ('"""Keep it."""', "string"), ("return", "keyword"),
        ('"é"', "string"), ("str", "name"), ("7", "number"), ("# soon", "comment"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "code", "keyword"),
    [
        ("rust", "fn main() {}", "fn"), ("js", "const a = 1", "const"), ("jsx", "const a = 1", "const"),
        ("sql", "SELECT 1", "SELECT"), ("sh", "if true; then ls; fi", "if"), ("C++", "return 1;", "return"),
    ],
)  # fmt: skip
def test_many_languages_are_known(language: str, code: str, keyword: str) -> None:
    (block,) = coloured(f'<pre class="language-{language}">{code}</pre>').blocks
    assert (keyword, "keyword") in told(block)


@pytest.mark.parametrize(
    "attributes", ["", ' class="language-klingon"', ' class="language-text"', ' class="x"']
)
def test_no_language_is_ever_guessed(attributes: str) -> None:
    (block,) = coloured(f"<pre{attributes}>{CODE}</pre>").blocks
    assert block.tokens == ()


def test_the_text_and_every_output_are_as_without_colours() -> None:
    html = (
        f'<p>Before</p><pre class="language-python">{CODE}</pre><ul><li><pre class="lang-js">let a</pre></ul>'
    )
    plain = from_html(html)
    document = with_tokens(plain)
    assert document != plain
    for output in (to_text, to_html, to_markdown, word_count):
        assert output(document) == output(plain)  # type: ignore[operator]
    assert [msgspec.structs.replace(block, tokens=()) for block in document.blocks] == list(plain.blocks)
    for index in range(len(plain.blocks)):
        for before, after in zip(
            wrap_block(plain, index, 20, {}), wrap_block(document, index, 20, {}), strict=True
        ):
            assert (before.block, before.offset) == (after.block, after.offset)
            assert "".join(run.text for run in before.runs) == "".join(run.text for run in after.runs)


def test_colours_reach_the_lines() -> None:
    document = coloured('<pre class="language-python">x = 1  # one</pre>')
    (line,) = wrap_block(document, 0, 40, {})
    looks = {run.text: run.style for run in line.runs}
    assert looks["1"] == "code block code-number"
    assert looks["# one"] == "code block code-comment"


def test_long_code_stays_plain_and_much_is_coloured_as_far_as_it_goes() -> None:
    long = Block("code", "x = 1\n" * LONGEST, src="python")
    much = Block("code", "1;" * (LONGEST // 2), src="python")
    document = with_tokens(Document((long, much)))
    assert document.blocks[0].tokens == ()
    assert len(document.blocks[1].tokens) == MOST


class Endless(Lexer):  # type: ignore[misc]
    """A lexer with a search that has no end in practice."""

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, object, str]]:
        yield 0, Keyword, text[:2]
        re.match(r"(a+)+b", "a" * 64)
        yield 2, Keyword, text[2:]


def test_a_search_without_end_costs_its_colours_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_tokens, "_lexer", lambda language: Endless())
    begun = time.process_time()
    with together(0.3):
        document = with_tokens(Document((Block("code", "ab cd", src="x"), Block("code", "ef", src="x"))))
    assert time.process_time() - begun < 5
    assert [block.tokens for block in document.blocks] == [(), ()]
    assert [block.text for block in document.blocks] == ["ab cd", "ef"]


def test_documents_that_are_made_together_share_their_time() -> None:
    document = Document((Block("code", "x = 1", src="python"),))
    with together(-1):
        assert with_tokens(document) is document
    assert with_tokens(document).blocks[0].tokens


class Broken(Lexer):  # type: ignore[misc]
    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, object, str]]:
        yield 0, Keyword, "ab"
        yield 5, Keyword, "beyond the end of all"
        yield 0, Keyword, "back again"
        raise RecursionError


def test_a_lexer_that_fails_or_lies_loses_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_tokens, "_lexer", lambda language: Broken())
    (block,) = with_tokens(Document((Block("code", "ab cd ef", src="x"),))).blocks
    assert block.text == "ab cd ef"
    assert all(0 <= token.start < token.end <= len(block.text) for token in block.tokens)
