"""Which files of a folder are articles that somebody saved."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A folder below the one asked for that is not looked into, and why, in words."""

    folder: str
    reason: str


def files_below(folder: Path) -> Iterator[Path]:
    """The folder's files, recursively and sorted, without hidden ones and without a saved page's own files.

    A browser that saves `X.html` puts its pictures and scripts in `X_files/`.
    """
    return (found for found in walk(folder) if isinstance(found, Path))


def walk(folder: Path) -> Iterator[Path | LeftOut]:
    """The same files, and the folders that cannot be looked into: links, which may lead in circles, too."""
    closed: list[LeftOut] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(_closed(error))):
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(name for name in folders if not _belongs(name, pages))
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (LeftOut(str(Path(place, name)), "a link to a folder is not followed") for name in links)
        yield from closed
        closed.clear()
    yield from closed


def _closed(error: OSError) -> LeftOut:
    return LeftOut(str(error.filename), f"the folder cannot be opened: {error.strerror}")


def _belongs(folder: str, pages: set[str]) -> bool:
    """Whether the folder is hidden or belongs to one of the saved pages beside it."""
    return folder.startswith(".") or (folder.endswith("_files") and folder.removesuffix("_files") in pages)
