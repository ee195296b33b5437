"""Stories of one article, in a real terminal: its links, what it carries, and what is found in it."""

import stat
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from os import environ
from pathlib import Path

import pytest

from tests.samples import SAVED_PAGE, item, rss
from tests.server import ScriptedServer, reply, running_server
from tests.terminal import Terminal

SOUND = b"sound" * 40_000

ROWS, ARTICLE = range(25, 66), range(68, 118)
"""The columns of the headlines and of the article."""


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running


class Desk:
    """A library, and programs in place of browser and player, which write down what they are given."""

    def __init__(self, folder: Path, server: ScriptedServer) -> None:
        self.folder = folder
        program = folder / "program"
        program.write_text('#!/bin/sh\nprintf "%s\\n" "$2" >> "$1"\n', encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        settings = folder / "config.toml"
        settings.write_text(
            f'browser = "{program} {folder}/opened {{url}}"\nplayer = "{program} {folder}/played {{url}}"\n'
            f'download_dir = "{folder}/files"\n',
            encoding="utf-8",
        )
        words = ["--data-dir", str(folder / "data"), "--config", str(settings)]
        self.command = [sys.executable, "-m", "reader", *words]
        added = [*self.command, "add", server.url("/news.xml")]
        subprocess.run(added, check=True, capture_output=True)

    def screen(self) -> Terminal:
        return Terminal(self.command, environ, 120, 30)

    def given(self, program: str) -> Callable[[str], bool]:
        """Sees that a program was given something."""
        return lambda _: bool(self.told(program))

    def told(self, program: str) -> list[str]:
        """What a program was given so far."""
        path = self.folder / program
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def bottom(words: str) -> Callable[[str], bool]:
    """Sees these words in the last line."""
    return lambda text: words in text.splitlines()[-1]


def test_links_are_opened_copied_listed_saved_and_subscribed_to(
    tmp_path: Path, server: ScriptedServer
) -> None:
    tide, page, other = server.url("/tide"), server.url("/crossing"), server.url("/other.xml")
    told = (
        f'<p>See <a href="{tide}">the tide tables</a>, <a href="{page}">the first crossing</a> and '
        f'<a href="{other}">the other harbour</a>.</p>'
    )
    server.script("/news.xml", reply(rss([item(1, "Where to read on", told)])))
    paragraphs = "".join(f"<p>{part}</p>" for part in SAVED_PAGE.split("\n\n")[8:])
    crossing = (
        f"<html><head><title>The crossing</title></head><body><article>{paragraphs}</article></body></html>"
    )
    server.script("/crossing", reply(crossing.encode(), Content_Type="text/html"))
    server.script("/other.xml", reply(rss([item(2, "The other harbour opens")], title="Other harbour")))
    desk = Desk(tmp_path, server)
    with desk.screen() as terminal:
        terminal.wait_for("the tide tables")
        terminal.send(";")
        terminal.wait_for(bottom("open"))
        terminal.send("f")  # the letter of the first link
        terminal.wait_for(desk.given("opened"))
        assert desk.told("opened") == [tide]
        terminal.send(";Y2")  # by its number
        terminal.wait_for(bottom("Copied"))
        assert b64encode(page.encode()) in terminal.raw
        terminal.send(";Y,fj\r")
        terminal.wait_for(bottom("Copied 2 addresses"))
        assert b64encode(f"{tide}\n{page}".encode()) in terminal.raw
        terminal.send(";\t")  # the list: words and host of each, and the address of the one that is lit
        terminal.wait_for(lambda text: "the first crossing" in text and "s subscribes" in text)
        terminal.wait_for("127.0.0.1")
        terminal.send("j")
        terminal.wait_for(page)
        terminal.send("\x1b")
        terminal.wait_for(lambda text: "s subscribes" not in text)
        terminal.send(";Aj")
        terminal.wait_for(bottom("Added: The crossing"))
        terminal.send("gG")
        terminal.wait_for("the tide tables")
        terminal.send(";Sd")
        terminal.wait_for("The other harbour opens")
        terminal.send("Q")
        assert terminal.exit_code() == 0


def test_what_an_article_carries_is_played_and_downloaded(tmp_path: Path, server: ScriptedServer) -> None:
    sound, comments = server.url("/talk.mp3"), server.url("/talk/comments")
    carried = (
        f'<enclosure url="{sound}" type="audio/mpeg" length="{len(SOUND)}"/><comments>{comments}</comments>'
    )
    server.script("/news.xml", reply(rss([item(1, "A talk").replace("</item>", f"{carried}</item>")])))
    server.script("/talk.mp3", reply(SOUND, Content_Type="audio/mpeg", Accept_Ranges="bytes"))
    desk = Desk(tmp_path, server)
    with desk.screen() as terminal:
        terminal.wait_for("talk.mp3")
        terminal.send("P")
        terminal.wait_for(bottom("Playing with"))
        terminal.wait_for(desk.given("played"))
        assert desk.told("played") == [sound]
        terminal.send("C")
        terminal.wait_for(desk.given("opened"))
        assert desk.told("opened") == [comments]
        assert not server.asked("/talk.mp3"), "only what is downloaded is asked for"
        terminal.send("D")
        terminal.wait_for(bottom("Downloaded to"))
        assert (tmp_path / "files" / "talk.mp3").read_bytes() == SOUND
        terminal.send("Q")
        assert terminal.exit_code() == 0


def test_what_is_found_is_lit_and_gone_through(tmp_path: Path, server: ScriptedServer) -> None:
    told = "".join(
        f"<h2>Part {part}</h2>" + "".join(f"<p>Line {line} of part {part}.</p>" for line in range(1, 21))
        + f"<p>The lantern of part {part} is lit.</p>"
        for part in ("one", "two", "three")
    )  # fmt: skip
    server.script("/news.xml", reply(rss([item(1, "Three lanterns", told), item(2, "A quiet day")])))
    desk = Desk(tmp_path, server)
    with desk.screen() as terminal:
        terminal.wait_for("A quiet day")
        terminal.send("/lantern")
        terminal.wait_for("1 found")
        terminal.wait_for(lambda _: lit(terminal, "lantern", ROWS))
        terminal.send("\r\r")
        terminal.wait_for(bottom("list"))
        terminal.send("G")
        terminal.wait_for("The lantern of part three")
        terminal.wait_for(lambda _: lit(terminal, "lantern", ARTICLE))
        terminal.send("g\x06lantern of\r")
        terminal.wait_for(bottom("1 of 3: “lantern of”"))
        terminal.send("n")
        terminal.wait_for(bottom("2 of 3: “lantern of”"))
        terminal.wait_for("The lantern of part two")
        terminal.send("nn")
        terminal.wait_for(bottom("1 of 3: “lantern of”"))
        terminal.send("N")
        terminal.wait_for(bottom("3 of 3: “lantern of”"))
        terminal.send("\x1b")
        terminal.wait_for(bottom("list"))
        terminal.send("T")
        terminal.wait_for(lambda text: "Outline" in text and "Part three" in text)
        terminal.send("kkj\r")
        terminal.wait_for("Line 1 of part two")
        terminal.send("?")
        terminal.wait_for("esc leaves")
        terminal.send("/outline")
        terminal.wait_for(lambda text: "Outline: the article's headings" in text and "Undo:" not in text)


def lit(terminal: Terminal, word: str, columns: range) -> bool:
    """Whether a word begins in these columns in another look than the cell before it."""
    return any(
        "".join(cell.data for cell in row[at : at + len(word)]) == word
        and (row[at].bg, row[at].underscore) != (row[at - 1].bg, row[at - 1].underscore)
        for row in terminal.cells[2:-1]
        for at in columns
    )
