"""What is done once a day, with a clock that the test moves on."""

import stat
from pathlib import Path

from msgspec import structs
from msgspec.structs import replace

from reader.library.care import doctor, maintenance
from reader.library.library import Library
from reader.model import DAY, Date, ParsedArticle, ParsedFeed, Query
from reader.sources.opml import read_opml
from reader.store import state
from reader.store.changes import marks
from reader.store.database import connection
from reader.store.database.connection import open_store
from reader.store.feeds import feeds, refresh_state, responses
from reader.store.lists.headlines import headlines, ids
from tests.library.conftest import Clock


def filled(library: Library, ages: list[int]) -> int:
    """A feed with one article of each age in days; the first gets the highest id."""
    feed, _ = feeds.add_feed(library.db, "https://harbour.example/feed", folder="World", now=library.clock())
    articles = tuple(
        ParsedArticle(
            key=str(age), title=f"{age} days", text=f"{age}", published=Date(library.clock() - age * DAY)
        )
        for age in ages
    )
    [before] = refresh_state.feed_states(library.db, [feed], None)
    now = library.clock()
    checked = structs.replace(before, last_checked=now, last_ok=now)
    responses.keep_response(library.db, checked, ParsedFeed(title="Gazette", articles=articles), now=now)
    return feed


def titles(library: Library) -> list[str]:
    return [one.title for one in headlines(library.db, [id for id, _ in ids(library.db, Query())])]


def backups(library: Library) -> list[str]:
    return sorted(file.name for file in library.paths.backups.iterdir())


def test_it_is_done_once_a_day(library: Library, clock: Clock) -> None:
    filled(library, [1])
    days = []
    for _ in range(72):
        due = maintenance.is_due(library)
        assert list(maintenance.run_daily(library)) == []
        days.append(due)
        clock.now += 3600
    assert [hour for hour, due in enumerate(days) if due] == [0, 24, 48]


def test_a_clock_that_was_set_back_does_not_stop_it(library: Library, clock: Clock) -> None:
    list(maintenance.run_daily(library))
    clock.now -= 400 * DAY
    assert maintenance.is_due(library)


def test_the_backups_of_a_week_are_kept(library: Library, clock: Clock) -> None:
    filled(library, [1])
    marks.mark(library.db, [1], starred=True, now=clock.now)
    for _ in range(9):
        list(maintenance.run_daily(library))
        clock.now += DAY
    names = backups(library)
    assert len(names) == 14
    assert {Path(name).suffix for name in names} == {".db", ".opml"}
    newest = library.paths.backups / names[-1]
    [listed] = read_opml(newest.read_bytes()).subscriptions
    assert (listed.url, listed.folder) == ("https://harbour.example/feed", "World")
    copy = open_store(newest.with_suffix(".db"))
    assert [one.title for one in headlines(copy, [1]) if one.starred] == ["1 days"]
    copy.close()


def test_a_new_library_is_backed_up_again_and_again_on_its_first_day(library: Library, clock: Clock) -> None:
    list(maintenance.run_daily(library))
    filled(library, [1, 2])
    marks.mark(library.db, [1], starred=True, now=clock.now)
    [backup] = library.paths.backups.glob("*.db")
    clock.now += maintenance.FIRST_DAY - 1
    list(maintenance.run_daily(library))
    assert starred_in(backup) == []
    clock.now += 1
    list(maintenance.run_daily(library))
    assert starred_in(backup) == [1]
    clock.now += 2 * DAY
    list(maintenance.run_daily(library))
    marks.mark(library.db, [2], starred=True, now=clock.now)
    clock.now += DAY - 1
    list(maintenance.run_daily(library))
    assert starred_in(max(library.paths.backups.glob("*.db"))) == [1]


def starred_in(backup: Path) -> list[int]:
    copy = open_store(backup)
    found = [one.id for one in headlines(copy, range(10)) if one.starred]
    copy.close()
    return found


def test_the_backups_subscriptions_are_whole_and_private(library: Library) -> None:
    feeds.add_feed(library.db, "https://joe:hush@harbour.example/feed?key=k1", now=library.clock())
    list(maintenance.run_daily(library))
    [file] = library.paths.backups.glob("*.opml")
    [listed] = read_opml(file.read_bytes()).subscriptions
    assert listed.url == "https://joe:hush@harbour.example/feed?key=k1"
    assert {stat.S_IMODE(one.stat().st_mode) for one in library.paths.backups.iterdir()} == {0o600}


def test_other_files_among_the_backups_are_left_alone(library: Library, clock: Clock) -> None:
    library.paths.backups.mkdir()
    (library.paths.backups / "library-2020-01-01.db").touch()
    for _ in range(9):
        list(maintenance.run_daily(library))
        clock.now += DAY
    assert "library-2020-01-01.db" in backups(library)


def test_by_default_everything_is_kept(library: Library) -> None:
    filled(library, [1, 4000])
    marks.mark(library.db, [1, 2], read=True, now=library.clock())
    list(maintenance.run_daily(library))
    assert titles(library) == ["1 days", "4000 days"]


def test_read_articles_past_the_readers_limit_go(library: Library, clock: Clock) -> None:
    """The unread, starred and tagged ones stay, and what is gone does not come back with its feed."""
    feed = filled(library, [1, 31, 32, 33, 34])
    starred, tagged, old, unread, new = range(1, 6)
    marks.mark(library.db, [starred, tagged, old, new], read=True, now=clock.now)
    marks.mark(library.db, [starred], starred=True, now=clock.now)
    marks.tag(library.db, [tagged], ["boats"], [], now=clock.now)
    kept = replace(library, settings=replace(library.settings, retention_days=30))
    list(maintenance.run_daily(kept))
    assert titles(library) == ["1 days", "31 days", "33 days", "34 days"]
    clock.now += 31 * DAY
    list(maintenance.run_daily(kept))
    assert titles(library) == ["31 days", "33 days", "34 days"]
    assert unread
    clock.now -= 31 * DAY
    assert filled(library, [32]) == feed
    assert "32 days" not in titles(library)


def test_of_each_feed_so_many_are_kept(library: Library) -> None:
    filled(library, [1, 2, 3, 4])
    kept = replace(library, settings=replace(library.settings, retention_articles=2))
    list(maintenance.run_daily(kept))
    assert titles(library) == ["1 days", "2 days"]


def test_what_was_deleted_can_be_taken_back_for_a_month(library: Library, clock: Clock) -> None:
    filled(library, [1, 2])
    marks.delete(library.db, [1], now=clock.now)
    clock.now += 29 * DAY
    list(maintenance.run_daily(library))
    assert marks.undo(library.db, now=clock.now) is not None
    marks.delete(library.db, [1], now=clock.now)
    clock.now += 31 * DAY
    list(maintenance.run_daily(library))
    assert marks.undo(library.db, now=clock.now) is None


def test_a_damaged_library_is_told_and_its_backups_are_left(library: Library, clock: Clock) -> None:
    filled(library, [1, 2])
    list(maintenance.run_daily(library))
    before = backups(library)
    # A row that the schema forbids is what a flipped bit leaves behind.
    library.db.execute(
        "PRAGMA ignore_check_constraints = ON; UPDATE feed SET folder = '';"
        "PRAGMA ignore_check_constraints = OFF"
    )
    clock.now += DAY
    [problem] = maintenance.run_daily(library)
    assert "is damaged" in problem
    assert backups(library) == before
    assert state.value(library.db, maintenance.CHECKED) == connection.quick_check(library.db)[0]
    findings = list(doctor.examine(library))
    assert any(one.wrong and one.text.startswith("daily") for one in findings)


def test_a_backup_that_cannot_be_made_is_told_and_the_rest_is_done(library: Library) -> None:
    filled(library, [1, 2])
    library.paths.backups.touch()
    kept = replace(library, settings=replace(library.settings, retention_articles=1))
    [problem] = maintenance.run_daily(kept)
    assert problem.startswith("the daily backup could not be made")
    assert titles(library) == ["1 days"]


def told(library: Library) -> list[tuple[bool, str]]:
    return [(one.wrong, one.text.strip()) for one in doctor.examine(library)]


def test_the_doctor_tells_of_failing_and_silent_feeds(library: Library, clock: Clock) -> None:
    feed = filled(library, [1, 2])
    assert (False, "feeds    1, 0 in trouble, 0 silent") in told(library)
    clock.now += 200 * DAY
    [line] = [text for wrong, text in told(library) if text.startswith("Gazette") and not wrong]
    assert "silent since 20" in line
    [kept] = refresh_state.feed_states(library.db, [feed], None)
    responses.keep_response(
        library.db, structs.replace(kept, failures=3, error="not found"), None, now=clock.now
    )
    [line] = [text for wrong, text in told(library) if text.startswith("Gazette") and wrong]
    assert line.startswith("Gazette (https://harbour.example/feed): not found; last good 20")


def test_the_doctor_tells_of_a_feed_whose_server_wants_silence_and_calls_nothing_wrong(
    library: Library, clock: Clock
) -> None:
    feed = filled(library, [1, 2])
    [kept] = refresh_state.feed_states(library.db, [feed], None)
    silenced = structs.replace(
        kept, failures=1, error="rate-limited until then", rate_limited_until=clock.now + 3_600
    )
    responses.keep_response(library.db, silenced, None, now=clock.now)
    assert (False, "feeds    1, 1 in trouble, 0 silent") in told(library)
    [line] = [text for wrong, text in told(library) if text.startswith("Gazette") and not wrong]
    assert line.startswith("Gazette (https://harbour.example/feed): rate-limited until then; last good 20")


def test_the_doctor_tells_of_feeds_that_are_there_twice(library: Library) -> None:
    filled(library, [1, 2])
    twice, _ = feeds.add_feed(library.db, "http://www.harbour.example/feed/", now=library.clock())
    [line] = [text for wrong, text in told(library) if "same as" in text and not wrong]
    assert line == (
        "www.harbour.example/feed (http://www.harbour.example/feed/): seems to be the same as"
        f" https://harbour.example/feed; `newsreader remove {twice}` leaves that one,"
        " and starred and tagged articles"
    )


def test_the_doctor_tells_of_an_index_out_of_step(library: Library) -> None:
    filled(library, [1, 2])
    assert (False, "search   sound") in told(library)
    library.db.execute("DELETE FROM search WHERE rowid = 1")
    [line] = [text for wrong, text in told(library) if text.startswith("search") and wrong]
    assert (
        line
        == "search   the index is out of step with the articles; `newsreader doctor --repair` rebuilds it"
    )


def test_a_silence_that_is_over_is_told_no_more(library: Library, clock: Clock) -> None:
    feed = filled(library, [1])
    [kept] = refresh_state.feed_states(library.db, [feed], None)
    silenced = structs.replace(kept, rate_limited_until=clock.now + 60, failures=1, error="rate-limited")
    responses.keep_response(library.db, silenced, None, now=clock.now)
    assert [one.status for one in feeds.feeds(library.db, clock.now + 59)] == ["silenced"]
    assert [one.status for one in feeds.feeds(library.db, clock.now + 60)] == ["failing"]
    one = feeds.feed(library.db, feed, clock.now + 59)
    assert one is not None
    assert one.status == "silenced"


def test_what_an_older_version_kept_is_looked_at_at_once(library: Library) -> None:
    filled(library, [1, 2])
    list(maintenance.run_daily(library))
    library.db.execute("DELETE FROM twin_key; INSERT INTO state VALUES ('unpaired', '2')")
    list(maintenance.run_daily(library))
    assert state.value(library.db, "unpaired") is None
