"""Finding the files of a folder that are saved articles."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SkippedFolder:
    """A folder below the one asked for that is not read."""

    folder: str
    """Its path."""
    reason: str
    """Why it is not read, in words."""


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the folder's files, recursively and sorted, without hidden ones and a saved page's own files.

    A browser that saves `X.html` puts its pictures and scripts in `X_files/`.
    """
    return (item for item in scan_folder(folder) if isinstance(item, Path))


def scan_folder(folder: Path) -> Iterator[Path | SkippedFolder]:
    """Yield the same files, and the folders that are not read: closed ones and links, maybe circular."""
    closed: list[SkippedFolder] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(_not_opened(error))):
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(name for name in folders if not _is_left_out(name, pages))
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (
            SkippedFolder(str(Path(place, name)), "a link to a folder is not followed") for name in links
        )
        yield from closed
        closed.clear()
    yield from closed


def _not_opened(error: OSError) -> SkippedFolder:
    return SkippedFolder(str(error.filename), f"the folder cannot be opened: {error.strerror}")


def _is_left_out(folder: str, pages: set[str]) -> bool:
    """Return whether the folder is hidden or belongs to one of the saved pages beside it."""
    return folder.startswith(".") or (folder.endswith("_files") and folder.removesuffix("_files") in pages)
