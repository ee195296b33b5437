"""Pages copied by select-all, in many languages and kinds: each file says what must be read out of it.

A file of `copies/` begins with the facts, one a line; below `---` is the copy, and `> ` marks the lines that
are the article. A fact that is left out is not asked for; `none` means that there must be none, and `here`
behind a time that the copy does not tell whose clock it was, so that this computer's counts.
"""

import re
from datetime import datetime
from pathlib import Path

import pytest

from reader.model import ParsedArticle
from reader.sources.saved import read_saved

COPIES = sorted((Path(__file__).parent / "copies").glob("*.txt"))
NOW = int(datetime.fromisoformat("2026-11-01T00:00:00Z").timestamp())
_MARK = re.compile(r"^> ", re.MULTILINE)


def _parts(path: Path) -> tuple[dict[str, str], str]:
    """The facts, and the copy with its marks."""
    head, _, copy = path.read_text("utf-8").partition("\n---\n")
    return dict(line.split(": ", 1) for line in head.split("\n")), copy


def _read(data: bytes) -> ParsedArticle:
    (article,) = read_saved(data, "copy.txt", None, NOW)
    return article


def _words(text: str) -> list[str]:
    """The words, without the bars between a table's cells."""
    return text.replace(" | ", " ").split()


def _published(article: ParsedArticle, *, local: bool) -> str:
    if article.published is None:
        return "none"
    if local:
        return f"{datetime.fromtimestamp(article.published.at):%Y-%m-%dT%H:%M:%S} here"
    return article.published.iso()


def _check(path: Path, data: bytes) -> None:
    facts, copy = _parts(path)
    article = _read(data)
    found = {
        "title": article.title,
        "published": _published(article, local=facts["published"].endswith(" here")),
        "author": article.author or "none",
        "site": article.site or "none",
        "captured": article.captured.iso() if article.captured else "none",
    }
    assert {name: found[name] for name in facts} == facts
    article_lines = [line[2:] for line in copy.split("\n") if line.startswith("> ")]
    assert _words(article.text) == _words("\n".join(article_lines))


@pytest.mark.parametrize("path", COPIES, ids=lambda path: path.stem)
def test_a_copy_gives_its_facts_and_its_text(path: Path) -> None:
    _, copy = _parts(path)
    _check(path, _MARK.sub("", copy).encode())


@pytest.mark.parametrize(
    "path", [path for path in COPIES if "\n\n" not in path.read_text("utf-8")], ids=lambda path: path.stem
)
def test_a_copy_with_empty_lines_between_all_lines_gives_the_same(path: Path) -> None:
    _, copy = _parts(path)
    _check(path, _MARK.sub("", copy).replace("\n", "\r\n\r\n").encode("utf-16"))
