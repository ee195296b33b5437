"""Output that is closed, or that cannot take every character: no command fails on it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLE = "Title “é” ●\n\nText of ferries ● 日本\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one article, which has characters that few encodings have."""
    folder = tmp_path_factory.mktemp("streams")
    (folder / "one.txt").write_text(ARTICLE, "utf-8")
    assert run(folder / "data", "save", str(folder / "one.txt")).returncode == 0
    return folder / "data"


def run(data: Path, *words: str, shell: str = "", **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), *words]
    if shell:
        command = ["sh", "-c", f'"$@" {shell}', "sh", *command]
    return subprocess.run(command, capture_output=True, check=False, env=os.environ | variables)


@pytest.mark.parametrize(
    "words", [("list",), ("show", "1"), ("search", "ferries")], ids=lambda words: words[0]
)
def test_what_latin_1_cannot_write_is_replaced(data: Path, words: tuple[str, ...]) -> None:
    ended = run(data, *words, LC_ALL="C", PYTHONIOENCODING="latin-1")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Title ?é? ?" in ended.stdout.decode("latin-1")


def test_json_loses_nothing_in_latin_1(data: Path) -> None:
    ended = run(data, "list", "--json", LC_ALL="C", PYTHONIOENCODING="latin-1")
    assert json.loads(ended.stdout.decode("latin-1"))["title"] == "Title “é” ●"


def test_a_locale_without_an_encoding_ends_nothing(data: Path) -> None:
    ended = run(data, "list", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"Title" in ended.stdout


@pytest.mark.skipif(os.name != "posix", reason="only a POSIX shell closes a stream")
@pytest.mark.parametrize("words", [("list",), ("export", "--json"), ("refresh",)], ids=lambda words: words[0])
def test_output_that_is_closed_is_said(data: Path, words: tuple[str, ...]) -> None:
    ended = run(data, *words, shell=">&-")
    told = b"newsreader: the output cannot be written: it is closed\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", told)


@pytest.mark.skipif(os.name != "posix", reason="only a POSIX shell closes a stream")
def test_where_errors_are_closed_they_are_not_printed_among_the_output(data: Path) -> None:
    ended = run(data, "show", "--json", "77", shell="2>&-")
    assert (ended.returncode, ended.stdout) == (1, b"")
