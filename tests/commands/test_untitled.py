"""Articles without a title: people read the first words of their text, programs an empty title."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.library.library import open_library
from reader.store.articles import saving
from tests.commands.conftest import Newsreader
from tests.ui.screen import parsed


@pytest.fixture
def untitled(tmp_path: Path) -> None:
    """A library with one article, which has no title."""
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    library = open_library(paths, Settings())
    saving.save_article(library.db, parsed(1, "", text="Two gulls, one chip."), now=1)
    library.db.close()


@pytest.mark.usefixtures("untitled")
@pytest.mark.parametrize(
    "words",
    [("list",), ("show", "1"), ("show", "1", "--format", "markdown"), ("show", "1", "--format", "html")],
)
def test_people_read_its_first_words(newsreader: Newsreader, words: Sequence[str]) -> None:
    first = newsreader(*words).out.splitlines()[0 if words[-1] != "html" else 1]
    assert "Two gulls, one chip." in first


@pytest.mark.usefixtures("untitled")
def test_a_search_and_an_export_have_them_too(newsreader: Newsreader, tmp_path: Path) -> None:
    assert "Two gulls, one chip." in newsreader("search", "chip").out.splitlines()[0]
    newsreader("export", "--markdown", str(tmp_path / "out"))
    (exported,) = (tmp_path / "out").iterdir()
    assert exported.name == "Two-gulls-one-chip-1.md"
    text = exported.read_text()
    assert "\n# Two gulls, one chip.\n" in text
    assert "title:" not in text


@pytest.mark.usefixtures("untitled")
@pytest.mark.parametrize("words", [("list",), ("show", "1"), ("search", "chip")])
def test_programs_read_an_empty_title(newsreader: Newsreader, words: Sequence[str]) -> None:
    (shape,) = newsreader(*words, "--json").shapes
    assert shape["title"] == ""


def test_an_article_with_nothing_is_called_by_its_address(newsreader: Newsreader, tmp_path: Path) -> None:
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    library = open_library(paths, Settings())
    empty = replace(parsed(1, ""), text="", body=b"", words=0, complete="none")
    saving.save_article(library.db, empty, now=1)
    library.db.close()
    assert "news.example/1" in newsreader("list").out
