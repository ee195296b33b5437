"""Output that is closed, or that cannot take every character: no command fails on it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal

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


def test_hits_are_lit_in_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(
        "The old Ferry\x1b[5m\x9b5m rests\n\nTwo fèrries and a boat.\n", "utf-8"
    )
    assert run(tmp_path / "data", "save", str(tmp_path / "one.txt")).returncode == 0
    command = [sys.executable, "-m", "reader", "--data-dir", str(tmp_path / "data"), "search"]
    lit = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}

    def shown(environment: dict[str, str], *words: str) -> str:
        with Terminal([*command, *words], environment) as terminal:
            assert terminal.exit_code() == 0
            return terminal.raw.decode()

    told = shown(lit, "ferr")
    assert "The old \x1b[1mFerr\x1b[22my" in told
    assert "Two \x1b[1mfèrr\x1b[22mies" in told
    assert set(re.findall("\x1b[^a-zA-Z]*[a-zA-Z]|\x9b", told)) == {"\x1b[1m", "\x1b[22m"}
    assert "\x1b" not in shown({**lit, "NO_COLOR": ""}, "ferr")
    assert "\x1b" not in shown(lit, "ferr", "--json")
    assert "\x1b" not in shown(lit, "ferr", "--template", "{title}")
    piped = run(tmp_path / "data", "search", "ferr", TERM="xterm")
    assert b"Ferry" in piped.stdout
    assert b"\x1b" not in piped.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", [("list", "--json"), ("export", "--json"), ("export", "--opml")])
def test_output_that_is_full_is_said(data: Path, words: tuple[str, ...]) -> None:
    ended = run(data, *words, shell=">/dev/full")
    told = b"newsreader: the output cannot be written: No space left on device\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", told)


@pytest.mark.parametrize("words", [("list",), ("list", "--json"), ("search", "ferries"), ("show", "1")])
def test_who_reads_no_further_is_no_failure(data: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), *words]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")
