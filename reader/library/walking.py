"""Which files of a folder are articles that somebody saved."""

import os
from collections.abc import Iterator
from pathlib import Path


def files_below(folder: Path) -> Iterator[Path]:
    """The folder's files, recursively and sorted, without hidden ones and without a saved page's own files.

    A browser that saves `X.html` puts its pictures and scripts in `X_files/`.
    """
    for place, folders, names in os.walk(folder):
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = sorted(name for name in folders if not _belongs(name, pages))
        yield from (Path(place) / name for name in sorted(names) if not name.startswith("."))


def _belongs(folder: str, pages: set[str]) -> bool:
    """Whether the folder is hidden or belongs to one of the saved pages beside it."""
    return folder.startswith(".") or (folder.endswith("_files") and folder.removesuffix("_files") in pages)
