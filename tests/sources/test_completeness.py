"""Excerpts are told from whole articles, in feeds and in saved pages alike."""

import pytest

from reader.document.blocks import Block, Document
from reader.document.text import from_text
from reader.model import Complete
from reader.sources.completeness import cut_off, judge
from reader.sources.saved import read_page, read_saved

SENTENCE = "The ferry left the old quay at six and crossed the river in eleven minutes. "

ENDINGS = [
    ("and the crew said that …", True),
    ("and the crew said that ...", True),
    ("and the crew said that [...]", True),
    ("and the crew said that [&] […]", True),
    ("and the crew said that (…)", True),
    ("“and the crew said that …”", True),
    ("Continue reading", True),
    ("Continue reading →", True),
    ("Continue reading “The ferry” →", True),
    ("Read more", True),
    ("Read More »", True),
    ("Read the full story at harbour.example", True),
    ("(more…)", True),
    ("Weiterlesen …", True),
    ("Lire la suite", True),
    ("Leer más", True),
    ("Continua a leggere", True),
    ("Lees verder", True),
    ("Leia mais", True),
    ("Läs mer", True),
    ("Czytaj dalej", True),
    ("Devamını oku", True),
    ("Читать далее", True),
    ("続きを読む", True),
    ("阅读全文", True),
    ("더 보기", True),
    ("اقرأ المزيد", True),
    ("The crew said that nothing was missed.", False),
    ("“We will read more of this,” she said. He nodded.", False),
    ("Readers who want more can ask the harbour office.", False),
    ("They continued. Reading was what they did best.", False),
]


@pytest.mark.parametrize(("ending", "cut"), ENDINGS)
def test_endings(ending: str, cut: bool) -> None:
    text = f"{SENTENCE * 5}\n\n{ending}"
    assert cut_off(text, 80) == cut
    assert judge(from_text(text), text, 80, content=True, titled=True) == ("summary" if cut else "full")


def test_a_long_article_may_end_in_dots_and_name_others() -> None:
    long = SENTENCE * 40
    assert not cut_off(f"{long}\n\nAnd then, silence ...", 600)
    assert not cut_off(f"{long}\n\nRead more: How the last steamboat of the river was saved by its own", 600)
    assert cut_off(f"{long}\n\nContinue reading →", 600)


@pytest.mark.parametrize(
    ("text", "words", "content", "titled", "complete"),
    [
        ("", 0, True, True, "none"),
        ("Few words.", 2, False, True, "summary"),
        ("Few words.", 2, True, True, "full"),
        ("A post without a title.", 5, False, False, "full"),
        (SENTENCE * 5, 75, False, True, "full"),
        (SENTENCE * 5 + "…", 75, True, False, "summary"),
    ],
)
def test_what_a_feed_gave(text: str, words: int, content: bool, titled: bool, complete: Complete) -> None:
    assert judge(from_text(text), text, words, content=content, titled=titled) == complete


def test_a_picture_alone_is_something() -> None:
    picture = Document((Block("figure", src="https://harbour.example/1.png"),))
    assert judge(picture, "", 0, content=True, titled=True) == "full"
    assert judge(Document(), "", 0, content=True, titled=True) == "none"


@pytest.mark.parametrize(
    ("ending", "complete"), [("And so it sailed.", "full"), ("Continue reading", "summary")]
)
def test_saved_pages_are_judged_too(ending: str, complete: Complete) -> None:
    html = f"<html><title>A ferry</title><article><p>{SENTENCE * 12}</p><p>{ending}</p></article></html>"
    url = "https://harbour.example/1"
    assert read_page(html.encode(), {"content-type": "text/html"}, url, 1_700_000_000).complete == complete
    note = f"# A ferry\n\n{SENTENCE * 3}\n\n{ending}\n"
    assert [one.complete for one in read_saved(note.encode(), "/a.md", None, 1_700_000_000)] == [complete]
