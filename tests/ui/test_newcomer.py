"""What somebody meets who starts it for the first time."""

import asyncio
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from reader.config import Paths, Settings
from reader.library.library import Library, open_library
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.ui.app import ReaderApp
from reader.ui.dialogs.feeds.starters import StartersDialog
from reader.ui.dialogs.help import HelpDialog
from reader.ui.dialogs.tell import TellDialog
from tests.server import ScriptedServer, held, reply, running_server
from tests.ui.network import ended, excerpts, online
from tests.ui.screen import (
    NOW,
    Open,
    add_feed,
    parsed,
    press,
    press_at_once,
    screen_of,
    settle,
    shown,
    wait_for_jobs,
)

FEED = b"""<rss version="2.0"><channel><title>Harbour news</title>
<item><title>The first ferry</title><link>https://harbour.example/1</link>
<description>It sailed.</description></item>
</channel></rss>"""


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as started:
        started.script("/feed", reply(FEED, headers={"Content-Type": "application/rss+xml"}))
        yield started


@pytest.mark.parametrize("more", ["", '<outline type="rss" text="Bad" xmlUrl="nonsense"/>'])
async def test_imported_feeds_are_asked_at_once(
    empty: Database, paths: Paths, server: ScriptedServer, tmp_path: Path, more: str
) -> None:
    opml = tmp_path / "feeds.opml"
    one = f'<outline type="rss" text="Harbour" xmlUrl="{server.url("/feed")}"/>'
    opml.write_text(f'<opml version="2.0"><head/><body>{one}{more}</body></opml>', encoding="utf-8")
    async with online(paths) as pilot:
        await pilot.press("a", *str(opml), "enter")
        await pilot.pause()
        await wait_for_jobs(pilot, "add")
        await pilot.pause()
        await ended(pilot, "fetching")
        assert (pilot.app.screen is screen_of(pilot)) is not bool(more)
        if more:
            await press(pilot, "escape")
        screen_of(pilot).poll()
        await settle(pilot)
        assert "The first ferry" in shown(pilot)


async def test_an_empty_list_says_that_feeds_are_being_asked(
    empty: Database, paths: Paths, server: ScriptedServer, tmp_path: Path
) -> None:
    server.script("/feed", held(reply(FEED)))
    opml = tmp_path / "feeds.opml"
    one = f'<outline type="rss" text="Harbour" xmlUrl="{server.url("/feed")}"/>'
    opml.write_text(f'<opml version="2.0"><head/><body>{one}</body></opml>', encoding="utf-8")
    async with online(paths) as pilot:
        await pilot.press("a", *str(opml), "enter")
        async with asyncio.timeout(60):
            while "Asking one feed" not in shown(pilot):
                await pilot.pause()
        assert "not asked yet" not in shown(pilot)
        server.open()
        await ended(pilot, "fetching")
        screen_of(pilot).poll()
        await settle(pilot)
        assert "The first ferry" in shown(pilot)
        assert "Asking" not in shown(pilot)


async def test_a_narrow_screen_tells_how_to_begin_too(empty: Database, open_screen: Open) -> None:
    """There the list stands alone, and the guide beside it is not seen."""
    async with open_screen((60, 24)) as pilot:
        await settle(pilot)
        assert "Nothing to read yet. a adds a feed" in shown(pilot)
        feeds.add_feed(empty, "https://a.example/", now=NOW)
        screen_of(pilot).poll()
        await settle(pilot)
        assert "One feed, not asked yet: R asks it." in shown(pilot)
        await pilot.resize_terminal(100, 24)
        await settle(pilot)
        assert shown(pilot).count("One feed, not asked yet") == 1


async def test_feeds_without_articles_are_no_empty_library(empty: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        assert "Nothing to read yet" in shown(pilot)
        for name in ("a", "b"):
            feeds.add_feed(empty, f"https://{name}.example/", now=NOW)
        screen_of(pilot).poll()
        await settle(pilot)
        assert "2 feeds, not asked yet: R asks them" in shown(pilot)
        assert "Nothing to read yet" not in shown(pilot)


async def test_the_starter_list_is_readable_without_colour(empty: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "i")
        assert "[ ] BBC World" in shown(pilot)
        await press(pilot, "enter")
        assert "Pick with space first" in shown(pilot)
        assert isinstance(pilot.app.screen, StartersDialog)
        await press(pilot, "j", "space")
        assert "[ ] BBC World" in shown(pilot)
        assert "[x] The Guardian" in shown(pilot)
        assert "Pick with space" not in shown(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen is screen_of(pilot)


@pytest.mark.parametrize("columns", [30, 80, 100, 140])
async def test_the_help_shows_keys_and_what_they_do(
    library: Database, open_screen: Open, columns: int
) -> None:
    async with open_screen(size=(columns, 40)) as pilot:
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, HelpDialog)
        first = next(line for line in shown(pilot).splitlines() if "Moving" in line)
        assert "Marking" not in first  # it reads downwards
        assert "j down" in shown(pilot)
        before = shown(pilot)
        await press(pilot, "j", "space", "G")
        assert shown(pilot) != before
        assert "Quit at once" in shown(pilot) or columns == 30
        for key in ("escape", "question_mark", "q"):
            await press(pilot, key)
            assert pilot.app.screen is screen_of(pilot), key
            await press(pilot, "question_mark")


async def test_titles_have_room(empty: Database, open_screen: Open) -> None:
    title = "A title of just twenty-eight"
    add_feed(empty, "A source with a long name", [parsed(1, title), parsed(2, "\u200b")])
    for size in ((120, 40), (100, 30), (60, 24)):
        async with open_screen(size=size) as pilot:
            row = next(line for line in shown(pilot).splitlines() if "●" in line)
            assert title in row, size
            assert "The text of artic" in shown(pilot)
            assert "Untitled" not in shown(pilot)


async def test_an_address_is_shown_whole_without_a_browser(empty: Database, open_screen: Open) -> None:
    link = "https://news.example/" + "very-" * 30 + "[b]long"
    add_feed(empty, "News", [replace(parsed(1, "One"), link=link)])
    async with open_screen(size=(80, 24)) as pilot:
        await press(pilot, "o")
        assert link in "".join(re.findall(r"│ *(\S+?) *│", shown(pilot)))
        assert "address copied" in shown(pilot)
        assert pilot.app.clipboard == link


async def test_a_failure_names_no_internal_number(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    excerpts(empty, server, 1)
    server.script("/1", reply(status=403))
    (identity, _), *_ = headlines.ids(empty, headlines.Query())
    for key in ("X", "x"):
        async with online(paths) as pilot:
            await press(pilot, key)
            await ended(pilot, "pages")
            error = screen_of(pilot).status.error
            assert "(403)" in error
            assert "newsreader" not in error
            assert f" {identity}: " not in f" {error}"


async def test_the_footer_tells_what_is_open(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        for key, words in (("F", "what is left"), ("slash", "what was found"), ("ctrl+f", "the next place")):
            await press(pilot, key, *"isl")
            footer = shown(pilot).splitlines()[-1]
            assert words in footer
            assert "/ search" not in footer
            assert "esc leave" in footer
            await press(pilot, "escape")
            assert "/ search" in shown(pilot).splitlines()[-1]


async def test_f_hides_and_shows_the_feeds(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        seen = []
        for _ in range(3):
            seen.append("Starred" in shown(pilot))
            await press(pilot, "f")
            assert screen_of(pilot).controllers.panes.pane == "headlines"
        assert seen == [True, False, True]


async def test_an_article_is_written_once(library: Database, open_screen: Open, tmp_path: Path) -> None:
    target = tmp_path / "one.md"
    async with open_screen() as pilot:
        await press(pilot, "w")
        assert "Island-1-" in pilot.app.screen.query_one(Input).value
        for words in ("Written to", "There is a file already"):
            if words != "Written to":
                await press(pilot, "w")
            await pilot.press("ctrl+u")
            press_at_once(pilot, *str(target), "enter")
            await pilot.pause()
            await ended(pilot, "question")
            assert words in shown(pilot)
    assert "# Island 1\n\nThe text of article 1." in target.read_text(encoding="utf-8")


async def test_an_article_is_written_as_its_name_ends(
    library: Database, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare name lies in the folder of the settings, wherever the program was started."""
    out = tmp_path / "clippings"
    out.mkdir()
    monkeypatch.chdir(tmp_path)
    settings = Settings(export_dir=str(out))
    app = ReaderApp(Library(library, paths, settings, offline=True, collapse=True))
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        for name in ("one.html", "one.txt", "one"):
            await press(pilot, "w")
            assert pilot.app.screen.query_one(Input).value.startswith(f"{out}/Island-")
            await pilot.press("ctrl+u")
            press_at_once(pilot, *name, "enter")
            await pilot.pause()
            await ended(pilot, "question")
            assert "Written to" in shown(pilot)
    assert "<h1>Island 1</h1>" in (out / "one.html").read_text(encoding="utf-8")
    assert (out / "one.txt").read_text(encoding="utf-8") == "Island 1\n\nThe text of article 1.\n"
    assert (out / "one").read_text(encoding="utf-8").startswith("---\n")


async def test_what_a_command_prints_is_shown(library: Database, open_screen: Open) -> None:
    def python(program: str) -> str:
        return shlex.join([sys.executable, "-c", program])

    left_running = "import subprocess; subprocess.Popen(['sleep', '30']); print('begun')"
    async with open_screen() as pilot:
        for line, words in (
            (python(r"print('\x1b[31mfive letters\x1b]0;x\x07')"), "five letters"),
            (python("print('row\\n' * 500, end='the end')"), "row"),
            (python(left_running), "begun"),
        ):
            await press(pilot, "vertical_line")
            press_at_once(pilot, *line, "enter")
            await pilot.pause()
            await ended(pilot, "question")
            await ended(pilot, "pipe")
            await settle(pilot)
            assert words in shown(pilot)
            assert isinstance(pilot.app.screen, TellDialog)
            await press(pilot, "space")
            if words == "row":
                assert isinstance(pilot.app.screen, TellDialog)
                await press(pilot, *["space"] * 40)
                assert "the end" in shown(pilot)
                await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, TellDialog)
        await press(pilot, "vertical_line")
        press_at_once(pilot, *python("import sys; print('no paper', file=sys.stderr); sys.exit(2)"), "enter")
        await pilot.pause()
        await ended(pilot, "question")
        await ended(pilot, "pipe")
        assert "failed (2): no paper" in screen_of(pilot).status.error


async def test_an_article_is_piped_to_a_command_but_no_shell(
    library: Database, open_screen: Open, tmp_path: Path
) -> None:
    target = tmp_path / "piped; true"
    program = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"
    good = shlex.join([sys.executable, "-c", program, str(target)])
    async with open_screen() as pilot:
        for line, words in (
            (good, "has taken the article"),
            (shlex.join([sys.executable, "-c", "raise SystemExit(3)"]), "failed (3)"),
            ("/no/such/program", "cannot be run"),
            ("'", "This command cannot be used"),
            ("sh -c 'true {title}'", "{title} stands inside a longer word"),
        ):
            await press(pilot, "vertical_line")
            press_at_once(pilot, *line, "enter")
            await pilot.pause()
            await ended(pilot, "question")
            await ended(pilot, "pipe")
            assert words in screen_of(pilot).status.message + screen_of(pilot).status.error
    assert target.read_text(encoding="utf-8").startswith("Island 1\n\nThe text of article 1.")


@pytest.mark.parametrize(("columns", "lines"), [(140, 0), (80, 2), (60, 2), (30, 4)])
async def test_what_is_wrong_with_the_settings_is_shown_whole_until_a_key_does_something(
    library: Database, paths: Paths, columns: int, lines: int
) -> None:
    wrong = 'config.toml, line 3: "is:unraed" in "when" is no filter; did you mean "is:unread"?'
    app = ReaderApp(open_library(paths, Settings(), offline=True), problem=wrong)
    async with app.run_test(size=(columns, 20)) as pilot:
        await settle(pilot)
        told = shown(pilot).splitlines()[-1 - lines :]
        assert wrong in " ".join(" ".join(told).split())
        assert "? keys" in told[-1]
        app.main_screen.status._error_at -= 6_000
        await press(pilot, "j")
        assert screen_of(pilot).status.size.height == 1
        assert "config.toml" not in shown(pilot)
    app.library.db.close()
