"""Passwords and tokens in addresses: asked with, kept, and shown to nobody who did not ask for them."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.store.database.connection import open_store
from tests.commands.conftest import Newsreader
from tests.samples import item, rss
from tests.server import ScriptedServer, reply

CANARY = "c4nary-in-the-mine"

ADDRESSES = [
    "http://joe:{}@127.0.0.1:9/", "http://{}@127.0.0.1:9/", "joe:{}@127.0.0.1:9", "feed://joe:{}@127.0.0.1:9/",
    "http://joe:{}/x@127.0.0.1:9/", "http://joe:{} x@127.0.0.1:9/", "http:/joe:{}@127.0.0.1:9", "ftp://joe:{}@h.example/",
    "http://127.0.0.1:9/feed?token={}", "http://127.0.0.1:9/?a=b&API_KEY={}", "http://127.0.0.1:9/?x-amz-signature={}",
    "http://127.0.0.1:9/?u=http%3A%2F%2Fjoe%3A{}%40h.example", "javascript://joe:{}@h.example/", "http://joe:{}@[::1/",
]  # fmt: skip
"""Addresses with a secret, sound and damaged."""


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_secret_in_a_typed_address_is_never_printed(newsreader: Newsreader, address: str) -> None:
    typed = address.format(CANARY)
    for words in (
        ["add"],
        ["add", "--json"],
        ["save"],
        ["edit", "none", "--url"],
        ["refresh"],
        ["remove"],
        ["import"],
        [],
        ["list", "--limit"],
        ["show"],
    ):
        ended = newsreader(*words, typed)
        assert ended.code != 0
        assert CANARY not in ended.out + ended.err


def private_feed(newsreader: Newsreader, server: ScriptedServer) -> str:
    """Subscribe to a feed whose address has a token, and whose articles lead to addresses with it."""
    address = server.url(f"/feed?token={CANARY}", user="joe:pa55word")
    entry = item(1).replace("https://harbour.example/1", f"https://harbour.example/1?key={CANARY}")
    server.script(f"/feed?token={CANARY}", reply(rss([entry])), reply(status=500))
    assert newsreader("add", address).code == 0
    return address


def test_a_feeds_secrets_are_in_nothing_that_is_printed_logged_or_exported(
    newsreader: Newsreader, server: ScriptedServer, tmp_path: Path
) -> None:
    address = private_feed(newsreader, server)
    assert newsreader("add", address).code == 0
    commands = [
        ["add", address], ["feeds"], ["list"], ["search", "matter"], ["show", "1"], ["refresh", "1"],
        ["edit", "1", "--pause"], ["edit", "1", "--resume"], ["edit", "1", "--find"], ["export", "--opml"],
        ["export"], ["doctor"], ["undo", "--list"], ["refresh", "nothing"], ["show", "1", "--format", "html"],
    ]  # fmt: skip
    for words in commands:
        for form in ([], ["--json"]):
            ended = newsreader(*words, *form)
            for secret in (CANARY, "pa55word"):
                assert secret not in ended.out + ended.err, words
    assert newsreader("export", "--markdown", str(tmp_path / "out")).code == 0
    for file in [*(tmp_path / "out").iterdir(), *tmp_path.glob("data/*.log")]:
        assert CANARY not in file.read_text(encoding="utf-8")


def test_secrets_are_shown_whole_to_those_who_ask(newsreader: Newsreader, server: ScriptedServer) -> None:
    address = private_feed(newsreader, server)
    assert newsreader("feeds", "--json", "--secrets").shapes[0]["url"] == address
    assert address in newsreader("feeds", "--secrets").out
    assert CANARY in newsreader("export", "--json", "--secrets").shapes[0]["link"]
    opml = newsreader("export", "--opml", "--secrets")
    assert (address in opml.out, opml.err) == (True, "")
    cut = newsreader("export", "--opml")
    assert "token=***" in cut.out
    assert cut.err == (
        "newsreader: 1 address was cut, to leave out passwords and tokens; --secrets keeps them whole\n"
    )


def test_a_hidden_address_names_its_feed(newsreader: Newsreader, server: ScriptedServer) -> None:
    address = private_feed(newsreader, server)
    [feed] = newsreader("feeds", "--json").shapes
    assert feed["url"] == server.url("/feed?token=***")
    for name in (feed["url"], address):
        assert newsreader("edit", name, "--folder", name[-3:].strip("*") or "F").code == 0
    assert newsreader("list", f"feed:{feed['url']}", "--json").shapes[0]["feed"] == feed["id"]


def test_a_title_that_is_an_address_hides_its_secrets_too(newsreader: Newsreader, tmp_path: Path) -> None:
    address = f"http://joe:{CANARY}@h.example/?token={CANARY}"
    file = tmp_path / "feeds.opml"
    file.write_text(
        f'<opml><body><outline text="{address}" xmlUrl="{address}"/></body></opml>', encoding="utf-8"
    )
    imported = newsreader("import", str(file))
    assert imported.code == 0
    printed = imported.out + newsreader("feeds", "--json").out + newsreader("export", "--opml").out
    assert CANARY not in printed
    assert newsreader("feeds", "--json").shapes[0]["title"] == "http://h.example/?token=***"


def test_the_daily_backup_keeps_addresses_whole(
    newsreader: Newsreader, server: ScriptedServer, tmp_path: Path
) -> None:
    address = private_feed(newsreader, server)
    assert newsreader("refresh").code == 0
    [backup] = (tmp_path / "data" / "backups").glob("*.opml")
    assert address in backup.read_text(encoding="utf-8")
    assert backup.stat().st_mode & 0o777 == 0o600


def test_an_unexpected_error_is_logged_without_secrets(
    newsreader: Newsreader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: object, **options: object) -> None:
        raise ValueError(f"http://joe:{CANARY}@h.example/ and http://h.example/?token={CANARY}")

    monkeypatch.setattr("reader.commands.feeds.subscriptions.feeds", broken)
    ended = newsreader("feeds")
    assert (ended.code, ended.out) == (1, "")
    log = (tmp_path / "data" / "newsreader.log").read_text(encoding="utf-8")
    assert "http://h.example/ and http://h.example/?token=***" in log
    assert CANARY not in log + ended.err


HOSTS = '[hosts."h.example"]\nuser = "joe"\npassword = "x"\n'


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        (HOSTS, 0o644, True),
        (HOSTS, 0o640, True),
        (HOSTS, 0o600, False),
        ('[hosts."h.example"]\nheaders = {"X-Key" = "k"}\n', 0o604, True),
        ("proxy = 'http://joe:x@127.0.0.1:1'\n", 0o644, True),
        ("measure = 80\n", 0o644, False),
    ],
)
def test_settings_with_passwords_that_others_can_read_draw_one_sentence(
    newsreader: Newsreader, tmp_path: Path, text: str, mode: int, told: bool
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(text, encoding="utf-8")
    config.chmod(mode)
    ended = newsreader("list")
    assert ended.code == 0
    sentence = (
        f"newsreader: {config} has passwords in it and can be read by others: `chmod 600` makes it yours\n"
    )
    assert ended.err == (sentence if told else "")


def test_an_exported_file_is_its_owners_alone_and_a_pipe_is_written_to(
    newsreader: Newsreader, server: ScriptedServer, tmp_path: Path
) -> None:
    private_feed(newsreader, server)
    file, pipe = tmp_path / "feeds.opml", tmp_path / "pipe"
    old = os.umask(0)
    try:
        assert newsreader("export", "--opml", "--secrets", "-o", str(file)).code == 0
    finally:
        os.umask(old)
    assert file.stat().st_mode & 0o777 == 0o600
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        assert newsreader("export", "--opml", "--secrets", "-o", str(pipe)).code == 0
        assert read.result().startswith(b"<?xml")
    assert pipe.is_fifo()


@pytest.mark.parametrize("form", ["--epub", "--library"])
def test_no_file_takes_the_place_of_a_pipe_or_a_device(
    newsreader: Newsreader, server: ScriptedServer, tmp_path: Path, form: str
) -> None:
    private_feed(newsreader, server)
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writing = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        assert newsreader("export", form, str(pipe)).code == 0
        assert len(os.read(reading, 1 << 16)) > 100
        assert newsreader("export", form, f"/dev/fd/{writing}").code == 0
    finally:
        os.close(reading)
        os.close(writing)
    assert pipe.is_fifo()
    assert file.stat().st_size > 100


CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

HOSTILE = "\x1b]0;x\x07\x9b2J\x9d\x7f\u202e\r"
"""Text that retitles and clears a terminal and turns it around."""


@pytest.mark.parametrize(
    "words",
    [
        ["show"], ["refresh"], ["feeds"], ["save"], ["import"], ["add"], ["remove"], ["list", "--feed"],
        ["tag", "1"], ["edit"], ["mark"], ["mark", "read"], ["delete"], ["correct"], ["fulltext"],
        ["export", "--json", "-o"], ["list", "--limit"], ["show", "1", "--format"], ["edit", "1", "--url"],
        [], ["list", "is:"], ["undo"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "--", "--json=", "-", "is:"])
def test_what_was_typed_is_echoed_without_controls(
    newsreader: Newsreader, tmp_path: Path, words: list[str], prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = newsreader(*words, f"{prefix}{HOSTILE}none")
    assert not CONTROLS.search(ended.err + ended.out)


def test_hostile_text_in_the_store_itself_is_printed_without_controls(
    newsreader: Newsreader, server: ScriptedServer, tmp_path: Path
) -> None:
    server.script("/feed", reply(rss([item(1)])))
    assert newsreader("add", server.url("/feed")).code == 0
    db = open_store(tmp_path / "data" / "library.db")
    with db:
        db.execute("UPDATE article SET title = ?1, link = ?1, author = ?1, site = ?1", (HOSTILE,))
        db.execute("UPDATE feed SET title = ?1, name = ?1, folder = ?1, site = ?1, error = ?1", (HOSTILE,))
    db.close()
    for words in (
        ["list"], ["feeds"], ["show", "1"], ["show", "1", "--format", "markdown"], ["search", "matter"],
        ["show", "1", "--format", "html"], ["export", "--opml"], ["export", "--json"], ["doctor"],
    ):  # fmt: skip
        for form in ([], ["--json"]):
            ended = newsreader(*words, *form)
            assert not CONTROLS.search(ended.err + ended.out), words
    assert newsreader("list", "--json").shapes[0]["title"] == HOSTILE
    assert newsreader("export", "--markdown", str(tmp_path / "out")).code == 0
    [file] = (tmp_path / "out").iterdir()
    assert not CONTROLS.search(file.name + file.read_text(encoding="utf-8"))
