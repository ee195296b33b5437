"""The daily check goes on where it stopped, leaves time to others, and sees what the check in one go sees."""

import time

import apsw
import pytest
from msgspec.structs import replace

from reader.library.care import daily_check, doctor, maintenance
from reader.library.care.repair import can_be_repaired
from reader.library.library import Library
from reader.model import DAY
from reader.store import state
from reader.store.database import checks
from reader.store.database.checks import Soundness
from reader.store.database.connection import StoreError, open_store
from reader.store.search import rebuild
from tests.library.conftest import Clock
from tests.store.making import answer, found, parsed, subscribe
from tests.store.search.test_index import BREAKS


@pytest.fixture
def filled(library: Library) -> Library:
    fill(library, words=15)
    return library


def fill(library: Library, words: int) -> None:
    """Keep twenty articles, each with so many words that no other has."""
    texts = [" ".join(f"word{n}x{m}" for m in range(words)) for n in range(20)]
    answer(library.db, subscribe(library.db), [parsed(n, text=f"Ferries {texts[n]}") for n in range(20)])


def stands(library: Library) -> str:
    return state.value(library.db, daily_check.STANDS) or "nowhere"


def test_each_run_goes_on_where_the_last_one_stopped(
    filled: Library, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_check, "MOST", 0)  # a slice a run
    monkeypatch.setattr(checks, "SLICE", 0)  # and a word a slice
    monkeypatch.setattr(checks, "BREATH", 0)
    daily_check.begin(filled, "backup")
    places = [stands(filled)]
    while (result := daily_check.go_on(filled)) is None:
        places.append(stands(filled))
        daily_check.begin(filled, "expiry")  # begins none while this one goes on
    assert result == Soundness()
    assert stands(filled) == "nowhere"
    assert places[:2] == ["backup file ", "backup words "]
    words = [place.removeprefix("backup words ") for place in places[2:-1]]
    assert words == sorted(set(words))
    assert len(words) > 300
    assert places[-1] == "backup articles "


def test_a_run_takes_no_more_than_its_share_of_the_time_since_the_last(filled: Library, clock: Clock) -> None:
    assert daily_check._allowed(filled) == daily_check.MOST  # the first run ever
    daily_check.begin(filled, "backup")
    daily_check.go_on(filled)
    for seconds, allowed in ((0, 0), (300, 3), (600, 6), (DAY, daily_check.MOST), (-DAY, daily_check.MOST)):
        clock.now += seconds
        assert daily_check._allowed(filled) == allowed
        clock.now -= seconds


def test_a_backup_waits_for_the_check_and_is_made_by_the_run_that_ends_it(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_check, "MOST", 0)
    runs = 0
    while not filled.paths.backups.exists():
        assert list(maintenance.run_daily(filled)) == []
        runs += 1
    assert runs > 2
    assert stands(filled) == "nowhere"
    assert [file.suffix for file in sorted(filled.paths.backups.iterdir())] == [".db", ".opml"]


@pytest.mark.parametrize("sql", BREAKS.values(), ids=BREAKS.keys())
def test_a_broken_index_is_seen_in_slices_too_and_made_anew(library: Library, clock: Clock, sql: str) -> None:
    fill(library, words=300)  # on several leaves
    list(maintenance.run_daily(library))
    library.db.execute(sql)
    library.db.close()
    again = replace(library, db=open_store(library.paths.library))
    clock.now += DAY
    [told] = maintenance.run_daily(again)
    assert "rebuilt from 20 articles" in told
    assert rebuild.in_step(again.db)
    assert len(found(again.db, "ferries")) == 20
    again.db.close()


def test_a_file_that_is_damaged_ends_the_check(filled: Library, clock: Clock) -> None:
    filled.db.execute(
        "PRAGMA ignore_check_constraints = ON; UPDATE feed SET folder = '';"
        "PRAGMA ignore_check_constraints = OFF"
    )
    daily_check.begin(filled, "backup")
    result = daily_check.go_on(filled)
    assert result is not None
    assert result.rows == checks.soundness(filled.db).rows != ()
    assert stands(filled) == "nowhere"


@pytest.mark.parametrize("more", [200_000, 400_000, 900_000])
def test_little_memory_is_no_damage(filled: Library, more: int) -> None:
    """A repair would set a sound library aside."""
    daily_check.begin(filled, "backup")
    before = apsw.hard_heap_limit(-1)
    apsw.hard_heap_limit(apsw.memory_used() + more)
    try:
        with pytest.raises(StoreError, match="not enough memory") as raised:
            daily_check.go_on(filled)
        [told] = maintenance.run_daily(filled)
        assert "could not go on: there is not enough memory" in told
        with pytest.raises(StoreError, match="not enough memory"):
            checks.soundness(filled.db, indexes=True)
    finally:
        apsw.hard_heap_limit(before)
    assert not can_be_repaired(filled.paths, raised.value)
    assert daily_check.purpose_of(filled) == "backup", "the next run goes on"


def test_a_long_check_pauses_again_and_again(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(checks, "SLICE", 0)
    monkeypatch.setattr(checks, "STEPS", 10)
    with checks.breathing(filled.db):
        assert checks.soundness(filled.db) == Soundness()
    assert len(pauses) > 10
    assert set(pauses) == {checks.BREATH}
    pauses.clear()
    checks.soundness(filled.db)
    assert not pauses


def test_neither_the_daily_check_nor_the_doctor_has_the_index_read_twice(filled: Library) -> None:
    """FTS5's own check reads all of the index; SQLite's check of the file makes it do so already."""
    asked: list[str] = []

    def note(_: object, sql: str, values: object) -> bool:
        asked.append(sql)
        return True

    filled.db.exec_trace = note
    list(doctor.examine(filled))
    assert len([sql for sql in asked if "integrity_check" in sql]) == 1
    assert not [sql for sql in asked if "integrity-check" in sql]
    asked.clear()
    list(maintenance.run_daily(filled))
    filled.db.exec_trace = None
    assert not [sql for sql in asked if "_check(" in sql or "integrity-check" in sql]
    assert [sql for sql in asked if "search_vocabulary" in sql]
