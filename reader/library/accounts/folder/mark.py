"""What marks a folder as one that newsreaders share, and the files in which machines introduce themselves."""

import json
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader import __version__
from reader.document.sanitize import SafeText, sanitize_line
from reader.entries import LIMIT, Stamp
from reader.sources.accounts.folder.disk import Disk, File, RealDisk

MARK = "newsreader-sync.json"
"""The name of the file that marks the folder."""

FORMAT = 1
"""The format of the files that this program writes and reads."""

HOUR_OFF = 3600
"""Seconds from which on a machine's clock is named as wrong."""

_LARGEST = 64 << 10
"""Bytes of these files that are read."""

_MACHINE = re.compile(r"([a-z0-9]{8})\.json")


class FolderError(Exception):
    """Why a folder cannot be used, as a sentence."""


@dataclass(frozen=True, slots=True)
class Machine:
    """How a machine introduced itself."""

    id: str
    name: SafeText
    seen: int
    """Its clock's time when it did, in UTC seconds."""
    clock: int
    """The time of the latest stamp that it had seen then, in UTC seconds."""

    def skew(self, now: int) -> int:
        """Return by how many seconds its clock surely differs from one that says `now`; 0 where none shows.

        It is ahead where it wrote in what is the future here, and behind where it had seen stamps later than
        its own time that are no future here.
        """
        if self.seen > now:
            return self.seen - now
        return min(0, self.seen - self.clock) if self.clock <= now else 0


def set_up(path: Path) -> bool:
    """Mark a folder as shared, making it where the one above it is there. Returns whether it was no such yet.

    Raises `FolderError` where it cannot be one.
    """
    try:
        if not path.exists():
            path.mkdir(mode=0o700)
        if (path / MARK).exists():
            check(path)
            return False
        mark = {"format": FORMAT, "id": secrets.token_hex(8)}
        RealDisk(path).create(MARK, [json.dumps(mark).encode() + b"\n"])
    except FileNotFoundError:
        raise FolderError(f"{path.parent} is not there: make it first, or mount what it is on") from None
    except OSError as error:
        raise FolderError(f"{path} cannot be shared: {in_words(error)}") from error
    return True


def check(path: Path) -> None:
    """Check that a folder is one that newsreaders share. Raises `FolderError`."""
    try:
        mark = _read(RealDisk(path), MARK)
    except FileNotFoundError:
        raise FolderError(
            f"{path} has no {MARK}: is it mounted? (`newsreader account add folder {path}` shares it anew)"
        ) from None
    except OSError as error:
        raise FolderError(f"{path} cannot be read: {in_words(error)}") from error
    if mark is None or type(mark.get("format")) is not int:
        raise FolderError(f"{path / MARK} is damaged: a whole copy of it is on another machine")
    if mark["format"] > FORMAT:
        raise FolderError(f"{path} was made by a newer newsreader: update this one")


def in_words(error: OSError) -> str:
    """Return an error of the system as words that name no file."""
    return (error.strerror or str(error)).lower()


def _read(disk: Disk, name: str) -> dict[str, Any] | None:
    """Read a small file of JSON. Returns None for what is none. Raises `OSError`."""
    data = b""
    for piece in disk.read(name):
        data += piece
        if len(data) > _LARGEST:
            return None
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def introduce(disk: Disk, machine: str, name: str, clock: Stamp, now: int) -> None:
    """Write this machine's name, and the time of its clock. Raises `OSError`."""
    seen = datetime.fromtimestamp(now, UTC).isoformat().replace("+00:00", "Z")
    words = {"name": name, "version": __version__, "seen": seen, "clock": list(clock)}
    disk.create(f"{machine}.json", [json.dumps(words, ensure_ascii=False).encode("utf-8", "replace") + b"\n"])


def machines(disk: Disk, files: Iterable[File]) -> list[Machine]:
    """Return how the machines of the folder introduced themselves, as far as that can be read."""
    found = []
    for file in files:
        if (match := _MACHINE.fullmatch(file.name)) and file.size <= _LARGEST:
            with suppress(OSError):
                found.append(_machine(match[1], _read(disk, file.name) or {}))
    return [machine for machine in found if machine is not None]


def _machine(id: str, words: dict[str, Any]) -> Machine | None:
    name, seen, clock = words.get("name"), words.get("seen"), words.get("clock")
    try:
        moment = datetime.fromisoformat(str(seen))
    except ValueError:
        return None
    latest = clock[0] if isinstance(clock, list) and clock else 0
    latest = latest if type(latest) is int and 0 <= latest < LIMIT else 0
    if moment.tzinfo is None:
        return None
    shown = sanitize_line(name)[:60] if isinstance(name, str) else id
    return Machine(id, sanitize_line(shown), int(moment.timestamp()), latest // 1000)
