"""Machines with folders in memory, for tests of what holds whatever happens to files."""

import copy
import itertools
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence

from reader.entries import EARLIEST, Entry, Stamp, next_stamp
from reader.sources.accounts.folder.disk import File, Written
from reader.sources.accounts.folder.exchange import Exchange, Own, exchange
from reader.sources.accounts.folder.reading import Position

_numbers = itertools.count()


def new_id() -> str:
    """Return an id that no machine has had."""
    return f"m{next(_numbers):07}"


class Death(BaseException):
    """The machine dies: no handler of errors sees it."""


class MemoryDisk:
    """A folder in memory; after `fuse` bytes and steps the machine that writes there dies."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.times: dict[str, int] = {}
        self.fuse: int | None = None

    def put(self, name: str, data: bytes) -> None:
        self.contents[name] = data
        self.times[name] = next(_numbers)

    def remove(self, name: str) -> None:
        self.contents.pop(name, None)

    def _burn(self, amount: int) -> int:
        """Returns how much of it is done before the end."""
        if self.fuse is None:
            return amount
        done = min(amount, self.fuse)
        self.fuse -= done
        return done

    def _step(self) -> None:
        if self._burn(1) < 1:
            raise Death

    def files(self) -> list[File]:
        return [File(name, len(data), self.times[name]) for name, data in self.contents.items()]

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        data = self.contents[name][start:]
        yield from (data[at : at + 100] for at in range(0, len(data), 100))

    def append(self, name: str, size: int, crc: int, data: bytes) -> Written:
        before = self.contents[name]
        assert len(before) == size
        done = self._burn(len(data))
        self.put(name, before + data[:done])
        if done < len(data):
            raise Death
        self._step()
        return Written(size + len(data), zlib.crc32(data, crc), self.times[name])

    def create(self, name: str, pieces: Iterable[bytes]) -> Written:
        data = b"".join(pieces)
        if self._burn(len(data)) < len(data):
            raise Death
        self._step()
        self.put(name, data)
        self._step()
        return Written(len(data), zlib.crc32(data), self.times[name])

    def delete(self, name: str) -> None:
        self._step()
        self.remove(name)


class Notebook:
    """What a machine remembers."""

    def __init__(self, machine: str) -> None:
        self._machine, self._own, self._positions = machine, Own(), dict[str, Position]()
        self.state: dict[tuple[str, str], Entry] = {}
        self.sources: dict[tuple[str, str], str] = {}
        """In whose file what holds was read."""
        self.changes: dict[tuple[str, str], int] = {}
        """The numbers of the changes of what this machine answers for."""
        self.clock: Stamp = EARLIEST
        self.number = self.done = 0

    @property
    def machine(self) -> str:
        return self._machine

    @property
    def own(self) -> Own:
        return self._own

    def keep_own(self, own: Own) -> None:
        self._own = own

    def positions(self) -> dict[str, Position]:
        return dict(self._positions)

    def keep_positions(self, positions: dict[str, Position], gone: Iterable[str]) -> None:
        self._positions.update(positions)
        for name in gone:
            del self._positions[name]

    def merge(self, entries: Sequence[Entry], source: str) -> int:
        changed = 0
        for entry in entries:
            self.clock = max(self.clock, entry.stamp)
            known = self.state.get(entry.key)
            if known is None or entry.rank > known.rank:
                self.state[entry.key] = entry
                self.changes.pop(entry.key, None)
                self.sources[entry.key] = source
                changed += 1
            if source == self.machine and self.state[entry.key] == entry and entry.key not in self.changes:
                self._answer_for(entry)
        return changed

    def absorb(self, machines: Collection[str]) -> None:
        for entry in self.state.values():
            if entry.key not in self.changes and self.sources.get(entry.key) in machines:
                self._answer_for(entry)

    def _answer_for(self, entry: Entry) -> None:
        self.number += 1
        self.changes[entry.key] = self.number

    def say(self, entity: str, field: str, value: str, wall: int) -> Entry:
        self.clock = next_stamp(self.clock, wall)
        entry = Entry(entity, field, self.clock, self._machine, value)
        self.state[entry.key] = entry
        self._answer_for(entry)
        return entry

    def mine(self) -> tuple[Iterator[Entry], int]:
        return self._changed_after(0), self.number

    def waiting(self) -> tuple[Iterator[Entry], int]:
        return self._changed_after(self.done), self.number

    def _changed_after(self, number: int) -> Iterator[Entry]:
        keys = sorted(self.changes, key=self.changes.__getitem__)
        return iter([self.state[key] for key in keys if self.changes[key] > number])

    def keep_written(self, last: int, own: Own) -> None:
        self.done, self._own = last, own

    def renew(self) -> None:
        self._machine, self._own, self.done = new_id(), Own(), 0
        for key in self.changes:
            self._answer_for(self.state[key])


class Machine:
    """A machine: its folder, its memory, its wrong clock."""

    def __init__(self) -> None:
        self.disk, self.book, self.wall = MemoryDisk(), Notebook(new_id()), 10**12
        self.wrote: set[str] = set()
        """The names of the files that are this machine's."""
        self.backup: Notebook | None = None

    def exchange(self, fuse: int | None = None) -> Exchange | None:
        """Exchange; None: the machine died in the middle."""
        self.disk.fuse = fuse
        try:
            done = exchange(self.disk, self.book)
            assert done.error is None
            return done
        except Death:
            return None
        finally:
            self.disk.fuse = None
            mine = {name for name in self.disk.contents if name.startswith(self.book.machine)}
            self.wrote |= {name for name in mine if name.count("-") == 1 and "copy" not in name}

    def lose_library(self) -> None:
        self.book = Notebook(new_id())

    def keep_backup(self) -> None:
        self.backup = copy.deepcopy(self.book)
