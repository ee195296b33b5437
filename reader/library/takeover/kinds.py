"""What the files are that `import` is given: told by what is in them, never by a command that is run."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reader.library.given_files import open_file
from reader.library.outcome import Problem
from reader.library.takeover.library_file import MAGIC
from reader.sources.opml import looks_like_opml
from reader.sources.takeover.newsboat_urls import is_newsboat_list

Kind = Literal["opml", "urls", "cache", "library", "other", "folder"]
"""A list of subscriptions, newsboat's list or its articles, a whole library, what may be an export, or a
folder that is none of newsboat's.
"""

HEAD = 65_536
"""Bytes that tell what a file is."""

NEWSBOAT = ("urls", "cache.db")
"""The files of newsboat's folders."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something to be taken over."""

    name: str
    """The path as the reader gave it, or as it is below a folder that he gave; shown in messages."""
    path: Path
    kind: Kind

    @property
    def absolute(self) -> str:
        """The path for another process."""
        return str(self.path.absolute())


def sources_of(name: str) -> list[Source | Problem]:
    """Return what a path holds: a file itself, or newsboat's files in a folder."""
    path = Path(name)
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):  # no name that a file can have: opening it says so
        is_folder = False
    if not is_folder:
        return [_source(name, path)]
    within = [path / file for file in NEWSBOAT if (path / file).exists()]
    if not within:
        return [Source(os.fsencode(name).decode("utf-8", "replace"), path, "folder")]
    return [_source(str(file), file) for file in within]


def _source(name: str, path: Path) -> Source | Problem:
    # A name is bytes; those that are no text are shown as replacement characters.
    shown = os.fsencode(name).decode("utf-8", "replace")
    try:
        with open_file(path) as file:
            head = file.read(HEAD)
    except (OSError, ValueError) as error:
        return Problem(shown, getattr(error, "strerror", None) or "there is no such file")
    return Source(shown, path, _kind(head, path.name))


def _kind(head: bytes, name: str) -> Kind:
    if head.startswith(b"SQLite format 3\0"):
        return "cache"
    if head.startswith(MAGIC):
        return "library"
    if looks_like_opml(head):
        return "opml"
    return "urls" if is_newsboat_list(head, name) else "other"
