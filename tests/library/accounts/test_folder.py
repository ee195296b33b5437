"""Libraries that share a folder: what is decided on one machine holds on the others."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from reader.clock import VARIABLE
from reader.document.passages import Passage
from reader.entries import Stamp
from reader.library.accounts.folder.exchanging import Memory, forget, has_news, share, wrong_clocks
from reader.library.takeover.library_file import write_library
from reader.library.takeover.merging import merge_library
from reader.library.takeover.newsboat import Taken
from reader.model import FeedChange, ParsedFeed
from reader.store.articles import articles, saving
from reader.store.changes import saved_searches
from reader.store.database.connection import rows
from reader.store.feeds import backlog, feeds, responses
from reader.store.notes import notes
from reader.store.said import sharing
from reader.store.undo_log import Entry
from tests.library.accounts.machines import FEED, Machine, entries, machine
from tests.store.making import parsed, state, text_of


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """Two machines that share a folder, and have the same three articles."""
    one, other = (machine(tmp_path / name, tmp_path / "shared") for name in ("desk", "lap"))
    for each in (one, other):
        each.refresh(entries(3))
        each.join()
        each.sync()
    yield one, other
    for each in (one, other):
        each.library.db.close()


def both_sync(one: Machine, other: Machine) -> None:
    for each in (one, other, one, other):
        assert each.sync().error is None


def at(monkeypatch: pytest.MonkeyPatch, machine: Machine, moment: str) -> None:
    """The wall clock of the machine on which the next decisions are made."""
    monkeypatch.setenv(VARIABLE, moment)


def logs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.log"))


def test_marks_are_the_same_on_the_other_machine(two: tuple[Machine, Machine]) -> None:
    one, other = two
    first, second, third = (one.article(f"Title {number}") for number in (1, 2, 3))
    one.library.mark([first, second], read=True)
    one.library.mark([second], starred=True)
    one.library.tag([second], ["boats", "later on"], [])
    one.library.delete([third])
    sent = one.sync()
    assert (sent.sent, sent.waiting, sent.error) == (6, 0, None)
    assert other.sync().changed == 3
    assert other.all() == one.all()
    assert [row[1:4] for row in other.all()["articles"]] == [(1, 0, 0), (1, 1, 0), (0, 0, 1)]
    assert other.all()["articles"][1][-1] == "boats,later on"


def test_taking_an_action_back_is_a_decision_too(two: tuple[Machine, Machine]) -> None:
    one, other = two
    one.library.mark([one.article("Title 1")], read=True)
    one.library.tag([one.article("Title 1")], ["boats"], [])
    one.library.delete([one.article("Title 2")])
    both_sync(one, other)
    for _ in range(3):
        one.library.undo()
    both_sync(one, other)
    assert other.all() == one.all()
    assert {row[1:4] for row in other.all()["articles"]} == {(0, 0, 0)}
    assert {row[-1] for row in other.all()["articles"]} == {None}


def test_marks_of_articles_that_are_not_here_yet_wait_for_them(two: tuple[Machine, Machine]) -> None:
    one, other = two
    one.refresh(entries(4))
    fourth = one.article("Title 4")
    one.library.mark([fourth], read=True, starred=True)
    articles.correct(one.library.db, fourth, author="Ada Quill", now=one.clock())
    articles.keep_position(one.library.db, fourth, 3, 12, now=one.clock())
    both_sync(one, other)
    other.refresh(entries(4))
    assert other.all() == one.all()
    assert rows(other.library.db, "SELECT author FROM article WHERE title = 'Title 4'") == [("Ada Quill",)]
    assert articles.position(other.library.db, other.article("Title 4")) == (3, 12)


def test_subscriptions_are_the_same_and_bring_their_marks(two: tuple[Machine, Machine]) -> None:
    one, other = two
    db = one.library.db
    url = "https://lighthouse.example/atom"
    id, _ = feeds.add_feed(db, url, title="Lights", folder="Coast", now=one.clock())
    feeds.edit_feed(db, id, FeedChange(paused=True, full_text="always"), now=one.clock())
    one.refresh([parsed(number, title=f"Light {number}") for number in (7, 8)], url)
    one.library.mark([one.article("Light 7")], read=True)
    saved_searches.keep_search(db, "Boats", "tag:boats", now=one.clock())
    both_sync(one, other)
    assert other.all()["feeds"] == one.all()["feeds"]
    assert other.all()["searches"] == [("Boats", "tag:boats")]
    other.refresh([parsed(number, title=f"Light {number}") for number in (7, 8)], url)
    assert other.all() == one.all()


def test_what_is_edited_and_removed_there_is_so_here(two: tuple[Machine, Machine]) -> None:
    one, other = two
    db = other.library.db
    ((id,),) = rows(db, "SELECT id FROM feed")
    search = saved_searches.keep_search(db, "Boats", "tag:boats", now=other.clock())
    other.library.mark([other.article("Title 3")], starred=True)
    feeds.edit_feed(
        db, id, FeedChange(title="The harbour", url="https://harbour.example/new"), now=other.clock()
    )
    both_sync(one, other)
    assert one.all()["feeds"] == [("https://harbour.example/new", "The harbour", None, 0, 1)]
    saved_searches.edit_search(db, search, "Ships", "tag:ships", now=other.clock())
    feeds.remove_feed(db, id, now=other.clock())
    both_sync(one, other)
    assert one.all() == other.all()
    assert one.all()["feeds"] == []
    assert one.all()["searches"] == [("Ships", "tag:ships")]
    other.library.undo()
    both_sync(one, other)
    assert one.all() == other.all()
    assert len(one.all()["feeds"]) == 1


def test_a_week_offline_with_a_wrong_clock_loses_and_undoes_nothing(
    two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    at(monkeypatch, one, "2026-11-10T08:00:00Z")
    first, second, third = (one.article(f"Title {number}") for number in (1, 2, 3))
    one.library.mark([first], read=True, starred=True)
    both_sync(one, other)
    at(monkeypatch, other, "2026-09-01T08:00:00Z")  # two months behind, and nobody to tell it
    other.library.mark([other.article("Title 1")], starred=False)
    other.library.mark([other.article("Title 2")], read=True)
    other.library.tag([other.article("Title 2")], ["boats"], [])
    articles.keep_position(other.library.db, other.article("Title 2"), 2, 5, now=other.clock())
    feeds.add_feed(other.library.db, "https://new.example/feed", folder="Sea", now=other.clock())
    at(monkeypatch, one, "2026-11-17T08:00:00Z")
    one.library.tag([second], ["ships"], [])
    one.library.mark([third], read=True)
    seen = one.all()
    other.sync()
    assert [row[1:3] for row in other.all()["articles"]] == [(1, 0), (1, 0), (0, 0)]  # its own decisions stay
    both_sync(one, other)
    assert one.all() == other.all()
    assert [row[1:3] for row in one.all()["articles"]] == [(1, 0), (1, 0), (1, 0)]
    assert one.all()["articles"][1][-1] == "boats,ships"
    assert one.all()["articles"][1][4:6] == (2, 5)
    assert ("https://new.example/feed", None, "Sea", 0, 1) in one.all()["feeds"]
    assert seen["articles"][2][1] == 1


def test_the_backlog_rule_and_retention_are_no_decisions(two: tuple[Machine, Machine]) -> None:
    one, other = two
    ((id,),) = rows(one.library.db, "SELECT id FROM feed")
    assert backlog.mark_read(one.library.db, id, 1, now=one.clock()) == 2
    one.library.db.execute("UPDATE article SET deleted = 2 WHERE title = 'Title 1'")
    assert one.sync().sent == 0
    other.sync()
    assert {row[1:4] for row in other.all()["articles"]} == {(0, 0, 0)}


def test_an_article_whose_feed_gives_it_another_id_keeps_its_marks(tmp_path: Path) -> None:
    one, late = (machine(tmp_path / name, tmp_path / "shared") for name in ("desk", "late"))
    one.refresh(entries(1))
    one.join()
    one.library.mark([one.article("Title 1")], read=True, starred=True)
    one.sync()
    one.refresh([parsed(1, key="urn:another")])
    one.sync()
    late.refresh([parsed(1, key="urn:another")])
    late.join()
    late.sync()
    assert late.all() == one.all()
    assert late.all()["articles"][0][1:3] == (1, 1)
    for each in (one, late):
        each.library.db.close()


def test_what_was_marked_unread_elsewhere_stays_so_in_a_new_feed(tmp_path: Path) -> None:
    one, other = (machine(tmp_path / name, tmp_path / "shared") for name in ("desk", "lap"))
    one.join()
    one.refresh(entries(3))
    one.library.mark([one.article("Title 1")], read=True)
    one.library.mark([one.article("Title 1")], read=False)
    one.sync()
    other.join()
    other.sync()
    ((id,),) = rows(other.library.db, "SELECT id FROM feed")
    responses.keep_response(
        other.library.db, state(other.library.db, id), ParsedFeed(articles=tuple(entries(3))), now=1, newest=0
    )
    assert [row[1] for row in other.all()["articles"]] == [0, 1, 1]
    for each in (one, other):
        each.library.db.close()


def test_a_decision_that_waits_is_not_undone_by_an_earlier_one(two: tuple[Machine, Machine]) -> None:
    one, other = two
    other.library.mark([other.article("Title 1")], starred=True)
    other.sync()
    memory = Memory(one.library, one.account)
    said = [entry for entry in Memory(other.library, other.account).mine()[0] if entry.field == "starred"]
    one.library.mark([one.article("Title 1")], starred=True)
    one.library.mark([one.article("Title 1")], starred=False)
    later = sharing.clock(one.library.db)
    memory.merge([said[0]._replace(stamp=Stamp(later.at - 1, 0))], said[0].author)
    assert one.all()["articles"][0][2] == 0


def test_a_correction_that_was_taken_back_is_so_everywhere(two: tuple[Machine, Machine]) -> None:
    one, other = two
    articles.correct(one.library.db, one.article("Title 1"), author="Ada Quill", now=one.clock())
    both_sync(one, other)
    author = "SELECT author FROM article WHERE title = 'Title 1'"
    assert rows(other.library.db, author) == [("Ada Quill",)]
    one.library.undo()
    both_sync(one, other)
    assert rows(other.library.db, author) == [(None,)]


def test_what_the_backlog_rule_marked_is_not_said_when_sharing_begins(tmp_path: Path) -> None:
    one, other = (machine(tmp_path / name, tmp_path / "shared") for name in ("desk", "lap"))
    for each in (one, other):
        each.refresh(entries(3))
    ((id,),) = rows(one.library.db, "SELECT id FROM feed")
    one.library.mark([one.article("Title 3")], read=True, starred=True)
    backlog.mark_read(one.library.db, id, 1, now=one.clock())
    for each in (one, other):
        each.join()
        each.sync()
    assert [row[1:3] for row in other.all()["articles"]] == [(0, 0), (0, 0), (1, 1)]
    for each in (one, other):
        each.library.db.close()


def test_a_late_machine_learns_all_from_the_files(two: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, other = two
    one.library.mark([one.article("Title 1")], read=True, starred=True)
    other.library.tag([other.article("Title 2")], ["boats"], [])
    both_sync(one, other)
    late = machine(tmp_path / "late", one.folder)
    late.join()
    late.sync()
    assert late.all()["feeds"] == one.all()["feeds"]
    late.refresh(entries(3))
    assert late.all() == one.all()
    late.library.db.close()


def test_an_address_edited_twice_and_a_password_stay_out_of_the_folder(two: tuple[Machine, Machine]) -> None:
    one, other = two
    feeds.add_feed(one.library.db, "https://ada:secret@private.example/feed", now=one.clock())
    both_sync(one, other)
    assert "secret" not in "".join(log.read_text("utf-8") for log in logs(one.folder))
    assert ("https://private.example/feed", None, None, 0, 1) in other.all()["feeds"]
    both_sync(one, other)
    assert ("https://ada:secret@private.example/feed", None, None, 0, 1) in one.all()["feeds"]


def test_a_copied_home_takes_an_id_of_its_own(two: tuple[Machine, Machine]) -> None:
    one, _ = two
    before = logs(one.folder)
    (one.library.paths.data / "machine").write_text("another1\n")
    one.library.mark([one.article("Title 1")], read=True)
    one.sync()
    assert len(logs(one.folder)) == len(before) + 1
    assert all(log.stat().st_mode & 0o777 == 0o600 for log in logs(one.folder))


def test_a_library_that_was_made_anew_after_damage_shares_on(two: tuple[Machine, Machine]) -> None:
    one, other = two
    one.library.mark([one.article("Title 1")], read=True)
    both_sync(one, other)
    other.library.mark([other.article("Title 1")], read=False)
    for table in ("outbox", "entry", "entity", "own", "file"):
        one.library.db.execute(f"DELETE FROM said_{table}")
    one.library.mark([one.article("Title 2")], starred=True)
    both_sync(one, other)
    one.library.mark([one.article("Title 3")], read=True)
    both_sync(one, other)
    assert one.all() == other.all()
    assert [row[1:3] for row in one.all()["articles"]] == [(0, 0), (0, 1), (1, 0)]


def test_a_damaged_row_spoils_no_other(two: tuple[Machine, Machine]) -> None:
    one, other = two
    one.library.mark([one.article("Title 1"), one.article("Title 2")], read=True)
    one.sync()
    one.library.db.execute(
        "UPDATE said_entry SET value = CAST(x'ff' AS TEXT) WHERE field IN ('read', 'folder')"
    )
    ((feed,),) = rows(one.library.db, "SELECT id FROM feed")
    feeds.edit_feed(one.library.db, feed, FeedChange(title="The harbour"), now=one.clock())
    for log in logs(one.folder):
        log.unlink()
    one.library.mark([one.article("Title 3")], starred=True)
    both_sync(one, other)
    assert [row[2] for row in other.all()["articles"]] == [0, 0, 1]
    assert other.all()["feeds"][0][1] == "The harbour"


def test_a_machine_is_forgotten_but_not_what_it_said(two: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, other = two
    other.library.mark([other.article("Title 1")], starred=True)
    both_sync(one, other)
    gone = (other.library.paths.data / "machine").read_text().strip()
    assert (
        forget(one.library, one.account, one.folder, "nobody12") == f"no machine nobody12 shares {one.folder}"
    )
    assert forget(one.library, one.account, one.folder, gone) is None
    assert not list(one.folder.glob(f"{gone}*"))
    late = machine(tmp_path / "late", one.folder)
    late.refresh(entries(3))
    late.join()
    late.sync()
    assert late.all()["articles"][0][2] == 1
    assert f'"m":"{gone}"' in logs(one.folder)[0].read_text() + logs(one.folder)[-1].read_text()
    late.library.db.close()


def test_a_clock_that_is_off_is_named(two: tuple[Machine, Machine]) -> None:
    one, other = two
    assert wrong_clocks(one.library, one.folder) == []
    other.clock.now += 3 * 86_400
    other.library.mark([other.article("Title 1")], read=True)
    other.sync()
    assert one.sync().skew == 3 * 86_400
    ((named, skew),) = wrong_clocks(one.library, one.folder)
    assert (named.id, skew) == ((other.library.paths.data / "machine").read_text().strip(), 3 * 86_400)


def test_a_folder_that_is_not_there_is_never_made_anew(two: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, other = two
    one.folder.rename(tmp_path / "unmounted")
    one.library.mark([one.article("Title 1")], read=True)
    told = one.sync()
    assert told.error is not None
    assert "is it mounted?" in told.error
    assert told.waiting == 1
    assert not one.folder.exists()
    one.folder.mkdir()  # the empty place of a mount
    assert one.sync().waiting == 1
    assert list(one.folder.iterdir()) == []
    one.folder.rmdir()
    (tmp_path / "unmounted").rename(one.folder)
    assert one.sync().waiting == 0
    other.sync()
    assert other.all() == one.all()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_read_all_the_same(two: tuple[Machine, Machine]) -> None:
    one, other = two
    other.library.mark([other.article("Title 2")], read=True)
    other.sync()
    one.library.mark([one.article("Title 1")], read=True)
    one.folder.chmod(0o500)
    for log in logs(one.folder):
        log.chmod(0o400)
    told = one.sync()
    assert "cannot be written" in str(told.error)
    assert one.all()["articles"][1][1] == 1
    one.folder.chmod(0o700)
    for log in logs(one.folder):
        log.chmod(0o600)
    assert one.sync().waiting == 0


def test_logs_deleted_by_hand_are_written_again_whole(two: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, other = two
    one.library.mark([one.article("Title 1")], read=True, starred=True)
    other.library.mark([other.article("Title 2")], read=True)
    both_sync(one, other)
    for log in logs(one.folder):
        log.unlink()
    both_sync(one, other)
    late = machine(tmp_path / "late", one.folder)
    late.refresh(entries(3))
    late.join()
    late.sync()
    assert late.all() == one.all() == other.all()
    late.library.db.close()


RUBBISH = {
    "notes.txt": b"mine",
    "aaaaaaaa-1.log": os.urandom(5_000),
    "bbbbbbbb-1.log": b"00000000 {}\n" + b"\xff\xfe\n" * 50,
    "cccccccc-1.log": b"[" * 3_000_000,
    "dddddddd-999999999.log": b"",
    "eeeeeeee.json": b'{"name": 5, "seen": "never", "clock": "x"}',
    "ffffffff.json": b"[" * 100_000,
}


def hostile(*said: object) -> bytes:
    """Lines whose sums are right."""
    import zlib

    texts = [json.dumps(words).encode() for words in said]
    return b"".join(b"%08x %s\n" % (zlib.crc32(text), text) for text in texts)


def test_a_folder_full_of_rubbish_changes_nothing(two: tuple[Machine, Machine]) -> None:
    one, other = two
    one.library.mark([one.article("Title 1")], read=True)
    for name, data in RUBBISH.items():
        (one.folder / name).write_bytes(data)
    (one.folder / "gggggggg-1.log").mkdir()
    (one.folder / "hhhhhhhh-1.log").symlink_to("/etc/passwd")
    os.mkfifo(one.folder / "jjjjjjjj-1.log")
    before = one.all()
    both_sync(one, other)
    assert one.all() == before == other.all()


def test_hostile_entries_of_whole_lines_change_nothing(two: tuple[Machine, Machine]) -> None:
    one, other = two
    ((feed,),) = rows(one.library.db, "SELECT entity FROM said_entity WHERE kind = 1")
    article = rows(one.library.db, "SELECT entity FROM said_entity WHERE kind = 0 AND main = 1")[0][0]
    late = [10**12 * 5, 0]
    lines = hostile(
        [], {"t": late, "e": [article], "f": "read"}, {"t": late, "e": article, "f": "read", "v": True},
        {"t": late, "e": [article], "f": "read", "v": "yes"},
        {"t": late, "e": [article], "f": "starred", "v": 1},
        {"t": [10**13, 0], "e": [article], "f": "read", "v": True},
        {"t": [1, 70_000], "e": [article], "f": "read", "v": True},
        {"t": late, "e": [article], "f": "deleted", "v": None},
        {"t": late, "e": [article], "f": "pos", "v": [-1, 0, 0, 0]},
        {"t": late, "e": [article], "f": "fix:published", "v": "yesterday"},
        {"t": late, "e": [article], "f": "tag:\x1b[31m", "v": True},
        {"t": late, "e": [article], "f": "note:1", "v": {"text": "kept aside"}},
        {"t": late, "e": [feed], "f": "url", "v": "file:///etc/passwd"},
        {"t": late, "e": [feed], "f": "folder", "v": 5}, {"t": late, "e": [feed], "f": "removed", "v": "no"},
        {"t": late, "e": ["f:new"], "f": "removed", "v": False},
        {"t": late, "e": ["f:new"], "f": "url", "v": "javascript:alert(1)"},
        {"t": late, "e": ["f:nothing", "q:nothing", "x:nothing", "../../x"], "f": "url", "v": "javascript:1"},
        {"t": late, "e": ["q:nothing"], "f": "query", "v": ["a"], "m": "/etc/pas"},
    )  # fmt: skip
    (one.folder / "zzzzzzzz-1.log").write_bytes(lines)
    before = one.all()
    both_sync(one, other)
    assert one.all() == before == other.all()
    kept = rows(one.library.db, "SELECT value FROM said_entry WHERE field = 'note:1'")
    assert kept == [('{"text":"kept aside"}',)]


def test_text_from_the_folder_is_cleaned_as_all_that_is_foreign(two: tuple[Machine, Machine]) -> None:
    one, _ = two
    ((feed,),) = rows(one.library.db, "SELECT entity FROM said_entity WHERE kind = 1")
    (one.folder / "zzzzzzzz-1.log").write_bytes(
        hostile({"t": [10**12 * 5, 0], "e": [feed], "f": "title", "v": "red \x1b[31m\u202e" + "x" * 9_000})
    )
    one.sync()
    ((_, name, *_),) = one.all()["feeds"]
    assert "\x1b" not in name
    assert "\u202e" not in name
    assert len(name) <= 500


def test_ten_thousand_marks_are_some_hundred_kilobytes(two: tuple[Machine, Machine]) -> None:
    one, _ = two
    one.refresh(entries(1_000))
    ids = [id for (id,) in rows(one.library.db, "SELECT id FROM article")]
    before = sum(log.stat().st_size for log in logs(one.folder))
    one.library.mark(ids, read=True)
    one.sync()
    assert sum(log.stat().st_size for log in logs(one.folder)) - before < 30 * len(ids)


def test_a_machine_with_two_folders_passes_on_what_it_hears(
    two: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, other = two
    one.library.mark([one.article("Title 2")], starred=True)
    both_sync(one, other)
    second = replace(other, folder=tmp_path / "second")
    second.join()
    third = machine(tmp_path / "third", tmp_path / "second")
    third.refresh(entries(3))
    third.join()
    third.library.mark([third.article("Title 3")], starred=True)
    one.library.mark([one.article("Title 1")], read=True)
    other.library.tag([other.article("Title 2")], ["boats"], [])
    for each in (third, one, other, second, other, one, third):
        assert each.sync().error is None
    assert one.all() == other.all() == third.all()
    assert [row[1:3] for row in one.all()["articles"]] == [(1, 0), (0, 1), (0, 1)]
    before = [log.stat().st_size for folder in (one.folder, third.folder) for log in logs(folder)]
    for each in (third, one, other, second) * 2:
        each.sync()
    assert [log.stat().st_size for folder in (one.folder, third.folder) for log in logs(folder)] == before
    third.library.db.close()


def test_nothing_is_written_where_nothing_is_new(two: tuple[Machine, Machine]) -> None:
    one, other = two
    both_sync(one, other)
    before = {path: path.stat().st_mtime_ns for path in one.folder.iterdir()}
    both_sync(one, other)
    assert {path: path.stat().st_mtime_ns for path in one.folder.iterdir()} == before


def test_that_another_machine_said_something_is_seen_by_the_listing(two: tuple[Machine, Machine]) -> None:
    one, other = two
    both_sync(one, other)
    assert not has_news(one.library, one.account, one.folder)
    other.library.mark([other.article("Title 1")], read=True)
    other.sync()
    assert has_news(one.library, one.account, one.folder)
    one.sync()
    assert not has_news(one.library, one.account, one.folder)
    assert not has_news(one.library, one.account, one.folder / "nowhere")


def test_a_feed_known_by_another_address_is_one_feed(tmp_path: Path) -> None:
    one, other = (machine(tmp_path / name, tmp_path / "shared") for name in ("desk", "lap"))
    one.refresh(entries(2), "https://www.harbour.example/old")
    ((id,),) = rows(one.library.db, "SELECT id FROM feed")
    one.join()
    one.sync()
    feeds.edit_feed(one.library.db, id, FeedChange(url=FEED), now=one.clock())
    other.refresh(entries(2))
    other.join()
    both_sync(one, other)
    one.library.mark([one.article("Title 1")], read=True)
    other.library.mark([other.article("Title 2")], starred=True)
    both_sync(one, other)
    assert one.all() == other.all()
    assert [row[1:3] for row in one.all()["articles"]] == [(1, 0), (0, 1)]
    for each in (one, other):
        each.library.db.close()


def saved(machine: Machine, key: str = "story", text: str = "They crossed the harbour at dawn.") -> int:
    story = parsed(9, key=None, title=f"A {key}", link=None, text=text)
    return saving.save_article(machine.library.db, story, original="ab" * 32, now=machine.clock())[0]


BOTH = ("saved", "starred")


def test_saved_and_starred_articles_are_carried_whole_on_request(
    two: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, other = two
    saved(one)
    one.library.mark([one.article("Title 1"), one.article("A story")], starred=True)
    one.library.tag([one.article("A story")], ["boats"], [])
    assert share(one.library, one.account, one.folder, BOTH).error is None
    files = [path for path in (one.folder / "files").rglob("*") if path.is_file()]
    assert len(files) == 2
    assert all(path.parent.name == path.name[:2] and path.suffix == ".zst" for path in files)
    assert share(other.library, other.account, other.folder, ("starred",)).new == 0
    assert share(other.library, other.account, other.folder, BOTH).new == 1
    assert other.all() == one.all()
    assert text_of(other.library.db, other.article("A story")) == text_of(
        one.library.db, one.article("A story")
    )
    late = machine(tmp_path / "late", one.folder)
    late.join()
    assert share(late.library, late.account, late.folder, BOTH).new == 2
    assert text_of(late.library.db, late.article("Title 1")) == text_of(
        one.library.db, one.article("Title 1")
    )
    assert share(late.library, late.account, late.folder, BOTH).new == 0
    late.refresh(entries(3))
    assert late.all() == one.all()
    before = {path: path.stat().st_mtime_ns for path in files}
    share(one.library, one.account, one.folder, BOTH)
    assert {path: path.stat().st_mtime_ns for path in files} == before
    late.library.db.close()


def test_highlights_and_notes_are_shared_also_those_made_before(tmp_path: Path) -> None:
    one, other = (machine(tmp_path / name, tmp_path / "shared") for name in ("desk", "lap"))
    for each in (one, other):
        each.refresh(entries(2))
    first = notes.keep(one.library.db, one.article("Title 1"), Passage("Ferries", "", " crossed"), now=5)
    for each in (one, other):
        each.join()
        each.sync()
    notes.annotate(one.library.db, first, "Who sent them?", now=6)
    notes.keep(other.library.db, other.article("Title 2"), Passage("harbour", "the ", " at"), now=7)
    both_sync(one, other)

    def kept(each: Machine) -> list[tuple[str, str]]:
        ids = [each.article("Title 1"), each.article("Title 2")]
        return sorted((one.passage.text, one.note) for one in notes.notes_of(each.library.db, ids))

    assert kept(one) == kept(other) == [("Ferries", "Who sent them?"), ("harbour", "")]
    for each in (one, other):
        each.library.db.close()


def test_the_marks_of_an_import_are_decisions(two: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, other = two
    third = machine(tmp_path / "third", tmp_path / "nowhere")
    third.refresh(entries(4))
    third.library.mark([third.article("Title 1"), third.article("Title 4")], read=True)
    third.library.tag([third.article("Title 4"), third.article("Title 2")], ["boats"], [])
    articles.keep_position(third.library.db, third.article("Title 4"), 1, 2, now=third.clock())
    write_library(third.library, tmp_path / "all.library", lambda _: None)
    with (tmp_path / "all.library").open("rb") as file:
        merge_library(one.library, file, Entry(str), Taken())
    both_sync(one, other)
    other.refresh(entries(4))
    assert other.all() == one.all()
    assert [row[1] for row in other.all()["articles"]] == [1, 0, 0, 1]
    assert [row[-1] for row in other.all()["articles"]] == [None, "boats", None, "boats"]
    third.library.db.close()


def test_a_content_that_is_not_what_its_name_says_is_passed_over(two: tuple[Machine, Machine]) -> None:
    one, other = two
    saved(one)
    share(one.library, one.account, one.folder, BOTH)
    (file,) = (path for path in (one.folder / "files").rglob("*") if path.is_file())
    whole = file.read_bytes()
    for damaged in (
        b"",
        whole[:-5],
        os.urandom(500),
        zstd.compress(b"x" * 1_000),
        zstd.compress(bytes(1 << 27)),
    ):
        file.write_bytes(damaged)
        shared = share(other.library, other.account, other.folder, BOTH)
        assert (shared.new, shared.error) == (0, None)
    file.write_bytes(whole)
    assert share(other.library, other.account, other.folder, BOTH).new == 1


def test_what_was_saved_and_taken_back_is_so_everywhere(two: tuple[Machine, Machine]) -> None:
    one, other = two
    saved(one)
    share(one.library, one.account, one.folder, BOTH)
    share(other.library, other.account, other.folder, BOTH)
    one.library.undo()
    both_sync(one, other)
    assert [row[3] for row in other.all()["articles"] if row[0] == "A story"] == [1]
    saved(one)
    both_sync(one, other)
    assert [row[3] for row in other.all()["articles"] if row[0] == "A story"] == [0]


def test_a_file_that_was_deleted_elsewhere_is_there_once_it_is_saved(two: tuple[Machine, Machine]) -> None:
    one, other = two
    one.library.delete([saved(one)])
    both_sync(one, other)
    saved(other)
    both_sync(one, other)
    assert [row[3] for row in other.all()["articles"] if row[0] == "A story"] == [0]
    assert one.all() == other.all()
