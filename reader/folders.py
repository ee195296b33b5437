"""Folders that only their owner can enter, whatever the process's umask is."""

import errno
import os
from pathlib import Path


def chosen_folder(chosen: str, usual: Path) -> Path:
    """Return the folder that a setting names, else the usual one where it is there, else the home."""
    if chosen:
        return Path(chosen).expanduser()
    return usual if usual.is_dir() else Path.home()


def private_folder(path: Path) -> None:
    """Make a folder, and those above it, for their owner alone, where they are missing. Raises `OSError`."""
    for folder in (*reversed(path.parents), path):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
