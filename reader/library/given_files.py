"""Files that the reader names: regular ones are read, whatever else bears the name is refused in words."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

LARGEST = 200 * 1024 * 1024
"""The size in bytes of the largest file that is read."""


def read_file(path: Path, *, links: bool = True) -> tuple[bytes, int]:
    """Read a file. Returns its bytes, and when it was last changed (UTC seconds).

    `links`: whether a symbolic link is followed. Raises `OSError`, whose `strerror` is for a person.
    """
    with open_file(path, links=links) as file:
        facts = os.fstat(file.fileno())
        _check_size(facts)
        return file.read(), int(facts.st_mtime)


def open_file(path: Path, *, links: bool = True) -> BinaryIO:
    """Open a regular file for reading, of whatever size. Raises `OSError`, whose `strerror` is for a person.

    `links`: whether a symbolic link is followed.
    """
    try:
        facts = path.stat() if links else path.lstat()
    except FileNotFoundError:
        reason = "it is a link to nothing" if path.is_symlink() else "there is no such file"
        raise OSError(0, reason) from None
    except ValueError:  # it has a zero in it, or a character that no name can have
        raise OSError(0, "this is no name of a file") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(0, "it is a link that leads back to itself") from None
        raise
    _check_kind(facts)  # before it is opened, which alone sets some devices going
    # Whoever puts a pipe or a link in its place meanwhile makes nobody wait, and has nothing else read.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | (0 if links else getattr(os, "O_NOFOLLOW", 0))
    file = os.fdopen(os.open(path, flags), "rb")
    try:
        _check_kind(os.fstat(file.fileno()))
    except OSError:
        file.close()
        raise
    return file


def _check_kind(facts: os.stat_result) -> None:
    """Raises `OSError` for what is no regular file."""
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(0, f"this is {_KINDS.get(stat.S_IFMT(facts.st_mode), 'something else')}, not a file")


def _check_size(facts: os.stat_result) -> None:
    if facts.st_size > LARGEST:
        raise OSError(0, f"it is larger than {LARGEST // 1024 // 1024} MB")


_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
