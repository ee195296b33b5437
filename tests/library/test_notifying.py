"""Telling of what came: once, for what the queries find, and nothing that a terminal would obey."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.config import Paths, Settings
from reader.document.sanitize import message_line
from reader.library.library import Library, open_library
from reader.library.notifying import news_in_words, tell_desktop, terminal_code
from tests.store.making import NOW, answer, parsed, subscribe


def library_of(folder: Path, titles: Sequence[str], *queries: str) -> Library:
    library = open_library(Paths(folder / "data", folder / "config"), Settings(notify=queries))
    feed = subscribe(library.db, title="Harbour")
    answer(library.db, feed, [parsed(n, title=title) for n, title in enumerate(titles)], now=NOW)
    return library


def test_what_any_of_the_queries_finds_among_the_new_is_told_once(tmp_path: Path) -> None:
    library = library_of(
        tmp_path, ["Old ferry", "Ferry", "Tide", "Other"], "ferry", "feed:harbour title:ferry"
    )
    assert news_in_words(library, 0) == "2 new articles: Ferry"
    assert news_in_words(library, 4) is None
    library.db.close()


def test_nothing_is_told_that_the_queries_do_not_find(tmp_path: Path) -> None:
    library = library_of(tmp_path, ["Tide"], "ferry", "is:starred")
    assert news_in_words(library, 0) is None
    library.db.close()


HOSTILE = "\x1b]0;owned\x07 <b>bold</b> & \u202eevil\x9c;$(rm)\n"


def test_a_title_from_outside_is_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    library = library_of(tmp_path, [HOSTILE], "is:unread")
    words = news_in_words(library, 0)
    assert words is not None
    for environ in ({"TERM": "xterm"}, {"TERM": "xterm", "TERM_PROGRAM": "iTerm.app"}):
        code = terminal_code(words, environ)
        assert (code[:2], code[-1]) == ("\x1b]", "\x07")
        assert not [
            sign for sign in code[2:-1] if ord(sign) < 32 or 127 <= ord(sign) < 160 or sign == "\u202e"
        ]
    marked = message_line("1 new article: <b>bold</b>;x")
    assert terminal_code(marked, {"TERM": "xterm"}) == (
        "\x1b]777;notify;newsreader;1 new article: ‹b›bold‹/b›;x\x07"
    )
    assert terminal_code(words, {"TERM": "linux"}) == terminal_code(words, {}) == ""
    library.db.close()


@pytest.mark.parametrize(("code", "done"), [(0, True), (1, False)])
def test_the_desktop_gets_it_as_arguments_and_never_as_markup(tmp_path: Path, code: int, done: bool) -> None:
    program, log = tmp_path / "notify-send", tmp_path / "log"
    program.write_text(f'#!/bin/sh\nfor word in "$@"; do echo "$word" >> {log}; done\nexit {code}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    assert tell_desktop(message_line("1 new article: -u <b>$(x)</b>"), environ) is done
    assert log.read_text().splitlines() == [
        "--app-name=newsreader", "--", "newsreader", "1 new article: -u &lt;b&gt;$(x)&lt;/b&gt;"
    ]  # fmt: skip


def test_without_a_desktop_that_is_no_error(tmp_path: Path) -> None:
    assert not tell_desktop(message_line("x"), {"PATH": str(tmp_path)})
