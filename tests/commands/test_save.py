"""`newsreader save` with many files, with damaged ones, and when it is stopped amid them."""

import contextlib
import gzip
import io
import json
import os
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.library.articles.save import expand
from reader.library.given_files import LARGEST
from reader.library.outcome import Problem
from tests.command import Ended
from tests.terminal import Terminal

NOBODY = 65_534
TEXT = "The lamp on the quay burns every evening, and nobody has asked why it does so in summer as well."


@dataclass(frozen=True)
class Shelf:
    """A folder of files, and the program that saves it into a library beside it."""

    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "reader", "--data-dir", str(self.folder / "data"), *words]

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *words: str) -> Ended:
        ended = subprocess.run(self.command(*words), capture_output=True, check=False, timeout=60)
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def save(self, *words: str) -> Ended:
        return self.run("save", str(self.files), *words)

    def titles(self) -> list[str]:
        listed = self.run("list", "--saved", "--json").out.splitlines()
        return sorted(json.loads(line)["title"] for line in listed)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.write("good.txt", article("Good"))
    return shelf


def article(title: str) -> str:
    return f"{title} evening at the harbour\n\n{TEXT}\n\n{TEXT[:60]} again.\n"


def page(title: str, head: str = "") -> str:
    body = "".join(f"<p>{TEXT} {number}</p>" for number in range(9))
    return f"<html><head><title>{title}</title>{head}</head><body><article>{body}</article></body></html>"


def zipped(*members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def book(chapter: bytes) -> bytes:
    """An EPUB of one chapter."""
    container = b'<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    package = (
        b'<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        b'<spine><itemref idref="a"/></spine></package>'
    )
    return zipped(
        ("mimetype", b"application/epub+zip"), ("META-INF/container.xml", container), ("c.opf", package),
        ("a.xhtml", chapter),
    )  # fmt: skip


LINKED_DATA = '<script type="application/ld+json">'
RESPONSE = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"


def unusable() -> list[tuple[str, bytes, str]]:
    """Return files that no article can be made of: the name, the content, and what is said of it."""
    bomb = bytes(300 << 20)
    return [
        ("x.html", b"", "The file is empty."),
        ("x.txt", b" \n\t\n", "The file is empty."),
        ("x.html", page("Cut")[:40].encode(), "The page has no text in it."),
        ("x.html", b"<html><head><title>Only a title</title></head><body></body>", "has no text in it"),
        ("x.html", os.urandom(50) + bytes(50), "It is a binary file, not an article."),
        ("x.txt", bytes(range(256)) * 9, "It is a binary file, not an article."),
        ("x.epub", book(bomb), "unpacks to far more than an article"),
        ("x.zip", zipped(("a.html", bomb)), "ZIP archive without an article"),
        ("x.zip", zipped(("b.zip", zipped(("c.zip", bomb)))), "ZIP archive without an article"),
        ("x.docx", zipped(("word/document.xml", bomb)), "It is a Word document, not an article."),
        ("x.epub", book(b"")[:200], "The archive is damaged."),
        ("x.warc.gz", gzip.compress(RESPONSE % len(bomb) + bomb), "unpacks to far more than articles"),
        ("x.warc.gz", gzip.compress(gzip.compress(bomb)), "compressed file without a web archive"),
        ("x.csv", b"name,age\nIda,7\n", "no column of addresses, as url or link, but name, age."),
        ("x.csv", b"title,url\nThe lamp,nowhere\n", "The export holds no addresses."),
        ("x.json", b'{"a": ', "The JSON is damaged."),
        ("x.pdf", b"%PDF-1.4 rubbish", "The PDF is damaged"),
        ("x.enex", b"<?xml version='1.0'?><en-export><note>", "The file's XML is damaged."),
        ("x.mht", b"From: <Saved by x>\nSnapshot-Content-Location: http://x.example\n\n", "no web page"),
    ]  # fmt: skip


def test_an_unusable_file_is_named_and_the_others_are_kept(shelf: Shelf) -> None:
    reasons = {
        str(shelf.write(f"{number:02}-{name}", content)): reason
        for number, (name, content, reason) in enumerate(unusable())
    }
    ended = shelf.save()
    assert ended.code == 1
    told = dict(line.removeprefix("newsreader: ").split(": ", 1) for line in ended.err.splitlines())
    assert told.keys() == reasons.keys()
    for path, reason in reasons.items():
        assert reason in told[path], path
    assert shelf.titles() == ["Good evening at the harbour"]


def test_what_is_no_file_is_named_too(shelf: Shelf) -> None:
    os.mkfifo(shelf.files / "pipe.html")
    (shelf.files / "device.txt").symlink_to("/dev/zero")
    (shelf.files / "nothing.html").symlink_to("none.html")
    (shelf.files / "itself").symlink_to("itself")
    (shelf.files / "deep").mkdir()
    (shelf.files / "deep" / "back").symlink_to(shelf.files)
    with (shelf.files / "huge.html").open("wb") as huge:
        huge.truncate(2 << 30)
    with socket.socket(socket.AF_UNIX) as listening:
        with contextlib.chdir(shelf.files):  # the whole path may be longer than a socket's may be
            listening.bind("socket")
        ended = shelf.save()
    assert ended.code == 1
    told = dict(
        line.removeprefix(f"newsreader: {shelf.files}/").split(": ") for line in ended.err.splitlines()
    )
    assert told == {
        "pipe.html": "this is a pipe, not a file",
        "device.txt": "this is a device, not a file",
        "socket": "this is a socket, not a file",
        "nothing.html": "it is a link to nothing",
        "itself": "it is a link that leads back to itself",
        "deep/back": "a link to a folder is not followed",
        "huge.html": f"it is larger than {LARGEST >> 20} MB",
    }
    assert shelf.titles() == ["Good evening at the harbour"]


def test_an_empty_folder_is_named(shelf: Shelf) -> None:
    (shelf.folder / "empty").mkdir()
    ended = shelf.run("save", str(shelf.folder / "empty"), str(shelf.files / "good.txt"))
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "empty: there are no files in this folder" in ended.err
    assert len(shelf.titles()) == 1


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("x.html", page("The lamp", f"{LINKED_DATA}{{'a': b}}</script>"), "its JSON-LD is damaged"),
        ("x.md", f"---\ntitle: The lamp\n: oh\n---\n\n{TEXT}\n", "its front matter is damaged in line 3"),
        ("x.md", f"---\ntitle: [Lamp\n---\n\n# The lamp\n\n{TEXT}\n", "its front matter is damaged"),
        ("x.md", f"---\nauthor: Ida\n\n# The lamp\n\n{TEXT}\n", "its front matter has no end"),
    ],
    ids=["linked data", "a line", "a value", "no end"],
)  # fmt: skip
def test_a_readable_file_is_kept_and_what_is_damaged_is_said(
    shelf: Shelf, name: str, content: str, what: str
) -> None:
    path = shelf.write(name, content)
    ended = shelf.save()
    assert ended.code == 1
    assert ended.err.startswith(f"newsreader: {path}: kept, but {what}")
    assert shelf.titles() == ["Good evening at the harbour", "The lamp"]


def test_whole_front_matter_is_no_reason_to_say_anything(shelf: Shelf) -> None:
    shelf.write("x.md", f'---\ntitle: "Best" of [2024]\ntags:\n  - a\n- b\n# c\n---\n\n{TEXT}\n---\n')
    assert shelf.save().err == ""


def test_any_name_is_read_and_shown(shelf: Shelf) -> None:
    shelf.write("new\nline.txt", article("First"))
    place = os.fsencode(shelf.files)
    Path(os.fsdecode(place + b"/latin\xe9.txt")).write_text(article("Second"))
    Path(os.fsdecode(place + b"/empty\xff\n\x1b[31m.html")).touch()
    ended = shelf.save("--json")
    assert ended.code == 1
    assert [line.split("/")[-1] for line in ended.err.splitlines()] == [
        "empty� [31m.html: The file is empty."
    ]
    shown = [
        json.loads(shelf.run("show", str(json.loads(line)["id"]), "--json").out)
        for line in ended.out.splitlines()
    ]
    names = sorted(each["source"]["file"]["value"].rpartition("/")[2] for each in shown)
    assert names == ["good.txt", "latin�.txt", "new line.txt"]


@contextmanager
def powerless(folder: Path) -> Iterator[None]:
    """Without the rights of the superuser, whom nothing is forbidden, but able to reach the folder."""
    if os.geteuid() != 0:
        yield
        return
    for place in (folder, *folder.parents):
        place.chmod(place.stat().st_mode | 0o055)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_is_closed_is_named(shelf: Shelf) -> None:
    shelf.write("closed/x.txt", article("Hidden"))
    (shelf.files / "closed").chmod(0)
    try:
        with powerless(shelf.files):
            found = list(expand([str(shelf.files)]))
    finally:
        (shelf.files / "closed").chmod(0o700)
    assert found == [
        str(shelf.files / "good.txt"),
        Problem(str(shelf.files / "closed"), "the folder cannot be opened: Permission denied"),
    ]


def test_ten_thousand_files_are_found(shelf: Shelf) -> None:
    for number in range(9_999):
        (shelf.files / f"{number:05}.txt").touch()
    assert len(list(expand([str(shelf.files)]))) == 10_000


@pytest.mark.long
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_stopping_keeps_what_was_read_and_going_on_adds_nothing_twice(
    shelf: Shelf, ending: signal.Signals
) -> None:
    for number in range(120):
        shelf.write(f"{number:03}.txt", article(f"Number {number:03}"))
    process = subprocess.Popen(
        shelf.command("save", str(shelf.files)),
        stdout=subprocess.PIPE,
        # Where the tests run in the background, Ctrl-C is ignored, and a program inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    for _ in range(40):
        process.stdout.readline()
    process.send_signal(ending)
    process.communicate()
    assert process.returncode == (-signal.SIGKILL if ending == signal.SIGKILL else 130)
    kept = shelf.titles()
    assert 40 <= len(kept) <= 121
    assert shelf.save().code == 0
    again = shelf.titles()
    assert len(again) == len(set(again)) == 121
    assert set(kept) <= set(again)


@pytest.mark.parametrize(("columns", "bar"), [(100, True), (40, False)])
def test_a_terminal_shows_how_far_it_is(shelf: Shelf, columns: int, bar: bool) -> None:
    shelf.write("bad.html", "")
    words = shelf.command("save", str(shelf.files))
    with Terminal(["sh", "-c", '"$@" >/dev/null', "sh", *words], os.environ, columns, 10) as terminal:
        terminal.wait_for("2 of 2, 1 failed")
        assert terminal.exit_code() == 1
        assert ("[####" in terminal.text) is bar
        assert "bad.html: The file is empty." in terminal.text.replace("\n", "")


def test_only_a_terminal_shows_it_and_never_with_json(shelf: Shelf) -> None:
    shelf.write("bad.html", "")
    assert "2 of 2" not in shelf.save().err
    words = shelf.command("save", "--json", str(shelf.files))
    with Terminal(["sh", "-c", '"$@" >/dev/null', "sh", *words], os.environ, 100, 10) as terminal:
        assert terminal.exit_code() == 1
        assert " of " not in terminal.text
