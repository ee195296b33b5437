"""The commands `account ...` and `sync` as a person meets them: what goes wrong is one sentence."""

import io
import shlex
import stat
import sys
from pathlib import Path

import pytest

from reader.document.passages import Passage
from reader.library.accounts.manage import is_open_to_listeners
from reader.store.accounts import accounts
from reader.store.articles.missing import doubt
from reader.store.database.connection import open_store
from reader.store.notes import notes
from tests.commands.conftest import PASSWORD, Newsreader
from tests.samples import item, rss
from tests.server import ScriptedServer, reply
from tests.servers.greader import FakeReader
from tests.servers.model import WebFeed
from tests.servers.profiles import FRESHRSS
from tests.servers.wire import Answer, Asked


def test_three_commands_to_the_unread_list(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    assert add(there.root, "--name", "home", "--json").shapes == [
        {
            "name": "home", "kind": "greader", "url": there.root, "user": "alice", "feeds": 0, "unread": 0,
            "waiting": 0, "status": "never", "error": None, "last_sync": None, "next_due": None, "tags": True,
            "feeds_editable": True, "clock_skew": None,
        }
    ]  # fmt: skip
    [line, done] = newsreader("sync", "--json").shapes
    assert line == {
        "account": "home", "outcome": "synced", "sent": 0, "new": 3, "changed": 0, "waiting": 0,
        "error": None, "until": None,
    }  # fmt: skip
    assert done == {"done": True, "accounts": 1, "sent": 0, "new": 3, "failed": 0}
    listed = newsreader("list", "--unread", "account:home", "--json").shapes
    assert [one["account"] for one in listed] == ["home"] * 3
    assert [one["account"] for one in newsreader("feeds", "--json").shapes] == ["home"]
    assert newsreader("show", str(listed[0]["id"]), "--json").shapes[0]["gone"] is False


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("password", "refuses the user or the password"),
        ("switched off", "API is switched off or busy (503)"),
        ("address", "does not speak the Google Reader API at this address"),
        ("nobody", "refused the connection"),
        ("name", "knows no such user"),
    ],
)
def test_what_goes_wrong_at_first_is_one_sentence_and_nothing_is_kept(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, tmp_path: Path, trouble: str, words: str
) -> None:
    url = there.url
    more = ["--user", "no such (user)"] if trouble == "name" else []
    there.enabled = trouble != "switched off"
    if trouble == "address":
        url = f"{there.root}/elsewhere"
    if trouble == "nobody":
        url = "http://127.0.0.1:9/"
    ended = add(url, *more, password="wrong" if trouble == "password" else PASSWORD)
    assert ended.code == 1
    assert ended.out == ""
    assert words in ended.err
    assert len(ended.err.splitlines()) == 1
    assert newsreader("account", "list", "--json").shapes == []
    assert not (tmp_path / "data" / "secrets.json").exists()


def test_the_password_is_in_its_file_alone(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, tmp_path: Path
) -> None:
    told = [add(there.url, "--name", "home"), newsreader("sync"), newsreader("account", "list")]
    told += [newsreader("export", "--library", str(tmp_path / "all")), newsreader("doctor", "--backup")]
    there.user.password = "another"
    told += [newsreader("sync"), newsreader("account", "list", "--json"), newsreader("paths")]
    auth = there.user.auth
    for ended in told:
        assert PASSWORD not in ended.out + ended.err
        assert auth not in ended.out + ended.err
    secrets = tmp_path / "data" / "secrets.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert PASSWORD in secrets.read_text()
    for file in tmp_path.rglob("*"):
        if file.is_file() and file != secrets:
            assert PASSWORD.encode() not in file.read_bytes(), file


def test_secrets_that_others_can_read_are_not_used(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, tmp_path: Path
) -> None:
    add(there.url)
    (tmp_path / "data" / "secrets.json").chmod(0o644)
    there.requests.clear()
    ended = newsreader("sync")
    assert ended.code == 3
    assert "chmod 600" in ended.err
    assert there.requests == []


def test_a_command_tells_the_password_and_nothing_keeps_it(
    there: FakeReader, newsreader: Newsreader, tmp_path: Path
) -> None:
    kept = tmp_path / "pass"
    kept.write_text(f"{PASSWORD}\nsecond line\n")
    command = shlex.join([sys.executable, "-c", f"print(open({str(kept)!r}).read())"])
    words = ["--user", "alice", "--name", "home", "--password-command", command]
    assert newsreader("account", "add", "greader", there.url, *words).code == 0
    assert newsreader("sync").code == 0
    assert PASSWORD not in (tmp_path / "data" / "secrets.json").read_text()
    there.user.password = "another"
    ended = newsreader("sync")
    assert ended.code == 1
    assert ended.err == (
        "newsreader: home: the server refuses the password (newsreader account password home)\n"
    )
    kept.write_text("another\n")
    assert newsreader("account", "password", "home", "--password-command", command).code == 0
    assert newsreader("account", "list", "--json").shapes[0]["status"] == "ok"


def test_it_says_what_comes_next(there: FakeReader, newsreader: Newsreader, add: Newsreader) -> None:
    ended = add(there.url, "--name", "home")
    assert "home: `newsreader sync` fetches what is there" in ended.err
    assert ended.out == f"home  greader  not synced yet  {there.url}\n"


def test_an_account_that_is_refused_is_not_asked_again(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    add(there.url, "--name", "home")
    newsreader("sync")
    newsreader("mark", "read", "1", "2")
    there.user.password = "another"
    ended = newsreader("sync", "home")
    assert ended.code == 1
    assert ended.err == (
        "newsreader: home: the server refuses the password; 2 changes wait "
        "(newsreader account password home)\n"
    )
    there.requests.clear()
    assert newsreader("sync", "--json").shapes[0]["outcome"] == "auth"
    assert newsreader("refresh").code == 1
    assert there.requests == []


def test_wrong_words(there: FakeReader, newsreader: Newsreader, add: Newsreader) -> None:
    assert newsreader("account").err == "newsreader: Missing command. (see `newsreader account --help`)\n"
    assert newsreader("account", "add", "nope", there.url, "--password-command", "x").code == 2
    assert newsreader("account", "add", "greader", there.url).code == 2
    assert newsreader("sync", "nobody").code == 1
    assert newsreader("--offline", "account", "add", "fever", there.url, "--password-command", "x").code == 1
    assert add(there.url, "--name", "home").code == 0
    assert add(there.url, "--name", "home").code == 1
    assert add(there.url, "--name", "other").code == 1
    ended = newsreader("--offline", "sync")
    assert ended.code == 1
    assert ended.err == "newsreader: home: offline\n"
    assert newsreader("add", "https://example.org", "--account", "nobody").code == 1


def test_an_account_goes_with_its_feeds_and_what_waits_is_named_first(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, tmp_path: Path
) -> None:
    add(there.url, "--name", "home")
    newsreader("sync")
    newsreader("mark", "star", "2")
    refused = newsreader("account", "remove", "home")
    assert refused.code == 1
    assert "1 change waits to be sent" in refused.err
    assert newsreader("account", "remove", "home", "--force").code == 0
    assert newsreader("account", "list").out == ""
    assert [one["id"] for one in newsreader("list", "--json").shapes] == [2]
    assert PASSWORD not in (tmp_path / "data" / "secrets.json").read_text()
    assert newsreader("undo").code == 0
    assert newsreader("account", "list", "--json").shapes[0]["status"] == "auth"
    assert len(newsreader("list", "--json").shapes) == 3


def test_feeds_of_a_server_that_cannot_be_changed_are_refused_in_one_sentence(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    add(there.url, "--name", "home")
    newsreader("sync")
    library = Path(newsreader("paths", "--json").shapes[0]["data"]) / "library.db"
    db = open_store(library)
    accounts.write(db, 1, feeds_editable=0)
    db.close()
    for words in (
        ["edit", "1", "--title", "X"],
        ["remove", "1"],
        ["add", "http://x.test", "--account", "home"],
    ):
        ended = newsreader(*words)
        assert ended.code == 1, words
        assert "does not let" in ended.err
        assert len(ended.err.splitlines()) == 1
    assert newsreader("feeds", "--json").shapes[0]["title"] == "Site"


def test_a_list_of_feeds_goes_to_the_account(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        there.web[f"http://{name}.test/feed"] = WebFeed(name, [("a", f"http://{name}.test/a")])
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        "<opml><body><outline text='World'><outline text='Uno' xmlUrl='http://one.test/feed'/></outline>"
        "<outline text='two' xmlUrl='http://two.test/feed'/><outline xmlUrl='http://site.test/feed'/></body></opml>"
    )
    add(there.url, "--name", "home")
    newsreader("sync")
    assert newsreader("--offline", "import", str(opml), "--account", "home").code == 0
    assert newsreader("account", "list", "--json").shapes[0]["waiting"] > 0
    assert newsreader("sync").code == 0
    found = sorted((feed.url, feed.title, feed.folders) for feed in there.user.feeds.values())
    assert found == [
        ("http://one.test/feed", "Uno", ["World"]),
        ("http://site.test/feed", "Site", ["News"]),
        ("http://two.test/feed", "two", []),
    ]


@pytest.mark.parametrize(
    ("url", "is_open"),
    [
        ("http://rss.example.org", True),
        ("https://rss.example.org", False),
        ("http://127.0.0.1:8080/x", False),
        ("http://localhost/x", False),
        ("http://[::1]:80/", False),
        ("nonsense", False),
    ],
)
def test_where_a_password_can_be_listened_to(url: str, is_open: bool) -> None:
    assert is_open_to_listeners(url) is is_open


def test_local_feeds_go_to_the_account_with_their_marks_as_one_action(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, server: ScriptedServer, tmp_path: Path
) -> None:
    items = [item(number, f"Entry {number}", key=f"key-{number}") for number in (1, 2, 3)]
    server.script("/feed", reply(rss(items)))
    url = server.url("/feed")
    newsreader("add", url, "--folder", "World")
    listed = {one["title"]: one for one in newsreader("list", "--json").shapes}
    newsreader("mark", "read", str(listed["Entry 1"]["id"]))
    newsreader("mark", "star", str(listed["Entry 2"]["id"]))
    newsreader("tag", str(listed["Entry 2"]["id"]), "+boats")
    db = open_store(tmp_path / "data" / "library.db")
    notes.keep(db, int(listed["Entry 3"]["id"]), Passage("a passage of it"), now=1)
    db.close()
    there.web[url] = WebFeed("Entries", [(one["title"], one["link"]) for one in listed.values()])
    add(there.url, "--name", "home")
    newsreader("sync")
    ended = newsreader("account", "adopt", "home")
    assert (ended.code, ended.err) == (0, "newsreader: 1 feed goes to the account\n")
    [feed] = [feed for feed in there.user.feeds.values() if feed.url == url]
    assert feed.folders == ["World"]
    marks = {item.title: (item.read, item.starred, item.labels) for item in there.user.items.values()}
    assert marks["Entry 1"] == (True, False, set())
    assert marks["Entry 2"] == (False, True, {"boats"})
    assert marks["Entry 3"] == (False, False, set())
    assert [one["account"] for one in newsreader("feeds", "--json").shapes] == ["home", "home"]
    assert [one["account"] for one in newsreader("list", "--starred", "--json").shapes] == ["home"]
    highlighted = newsreader("list", "is:highlighted", "--json").shapes
    assert [(one["title"], one["account"]) for one in highlighted] == [("Entry 3", "home")]
    assert "moved feeds to home" in newsreader("undo").out
    assert [one["account"] for one in newsreader("list", "is:highlighted", "--json").shapes] == [None]
    assert sorted(one["account"] or "" for one in newsreader("feeds", "--json").shapes) == ["", "home"]
    again = {one["title"]: one for one in newsreader("list", "--json").shapes if one["account"] is None}
    assert (again["Entry 1"]["read"], again["Entry 2"]["tags"]) == (True, ["boats"])
    newsreader("sync")
    assert [feed.url for feed in there.user.feeds.values()] == ["http://site.test/feed"]
    titles = [one["title"] for one in newsreader("list", "--json").shapes if one["account"] is not None]
    assert not [title for title in titles if title.startswith("Entry")]


def test_a_feed_that_the_server_will_not_have_stays_local(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, server: ScriptedServer
) -> None:
    server.script("/feed", reply(rss([item(1, "Entry", key="key")])))
    newsreader("add", server.url("/feed"))
    add(there.url, "--name", "home")
    ended = newsreader("account", "adopt", "home")
    assert ended.code == 1
    assert "is not subscribed to" in ended.err
    assert [one["account"] for one in newsreader("feeds", "--json").shapes if one["total"] == 1] == [None]


class Picky(FakeReader):
    """A server that refuses whatever request names one article."""

    refused = 0

    def handle(self, asked: Asked) -> Answer:
        if asked.path.endswith("/edit-tag") and self.refused in self._named(asked):
            return Answer(400, "Bad Request!")
        return super().handle(asked)


def test_one_mark_that_is_refused_holds_up_no_other_and_is_dropped_in_the_end(
    newsreader: Newsreader, add: Newsreader
) -> None:
    with Picky(FRESHRSS) as there:
        there.user.password = PASSWORD
        there.user.add_items(there.user.add_feed("http://site.test/feed", "Site"), 6)
        there.refused = list(there.user.items)[2]
        add(there.url, "--name", "home")
        newsreader("sync")
        newsreader("mark", "read", "--query", "is:unread")
        for _ in range(2):
            ended = newsreader("sync", "--json")
            assert (ended.code, ended.err) == (0, "")
            assert ended.shapes[0]["waiting"] == 1
        assert len(there.user.unread()) == 1
        ended = newsreader("sync", "--json")
        assert ended.code == 1
        assert ended.err.startswith("newsreader: home: the server will not have “Article 3” read: ")
        assert newsreader("sync", "--json").shapes[0]["waiting"] == 0


def test_a_password_in_an_address_is_refused(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    ended = add(there.url.replace("://", f"://alice:{PASSWORD}@"))
    assert ended.code == 1
    assert PASSWORD not in ended.err
    assert there.requests == []


def test_the_hosts_of_an_accounts_feeds_are_never_asked(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, server: ScriptedServer
) -> None:
    feed = there.user.add_feed(server.url("/feed"), "Elsewhere")
    feed.site = server.url("/")
    there.user.add_items(feed, 2)
    add(there.url, "--name", "home")
    newsreader("sync")
    assert newsreader("refresh").code == 0
    assert newsreader("refresh", "Elsewhere", "--again").code == 0
    assert newsreader("refresh", "Elsewhere", "--older", "--json").shapes[-1]["outcome"] == "skipped"
    assert newsreader("edit", "Elsewhere", "--find").code == 1
    assert newsreader("edit", "Elsewhere", "--url", "http://x.test/feed").code == 1
    assert newsreader("edit", "Elsewhere", "--pause").code == 1
    assert server.requests == []


def test_texts_that_damage_has_taken_come_again_from_the_server(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    add(there.url, "--name", "home")
    newsreader("sync")
    newsreader("mark", "star", "1")
    db = open_store(Path(newsreader("paths", "--json").shapes[0]["data"]) / "library.db")
    db.execute("UPDATE body SET packed = x''; UPDATE article SET fingerprint = 0, read = 1")
    doubt(db)
    db.close()
    assert newsreader("show", "1", "--json").shapes[0]["text"] == ""
    there.requests.clear()
    newsreader("sync")
    shown = newsreader("show", "1", "--json").shapes[0]
    assert (shown["text"], shown["starred"]) == ("Text of article 1.", True)
    there.requests.clear()
    newsreader("sync")
    assert not any("contents" in asked.path for asked in there.requests)


@pytest.mark.parametrize("words", [["remove", "home"], ["add", "greader", "URL"]])
def test_nothing_is_half_done_where_the_passwords_lie_open(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, tmp_path: Path, words: list[str]
) -> None:
    secrets = tmp_path / "data" / "secrets.json"
    add(there.url, "--name", "home")
    secrets.chmod(0o644)
    before = newsreader("account", "list").out
    if words[0] == "add":
        ended = add(there.url, "--name", "again", "--user", "bob")
    else:
        ended = newsreader("account", *words)
    assert (ended.code, ended.err) == (
        3,
        f"newsreader: {secrets} can be read by others: make it yours with `chmod 600`\n",
    )
    assert newsreader("account", "list").out == before


def test_an_empty_password_is_not_tried(there: FakeReader, newsreader: Newsreader, add: Newsreader) -> None:
    ended = add(there.url, "--name", "home", password="")
    assert (ended.code, ended.err) == (1, f"newsreader: {there.url}: the password is empty\n")
    assert there.requests == []


def test_what_waited_comes_back_with_its_account(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.user.add_feed("http://other.test/feed", "Other", "News")
    there.user.add_feed("http://third.test/feed", "Third")
    add(there.url, "--name", "home")
    newsreader("sync")
    newsreader("mark", "star", "2")
    [site] = [feed["id"] for feed in newsreader("feeds", "--json").shapes if feed["title"] == "Site"]
    newsreader("--offline", "edit", str(site), "--title", "Mine")
    assert newsreader("account", "remove", "home", "--force").code == 0
    assert newsreader("undo").code == 0
    assert newsreader("account", "list", "--json").shapes[0]["waiting"] == 2
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    assert newsreader("account", "password", "home", "--password-stdin").code == 0
    assert [one["id"] for one in newsreader("list", "--starred", "--json").shapes] == [2]
    assert sum(item.starred for item in there.user.items.values()) == 1
    assert [feed.title for feed in there.user.feeds.values()] == ["Mine", "Other", "Third"]


def test_a_name_of_several_words_can_be_copied_from_what_is_said(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    assert add(there.url, "--name", " ", "--json").shapes[0]["name"] == "127.0.0.1"
    newsreader("account", "remove", "127.0.0.1")
    add(there.url, "--name", "My home")
    there.user.password = "another"
    assert "(newsreader account password 'My home')" in newsreader("sync").err


def test_a_feed_that_comes_back_has_its_title_again(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    there.web["http://site.test/feed"] = WebFeed("Site")
    add(there.url, "--name", "home")
    newsreader("sync")
    newsreader("edit", "1", "--title", "Mine", "--folder", "World")
    newsreader("remove", "1")
    assert not there.user.feeds
    newsreader("undo")
    assert newsreader("sync").code == 0
    assert [(feed.title, feed.folders) for feed in there.user.feeds.values()] == [("Mine", ["World"])]
    assert newsreader("feeds", "--json").shapes[0]["title"] == "Mine"
