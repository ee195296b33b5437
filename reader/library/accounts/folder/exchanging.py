"""One sync with a shared folder: this library's decisions go there, and those of other machines come here."""

import os
import secrets
import socket
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from reader.document.sanitize import sanitize_line
from reader.library.accounts.folder import carrying, mark
from reader.library.accounts.folder.mark import FolderError, Machine
from reader.library.files import write_whole
from reader.library.library import Library
from reader.sources.accounts.folder.disk import RealDisk, logs
from reader.sources.accounts.folder.exchange import Exchange, Own, exchange
from reader.sources.accounts.folder.reading import Position, is_unchanged
from reader.store.accounts.folder import outbox, start
from reader.store.accounts.folder.memory import FolderMemory
from reader.store.database.connection import rows
from reader.store.said import sharing

_LETTERS = "abcdefghijkmnopqrstuvwxyz23456789"

INTRODUCED_AGAIN = 3600
"""Seconds after which a machine tells again that it is there."""


class Memory(FolderMemory):
    """What the library remembers of a folder, with the file on disk that holds this machine's id besides."""

    def __init__(self, library: Library, account: int) -> None:
        """Raises `StoreError`."""
        super().__init__(library.db, account, library.clock, lambda: new_machine(library))

    @property
    def own(self) -> Own:  # type: ignore[override]  # the store knows no words of the sources
        """Return how this machine's file was left."""
        found = super().own
        return Own(*found) if found.compact_at else Own()

    def positions(self) -> dict[str, Position]:  # type: ignore[override]  # likewise
        """Return how far each file was read."""
        return {name: Position(*found) for name, found in super().positions().items()}


@dataclass(frozen=True, slots=True)
class Shared:
    """What a sync with a folder did."""

    sent: int
    """Decisions that stand in this machine's file from now on."""
    changed: int
    """Articles, feeds and searches that changed here."""
    waiting: int
    """Decisions that could not be written."""
    error: str | None
    skew: int | None
    """Seconds by which a machine's clock differs most; None where no other machine was ever there."""
    new: int = 0
    """Articles that came whole."""


def new_machine(library: Library) -> str:
    """Make an id for this machine, and keep it beside the library. Raises `OSError`."""
    id = "".join(secrets.choice(_LETTERS) for _ in range(8))
    write_whole(_machine_file(library), id.encode() + b"\n")
    return id


def _machine_file(library: Library) -> Path:
    """Return the file that stays with the machine where a library is copied or restored."""
    return library.paths.data / "machine"


def know_machine(library: Library, memory: Memory) -> str:
    """Return this machine's id, a new one where the library is another machine's copy. Raises `OSError`."""
    known, beside = sharing.machine(library.db), ""
    with suppress(OSError):
        beside = _machine_file(library).read_text("ascii", "replace")[:100].strip()
    if not known or known != beside:
        memory.renew()
    return memory.machine


def share(library: Library, account: int, path: Path, carried: Collection[str] = ()) -> Shared:
    """Read what others said in a folder, and write what is to be said. Raises `StoreError`.

    `carried`: of which articles the contents go along: `saved`, `starred`.
    """
    memory, disk = Memory(library, account), RealDisk(path)
    try:
        know_machine(library, memory)
        if not _has_begun(library, account):
            start.begin(library.db)
            if sharing.has_several(library.db):
                memory.absorb_all()
            memory.keep_own(Own())
        outbox.absorb(library.db)
        before = memory.count_waiting()
        mark.check(path)
        trouble = _put(library, path, carried)
        done = exchange(disk, memory)
        done.error = done.error or trouble
    except FolderError as error:
        return Shared(0, 0, memory.count_waiting(), str(error), None)
    except OSError as error:
        return Shared(0, 0, memory.count_waiting(), f"{path} cannot be read: {mark.in_words(error)}", None)
    new = carrying.get(library, path, carried) if carried else 0
    return replace(_told(library, memory, disk, path, done, before), new=new)


def _put(library: Library, path: Path, carried: Collection[str]) -> OSError | None:
    """Write contents that are to be carried. Returns why not, if it was not possible."""
    try:
        if carried:
            carrying.put(library, path, carried)
    except OSError as error:
        return error
    return None


def _has_begun(library: Library, account: int) -> bool:
    return bool(rows(library.db, "SELECT 1 FROM said_own WHERE account = ?", (account,)))


def _told(
    library: Library, memory: Memory, disk: RealDisk, path: Path, done: Exchange, before: int
) -> Shared:
    waiting = memory.count_waiting()
    error = _error(path, done, waiting)
    others = _others(disk, memory.machine)
    if done.error is None:
        _introduce(library, memory, disk, bool(done.written))
    skews = [machine.skew(library.clock()) for machine in others]
    skew = max(skews, key=abs, default=None)
    return Shared(max(0, before - waiting), memory.changed, waiting, error, skew)


def _error(path: Path, done: Exchange, waiting: int) -> str | None:
    """Return why a sync was not whole, as a sentence."""
    if done.error is not None:
        changes = "1 change waits" if waiting == 1 else f"{waiting:,} changes wait"
        return f"{path} cannot be written: {mark.in_words(done.error)}; {changes}"
    if done.unreadable:
        return f"{path} has a file that cannot be read: {sanitize_line(done.unreadable[0])}"
    return None


def _others(disk: RealDisk, machine: str) -> list[Machine]:
    with suppress(OSError):
        return [other for other in mark.machines(disk, disk.files()) if other.id != machine]
    return []


def _introduce(library: Library, memory: Memory, disk: RealDisk, wrote: bool) -> None:
    """Tell the others that this machine is there, if it said something, or was silent for long."""
    now = library.clock()
    with suppress(OSError):
        mine = [member for member in mark.machines(disk, disk.files()) if member.id == memory.machine]
        if wrote or not mine or abs(now - mine[0].seen) >= INTRODUCED_AGAIN:
            mark.introduce(disk, memory.machine, socket.gethostname(), sharing.clock(library.db), now)


def forget(library: Library, account: int, path: Path, machine: str) -> str | None:
    """Answer for what a machine has said from now on, and delete its files. Returns why not, or None.

    `machine`: its id, or its name where only one has it. Raises `StoreError`.
    """
    shared = share(library, account, path)
    if shared.error:
        return shared.error
    memory, disk = Memory(library, account), RealDisk(path)
    files = disk.files()
    known = {log.machine for log in logs(files)} | {member.id for member in mark.machines(disk, files)}
    named = [member.id for member in mark.machines(disk, files) if member.name == machine]
    wanted = machine if machine in known else named[0] if len(named) == 1 else None
    if wanted is None:
        return f"no machine {sanitize_line(machine)} shares {path}"
    if wanted == memory.machine:
        return f"{wanted} is this machine"
    memory.absorb_author(wanted)
    shared = share(library, account, path)
    if shared.error or shared.waiting:
        return shared.error or "what it has said could not be written"
    try:
        for name in [log.file.name for log in logs(disk.files()) if log.machine == wanted]:
            disk.delete(name)
        disk.delete(f"{wanted}.json")
    except OSError as error:
        return f"the files of {wanted} cannot be deleted: {mark.in_words(error)}"
    return None


def has_news(library: Library, account: int, path: Path) -> bool:
    """Return whether a file of another machine is not as it was read last: one look at the folder's listing.

    A folder that is not there has none.
    """
    try:
        found = logs(RealDisk(path).files())
    except OSError:
        return False
    memory = Memory(library, account)
    positions, me = memory.positions(), memory.machine
    return any(
        log.machine != me
        and not is_unchanged(log.file, positions.get(log.file.name))
        and os.access(path / log.file.name, os.R_OK)
        for log in found
    )


def wrong_clocks(library: Library, path: Path) -> Sequence[tuple[Machine, int]]:
    """Return the machines of a folder whose clocks are more than an hour off, with the seconds."""
    machine, now = sharing.machine(library.db) or "", library.clock()
    found = [(other, other.skew(now)) for other in _others(RealDisk(path), machine)]
    return [(other, skew) for other, skew in found if abs(skew) > mark.HOUR_OFF]
