"""The command line as its users meet it: what it prints, what it keeps, and how it ends."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader import cli
from tests.command import Ended
from tests.samples import PAGE_WITH_FEED, PAGE_WITHOUT_FEED, SAVED_PAGE, item, rss
from tests.server import ScriptedServer, conditional, redirect, reply, running_server

HEADLINE_TYPES: dict[str, tuple[type, ...]] = {
    "id": (int,), "feed": (int, type(None)), "feed_title": (str,), "title": (str,), "link": (str, type(None)),
    "author": (str, type(None)), "published": (str, type(None)), "updated": (str, type(None)),
    "received": (str,), "read": (bool,), "starred": (bool,), "saved": (bool,), "tags": (list,),
    "words": (int,), "complete": (str,), "account": (str, type(None)),
}  # fmt: skip

FEED_NAMES = [
    "id", "url", "title", "site", "folder", "unread", "total", "status", "error", "last_ok", "last_checked",
    "next_due", "notice", "account",
]  # fmt: skip


Newsreader = Callable[..., Ended]


@pytest.fixture
def newsreader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Newsreader:
    """Runs `newsreader WORDS...` on the test's own library."""

    def run(*words: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["newsreader", "--data-dir", str(tmp_path / "data"), *words])
        capfd.readouterr()
        try:
            code = cli.run()
        except SystemExit as ended:  # click's own way out of shell completion
            code = int(ended.code or 0)
        sys.stdout.flush()
        return Ended(code, *capfd.readouterr())

    return run


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as running:
        yield running


@pytest.fixture
def subscribed(newsreader: Newsreader, server: ScriptedServer) -> str:
    """The URL of a feed of three articles that the library is subscribed to."""
    server.script("/news.xml", conditional(rss([item(n) for n in (3, 2, 1)]), '"three"'))
    assert newsreader("add", server.url("/news.xml")).code == 0
    return server.url("/news.xml")


def test_adding_a_feed_takes_one_request_and_keeps_its_articles(
    newsreader: Newsreader, server: ScriptedServer
) -> None:
    server.script("/news.xml", reply(rss([item(2), item(1)]), ETag='W/"a b"'))
    added = newsreader("add", server.url("/news.xml"), "--folder", "World/Asia", "--json")
    assert (added.code, added.err) == (0, "")
    [feed] = added.shapes
    assert list(feed) == FEED_NAMES
    assert (feed["title"], feed["folder"]) == ("Harbour Gazette", "World/Asia")
    assert (feed["unread"], feed["status"]) == (2, "ok")
    assert len(server.requests) == 1
    again = newsreader("add", server.url("/news.xml"), "--json")
    assert (again.code, again.shapes[0]["id"]) == (0, feed["id"])


def test_a_site_finds_its_feed_in_two_requests(newsreader: Newsreader, server: ScriptedServer) -> None:
    server.script("/", reply(PAGE_WITH_FEED, **{"Content-Type": "text/html"}))
    server.script("/news.xml", reply(rss([item(1)])))
    added = newsreader("add", server.url("/"), "--json")
    assert added.shapes[0]["url"] == server.url("/news.xml")
    assert [request.target for request in server.requests] == ["/", "/news.xml"]


def test_what_cannot_be_added_is_said_in_one_line_and_nothing_is_kept(
    newsreader: Newsreader, server: ScriptedServer
) -> None:
    server.script("/page", reply(PAGE_WITHOUT_FEED, **{"Content-Type": "text/html"}))
    server.script("/gone", reply(status=404))
    server.script("/loop", redirect("/loop"))
    bad = [server.url(path) for path in ("/page", "/gone", "/loop")]
    bad += ["http://127.0.0.1:9/", "file:///etc/passwd"]
    for url in bad:
        ended = newsreader("add", url)
        assert ended.code == 1
        assert ended.out == ""
        assert len(ended.err.splitlines()) == 1
        assert url in ended.err
    assert newsreader("feeds", "--json").shapes == []


def test_one_bad_address_does_not_keep_the_good_one_out(
    newsreader: Newsreader, server: ScriptedServer
) -> None:
    server.script("/news.xml", reply(rss([item(1)])))
    ended = newsreader("add", server.url("/none"), server.url("/news.xml"), "--json")
    assert ended.code == 1
    assert [feed["url"] for feed in ended.shapes] == [server.url("/news.xml")]


def test_without_a_network_the_address_is_subscribed_and_due(
    newsreader: Newsreader, server: ScriptedServer
) -> None:
    server.script("/news.xml", reply(rss([item(1)])))
    ended = newsreader("--offline", "add", server.url("/news.xml"), "--json")
    assert (ended.code, ended.shapes[0]["status"], server.requests) == (0, "never", [])
    done = {"done": True, "feeds": 1, "new": 1, "failed": 0, "accounts": 0}
    assert newsreader("refresh", "--json").shapes[-1] == done


def test_a_headline_has_its_stable_names_and_types(newsreader: Newsreader, subscribed: str) -> None:
    listed = newsreader("list", "--json").shapes
    assert [headline["title"] for headline in listed] == [f"Matter {n} is settled" for n in (3, 2, 1)]
    for headline in listed:
        assert list(headline) == list(HEADLINE_TYPES)
        for name, types in HEADLINE_TYPES.items():
            assert type(headline[name]) in types, name
    assert listed[0]["published"] == "2025-10-03T07:30:00Z"
    assert listed[0]["author"] == "Jo Doe"


def test_show_adds_the_article_and_where_each_fact_came_from(newsreader: Newsreader, subscribed: str) -> None:
    first = newsreader("list", "--json").shapes[0]
    shown = newsreader("show", str(first["id"]), "--json").shapes[0]
    assert {name: shown[name] for name in first} == first
    assert shown["text"] == "The harbour office told us about matter 3, and everybody listened."
    more = {"text", "markdown", "html", "links", "enclosures", "source", "gone", "highlights"}
    assert set(shown) - set(first) == more
    assert shown["source"]["title"]["value"] == first["title"]
    for form, mark in (
        ("text", "everybody"),
        ("markdown", "# Matter 3"),
        ("html", "<p>"),
        ("json", '"text"'),
    ):
        assert mark in newsreader("show", str(first["id"]), "--format", form).out


def test_an_id_that_cannot_be_found_or_read_is_named(newsreader: Newsreader, subscribed: str) -> None:
    for words in (["show", "99"], ["show", "x"], ["mark", "read", "1", "99"], ["delete", "one"]):
        ended = newsreader(*words)
        assert ended.code == 1
        assert f"newsreader: {words[-1]}: " in ended.err
    assert newsreader("list", "--unread", "--json").out.count("\n") == 2, "article 1 was marked all the same"


def test_refreshing_again_sends_the_validators_and_keeps_the_marks(
    newsreader: Newsreader, server: ScriptedServer, subscribed: str
) -> None:
    newsreader("mark", "star", "1")
    ended = newsreader("refresh", subscribed, "--json")
    assert ended.shapes[0] == {
        "feed": 1, "url": subscribed, "outcome": "unchanged", "new": 0, "changed": 0, "error": None,
    }  # fmt: skip
    assert server.asked("/news.xml")[-1].header("If-None-Match") == '"three"'
    assert [headline["id"] for headline in newsreader("list", "--starred", "--json").shapes] == [1]
    done = {"done": True, "feeds": 0, "new": 0, "failed": 0, "accounts": 0}
    assert newsreader("refresh", "--json").shapes == [done]


def test_a_feed_that_fails_is_named_and_keeps_what_it_had(
    newsreader: Newsreader, server: ScriptedServer, subscribed: str
) -> None:
    server.script("/news.xml", reply(b"oops", status=500))
    ended = newsreader("refresh", "Harbour", "--json")
    assert ended.code == 1
    assert ended.shapes[0]["outcome"] == "failed"
    assert "server error 500" in ended.err
    assert newsreader("unread").out == "3\n"
    assert newsreader("feeds", "--json").shapes[0]["error"] == "server error 500"


def test_marks_tags_and_deletion(newsreader: Newsreader, subscribed: str) -> None:
    assert newsreader("mark", "read", "1", "2").code == 0
    assert newsreader("unread").out == "1\n"
    assert newsreader("tag", "1", "2", "+later", "+sea").code == 0
    assert newsreader("tag", "2", "-later").code == 0
    tagged = newsreader("list", "--tag", "later", "--json").shapes
    assert [(headline["id"], sorted(headline["tags"])) for headline in tagged] == [(1, ["later", "sea"])]
    assert newsreader("delete", "3").code == 0
    newsreader("refresh", subscribed)
    assert [headline["id"] for headline in newsreader("list", "--json").shapes] == [2, 1]


def test_the_list_is_filtered_by_options_and_by_a_query(newsreader: Newsreader, subscribed: str) -> None:
    newsreader("mark", "read", "3")
    assert newsreader("list", "is:read", "--json").shapes[0]["id"] == 3
    assert len(newsreader("list", "feed:harbour is:unread", "--json").shapes) == 2
    assert len(newsreader("list", "--feed", "Harbour Gazette", "--limit", "1", "--json").shapes) == 1
    assert newsreader("list", "before:2025-10-02", "--json").shapes[0]["published"].startswith("2025-10-01")
    assert newsreader("list", "--feed", "nowhere").code == 1


def test_search_finds_words_of_the_text_with_a_snippet(newsreader: Newsreader, subscribed: str) -> None:
    hits = newsreader("search", "everybody", "--json").shapes
    assert len(hits) == 3
    assert set(hits[0]) - set(HEADLINE_TYPES) == {"snippet", "rank"}
    assert "everybody listened" in hits[0]["snippet"]
    assert newsreader("search", 'AND "( title:', "--json").code == 0


def test_a_saved_page_becomes_an_article_with_its_facts(newsreader: Newsreader, tmp_path: Path) -> None:
    path = tmp_path / "ferry.txt"
    path.write_text(SAVED_PAGE, encoding="utf-8")
    saved = newsreader("save", str(path), "--json").shapes[0]
    assert (saved["feed"], saved["feed_title"], saved["saved"]) == (None, "Harbour Gazette", True)
    shown = newsreader("show", str(saved["id"]), "--json").shapes[0]
    assert shown["title"] == "Ferry crews test the first electric crossing"
    assert shown["published"] == "2025-08-08T08:40:00Z", "09:40 of a summer's day in Lisbon"
    assert shown["source"]["captured"]["value"] == "2025-08-12"
    assert shown["source"]["file"]["value"] == str(path)
    assert shown["source"]["credit"]["value"] == "Port office"
    assert len(shown["text"].split("\n\n")) == 4
    assert newsreader("save", str(path), "--json").shapes[0]["id"] == saved["id"], (
        "the same file is one article"
    )
    assert len(newsreader("list", "--saved", "--json").shapes) == 1


def test_files_that_are_no_articles_are_named(newsreader: Newsreader, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a-empty.txt").touch()
    (folder / "b-picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "c-ferry.txt").write_text(SAVED_PAGE, encoding="utf-8")
    ended = newsreader("save", str(folder), str(tmp_path / "none.txt"), "--json")
    assert ended.code == 1
    assert len(ended.shapes) == 1
    assert [name for name in ("a-empty", "b-picture", "none.txt") if name in ended.err] == [
        "a-empty", "b-picture", "none.txt",
    ]  # fmt: skip
    assert len(ended.err.splitlines()) == 3


def test_corrections_win_over_what_was_found(newsreader: Newsreader, subscribed: str) -> None:
    assert newsreader("correct", "1", "--title", "Settled", "--published", "2025-09-30").code == 0
    shown = newsreader("show", "1", "--json").shapes[0]
    assert (shown["title"], shown["published"]) == ("Settled", "2025-09-30")
    assert newsreader("correct", "1").code == 2
    assert newsreader("correct", "1", "--published", "soon").code == 2


def test_subscriptions_leave_and_come_back(newsreader: Newsreader, subscribed: str, tmp_path: Path) -> None:
    assert newsreader("edit", "1", "--title", "My harbour", "--folder", "World/Coast").code == 0
    path = tmp_path / "out.opml"
    assert newsreader("export", "--opml", "-o", str(path)).code == 0
    assert newsreader("remove", "My harbour").code == 0
    assert newsreader("feeds", "--json").shapes == []
    back = newsreader("import", str(path), "--json").shapes[0]
    assert (back["url"], back["title"], back["folder"]) == (subscribed, "My harbour", "World/Coast")


def test_a_broken_opml_is_said_in_one_line(newsreader: Newsreader, tmp_path: Path) -> None:
    path = tmp_path / "broken.opml"
    path.write_bytes(b"<?xml version='1.0'?><opml version='2.0'><body><outline")
    ended = newsreader("import", str(path))
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (1, "", 1)


def test_everything_leaves_as_markdown_and_json(
    newsreader: Newsreader, subscribed: str, tmp_path: Path
) -> None:
    assert newsreader("export", "--markdown", str(tmp_path / "out")).code == 0
    assert len(list((tmp_path / "out").glob("*.md"))) == 3
    assert len(newsreader("export", "--json").shapes) == 3
    assert newsreader("export").code == 2


def test_unknown_words_end_with_2_and_name_the_nearest(newsreader: Newsreader) -> None:
    for words, hint in (
        (["lst"], '"list"'),
        (["list", "--unraed"], "--unread"),
        (["mark", "seen", "1"], "read"),
    ):
        ended = newsreader(*words)
        assert ended.code == 2
        assert hint in ended.err
        assert len(ended.err.splitlines()) == 1


def test_wrong_settings_end_with_2(newsreader: Newsreader, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("mesure = 80\ntheme = 'ink'\nbacklog = 'many'\n")
    ended = newsreader("--config", str(config), "list")
    assert ended.code == 2
    first, second = ended.err.splitlines()
    assert first == f'newsreader: {config}, line 1: there is no setting "mesure"; did you mean "measure"?'
    assert second.startswith(f'newsreader: {config}, line 3: "backlog" is a whole number')


def test_a_library_that_is_not_ours_ends_with_3(newsreader: Newsreader, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    library = tmp_path / "data" / "library.db"
    library.write_bytes(b"this is no database, it only lies where one should lie" * 20)
    before = library.read_bytes()
    ended = newsreader("list")
    assert ended.code == 3
    assert len(ended.err.splitlines()) == 1
    assert library.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_a_read_only_library_can_be_read_but_not_written(
    newsreader: Newsreader, subscribed: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    for path in (*data.iterdir(), data):
        path.chmod(path.stat().st_mode & 0o555)
    try:
        assert len(newsreader("list", "--json").shapes) == 3
        assert newsreader("search", "everybody").code == 0
        assert newsreader("mark", "read", "1").code == 3
    finally:
        data.chmod(0o755)


def test_the_doctor_finds_nothing_wrong_and_names_a_failing_feed(
    newsreader: Newsreader, server: ScriptedServer, subscribed: str
) -> None:
    assert newsreader("doctor").code == 0
    server.script("/news.xml", reply(status=404))
    newsreader("refresh", "1")
    ended = newsreader("doctor")
    assert ended.code == 3
    assert "not found" in ended.out


def test_the_doctor_names_an_inbox_that_is_not_there(newsreader: Newsreader, tmp_path: Path) -> None:
    inbox, config = tmp_path / "news", tmp_path / "config.toml"
    config.write_text(f"inbox = '{inbox}'\n")
    ended = newsreader("--config", str(config), "doctor")
    assert ended.code == 3
    assert f"inbox    {inbox} is no folder" in ended.out
    inbox.mkdir()
    assert newsreader("--config", str(config), "doctor").code == 0


def test_paths_are_told(newsreader: Newsreader, tmp_path: Path) -> None:
    lines = dict(line.split(maxsplit=1) for line in newsreader("paths").out.splitlines())
    assert set(lines) == {"data", "config", "cache", "log"}
    assert lines["data"] == str(tmp_path / "data")


def test_the_screen_needs_a_terminal(newsreader: Newsreader, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = newsreader()
    assert ended.code == 1
    assert "needs a terminal" in ended.err


def test_completion_is_offered(newsreader: Newsreader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_NEWSREADER_COMPLETE", "bash_source")
    assert "_newsreader_completion" in newsreader().out


def test_the_shell_completes_tags(
    newsreader: Newsreader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A note\n\nIt says that the ferries are late again this morning, as they were before.\n")
    identity = newsreader("save", str(note), "--json").shapes[0]["id"]
    newsreader("tag", str(identity), "+Boats", "+bridges", "+sea")
    monkeypatch.setenv("_NEWSREADER_COMPLETE", "bash_complete")

    def offered(*words: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", " ".join(("newsreader", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        return [line.partition(",")[2] for line in newsreader().out.splitlines() if line]

    places = ("--data-dir", str(tmp_path / "data"))
    assert offered(*places, "tag", "1", "+b") == ["+Boats", "+bridges"]
    assert offered(*places, "tag", "1", "-S") == ["-sea"]
    assert offered(*places, "list", "--tag", "bo") == ["Boats"]
    assert offered(*places, "tag", "1") == []
    assert offered("--data-dir", str(tmp_path / "none"), "list", "--tag", "b") == []
    assert not (tmp_path / "none").exists()


def test_files_in_the_inbox_become_articles_at_a_refresh(newsreader: Newsreader, tmp_path: Path) -> None:
    inbox, config = tmp_path / "inbox", tmp_path / "config.toml"
    inbox.mkdir()
    config.write_text(f"inbox = '{inbox}'\n")
    damaged = "---\ntitle: A lamp\nno key\n---\nThe lamp is lit.\n"
    for name, text in (("ferry.txt", SAVED_PAGE), ("empty.txt", ""), ("lamp.md", damaged)):
        (inbox / name).write_text(text, encoding="utf-8")
        os.utime(inbox / name, (1_700_000_000, 1_700_000_000))
    (inbox / "unfinished.txt").write_text(SAVED_PAGE.replace("eleven", "twelve"), encoding="utf-8")
    os.utime(inbox / "unfinished.txt", (4_000_000_000, 4_000_000_000))
    first = newsreader("--config", str(config), "refresh", "--json")
    assert (first.code, "empty.txt" in first.err) == (1, True)
    assert "lamp.md: kept, but its front matter is damaged in line 3" in first.err
    assert len(newsreader("list", "--saved", "--json").shapes) == 2
    assert newsreader("--config", str(config), "refresh", "--json").code == 0, "a bad file is named once"


def test_full_text_is_fetched_once_and_can_be_put_back(
    newsreader: Newsreader, server: ScriptedServer
) -> None:
    text = "<p>" + "The harbour office told everybody everything about it, at length. " * 12 + "</p>"
    page = f"<html><head><title>One</title></head><body><article>{text}</article></body></html>".encode()
    made = [
        item(n, body="An excerpt …").replace(f"https://harbour.example/{n}", server.url(f"/{n}"))
        for n in (1, 2)
    ]
    server.script("/feed", reply(rss(made)))
    server.script("/1", reply(page))
    newsreader("add", server.url("/feed"))
    ids = {shape["link"][-1]: str(shape["id"]) for shape in newsreader("list", "--json").shapes}

    trip = newsreader("fetch-all", "--json")
    assert trip.code == 1
    assert "not found" in trip.err
    *events, last = trip.shapes
    assert sorted((event["outcome"], event["number"], event["of"]) for event in events) == [
        ("failed", 1, 2), ("fetched", 2, 2),
    ]  # fmt: skip
    assert last == {"done": True, "articles": 2, "fetched": 1, "failed": 1}
    again = newsreader("fetch-all")
    assert (again.code, again.out) == (0, "0 of 0 fetched, 0 failed\n")

    assert newsreader("fulltext", ids["1"], "--json").shapes[0]["complete"] == "full"
    assert "everything about it" in newsreader("show", ids["1"], "--json").shapes[0]["text"]
    assert newsreader("fulltext", "--back", ids["1"]).code == 0
    assert newsreader("show", ids["1"], "--json").shapes[0]["text"] == "An excerpt …"
    assert len(server.asked("/1")) == 1


def test_a_feeds_pages_come_with_the_refresh(newsreader: Newsreader, server: ScriptedServer) -> None:
    text = "<p>" + "The harbour office told everybody everything about it, at length. " * 12 + "</p>"
    server.script("/1", reply(f"<html><body><article>{text}</article></body></html>".encode()))
    first = item(1, body="An excerpt …").replace("https://harbour.example/1", server.url("/1"))
    server.script("/feed", reply(rss([])), reply(rss([first])))
    newsreader("add", server.url("/feed"))
    assert newsreader("edit", "1", "--full-text", "always").code == 0
    assert "[full text: always]" in newsreader("feeds").out
    refreshed = newsreader("refresh", "1", "--json")
    assert [next(iter(shape)) for shape in refreshed.shapes] == ["feed", "done"]
    assert newsreader("list", "--json").shapes[0]["complete"] == "full"
    assert newsreader("edit", "1", "--full-text", "often").code == 2


def test_an_action_that_is_none_is_named_with_its_line(newsreader: Newsreader, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("measure = 80\n[keys]\nsstar = 'f9'\n")
    ended = newsreader("--config", str(config), "list")
    assert ended.code == 2
    assert 'line 3: there is no action "sstar"; did you mean "star"?' in ended.err
    config.write_text("[keys]\nstar = 'x'\n")
    ended = newsreader("--config", str(config), "list")
    assert ended.code == 2
    assert 'line 2: the key "x" is given to "star" and to "full_text"' in ended.err
    config.write_text("[keys]\nstar = 'f9'\n")
    assert newsreader("--config", str(config), "list").code == 0


def test_a_theme_that_is_none_is_named_with_its_line(newsreader: Newsreader, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("measure = 80\ntheme = 'papre'\n")
    ended = newsreader("--config", str(config), "list")
    assert ended.code == 2
    assert 'line 2: there is no theme "papre"; did you mean "paper"?' in ended.err
    for name in ("", "auto", "ink", "nord"):
        config.write_text(f"theme = '{name}'\n")
        assert newsreader("--config", str(config), "list").code == 0


def test_a_command_checks_the_keys_and_the_theme_without_textual(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("theme = 'ink'\n[keys]\nstar = 'f9'\n")
    program = """
import sys
from reader import cli
sys.argv = ["newsreader", "--data-dir", sys.argv[1], "--config", sys.argv[2], "unread"]
cli.run()
print("textual" in sys.modules, "reader.keys" in sys.modules)
"""
    words = [sys.executable, "-c", program, str(tmp_path / "data"), str(config)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "False", "True"]


def test_a_search_waits_for_nothing_that_it_does_not_need(subscribed: str, tmp_path: Path) -> None:
    own = () if sys.version_info >= (3, 12) else ("tempfile",)  # which later `importlib.resources` import
    late = (*own, "hashlib", "_hashlib", "platformdirs", "difflib", "secrets", "asyncio", "textual",
            "reader.store.articles", "reader.store.lists.matching", "reader.store.changes", "reader.sources",
            "reader.library.feeds", "reader.library.outcome")  # fmt: skip
    program = f"""
import sys
from reader import cli
sys.argv = ["newsreader", "--data-dir", sys.argv[1], "search", "the", "--json"]
cli.run()
print(*(name for name in sys.modules if name.startswith({late})), file=sys.stderr)
"""
    words = [sys.executable, "-c", program, str(tmp_path / "data")]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stderr == "\n"


def test_the_number_of_unread_articles_waits_for_nothing_that_changes_feeds(tmp_path: Path) -> None:
    late = ("reader.store.feeds.feeds", "reader.store.undo_changes", "reader.store.said")
    program = f"""
import sys
from reader import cli
sys.argv = ["newsreader", "--data-dir", sys.argv[1], "unread"]
cli.run()
print(*(name for name in sys.modules if name.startswith({late})))
"""
    words = [sys.executable, "-c", program, str(tmp_path / "data")]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == "0\n\n"


IMPATIENT = """
import os, signal, sys, weakref
from reader.cli import main

class Thing:
    pass

def interrupt(_):  # here Python loses exceptions, as it does amid an import
    os.kill(os.getpid(), signal.SIGINT)

class Interrupted:
    def find_spec(self, name, path, target=None):
        if name == module:
            thing = Thing()
            reference = weakref.ref(thing, interrupt)
            del thing

module, *sys.argv[1:] = sys.argv[1:]
sys.meta_path.insert(0, Interrupted())
signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it would be ignored
main()
"""
"""The program, interrupted when it begins to import a module."""


@pytest.mark.parametrize(
    "words",
    [("reader.config",), ("reader.ui",), ("click", "list"), ("reader.commands.refresh", "refresh")],
    ids=lambda words: words[0],
)
def test_ctrl_c_while_modules_are_imported_ends_at_once_and_silently(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", IMPATIENT, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_output_that_cannot_be_written_is_said(subscribed: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reader", "--data-dir", str(tmp_path / "data"), "list"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1, "newsreader: the output cannot be written: No space left on device\n",
    )  # fmt: skip


def test_a_command_leaves_no_journal_behind(newsreader: Newsreader, subscribed: str, tmp_path: Path) -> None:
    newsreader("mark", "read", "1")
    assert not list((tmp_path / "data").glob("library.db-wal"))
