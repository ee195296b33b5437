"""Whatever happens to clocks, machines and files: in the end all machines hold the greatest that was said."""

import copy
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.entries import Entry, greatest, written
from reader.sources.accounts.folder import exchange as exchanging
from reader.sources.accounts.folder.disk import logs
from tests.sources.accounts.folder.machines import Machine

DAYS = 115 * 86_400_000
"""Milliseconds by which clocks jump, at most."""

machine, other = st.integers(0, 2), st.integers(0, 2)
seeds = st.integers(0, 2**31)

ARTICLE_FIELDS = ("read", "starred", "tag:t", "tag:Müll & Co", "pos", "deleted", "fix:title", "note:1")
FEED_FIELDS = ("url", "title", "folder", "removed", "fulltext", "paused")
ABOUT = st.one_of(
    st.tuples(st.sampled_from(["a:x", "a:y", "s:w"]), st.sampled_from(ARTICLE_FIELDS)),
    st.tuples(st.sampled_from(["a:x", "a:y"]), st.sampled_from(["read", "tag:t"])),
    st.tuples(st.just("f:z"), st.sampled_from(FEED_FIELDS)),
    st.tuples(st.just("q:v"), st.just("search")),
)
"""An entity with one of its fields: few are often the same, so that decisions meet."""

VALUE = st.sampled_from([True, False, "words", None, 0.25, 17, "Straße \u2028", {"words": "two", "at": 3}])
SAY = st.tuples(st.just("say"), machine, ABOUT, VALUE)
SAY_MANY = st.tuples(
    st.just("say_many"),
    machine,
    st.sampled_from([2, 3, 9, 30, 210]),
    st.sampled_from(["read", "tag:t"]),
    VALUE,
)
FORGET = st.tuples(st.just("forget"), machine, seeds)
CLOCK = st.tuples(st.just("clock"), machine, st.integers(-DAYS, DAYS))
EXCHANGE = st.tuples(
    st.just("exchange"), machine, st.one_of(st.none(), st.integers(0, 120), st.integers(0, 900))
)
CARRY = st.tuples(
    st.just("carry"), machine, other,
    st.sampled_from(["whole", "whole", "cut", "doubled", "shuffled", "turned", "conflict", "deletions"]),
    seeds,
)  # fmt: skip
MISHAP = st.tuples(
    st.just("mishap"), machine,
    st.sampled_from(["lose", "empty", "keep older", "bring older", "back up", "restore", "twin", "rubbish"]),
    seeds,
)  # fmt: skip
OPERATION = st.one_of(SAY, SAY, CLOCK, EXCHANGE, EXCHANGE, CARRY, CARRY, MISHAP, SAY_MANY, FORGET)
OPERATIONS = st.one_of(
    st.lists(OPERATION, max_size=12), st.lists(OPERATION, min_size=30, max_size=80),
)  # fmt: skip
"""Some short, which are what a failure shrinks to, and many long: hypothesis keeps lists short by itself."""


@dataclass
class World:
    """Three machines, and all that was ever said."""

    machines: list[Machine] = field(default_factory=lambda: [Machine() for _ in range(3)])
    said: set[Entry] = field(default_factory=set)
    older: dict[tuple[int, str], bytes] = field(default_factory=dict)

    def say_many(self, at: int, count: int, name: str, value: object) -> None:
        """Say one thing of many articles, as marking a feed read does: they share lines."""
        for number in range(count):
            self.say(at, (f"a:m{number}", name), value)

    def say(self, at: int, about: tuple[str, str], value: object) -> None:
        entity, name = about
        here = self.machines[at]
        before = here.book.state.get((entity, name))
        entry = here.book.say(entity, name, written(value), here.wall)
        assert here.book.state[entry.key] == entry
        assert before is None or entry.rank > before.rank
        self.said.add(entry)

    def clock(self, at: int, jump: int) -> None:
        self.machines[at].wall = max(0, self.machines[at].wall + jump)

    def exchange(self, at: int, fuse: int | None) -> None:
        here = self.machines[at]
        before = dict(here.book.state)
        here.exchange(fuse)
        for key, entry in before.items():
            assert here.book.state[key].rank >= entry.rank  # nothing is un-applied
        assert set(here.book.state.values()) <= self.said  # nobody holds what nobody said

    def forget(self, at: int, seed: int) -> None:
        """Absorb a machine that is no more, and delete its files."""
        here = self.machines[at]
        here.exchange()
        alive = {one.book.machine for one in self.machines}
        gone = sorted({log.machine for log in logs(here.disk.files())} - alive)
        if not gone:
            return
        machine = gone[seed % len(gone)]
        here.book.absorb({machine})
        here.exchange()
        for name in [name for name in here.disk.contents if name.startswith(machine)]:
            here.disk.remove(name)
            for one in self.machines:
                one.wrote.discard(name)
            here.wrote.add(name)

    def carry(self, source: int, target: int, how: str, seed: int) -> None:
        """Carry a machine's files to another's folder, as bad programs and networks do."""
        here, there = self.machines[source], self.machines[target]
        chance = random.Random(seed)
        if here is there:
            return
        for name in [name for name in there.disk.contents if how == "deletions"]:
            if name in here.wrote - there.wrote and name not in here.disk.contents:
                there.disk.remove(name)
        for name in sorted(name for name in here.wrote if name in here.disk.contents):
            data = here.disk.contents[name]
            if how == "conflict" or name in there.wrote:  # of two files, programs make one a copy
                copied = name.replace(".log", f".sync-conflict-{seed % 3} copy.log")
                there.disk.put(copied, spoilt(data, chance.choice(("whole", "cut")), chance))
            else:
                there.disk.put(name, spoilt(data, how, chance))

    def mishap(self, at: int, what: str, seed: int) -> None:
        here = self.machines[at]
        name = f"{here.book.machine}-{here.book.own.generation}.log"
        match what:
            case "lose" if not self.has_twin(
                here
            ):  # else its file is the other's, who cannot know what it lost
                here.exchange()
                here.lose_library()
            case "empty":
                for gone in list(here.disk.contents):
                    here.disk.remove(gone)
            case "keep older":
                if name in here.disk.contents:
                    self.older[at, name] = here.disk.contents[name]
            case "bring older":
                for (owner, kept), data in self.older.items():
                    if owner == at and kept in here.wrote and kept.startswith(here.book.machine):
                        here.disk.put(kept, data)
            case "back up":
                here.exchange()
                here.keep_backup()
            case "restore":
                if here.backup is not None and here.backup.machine == here.book.machine:
                    here.exchange()
                    here.book = copy.deepcopy(here.backup)
                    here.exchange()
            case "twin" if not self.has_twin(there := self.machines[(at + 1 + seed % 2) % 3]):
                there.exchange()
                there.book = copy.deepcopy(here.book)
            case "rubbish":
                chance = random.Random(seed)
                here.disk.put(
                    f"z{here.book.machine[1:]}-1.log", chance.randbytes(300)
                )  # no machine has this id
                here.disk.put("notes.txt", b"mine\n")

    def has_twin(self, here: Machine) -> bool:
        return sum(here.book.machine == one.book.machine for one in self.machines) > 1

    def make_whole(self) -> None:
        """Let every machine exchange, and every folder get whole copies of what is in its owner's."""
        for number in range(8):
            for here in self.machines:
                here.exchange()
            owned = set[str]().union(*(here.wrote for here in self.machines))
            for name in sorted(owned):
                self.carry_everywhere(name, number)
            for name in {name for here in self.machines for name in here.disk.contents} - owned:
                data = next(here.disk.contents[name] for here in self.machines if name in here.disk.contents)
                for here in self.machines:
                    if here.disk.contents.get(name) != data:
                        here.disk.put(name, data)

    def carry_everywhere(self, name: str, number: int) -> None:
        """Carry a file to all machines; where two wrote it, the second one's becomes a copy beside it."""
        found = [
            one.disk.contents[name] for one in self.machines if name in one.wrote & one.disk.contents.keys()
        ]
        for there in self.machines:
            if not found:
                there.disk.remove(name)
                continue
            if there.disk.contents.get(name) != found[0]:
                there.disk.put(name, found[0])
            for other in found[1:]:
                copied = name.replace(".log", f" (copy {number}).log")
                if other != found[0] and there.disk.contents.get(copied) != other:
                    there.disk.put(copied, other)


def spoilt(data: bytes, how: str, chance: random.Random) -> bytes:
    """Return a file as a bad copy has it."""
    lines = data.splitlines(keepends=True)
    match how:
        case "cut":
            return data[: chance.randint(0, len(data))]
        case "doubled":
            return b"".join(line * chance.randint(1, 2) for line in lines)
        case "shuffled":
            chance.shuffle(lines)
            return b"".join(lines)
        case "turned" if data:
            at = chance.randrange(len(data))
            return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    return data


def check(operations: list[tuple]) -> None:
    world = World()
    for name, *arguments in operations:
        getattr(world, name)(*arguments)
    known = [entry for here in world.machines for entry in here.book.state.values()]
    world.make_whole()
    expected = greatest([*known, *(entry for here in world.machines for entry in here.book.state.values())])
    for here in world.machines:
        assert here.book.state == expected
    late = Machine()
    for name, data in world.machines[0].disk.contents.items():
        late.disk.put(name, data)
    late.exchange()
    assert late.book.state == expected
    assert set(expected.values()) <= world.said


@pytest.fixture(autouse=True)
def _small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of some hundred bytes are compacted, as larger ones are in life."""
    monkeypatch.setattr(exchanging, "COMPACTED", 300)


def _settings(examples: int):
    return settings(
        max_examples=examples, deadline=None, print_blob=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip


@_settings(40)
@given(OPERATIONS)
def test_all_machines_agree_whatever_happens_to_their_files(operations: list[tuple]) -> None:
    check(operations)


@pytest.mark.long
@_settings(500)
@given(OPERATIONS)
def test_all_machines_agree_in_many_more_worlds(operations: list[tuple]) -> None:
    check(operations)
