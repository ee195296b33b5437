"""One exchange with the shared folder: read what others said, look after the own file, append what is new.

A death at any moment loses nothing: what was appended and not noted is said twice, which does no harm.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from reader.entries import Entry
from reader.sources.accounts.folder.disk import Disk, Log, Written, log_name, logs, machine_of
from reader.sources.accounts.folder.lines import encoded
from reader.sources.accounts.folder.reading import Position, Reading, is_unchanged, prefix_crc

PIECE = 1 << 20
"""Bytes that are appended at a time, about."""

COMPACTED = 1 << 20
"""Bytes of an own file that are never compacted."""

SURPRISES = 2
"""How often this machine's file may be one that it never wrote, before it takes a new id.

Once it may be a library that was restored from a backup; twice another machine has the same id.
"""


class Own(NamedTuple):
    """This machine's file as it was left."""

    generation: int = 0
    """0: none was written yet."""
    size: int = 0
    crc: int = 0
    changed: int = 0
    surprises: int = 0
    compact_at: int = COMPACTED
    """The size from which on compacting is considered."""

    def after(self, written: Written) -> "Own":
        """Return it after something was appended to it."""
        return self._replace(size=written.size, crc=written.crc, changed=written.changed)


class Memory(Protocol):
    """What a machine remembers of the folder. Each method is kept whole or not at all."""

    @property
    def machine(self) -> str:
        """Return this machine's id."""
        ...

    @property
    def own(self) -> Own:
        """Return how this machine's file was left."""
        ...

    def keep_own(self, own: Own) -> None:
        """Remember how this machine's file was left."""
        ...

    def positions(self) -> dict[str, Position]:
        """Return how far each file was read."""
        ...

    def keep_positions(self, positions: Mapping[str, Position], gone: Iterable[str]) -> None:
        """Remember how far files were read, and forget those that are gone."""
        ...

    def merge(self, entries: Sequence[Entry], source: str) -> int:
        """Put entries in force where they are the greatest of their fields. Returns how many are anew.

        `source`: the machine in whose file they stand. Where it is this one, it answers for those that are in
        force, whoever said them.
        """
        ...

    def absorb(self, machines: Collection[str]) -> None:
        """Answer from now on for what holds since it stood in a file of one of these machines."""
        ...

    def mine(self) -> tuple[Iterator[Entry], int]:
        """Return all entries in force that this machine answers for, and the number of the last change."""
        ...

    def waiting(self) -> tuple[Iterator[Entry], int]:
        """Return those of them that are not in its file, and the number of the last change."""
        ...

    def keep_written(self, last: int, own: Own) -> None:
        """Remember that the changes up to that number are in the file."""
        ...

    def renew(self) -> None:
        """Take a new id; what this machine said under the old one it goes on to answer for."""
        ...


@dataclass
class Exchange:
    """What an exchange did."""

    heard: int = 0
    """Entries of others that hold from now on."""
    written: int = 0
    """Bytes that were written."""
    unreadable: list[str] = field(default_factory=list)
    """Names of files that could not be read."""
    error: OSError | None = None
    """Why nothing could be written: what is to be said waits."""


def exchange(disk: Disk, memory: Memory) -> Exchange:
    """Read the folder's files, and write this machine's. Raises `OSError` where the folder cannot be read."""
    done = Exchange()
    found = logs(disk.files())
    intact = _read_own(disk, memory, [log for log in found if log.machine == memory.machine], done)
    _read_others(disk, memory, found, done)
    try:
        if intact and memory.own.generation:
            _append(disk, memory, done)
            if memory.own.size > memory.own.compact_at:
                _compact(disk, memory, found, done)
        elif not intact or _says_something(memory):
            _begin(disk, memory, found, done)
        _drop_former(disk, memory, found)
    except OSError as error:
        done.error = error
    return done


def _says_something(memory: Memory) -> bool:
    return next(memory.mine()[0], None) is not None


def _read_own(disk: Disk, memory: Memory, found: Sequence[Log], done: Exchange) -> bool:
    """Read what is not as this machine left it. Returns whether its file can be appended to."""
    own = memory.own
    name = log_name(memory.machine, own.generation)
    current = next((log for log in found if log.file.name == name), None)
    intact, surprise = own.generation == 0, False
    if own.generation and current is not None:
        intact = _is_as_left(disk, current, own)
        if not intact:
            intact, surprise = _judge(disk, memory, current, done)
    others = [log for log in found if log is not current]
    heard = done.heard
    _read(disk, memory, others, done)
    surprise |= done.heard > heard
    if any(log.generation > own.generation for log in others):
        intact, surprise = False, True
    if surprise:
        if own.surprises + 1 >= SURPRISES:
            memory.renew()
        else:
            memory.keep_own(memory.own._replace(surprises=own.surprises + 1))
    return intact and not surprise


def _is_as_left(disk: Disk, log: Log, own: Own) -> bool:
    if log.file.size != own.size:
        return False
    if log.file.changed == own.changed:
        return True
    try:
        return prefix_crc(disk, log.file.name, own.size) == own.crc
    except OSError:
        return False


def _judge(disk: Disk, memory: Memory, log: Log, done: Exchange) -> tuple[bool, bool]:
    """Read the own file that is not as it was left.

    Returns whether it can be gone on with: it is what was left, and behind that whole lines that say nothing
    new, as a death came between the writing and its note. And whether nobody but another machine can have
    written it, or this one before its library was brought back older.
    """
    own, unknown = memory.own, 0
    try:
        reading = Reading(disk, log, Position(own.size, own.changed, own.size, own.crc))
        longer = reading.offset == own.size
        for entries in reading.entries():
            unknown += memory.merge(entries, log.machine)
    except OSError:
        done.unreadable.append(log.file.name)
        return False, False
    intact = longer and reading.whole and not unknown
    if intact:
        memory.keep_own(own.after(Written(log.file.size, reading.crc, log.file.changed)))
    another = reading.whole and not longer and log.file.size >= own.size
    return intact, another or unknown > 0


def _read_others(disk: Disk, memory: Memory, found: Sequence[Log], done: Exchange) -> None:
    """Read the others' files; what is in no file any more is taken over.

    That may be so where all of a machine's files are gone, copies of them aside, and where a file is another
    than was read.
    """
    before = memory.positions()
    others = [log for log in found if log.machine != memory.machine]
    replaced = _read(disk, memory, others, done)
    present = {log.machine for log in found if log.file.name == log_name(log.machine, log.generation)}
    gone = [name for name in before if name not in {log.file.name for log in found}]
    lost = replaced | ({machine_of(name) for name in gone} - present)
    if lost:
        memory.absorb(lost)
    memory.keep_positions({}, gone)


def _read(disk: Disk, memory: Memory, found: Iterable[Log], done: Exchange) -> set[str]:
    """Read files from where they were read last. Returns the machines with a file that was replaced."""
    positions, replaced = memory.positions(), set()
    for log in found:
        position = positions.get(log.file.name)
        if is_unchanged(log.file, position):
            continue
        try:
            reading = Reading(disk, log, position)
            for batch in _batches(reading):
                done.heard += memory.merge(batch, log.machine)
        except OSError:
            done.unreadable.append(log.file.name)
            continue
        memory.keep_positions({log.file.name: reading.position()}, ())
        if reading.anew:
            replaced.add(log.machine)
    return replaced


def _batches(reading: Reading, most: int = 2_000) -> Iterator[list[Entry]]:
    """Yield a reading's entries, many at a time."""
    batch: list[Entry] = []
    for entries in reading.entries():
        batch += entries
        if len(batch) >= most:
            yield batch
            batch = []
    if batch:
        yield batch


def _append(disk: Disk, memory: Memory, done: Exchange) -> None:
    """Append what waits, a piece at a time. What is said twice, after a death, does no harm."""
    waiting, last = memory.waiting()
    own = memory.own
    name = log_name(memory.machine, own.generation)
    for piece in _pieces(encoded(waiting, memory.machine)):
        own = own.after(disk.append(name, own.size, own.crc, piece))
        memory.keep_own(own)
        done.written += len(piece)
    memory.keep_written(last, own)


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    piece, size = [], 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size >= PIECE:
            yield b"".join(piece)
            piece, size = [], 0
    if piece:
        yield b"".join(piece)


def _begin(disk: Disk, memory: Memory, found: Iterable[Log], done: Exchange) -> None:
    """Write all that this machine answers for to a new generation."""
    mine, last = memory.mine()
    generations = [log.generation for log in found if log.machine == memory.machine]
    generation = max([memory.own.generation, *generations]) + 1
    name = log_name(memory.machine, generation)
    made = disk.create(name, _pieces(encoded(mine, memory.machine)))
    own = Own(surprises=memory.own.surprises, compact_at=max(COMPACTED, 2 * made.size))
    memory.keep_written(last, own._replace(generation=generation).after(made))
    done.written += made.size


def _compact(disk: Disk, memory: Memory, found: Iterable[Log], done: Exchange) -> None:
    """Begin a new generation where half of the file is superseded; else look again when it has grown."""
    own = memory.own
    needed = sum(map(len, encoded(memory.mine()[0], memory.machine)))
    if needed * 2 <= own.size:
        _begin(disk, memory, found, done)
    else:
        memory.keep_own(own._replace(compact_at=max(COMPACTED, 2 * needed)))


def _drop_former(disk: Disk, memory: Memory, found: Iterable[Log]) -> None:
    """Delete this machine's former generations, all of whose entries in force are in the present one."""
    for log in found:
        former = log.machine == memory.machine and log.generation < memory.own.generation
        if former and log.file.name == log_name(log.machine, log.generation):
            disk.delete(log.file.name)
