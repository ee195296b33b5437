"""What is written to a shared folder, and what is read of files that are torn, old, copied, foreign."""

import copy
import json
import os
import zlib
from pathlib import Path

import pytest

from reader.entries import COUNTS, LIMIT, Entry, Stamp, next_stamp, written
from reader.sources.accounts.folder import disk as disk_module
from reader.sources.accounts.folder import exchange as exchanging
from reader.sources.accounts.folder.disk import File, RealDisk, logs
from reader.sources.accounts.folder.lines import LONGEST, decoded, encoded
from tests.sources.accounts.folder.machines import Machine

ARTICLE = "a:0123456789012345678901"


def entry(
    entity: str = ARTICLE, field: str = "read", value: object = True, at: int = 1_766_000_000_000
) -> Entry:
    return Entry(entity, field, Stamp(at, 0), "k7q2m9xw", written(value))


def carried(source: Machine, target: Machine) -> None:
    """The source's files, as they are, in the target's folder."""
    for name, data in source.disk.contents.items():
        target.disk.put(name, data)


def test_a_line_is_a_sum_and_json() -> None:
    (line,) = encoded([entry()], "k7q2m9xw")
    assert line.endswith(b"\n")
    crc, text = line[:-1].split(b" ", 1)
    assert int(crc, 16) == zlib.crc32(text)
    assert json.loads(text) == {"t": [1_766_000_000_000, 0], "e": [ARTICLE], "f": "read", "v": True}
    assert len(line) == 86
    assert decoded(line[:-1], "k7q2m9xw") == [entry()]


def test_neighbours_with_one_value_share_a_line_of_at_most_200() -> None:
    many = [entry(f"a:{number:022}") for number in range(450)]
    lines = list(encoded(many, "k7q2m9xw"))
    assert [len(json.loads(line.split(b" ", 1)[1])["e"]) for line in lines] == [200, 200, 50]
    assert [one for line in lines for one in decoded(line[:-1], "k7q2m9xw") or []] == many
    assert sum(map(len, lines)) < 30 * len(many)


def test_another_author_is_named_in_the_line() -> None:
    (line,) = encoded([entry()], "anotherx")
    assert json.loads(line.split(b" ", 1)[1])["m"] == "k7q2m9xw"
    assert decoded(line[:-1], "anotherx") == [entry()]


@pytest.mark.parametrize("bit", range(8))
def test_a_line_with_a_turned_bit_says_nothing(bit: int) -> None:
    (line,) = encoded([entry()], "k7q2m9xw")
    for at in range(len(line) - 1):
        turned = line[:at] + bytes([line[at] ^ (1 << bit)]) + line[at + 1 :]
        assert not decoded(turned[:-1], "k7q2m9xw")


def test_a_value_that_no_line_can_hold_is_not_written() -> None:
    assert list(encoded([entry(field="note:1", value="x" * LONGEST)], "k7q2m9xw")) == []


@pytest.mark.parametrize(
    ("last", "wall", "expected"),
    [
        (Stamp(5, 9), 6, Stamp(6, 0)),
        (Stamp(5, 9), 5, Stamp(5, 10)),
        (Stamp(5, 9), -1, Stamp(5, 10)),
        (Stamp(5, COUNTS - 1), 5, Stamp(6, 0)),
        (Stamp(5, 0), LIMIT, Stamp(5, 1)),
        (Stamp(LIMIT - 1, COUNTS - 1), 5, Stamp(LIMIT - 1, COUNTS - 1)),
    ],
)
def test_a_stamp_is_later_than_all_that_was_seen(last: Stamp, wall: int, expected: Stamp) -> None:
    assert next_stamp(last, wall) == expected


def test_what_is_unfinished_or_broken_is_read_once_it_is_whole() -> None:
    one, other = Machine(), Machine()
    for number in range(3):
        one.book.say(f"a:{number}", "read", "true", 10**12 + number)
        one.exchange()
    ((name, whole),) = one.disk.contents.items()
    other.disk.put(name, whole[:-20])
    other.exchange()
    assert len(other.book.state) == 2
    first, rest = whole.split(b"\n", 1)
    other.disk.put(name, first[:-1] + b"?\n" + rest)
    other.exchange()
    assert len(other.book.state) == 3
    late = Machine()
    late.disk.put(name, first[:-1] + b"?\n" + rest)
    late.exchange()
    assert set(late.book.state) == {("a:1", "read"), ("a:2", "read")}
    late.disk.put(name, whole)
    late.exchange()
    assert late.book.state == one.book.state


def test_a_line_that_is_too_long_is_left_aside() -> None:
    one, other = Machine(), Machine()
    one.book.say("a:x", "read", "true", 10**12)
    one.exchange()
    ((name, data),) = one.disk.contents.items()
    other.disk.put(name, b"x" * (LONGEST * 2) + b"\n" + data)
    other.exchange()
    assert other.book.state == one.book.state


def test_conflict_copies_are_read_and_foreign_names_are_not() -> None:
    one, other = Machine(), Machine()
    one.book.say("a:x", "read", "true", 10**12)
    one.exchange()
    ((name, data),) = one.disk.contents.items()
    for foreign in (f"{name}.txt", f"x{name}", "notes.log", f"{one.book.machine}-.log"):
        other.disk.put(foreign, data)
    other.exchange()
    assert other.book.state == {}
    other.disk.put(name.replace(".log", ".sync-conflict-20261127-101112-ABCDEFG.log"), data)
    other.exchange()
    assert other.book.state == one.book.state


def test_a_file_that_is_not_as_it_was_left_is_begun_anew() -> None:
    one = Machine()
    one.book.say("a:x", "read", "true", 10**12)
    one.exchange()
    older = one.disk.contents[f"{one.book.machine}-1.log"]
    one.book.say("a:y", "read", "true", 10**12)
    one.exchange()
    one.disk.put(f"{one.book.machine}-1.log", older)
    one.exchange()
    assert list(one.disk.contents) == [f"{one.book.machine}-2.log"]
    one.disk.put(f"{one.book.machine}-2.log", one.disk.contents[f"{one.book.machine}-2.log"] + b"torn")
    one.exchange()
    assert list(one.disk.contents) == [f"{one.book.machine}-3.log"]
    late = Machine()
    carried(one, late)
    late.exchange()
    assert late.book.state == one.book.state
    assert len(late.book.state) == 2


def test_a_death_after_writing_has_a_line_said_twice_and_no_new_generation() -> None:
    one = Machine()
    one.book.say("a:x", "read", "true", 10**12)
    one.exchange()
    before = copy.deepcopy(one.book)
    before.say("a:y", "read", "true", 10**12)
    one.book = copy.deepcopy(before)
    one.exchange()
    one.book = before  # the note of it was lost
    one.exchange()
    ((name, data),) = one.disk.contents.items()
    assert name.endswith("-1.log")
    assert len(data.splitlines()) == 3


def test_a_death_between_two_generations_leaves_one_file_in_the_end() -> None:
    one = Machine()
    one.book.say("a:x", "read", "true", 10**12)
    one.exchange()
    one.disk.put(f"{one.book.machine}-2.log", one.disk.contents[f"{one.book.machine}-1.log"])
    one.book.say("a:y", "read", "true", 10**12)
    one.exchange()
    assert list(one.disk.contents) == [f"{one.book.machine}-3.log"]


def test_two_machines_with_one_id_part_and_lose_nothing() -> None:
    one, other = Machine(), Machine()
    one.exchange()
    other.book = copy.deepcopy(one.book)
    for number in range(6):
        one.book.say(f"a:{number}", "read", "true", 10**12)
        other.book.say(f"f:{number}", "title", '"x"', 10**12)
        for here, there in ((one, other), (other, one)):
            here.exchange()
            for name, data in here.disk.contents.items():
                if there.disk.contents.get(name, data) != data and name.startswith(there.book.machine):
                    there.disk.put(name.replace(".log", f" conflict {number}.log"), data)
                else:
                    there.disk.put(name, data)
    assert one.book.machine != other.book.machine
    for here in (one, other, one, other):
        here.exchange()
        carried(here, one if here is other else other)
    assert one.book.state == other.book.state
    assert len(one.book.state) == 12


def test_what_a_vanished_machine_said_is_taken_over() -> None:
    one, other = Machine(), Machine()
    one.book.say("a:x", "read", "true", 10**12)
    one.exchange()
    carried(one, other)
    other.exchange()
    for name in one.disk.contents:
        other.disk.remove(name)
    other.exchange()
    late = Machine()
    carried(other, late)
    late.exchange()
    assert late.book.state == one.book.state


def test_a_restored_library_learns_its_own_later_decisions() -> None:
    one = Machine()
    one.book.say("a:x", "read", "true", 10**12)
    one.exchange()
    one.keep_backup()
    one.book.say("a:x", "read", "false", 10**12)
    one.exchange()
    after = dict(one.book.state)
    assert one.backup is not None
    one.book = copy.deepcopy(one.backup)
    one.exchange()
    assert one.book.state == after
    one.book.say("a:x", "read", "true", 0)
    assert one.book.state["a:x", "read"].rank > after["a:x", "read"].rank


def test_a_file_that_is_mostly_superseded_is_compacted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "COMPACTED", 500)
    one = Machine()
    for number in range(40):
        one.book.say("a:x", "read", written(number % 2 == 0), 10**12 + number)
        one.exchange()
    ((name, data),) = one.disk.contents.items()
    assert not name.endswith("-1.log")
    assert len(data) < 1_000
    late = Machine()
    carried(one, late)
    late.exchange()
    assert late.book.state == one.book.state


def test_of_files_that_are_too_many_the_largest_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "LARGEST_FOLDER", 1_000)
    sizes = {"aaaaaaaa-1.log": 900, "bbbbbbbb-1.log": 10, "cccccccc-1.log": 20, "dddddddd-1.log": 200}
    found = logs(File(name, size, 0) for name, size in sizes.items())
    assert [log.machine for log in found] == ["bbbbbbbb", "cccccccc", "dddddddd"]


def test_a_real_folder_gives_its_plain_files_only(tmp_path: Path) -> None:
    disk = RealDisk(tmp_path)
    made = disk.create("k7q2m9xw-1.log", [b"one\n", b"two\n"])
    assert made.size == 8
    appended = disk.append("k7q2m9xw-1.log", made.size, made.crc, b"three\n")
    assert (appended.size, appended.crc) == (14, zlib.crc32(b"one\ntwo\nthree\n"))
    (tmp_path / "k7q2m9xw-2.log").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "k7q2m9xw-3.log")
    (tmp_path / "k7q2m9xw-4.log").mkdir()
    assert [log.file.name for log in logs(disk.files())] == ["k7q2m9xw-1.log"]
    for name in ("k7q2m9xw-2.log", "k7q2m9xw-3.log"):
        with pytest.raises(OSError, match=r"."):
            list(disk.read(name))
    with pytest.raises(OSError, match=r"."):
        disk.append("k7q2m9xw-1.log", 3, 0, b"x")
    assert (tmp_path / "k7q2m9xw-1.log").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_rubbish_beside_machines_files_hides_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_module, "MOST_FILES", 5)
    names = [f"{letter * 8}{end}" for letter in "abc" for end in ("-1.log", ".json")]
    for name in [*(f"rubbish {number}.log" for number in range(100)), *names[:5], "newsreader-sync.json"]:
        (tmp_path / name).touch()
    assert sorted(file.name for file in RealDisk(tmp_path).files()) == sorted(names[:5])
