"""Which files are saved, and how their bytes are kept."""

import os
import time
from pathlib import Path

import pytest

from reader.config import Settings
from reader.library.articles.inbox import unsaved_files
from reader.library.articles.save import expand, save, save_each
from reader.library.files import keep_file, kept_file, write_whole
from reader.library.given_files import read_file
from reader.library.library import Library
from reader.library.outcome import Problem
from reader.library.output.markdown_file import file_name
from reader.model import Headline
from tests.library.conftest import Clock
from tests.samples import SAVED_PAGE
from tests.server import ScriptedServer, loopback_addresses, reply


def test_a_saved_pages_own_files_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    for name in (
        "b.html",
        "b_files/ad.html",
        "a.txt",
        ".hidden",
        "deep/c.txt",
        "d_files/e.txt",
        ".git/config",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [
        str(Path(name).relative_to(tmp_path)) for name in expand([str(tmp_path)]) if isinstance(name, str)
    ]
    assert found == ["a.txt", "b.html", "d_files/e.txt", "deep/c.txt"]


def test_only_regular_files_of_a_bearable_size_are_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(3 * 1024**3)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, words in (
        (huge, "larger than"),
        (pipe, "a pipe, not a file"),
        (tmp_path / "no", "no such file"),
    ):
        with pytest.raises(OSError, match=words):
            read_file(path)


async def test_the_same_bytes_are_kept_once_and_make_one_article(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path, "one.txt", "two.txt")
    saved = [
        outcome async for outcome in save(library, [str(tmp_path / "one.txt"), str(tmp_path / "two.txt")])
    ]
    assert all(isinstance(outcome, Headline) for outcome in saved)
    assert len({outcome.id for outcome in saved if isinstance(outcome, Headline)}) == 1
    assert bytes_kept(library) == [SAVED_PAGE.encode()]


def write_pages(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text(SAVED_PAGE, encoding="utf-8")


def bytes_kept(library: Library) -> list[bytes]:
    return [path.read_bytes() for path in library.paths.files.rglob("*") if path.is_file()]


async def test_outcomes_come_in_the_order_given(library: Library, tmp_path: Path) -> None:
    names = [str(tmp_path / f"{number}.txt") for number in range(8)]
    write_pages(tmp_path, *(f"{number}.txt" for number in range(1, 8, 2)))
    outcomes = [outcome async for outcome in save(library, names)]
    assert [isinstance(outcome, Problem) for outcome in outcomes] == [True, False] * 4
    assert [outcome.subject for outcome in outcomes if isinstance(outcome, Problem)] == names[::2]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target, outside = tmp_path / "kept", tmp_path / "outside"
    outside.write_bytes(b"untouched")
    target.symlink_to(outside)
    write_whole(target, b"new")
    assert (target.read_bytes(), outside.read_bytes()) == (b"new", b"untouched")
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "file", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "outside"]


def test_kept_bytes_are_found_by_their_hash(library: Library) -> None:
    digest = keep_file(library.paths, b"bytes")
    assert kept_file(library.paths, digest).read_bytes() == b"bytes"


async def test_a_host_that_said_wait_is_not_asked_for_a_page(library: Library, clock: Clock) -> None:
    async with ScriptedServer(loopback_addresses(1)) as server:
        server.script("/page", reply(status=429, Retry_After="600"))
        page = server.url("/page")
        for _ in range(2):
            assert [type(outcome) async for outcome in save(library, [page])] == [Problem]
        assert len(server.requests) == 1, "the second save asks nothing"
        clock.now += 601
        text = "The ferry sailed on past the lighthouse, and the gulls were counted once more. " * 20
        html = f"<html><title>A page</title><article><h1>A page</h1><p>{text}</p></article></html>"
        server.script("/page", reply(html.encode()))
        assert [type(outcome) async for outcome in save(library, [page])] == [Headline]


@pytest.mark.parametrize(
    "title",
    ["../../etc/passwd", "..", "", "-rf", ".bashrc", "a/b\\c", "x" * 300, "🦊" * 300, "nul\0 line\nbreak"],
)
def test_no_title_leads_out_of_the_folder(title: str) -> None:
    headline = Headline(
        id=7, feed=1, feed_title="", title=title, link=None, author=None, published=None, updated=None,
        received=0, read=False, starred=False, saved=False, tags=(), words=0, complete="full",
    )  # fmt: skip
    name = file_name(headline)
    assert Path(name).name == name
    assert name.endswith("-7.md")
    assert not name.startswith((".", "-"))
    assert len(name.encode()) <= 140


async def test_only_a_file_itself_is_taken_from_the_inbox(library: Library, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_pages(inbox, "page.txt")
    secret = tmp_path / "secret.txt"
    secret.write_text("root:x:0:0:the canary sits in the file of passwords", encoding="utf-8")
    (inbox / "link.txt").symlink_to(secret)
    (inbox / "folder").symlink_to(tmp_path)
    os.mkfifo(inbox / "pipe.txt")
    (inbox / "null.txt").symlink_to("/dev/zero")
    found = unsaved_files(library.db, Settings(inbox=str(inbox)), time.time() + 60)
    assert [Path(name).name for name in found] == ["page.txt"]
    # A link that has taken the file's place since is not followed either.
    (inbox / "page.txt").unlink()
    (inbox / "page.txt").symlink_to(secret)
    outcomes = [outcome async for some in save_each(library, found, links=False) for outcome in some]
    assert [str(outcome) for outcome in outcomes] == [f"{inbox / 'page.txt'}: this is a link, not a file"]


async def test_a_link_that_the_reader_names_is_followed(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path, "page.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "page.txt")
    [outcome] = [outcome async for outcome in save(library, [str(tmp_path / "link.txt")])]
    assert isinstance(outcome, Headline)
