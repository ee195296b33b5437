"""Downloading the files that articles carry: whole or not at all, and never over another file."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO
from urllib.parse import unquote

import platformdirs

from reader.config import Settings
from reader.document.sanitize import sanitize_line
from reader.folders import chosen_folder
from reader.library.library import Library
from reader.library.network.private import linked_from
from reader.library.network.session import open_network, rate_limit_reason
from reader.library.outcome import Problem
from reader.model import Article
from reader.sources.http.errors import Failure
from reader.sources.http.fetch import Fetcher, Request
from reader.sources.http.status import status_words
from reader.urls.parts import parts_of
from reader.urls.target import host_of

TRIES = 5
"""How often a download that broke off is gone on with."""

LARGEST = 16 * 1024**3
"""The bytes of a download at most."""

NAME_BYTES = 120
"""The bytes of a file's name at most, before its ending."""

Progress = Callable[[int, int | None], None]
"""Is told the bytes that are there, and how many there are in all, where that is known."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that was downloaded."""

    path: Path
    size: int
    """Its bytes."""


class CannotKeep(Exception):
    """What came cannot be kept; the text says why."""


class PartFile:
    """The part of a download that is there, beside the place where the whole will be. See `Sink`."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        """Make the folder, and a file in it. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        number, name = mkstemp(dir=folder, prefix=f".{os.getpid()}-", suffix=".part")
        self.path = Path(name)
        self._file: BinaryIO = os.fdopen(number, "wb")
        self._progress = progress
        self.offset = 0
        """The bytes that are there."""
        self.total: int | None = None
        """The bytes of the whole, where the server said so."""
        self.validator: str | None = None
        """The version of what is there."""

    def begin(self, offset: int, total: int | None, validator: str | None) -> None:
        """Go on at `offset`: where the part ends, or from the beginning. Raises `CannotKeep`."""
        if total is not None and total > LARGEST:
            raise CannotKeep(f"it is larger than {LARGEST >> 30} GiB")
        if offset != self.offset:
            try:
                self._file.seek(0)
                self._file.truncate()
            except OSError as error:
                raise CannotKeep(error.strerror or str(error)) from error
        self.offset, self.total, self.validator = offset, total, validator

    def write(self, piece: bytes) -> None:
        """Write the next bytes. Raises `CannotKeep`."""
        if self.offset + len(piece) > LARGEST:
            raise CannotKeep(f"it is larger than {LARGEST >> 30} GiB")
        if self.total is not None and self.offset + len(piece) > self.total:
            raise CannotKeep("the server sends more than it said")
        try:
            self._file.write(piece)
        except OSError as error:
            raise CannotKeep(error.strerror or str(error)) from error
        self.offset += len(piece)
        self._progress(self.offset, self.total)

    @property
    def whole(self) -> bool:
        """Whether nothing is missing, as far as the server said how much there is."""
        return self.total is None or self.offset == self.total

    def finish(self, name: str) -> Path:
        """Give the file its name, with a number where that is taken.

        Returns its path; raises `CannotKeep`.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            return _named(self.path, name)
        except OSError as error:
            raise CannotKeep(error.strerror or str(error)) from error

    def remove(self) -> None:
        """Remove what is there under the name of a part."""
        with suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)


async def download(
    library: Library, article: Article, index: int, folder: Path, progress: Progress
) -> Downloaded | Problem:
    """Download an article's enclosure into a folder, which is made.

    An answer that breaks off is gone on with where it ended (Range, RFC 9110, section 14). `index`: which of
    the enclosures, from 0.
    """
    url = article.enclosures[index].url
    if reason := rate_limit_reason(library, host_of(url)):
        return Problem(url, reason)
    try:
        part = PartFile(folder, progress)
    except OSError as error:
        return Problem(str(folder), error.strerror or str(error))
    private = linked_from(library, article.headline.id)(url)
    try:
        async with open_network(library) as network:
            problem = await _fetch(
                network.fetcher, Request(url=url, private=private, accept="*/*", sink=part)
            )
        if problem is not None:
            return Problem(url, problem)
        return Downloaded(part.finish(name_of(url)), part.offset)
    except CannotKeep as error:
        return Problem(url, str(error))
    finally:
        part.remove()


async def _fetch(fetcher: Fetcher, request: Request) -> str | None:
    """Fetch the whole of what a request is for. Returns why that failed, else None."""
    part = request.sink
    assert isinstance(part, PartFile)
    reason = "it broke off"
    for _ in range(TRIES):
        before = part.offset
        response = await fetcher.fetch(request)
        if not isinstance(response, Failure):
            if not 200 <= response.status < 300:
                return status_words(response.status)
            if part.whole:
                return None
        else:
            reason = response.reason
        if part.offset == before:
            return reason
    return reason


def download_folder(settings: Settings) -> Path:
    """Return the folder of the settings for what is downloaded, else the home's Downloads, else the home."""
    return chosen_folder(settings.download_dir, platformdirs.user_downloads_path())


def name_of(url: str) -> str:
    """Return a name for the file at an address: its last part, in letters that every file system takes."""
    last = sanitize_line(unquote(parts_of(url).path)).rstrip("/").rpartition("/")[2]
    stem, _, ending = last.rpartition(".")
    stem, ending = (stem, ending) if stem and re.fullmatch(r"\w{1,8}", ending) else (last, "")
    stem = re.sub(r"[^\w ()-]+", "-", stem).strip("-_ ")
    stem = stem.encode()[:NAME_BYTES].decode(errors="ignore").strip("-_ ") or "download"
    return f"{stem}.{ending}" if ending else stem


def _named(part: Path, name: str) -> Path:
    """Give a file a name of its own in its folder. Returns its path; raises `OSError`."""
    stem, dot, ending = name.partition(".") if name.count(".") == 1 else (name, "", "")
    number = 1
    while True:
        path = part.parent / (name if number == 1 else f"{stem} ({number}){dot}{ending}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            number += 1
            continue
        part.replace(path)
        return path
