"""Damaged libraries, and what `newsreader doctor --repair` makes of them with a refresh after it."""

import contextlib
import io
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import apsw
import pytest

from reader import cli
from reader.config import Paths, Settings
from reader.document.plain import to_text
from reader.library.articles.reading import document_of
from reader.library.library import Library, open_library
from reader.model import Query, Term
from reader.store.articles import articles
from reader.store.changes import saved_searches
from reader.store.database import checks, schema
from reader.store.database.connection import StoreError, open_store
from reader.store.database.schema import PAGE_SIZE
from reader.store.feeds.refresh_state import feed_states
from reader.store.lists import headlines
from reader.store.salvage import attempts
from reader.store.search import rebuild
from reader.store.search.ranked import search
from tests.command import Ended
from tests.many import many
from tests.samples import rss
from tests.server import ScriptedServer, conditional, running_server
from tests.terminal import Terminal

WORDS = (
    *("harbour", "ferry", "rope", "lantern", "tide", "keeper", "quay", "barge"),
    *("anchor", "gull", "timber", "winch", "canal", "mist", "oar", "signal"),
)


@dataclass(frozen=True)
class Shelf:
    """A library in a folder, with the feeds that it is subscribed to."""

    paths: Paths
    server: ScriptedServer

    def run(self, *words: str) -> Ended:
        """Run `newsreader WORDS...`."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        before = sys.argv
        sys.argv = ["newsreader", *self.command(*words)[3:]]
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = cli.run()
        finally:
            sys.argv = before
        return Ended(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))

    def command(self, *words: str) -> list[str]:
        """Return the command line of `newsreader WORDS...` for a process of its own."""
        return [sys.executable, "-m", "reader", "--data-dir", str(self.paths.data), *words]

    def open(self) -> Library:
        return open_library(self.paths, Settings())

    @property
    def db(self) -> Path:
        return self.paths.library


@dataclass(frozen=True)
class Known:
    """What is known of an article."""

    title: str
    text: str
    read: bool
    starred: bool
    tags: tuple[str, ...]


def known(shelf: Shelf) -> dict[str, Known]:
    """All articles by their titles."""
    library = shelf.open()
    found = headlines.headlines(library.db, [id for id, _ in headlines.ids(library.db, Query())])
    texts = {one.id: to_text(document_of(library, one.id)) for one in found}
    library.db.close()
    return {one.title: Known(one.title, texts[one.id], one.read, one.starred, one.tags) for one in found}


def item(number: int) -> str:
    """An item of a feed with a text of its own."""
    choice = random.Random(number)
    text = " ".join(choice.choices(WORDS, k=120))
    return (
        f"<item><title>Story {number}</title><link>https://gazette.example/{number}</link>"
        f"<guid>tag:gazette.example,2025:{number}</guid>"
        f"<pubDate>Wed, 08 Oct 2025 {number // 60 % 24:02}:{number % 60:02}:00 +0000</pubDate>"
        f"<description>Number {number}. {text}.</description></item>"
    )


def filled(folder: Path, server: ScriptedServer, *, feeds: int, each: int, files: int) -> Shelf:
    """Make a library with feeds and files, read, starred, tagged, deleted and corrected articles."""
    folder.mkdir(exist_ok=True)
    shelf = Shelf(Paths(folder / "data", folder / "config.toml"), server)
    for feed in range(feeds):
        body = rss([item(feed * each + n) for n in range(each)])
        path = f"/{folder.name}/{feed}.xml"  # libraries of several sizes have one server
        server.script(path, conditional(body, f'"{feed}"', Last_Modified="Wed, 08 Oct 2025 10:00:00 GMT"))
        assert shelf.run("add", server.url(path)).code == 0
    papers = folder / "papers"
    papers.mkdir()
    for number in range(files):
        text = " ".join(random.Random(-number - 1).choices(WORDS, k=90))
        (papers / f"paper-{number}.txt").write_text(f"Paper number {number}\n\nBy Ada Quill\n\n{text}.\n")
    if files:
        assert shelf.run("save", str(papers)).code == 0
    library = shelf.open()
    by_title = {
        one.title: one.id for one in headlines.headlines(library.db, range(1, feeds * each + files + 1))
    }
    ids = sorted(by_title.values())
    library.mark(ids[::2], read=True)
    library.mark(ids[:: max(5, len(ids) // 50)][:50], starred=True)
    library.tag(ids[1 :: len(ids) // 20][:20], ["boats"], [])
    library.tag([by_title["Paper number 0"]], ["kept"], [])
    library.delete([by_title["Story 5"], by_title["Story 6"]])
    articles.correct(library.db, by_title["Story 7"], author="Ada Quill", now=library.clock())
    articles.keep_position(library.db, by_title["Story 8"], 1, 9)
    saved_searches.keep_search(library.db, "boats", "tag:boats", now=library.clock())
    library.db.close()
    return shelf


def page_count(path: Path) -> int:
    return path.stat().st_size // PAGE_SIZE


def harm(path: Path, seed: int) -> str:
    """Damage a file at one random place. Returns how, in words."""
    chance = random.Random(seed)
    size = path.stat().st_size
    kind = chance.choice(["a byte", "some bytes", "a page", "a page of zeros", "cut off", "the first page"])
    at = chance.randrange(size)
    with path.open("r+b") as file:
        if kind == "cut off":
            # Where less is left than the pages that all tables begin on, hardly anything is.
            file.truncate(max(at, 40 * PAGE_SIZE))
            return f"{kind} at {max(at, 40 * PAGE_SIZE)}"
        if kind == "the first page":
            at, new = 0, chance.randbytes(PAGE_SIZE)
        elif kind.startswith("a page"):
            at = at // PAGE_SIZE * PAGE_SIZE
            new = bytes(PAGE_SIZE) if "zeros" in kind else chance.randbytes(PAGE_SIZE)
        else:
            new = chance.randbytes(1 if kind == "a byte" else 300)
        file.seek(at)
        file.write(new)
    return f"{kind} in page {at // PAGE_SIZE + 1} of {page_count(path)}"


def check(shelf: Shelf, before: dict[str, Known], ended: Ended) -> None:
    """Check that after a refresh all is there again: what the backup, a page, a feed or a file has."""
    assert ended.code in (0, 1), ended
    assert shelf.run("refresh").code == 0
    after = known(shelf)
    assert after == before, (
        [(before.get(title), after.get(title)) for title in before.keys() | after.keys()
         if before.get(title) != after.get(title)][:3],
        ended,
    )  # fmt: skip
    assert shelf.run("doctor").code == 0
    library = shelf.open()
    found = {hit.headline.title for hit in search(library.db, Query(terms=(Term("harbour"),)), limit=None)}
    library.db.close()
    assert found == {one.title for one in before.values() if "harbour" in one.text}


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, server: ScriptedServer) -> Shelf:
    """A library of 60 articles with a backup; tests take copies of it."""
    shelf = filled(tmp_path_factory.mktemp("small"), server, feeds=2, each=26, files=8)
    assert shelf.run("refresh").code == 0
    assert list(shelf.paths.backups.glob("*.db"))
    return shelf


@pytest.fixture
def shelf(small: Shelf, tmp_path: Path) -> Shelf:
    shutil.copytree(small.paths.data, tmp_path / "data")
    return Shelf(Paths(tmp_path / "data", tmp_path / "config.toml"), small.server)


@pytest.fixture(scope="module")
def before(small: Shelf) -> dict[str, Known]:
    return known(small)


@pytest.mark.parametrize("seed", [1, 4])
def test_a_damaged_library_has_all_again_after_a_repair_and_a_refresh(
    shelf: Shelf, before: dict[str, Known], seed: int
) -> None:
    words = harm(shelf.db, seed)
    damaged = shelf.db.read_bytes()
    ended = shelf.run("doctor", "--repair")
    print(words, ended.out, ended.err)
    check(shelf, before, ended)
    if "damaged  " in ended.out:
        [aside] = (shelf.paths.data / "damaged").iterdir()
        assert (aside / "library.db").read_bytes() == damaged
    assert not list(shelf.paths.data.glob("library.db.*"))


def nothing_left(path: Path) -> None:
    path.write_bytes(b"")


def no_database(path: Path) -> None:
    path.write_bytes(b"This is a letter to a friend, and no library.\n" * 2_000)


def cut_to_one_page(path: Path) -> None:
    os.truncate(path, PAGE_SIZE)


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "ruin",
    [
        no_database,
        gone,
        pytest.param(nothing_left, marks=pytest.mark.long),
        pytest.param(cut_to_one_page, marks=pytest.mark.long),
    ],
)
def test_a_library_of_which_nothing_is_left_comes_from_the_backup(
    shelf: Shelf, before: dict[str, Known], ruin: Callable[[Path], None]
) -> None:
    ruin(shelf.db)
    ended = shelf.run("doctor", "--repair")
    check(shelf, before, ended)
    library = shelf.open()
    assert [one.query for one in saved_searches.searches(library.db)] == ["tag:boats"]
    library.db.close()


def test_a_garbage_log_costs_at_most_what_was_in_it(shelf: Shelf, before: dict[str, Known]) -> None:
    library = shelf.open()
    library.mark([2], starred=True)
    shutil.copytree(shelf.paths.data, shelf.paths.data.with_name("copy"))
    library.db.close()
    shelf = Shelf(Paths(shelf.paths.data.with_name("copy"), shelf.paths.config), shelf.server)
    log = shelf.db.with_name("library.db-wal")
    assert log.stat().st_size > PAGE_SIZE
    log.write_bytes(random.Random(1).randbytes(log.stat().st_size))
    with shelf.db.open("r+b") as file:
        file.write(random.Random(2).randbytes(PAGE_SIZE))
    check(shelf, before, shelf.run("doctor", "--repair"))
    [aside] = (shelf.paths.data / "damaged").iterdir()
    assert {one.name for one in aside.iterdir()} >= {"library.db", "library.db-wal"}


def test_what_only_the_log_has_is_saved(shelf: Shelf, before: dict[str, Known]) -> None:
    """The log's pages are newer than the damaged file's, also behind a frame that SQLite stops at."""
    library = shelf.open()
    library.mark([2], starred=True)
    library.mark([3], starred=True)
    shutil.copytree(shelf.paths.data, shelf.paths.data.with_name("copy"))
    titles = {one.title for one in headlines.headlines(library.db, [2, 3])}
    library.db.close()
    shelf = Shelf(Paths(shelf.paths.data.with_name("copy"), shelf.paths.config), shelf.server)
    log = shelf.db.with_name("library.db-wal")
    with log.open("r+b") as file:
        file.seek(32 + 16)  # the checksum of the first frame
        file.write(b"\xff" * 8)
    with shelf.db.open("r+b") as file:
        file.write(random.Random(2).randbytes(PAGE_SIZE))
    expected = {title: replace(one, starred=one.starred or title in titles) for title, one in before.items()}
    check(shelf, expected, shelf.run("doctor", "--repair"))


def all_are_asked_unconditionally(shelf: Shelf) -> bool:
    library = shelf.open()
    states = feed_states(library.db, None, None)
    library.db.close()
    facts = {(one.etag, one.last_modified, one.body_hash, one.next_due) for one in states}
    return facts == {(None, None, None, 0)}


def test_a_repair_without_a_backup_does_on_the_first_day(shelf: Shelf, before: dict[str, Known]) -> None:
    shutil.rmtree(shelf.paths.backups)
    pages = page_count(shelf.db)
    with shelf.db.open("r+b") as file:
        for page in (6, pages // 2):  # the first of the articles, and one of their texts
            file.seek((page - 1) * PAGE_SIZE)
            file.write(random.Random(3).randbytes(PAGE_SIZE))
    ended = shelf.run("doctor", "--repair")
    assert "there is no sound one" in ended.out
    assert all_are_asked_unconditionally(shelf)
    check(shelf, before, ended)


@pytest.mark.parametrize("name", ["sqlite_schema", "body"])
def test_rows_that_sqlite_cannot_reach_are_read_from_their_pages(
    shelf: Shelf, before: dict[str, Known], name: str
) -> None:
    """The page above all others of a table is lost: without a backup, a feed or a kept file all is there."""
    shutil.rmtree(shelf.paths.backups)
    shutil.rmtree(shelf.paths.files)
    library = shelf.open()
    found = library.db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).get
    library.db.close()
    with shelf.db.open("r+b") as file:
        file.seek((int(str(found or 1)) - 1) * PAGE_SIZE)
        assert found is None or file.read(1) == b"\x05", "it is an interior page"
        file.seek((int(str(found or 1)) - 1) * PAGE_SIZE)
        file.write(random.Random(4).randbytes(PAGE_SIZE))
    ended = shelf.run("doctor", "--repair")
    assert known(shelf) == before, ended
    assert all_are_asked_unconditionally(shelf)


def test_what_is_lost_is_named(shelf: Shelf, before: dict[str, Known]) -> None:
    """A feed that lost an article cannot give it back: its mark stays, and its text is named as lost."""
    starred = next(one for one in before.values() if one.starred and one.title.startswith("Story"))
    shelf.db.write_bytes(b"")
    ended = shelf.run("doctor", "--repair")
    assert ended.code == 1
    [line] = [line for line in ended.out.splitlines() if line.endswith(f": {starred.title}")]
    assert line.startswith("! lost     the text of an article, until its feed brings it again")
    [report] = (shelf.paths.data / "damaged").glob("*/report.txt")
    assert starred.title in report.read_text()
    assert known(shelf)[starred.title].starred


def test_a_file_that_takes_too_long_to_read_is_left_and_the_backup_does(
    shelf: Shelf, before: dict[str, Known], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "LEAST_SECONDS", -1)
    monkeypatch.setattr(attempts, "SECONDS_EACH_MB", 0)
    headless(shelf)
    ended = shelf.run("doctor", "--repair")
    assert "saved    0 articles" in ended.out
    assert ended.code == 1
    check(shelf, before, ended)


def test_where_no_library_can_be_made_the_damaged_one_stays(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MEMORY", 64 << 20)
    headless(shelf)
    damaged = shelf.db.read_bytes()
    ended = shelf.run("doctor", "--repair")
    assert ended.code == 3
    assert "! library  it could not be repaired: " in ended.out
    assert shelf.db.read_bytes() == damaged
    assert not list(shelf.paths.data.glob("library.db.*"))


def test_a_newer_programs_library_is_not_repaired(shelf: Shelf) -> None:
    with shelf.db.open("r+b") as file:
        file.seek(60)
        file.write((schema.VERSION + 1).to_bytes(4))
    newer = shelf.db.read_bytes()
    ended = shelf.run("doctor", "--repair")
    assert ended.code == 3
    assert "was made by a newer newsreader" in ended.out
    assert shelf.db.read_bytes() == newer


def test_a_repair_of_a_sound_library_does_nothing(shelf: Shelf, before: dict[str, Known]) -> None:
    ended = shelf.run("doctor", "--repair")
    assert ended.code == 0, ended
    assert not (shelf.paths.data / "damaged").exists()
    assert "texts " not in ended.out
    assert known(shelf) == before


def test_a_flipped_bit_in_a_text_is_noticed(shelf: Shelf, before: dict[str, Known]) -> None:
    """SQLite finds nothing wrong with a text that says something else."""
    library = shelf.open()
    ids = {one.title: one.id for one in headlines.headlines(library.db, range(1, 100))}
    for title in ("Story 9", "Paper number 3"):
        other = f"SELECT packed FROM body WHERE article = {ids['Story 10']}"
        library.db.execute(f"UPDATE body SET packed = ({other}) WHERE article = {ids[title]}")
    library.db.close()
    ended = shelf.run("doctor", "--repair")
    assert "2 articles differ" in ended.out
    check(shelf, before, ended)


def test_a_repair_leaves_a_library_alone_that_a_screen_has_open(shelf: Shelf) -> None:
    script = "import sys; from reader.store.database.connection import open_store; from pathlib import Path\n"
    script += "db = open_store(Path(sys.argv[1])); db.execute('SELECT 1 FROM article').get; print('open')\n"
    script += "sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(shelf.db)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        with shelf.db.open("r+b") as file:
            file.seek(5 * PAGE_SIZE)
            file.write(bytes(PAGE_SIZE))
        damaged = shelf.db.read_bytes()
        ended = shelf.run("doctor", "--repair")
        assert ended.code == 3
        assert "is open in another newsreader: close that" in ended.out
        assert shelf.db.read_bytes() == damaged
        other.stdin.close()
    assert shelf.run("doctor", "--repair").code in (0, 1)


def test_two_repairs_at_once_are_one(shelf: Shelf, before: dict[str, Known]) -> None:
    with shelf.db.open("r+b") as file:
        file.write(random.Random(2).randbytes(PAGE_SIZE))
    both = [
        subprocess.Popen(shelf.command("doctor", "--repair"), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ended = [Ended(one.wait(), one.communicate()[0], "") for one in both]
    repaired = [one for one in ended if "repaired " in one.out]
    others = [one for one in ended if one not in repaired]
    assert repaired
    assert all(
        "another repair is under way" in one.out or "is open in another" in one.out or one.code == 0
        for one in others
    )
    assert len(list((shelf.paths.data / "damaged").iterdir())) == 1
    check(shelf, before, repaired[0])


STEPS = ("unlink", "replace", "link", "mkdir", "fsync", "rename")
"""What a repair asks of the file system, at each of which it may be killed."""

KILLED_AT = """
import os, sys
count, at = 0, int(sys.argv.pop(1))
def counted(name):
    whole = getattr(os, name)
    def step(*args, **named):
        global count
        count += 1
        if count == at:
            os._exit(9)
        return whole(*args, **named)
    setattr(os, name, step)
for name in {steps!r}:
    counted(name)
from reader.cli import run
code = run()
sys.exit(100 + code)
"""


def killed_at(shelf: Shelf, before: dict[str, Known], folder: Path, at: int) -> int:
    """Kill a repair at that change of the folder, and look at what the next does. Returns its exit code."""
    shutil.copytree(shelf.paths.data, folder)
    copy = Shelf(Paths(folder, shelf.paths.config), shelf.server)
    damaged = copy.db.read_bytes()
    script = [sys.executable, "-c", KILLED_AT.format(steps=STEPS), str(at)]
    words = [*script, *copy.command("doctor", "--repair")[3:]]
    code = subprocess.run(words, capture_output=True, check=False).returncode
    if code == 9:
        kept = [path.read_bytes() for path in folder.glob("damaged/*/library.db")]
        assert damaged in [copy.db.read_bytes(), *kept]
        ended = copy.run("doctor", "--repair")
        assert ended.code in (0, 1), (at, ended)
        assert "repaired " in ended.out
        assert {title: (one.starred, one.tags, one.read) for title, one in known(copy).items()} == {
            title: (one.starred, one.tags, one.read) for title, one in before.items()
        }
        assert not list(folder.glob("library.db.*"))
    shutil.rmtree(folder)
    return code


def headless(shelf: Shelf) -> None:
    with shelf.db.open("r+b") as file:
        file.write(random.Random(2).randbytes(PAGE_SIZE))


@pytest.mark.parametrize("answer", ["y", "n"])
def test_the_screen_asks_once_whether_a_damaged_library_is_repaired(shelf: Shelf, answer: str) -> None:
    headless(shelf)
    damaged = shelf.db.read_bytes()
    with Terminal(shelf.command(), os.environ) as terminal:
        terminal.wait_for("Repair it now? [y/N]")
        terminal.send(f"{answer}\r")
        if answer == "y":
            terminal.wait_for("Story 48")
        else:
            assert terminal.exit_code() == 3
            assert shelf.db.read_bytes() == damaged


@pytest.mark.parametrize("at", [10, 16])
def test_a_repair_that_is_killed_is_gone_on_with(
    shelf: Shelf, before: dict[str, Known], tmp_path: Path, at: int
) -> None:
    headless(shelf)
    assert killed_at(shelf, before, tmp_path / "killed", at) == 9


@pytest.mark.long(25)
def test_a_repair_that_is_killed_at_any_step_is_gone_on_with(
    shelf: Shelf, before: dict[str, Known], tmp_path: Path
) -> None:
    """At each of its changes to the folder; the damaged file is whole, and the next repair ends."""
    headless(shelf)
    at = 1
    while (code := killed_at(shelf, before, tmp_path / f"killed at {at}", at)) == 9:
        at += 1
    print(f"killed at {at - 1} places")
    assert code in (100, 101)
    assert at > 15


@pytest.mark.long(15)
@pytest.mark.parametrize("day", ["first", "later"])
def test_damage_at_many_places_of_a_library_of_a_thousand_articles(
    tmp_path: Path, server: ScriptedServer, day: str
) -> None:
    """50 are starred, 20 tagged, 32 from files; each round damages a copy at one place.

    On the first day there is no backup, so that what is cut off is lost for good.
    """
    whole = filled(tmp_path / "whole", server, feeds=10, each=97, files=32)
    assert whole.run("refresh").code == 0
    expected = known(whole)
    assert len(expected) == 1_000
    begun = 100 if day == "first" else 110
    for seed in range(begun, begun + many(10, 20)):
        folder = tmp_path / f"{seed}"
        shutil.copytree(whole.paths.data, folder)
        shelf = Shelf(Paths(folder, whole.paths.config), server)
        if day == "first":
            shutil.rmtree(shelf.paths.backups)
        words, started = harm(shelf.db, seed), time.monotonic()
        ended = shelf.run("doctor", "--repair")
        lost = sum(line.startswith("! lost") for line in ended.out.splitlines())
        print(f"{seed}: {words}: exit {ended.code}, {lost} named as lost, {time.monotonic() - started:.1f} s")
        if day == "first" and words.startswith("cut off"):
            assert ended.code == 1
            assert lost
        else:
            check(shelf, expected, ended)
        shutil.rmtree(folder)


def shows_when_mended(path: Path) -> bool:
    """Tell whether a file is found sound but for its search index, and that cannot be made anew in it."""
    try:
        db = open_store(path)
    except StoreError:
        return False
    try:
        found = checks.soundness(db, indexes=True)
        if found.file:
            return False
        list(rebuild.rebuild(db))
    except (StoreError, apsw.Error):
        return True
    finally:
        db.close()
    return False


@pytest.mark.long
def test_damage_that_shows_only_when_the_index_is_mended_is_repaired(
    tmp_path: Path, server: ScriptedServer
) -> None:
    whole = filled(tmp_path / "index", server, feeds=3, each=60, files=12)
    assert whole.run("refresh").code == 0
    before, tried = known(whole), 0
    for page in range(2, page_count(whole.db) + 1):
        copy = Shelf(Paths(tmp_path / f"{page}/data", tmp_path / "config.toml"), server)
        shutil.copytree(whole.paths.data, copy.paths.data)
        with copy.db.open("r+b") as file:
            file.seek((page - 1) * PAGE_SIZE)
            file.write(bytes(PAGE_SIZE))
        looked_at = tmp_path / f"{page}/looked-at.db"
        shutil.copy(copy.db, looked_at)
        if shows_when_mended(looked_at):
            tried += 1
            check(copy, before, copy.run("doctor", "--repair"))
    assert tried, "no page of this library is one of that kind"
