"""Downloading what articles carry: whole, once, gone on with where it broke off."""

from pathlib import Path

import pytest

from reader.library.articles.enclosures import name_of
from tests.commands.conftest import Newsreader
from tests.samples import rss
from tests.server import Response, ScriptedServer, reply

SOUND = bytes(range(256)) * 400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(f"download_dir = '{tmp_path / 'pods'}'\n", encoding="utf-8")
    return tmp_path / "pods"


def podcast(newsreader: Newsreader, server: ScriptedServer, *files: str) -> None:
    """Subscribe to a feed with an article that carries files."""
    enclosures = "".join(f'<enclosure url="{server.url(file)}" type="audio/mpeg"/>' for file in files)
    entry = f"<item><title>Talk</title><guid>1</guid>{enclosures}</item>"
    server.script("/feed", reply(rss(entry)))
    assert newsreader("add", server.url("/feed")).code == 0


def test_a_file_is_downloaded_whole(newsreader: Newsreader, server: ScriptedServer, folder: Path) -> None:
    server.script("/talk%20one.mp3", reply(SOUND))
    podcast(newsreader, server, "/talk%20one.mp3")
    assert newsreader("download", "1").out == f"{folder / 'talk one.mp3'}\n"
    assert (folder / "talk one.mp3").read_bytes() == SOUND
    request = server.requests[-1]
    assert (request.header("Range"), request.header("Accept-Encoding")) == (None, "identity")
    assert newsreader("download", "1").code == 0  # what is there is never replaced
    assert sorted(path.name for path in folder.iterdir()) == ["talk one (2).mp3", "talk one.mp3"]


def cut(body: bytes, whole: int, status: int = 200, **headers: str) -> Response:
    """An answer that ends before it has sent all that it announced."""
    return reply(body, status, Content_Length=str(whole), **headers)


def test_what_broke_off_goes_on_where_it_ended(
    newsreader: Newsreader, server: ScriptedServer, folder: Path
) -> None:
    rest = f"bytes 5000-{len(SOUND) - 1}/{len(SOUND)}"
    server.script(
        "/talk.mp3",
        cut(SOUND[:5000], len(SOUND), ETag='"one"'),
        reply(SOUND[5000:], 206, ETag='"one"', Content_Range=rest),
    )
    podcast(newsreader, server, "/talk.mp3")
    assert newsreader("download", "1").code == 0
    assert (folder / "talk.mp3").read_bytes() == SOUND
    request = server.requests[-1]
    assert (request.header("Range"), request.header("If-Range")) == ("bytes=5000-", '"one"')


def test_another_version_begins_anew(newsreader: Newsreader, server: ScriptedServer, folder: Path) -> None:
    server.script("/talk.mp3", cut(b"old" * 99, len(SOUND), ETag='"one"'), reply(SOUND, ETag='"two"'))
    podcast(newsreader, server, "/talk.mp3")
    assert newsreader("download", "1").code == 0
    assert (folder / "talk.mp3").read_bytes() == SOUND


def test_a_part_that_was_not_asked_for_is_not_taken(
    newsreader: Newsreader, server: ScriptedServer, folder: Path
) -> None:
    other = reply(SOUND[90:], 206, Content_Range=f"bytes 90-{len(SOUND) - 1}/{len(SOUND)}")
    server.script("/talk.mp3", cut(SOUND[:5000], len(SOUND), ETag='"one"'), other)
    podcast(newsreader, server, "/talk.mp3")
    ended = newsreader("download", "1")
    assert ended.code == 1
    assert "another part" in ended.err
    assert list(folder.iterdir()) == []


def test_more_than_was_announced_is_not_taken(
    newsreader: Newsreader, server: ScriptedServer, folder: Path
) -> None:
    lies = reply(SOUND[5000:], 206, ETag='"one"', Content_Range=f"bytes 5000-5001/{5002}")
    server.script("/talk.mp3", cut(SOUND[:5000], len(SOUND), ETag='"one"'), lies)
    podcast(newsreader, server, "/talk.mp3")
    ended = newsreader("download", "1")
    assert ended.code == 1
    assert "more than it said" in ended.err
    assert list(folder.iterdir()) == []


def test_what_cannot_be_had_leaves_nothing(
    newsreader: Newsreader, server: ScriptedServer, folder: Path
) -> None:
    server.script("/gone.mp3", reply(status=404))
    podcast(newsreader, server, "/gone.mp3", "/short.mp3")
    server.script("/short.mp3", cut(SOUND[:9], len(SOUND)))
    ended = newsreader("download", "1")
    assert ended.code == 1
    assert "not found" in ended.err
    assert len(ended.err.splitlines()) == 2
    assert list(folder.iterdir()) == []


def test_only_one_of_several_is_downloaded(
    newsreader: Newsreader, server: ScriptedServer, folder: Path
) -> None:
    server.script("/a.mp3", reply(b"a"))
    server.script("/b.mp3", reply(b"bb"))
    podcast(newsreader, server, "/a.mp3", "/b.mp3")
    shapes = newsreader("download", "1", "--number", "2", "--json").shapes
    assert shapes[-1] == {"article": 1, "downloaded": 2, "total": 2, "file": str(folder / "b.mp3")}
    assert newsreader("download", "1", "--number", "3").code == 1
    assert [path.name for path in folder.iterdir()] == ["b.mp3"]


def test_a_file_on_a_private_host_of_another_origin_is_refused(
    newsreader: Newsreader, server: ScriptedServer, folder: Path
) -> None:
    url = server.url("/talk.mp3", host="127.0.0.2")
    server.script(
        "/feed", reply(rss(f"<item><title>Talk</title><guid>1</guid><enclosure url='{url}'/></item>"))
    )
    newsreader("add", server.url("/feed"))
    before = len(server.requests)
    ended = newsreader("download", "1")
    assert ended.code == 1
    assert "private address" in ended.err
    assert len(server.requests) == before


def test_a_folder_that_cannot_be_written_to_is_named(
    newsreader: Newsreader, server: ScriptedServer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "config.toml").write_text(f"download_dir = '{tmp_path / 'file'}'\n", encoding="utf-8")
    podcast(newsreader, server, "/talk.mp3")
    ended = newsreader("download", "1")
    assert ended.code == 1
    assert str(tmp_path / "file") in ended.err


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/talk.mp3?token=1", "talk.mp3"),
        ("https://a.example/", "download"),
        ("https://a.example/..", "download"),
        ("https://a.example/.bashrc", "bashrc"),
        ("https://a.example/a%2F..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("https://a.example/-rf.mp3", "rf.mp3"),
        ("https://a.example/%1b%5b2J%e5%8c%97.m4a", "2J北.m4a"),
        ("https://a.example/" + "x" * 999 + ".ogg", "x" * 120 + ".ogg"),
    ],
)
def test_names_are_harmless(url: str, name: str) -> None:
    assert name_of(url) == name
