"""Importing what other programs keep: newsboat's folder in any order, and files that are none of these."""

import itertools
import json
import os
from pathlib import Path

import pytest

from reader.store.database.connection import open_store
from tests.commands.conftest import Newsreader
from tests.newsboat import Item, make_cache
from tests.samples import SAVED_PAGE, item, rss
from tests.server import ScriptedServer, reply

ITEMS: list[Item] = [(n, 1, None, 0) for n in range(1, 27)] + [
    (27, 0, None, 0), (28, 1, "ab", 0), (29, 0, "Z", 0), (30, 0, None, 1),
]  # fmt: skip


@pytest.fixture
def newsboat(tmp_path: Path, server: ScriptedServer) -> Path:
    """A folder of newsboat's: a feed that the server has, one that was dropped, a query, and a command."""
    folder = tmp_path / "newsboat"
    folder.mkdir()
    url = server.url("/feed")
    lines = [
        f'{url} north sea "~My harbour"',
        'https://hidden.example/feed "!" quiet',
        '"query:Unread:unread = \\"yes\\" and tags # \\"north\\""',
        '"query:Odd:title =~ \\"a.*\\" or age < 3"',
        "exec:touch\\ /tmp/never tools",
    ]
    (folder / "urls").write_text("\n".join(lines), encoding="utf-8")
    feeds = [
        (url, "Harbour Gazette", ITEMS),
        ("https://dropped.example/feed", "Dropped", [(31, 1, None, 0), (32, 1, "k", 0)]),
    ]
    make_cache(folder / "cache.db", feeds)
    return folder


def marks(newsreader: Newsreader) -> list[tuple[str, bool, bool, list[str]]]:
    shapes = newsreader("list", "--json").shapes
    return sorted((one["title"], one["read"], one["starred"], one["tags"]) for one in shapes)


def check(newsreader: Newsreader, url: str) -> None:
    (harbour, hidden) = newsreader("feeds", "--json").shapes
    assert (harbour["title"], harbour["folder"], harbour["url"]) == ("My harbour", "north", url)
    assert (harbour["total"], harbour["unread"], hidden["folder"]) == (29, 27, "quiet")
    told = {title: rest for title, *rest in marks(newsreader)}
    assert told["Matter 1 is settled"] == [False, False, []]
    assert told["Matter 27 is settled"] == [True, False, []]
    assert told["Matter 28 is settled"] == [False, True, ["flag:a", "flag:b"]]
    assert told["Matter 29 is settled"] == [True, True, ["flag:Z"]]
    assert "Matter 30 is settled" not in told
    assert "Matter 31 is settled" not in told


def test_newsboats_folder_with_its_marks(
    newsreader: Newsreader, newsboat: Path, server: ScriptedServer
) -> None:
    before = {path.name: path.read_bytes() for path in newsboat.iterdir()}
    ended = newsreader("import", str(newsboat))
    assert ended.code == 0
    assert "32 articles" not in ended.out
    assert "31 articles, 31 of them new here: 3 read, 3 starred, 1 deleted" in ended.out
    check(newsreader, server.url("/feed"))
    told = {title for title, *_ in marks(newsreader)}
    assert "Matter 32 is settled" in told, "a flagged article of a feed that is no subscription"
    for words in (
        "exec:touch", "the query “Odd” says what no search here can", "no further tags: sea", "was hidden",
        "of Dropped only the flagged articles come",
    ):  # fmt: skip
        assert words in ended.err
    assert "is:unread folder:north" in ended.out
    assert {path.name: path.read_bytes() for path in newsboat.iterdir()} == before

    listed = marks(newsreader)
    again = newsreader("import", str(newsboat), "--json")
    assert again.shapes[-1] == {"articles": 31, "new": 0, "read": 3, "starred": 0, "deleted": 0}
    assert marks(newsreader) == listed
    assert newsreader("undo").code == 0, "all of it is one action"
    assert newsreader("list").out == ""
    assert newsreader("feeds").out == ""
    assert newsreader("undo").code == 1

    third = newsreader("import", str(newsboat), "--json")
    assert third.shapes[-1] == {"articles": 31, "new": 31, "read": 3, "starred": 3, "deleted": 1}
    assert marks(newsreader) == listed, "what was taken back comes back"
    assert newsreader("undo").code == 0
    assert (newsreader("list").out, newsreader("feeds").out) == ("", "")


@pytest.mark.parametrize("order", list(itertools.permutations(("urls", "cache.db", "refresh"))))
def test_any_order(
    newsreader: Newsreader, newsboat: Path, server: ScriptedServer, order: tuple[str, ...]
) -> None:
    """Also what a refresh has brought is known again, and what comes later is read as marked."""
    server.script("/feed", reply(rss([item(n) for n in range(30, 0, -1)])))
    url = server.url("/feed")
    for step in order:
        if step != "refresh":
            assert newsreader("import", str(newsboat / step)).code == 0
        elif newsreader("feeds").out:
            assert newsreader("refresh", "1").code == 0
        else:
            assert newsreader("add", url).code == 0
    titles = [title for title, *_ in marks(newsreader) if title < "Matter 31"]
    assert len(titles) == len(set(titles)), "no article is there twice"
    told = {title: rest for title, *rest in marks(newsreader)}
    assert told["Matter 28 is settled"][1:] == [True, ["flag:a", "flag:b"]]
    assert told["Matter 29 is settled"] == [True, True, ["flag:Z"]]
    assert "Matter 30 is settled" not in told
    harbour = next(feed for feed in newsreader("feeds", "--json").shapes if feed["url"] == url)
    assert (harbour["title"], harbour["folder"]) == ("My harbour", "north")


def test_a_refresh_after_it_marks_no_backlog_and_finds_all_known(
    newsreader: Newsreader, newsboat: Path, server: ScriptedServer
) -> None:
    server.script("/feed", reply(rss([item(n) for n in range(31, 0, -1)])))
    newsreader("import", str(newsboat))
    unread = newsreader("unread").out
    (event, *_) = newsreader("refresh", "1", "--json").shapes
    assert (event["outcome"], event["new"]) == ("new", 1), "only Matter 31 is new; 30 stays deleted"
    assert int(newsreader("unread").out) == int(unread) + 1


def test_a_list_that_was_taken_back_brings_its_articles_again(
    newsreader: Newsreader, server: ScriptedServer, tmp_path: Path
) -> None:
    outlines = ""
    for name in ("a", "b", "c"):
        server.script(f"/{name}", reply(rss([item(n, key=f"{name}{n}") for n in (2, 1)], title=name)))
        outlines += f'<outline text="{name}" xmlUrl="{server.url(f"/{name}")}"/>'
    (tmp_path / "list.opml").write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    newsreader("import", str(tmp_path / "list.opml"))
    newsreader("refresh")
    listed = marks(newsreader)
    assert len(listed) == 6
    assert newsreader("undo").code == 0
    assert (newsreader("list").out, newsreader("feeds").out) == ("", "")
    newsreader("import", str(tmp_path / "list.opml"))
    assert marks(newsreader) == listed


def test_an_export_that_was_taken_back_comes_again(newsreader: Newsreader, tmp_path: Path) -> None:
    export = tmp_path / "pinboard.json"
    export.write_text(
        json.dumps(
            [
                {"href": f"https://a.example/{n}", "description": f"Matter {n}", "extended": "All of it.",
                 "time": "2024-05-01T10:00:00Z", "toread": "yes", "shared": "no", "tags": "boats"}
                for n in (1, 2)
            ]
        ),
        encoding="utf-8",
    )  # fmt: skip
    newsreader("import", str(export))
    listed = marks(newsreader)
    assert len(listed) == 2
    assert newsreader("undo").code == 0
    assert newsreader("list").out == ""
    newsreader("import", str(export))
    assert marks(newsreader) == listed


def test_what_is_none_of_these_is_named_and_never_saved(newsreader: Newsreader, tmp_path: Path) -> None:
    files = {
        "passwd": "root:x:0:0:root:/root:/bin/sh\n", "ferry.txt": SAVED_PAGE, "empty": "",
        "page.html": "<html><body><p>Hello there.</p></body></html>", "noise.bin": "\x00\x01\x02" * 99,
        "other.db": "",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    db = open_store(tmp_path / "other.db.store")
    db.close()
    (tmp_path / "other.db").write_bytes((tmp_path / "other.db.store").read_bytes())
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    names = [*files, "pipe", "loop", "folder", "absent.opml"]
    ended = newsreader("import", *(str(tmp_path / name) for name in names))
    assert (ended.code, ended.out) == (1, "")
    lines = ended.err.splitlines()
    assert len(lines) == len(names)
    for name in names:
        assert any(f"/{name}: " in line for line in lines), name
    assert newsreader("list").out == ""


@pytest.mark.parametrize("name", ["9" * 5000, "(" * 300 + ".opml", "a/" * 3000])
def test_what_no_file_can_be_called_is_named(newsreader: Newsreader, name: str) -> None:
    ended = newsreader("import", name)
    assert (ended.code, ended.err.count("newsreader: ")) == (1, 1)
    assert "should not have" not in ended.err


def test_an_endless_view_in_a_cache_costs_a_moment(newsreader: Newsreader, tmp_path: Path) -> None:
    cache = tmp_path / "cache.db"
    make_cache(cache, [("https://a.example/f", "A", [(1, 1, None, 0)])])
    cache.write_bytes(cache.read_bytes()[:9_000])
    ended = newsreader("import", str(cache))
    assert ended.code == 1
    assert "its database cannot be read" in ended.err


def test_opml_of_entities_and_of_a_great_depth(newsreader: Newsreader, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.opml"
    bomb.write_text('<!DOCTYPE o [<!ENTITY a "aaaa">]><opml><body><outline text="&a;"/></body></opml>')
    deep = tmp_path / "deep.opml"
    leaf = '<outline text="f" xmlUrl="https://deep.example/feed"/>'
    deep.write_text(
        "<opml><body>" + '<outline text="x">' * 50_000 + leaf + "</outline>" * 50_000 + "</body></opml>"
    )
    ended = newsreader("import", "--json", str(bomb), str(deep))
    assert ended.code == 1
    assert "DOCTYPE" in ended.err
    assert [json.loads(line)["url"] for line in ended.out.splitlines()] == ["https://deep.example/feed"]
