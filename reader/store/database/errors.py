"""What can go wrong with the database, in one sentence each."""

import errno
from pathlib import Path

import apsw

ADVICE = "`newsreader doctor --repair` restores what can be restored"


class StoreError(Exception):
    """The library cannot be used; its text is one sentence for the reader."""


class DamagedLibrary(StoreError):
    """What the library's file holds is no whole library."""


class BrokenIndex(StoreError):
    """The full-text index cannot be read; the library itself can."""


class ReadOnlyLibrary(StoreError):
    """The library can be read but not written."""


class OutOfMemory(StoreError):
    """The system gives too little memory to read the library, which may be sound all the same."""


def in_words(error: apsw.Error | OSError, path: Path, *, searching: bool = False) -> StoreError:
    """Return the error as a sentence about the library at that path; `searching`: the index was asked."""
    before = error.__context__
    if (
        isinstance(error, apsw.SQLError)
        and "cannot rollback" in str(error)
        and isinstance(before, apsw.Error)
    ):
        error = before  # SQLite has rolled back already, for the reason that counts
    if _is_of_the_index(error) or (searching and isinstance(error, apsw.CorruptError | apsw.SQLError)):
        return BrokenIndex(f"the search index in {path} is broken: `newsreader doctor --repair` rebuilds it")
    match error:
        case apsw.ReadOnlyError():
            return ReadOnlyLibrary(f"{path} is read-only")
        case _ if is_of_a_full_disk(error, path):
            return StoreError(f"the disk is full: nothing was changed in {path}")
        case apsw.BusyError() | apsw.LockedError() | apsw.SchemaChangeError():
            return StoreError(f"{path} is in use by another program for too long: try again")
        case apsw.NotADBError() | apsw.CorruptError():
            return DamagedLibrary(f"{path} is damaged: {ADVICE}")
        case apsw.Error() if is_out_of_memory(error):
            return OutOfMemory(f"there is not enough memory for {path}")
        case apsw.CantOpenError() | PermissionError():
            return _cannot_open(path)
        case apsw.IOError():
            return StoreError(f"the disk failed while {path} was used: {error}")
        case OSError():
            return StoreError(f"{path} cannot be used: {error.strerror or error}")
        case _:
            return StoreError(f"{path} cannot be used: {error}")


def is_out_of_memory(error: apsw.Error) -> bool:
    """Return whether SQLite got no memory. It calls that a failed disk in some places."""
    return isinstance(error, apsw.NoMemError) or (
        getattr(error, "extendedresult", 0) in (apsw.SQLITE_IOERR_NOMEM, apsw.SQLITE_IOERR_SHMMAP)
    )


FULL = 256 * 1024
"""Bytes that are free on a full disk at most: SQLite needs some for the files beside the database."""


def is_of_a_full_disk(error: apsw.Error | OSError, path: Path) -> bool:
    """Return whether a full disk is the reason. SQLite calls that a failed disk in some places."""
    if isinstance(error, apsw.FullError):
        return True
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    if not isinstance(error, apsw.IOError):
        return False
    import shutil  # only a failing disk needs it

    try:
        return shutil.disk_usage(path.parent).free < FULL
    except OSError:
        return False


def _is_of_the_index(error: apsw.Error | OSError) -> bool:
    """Return whether the error is one of a virtual table's: the library has no other than the index."""
    return getattr(error, "extendedresult", 0) == apsw.SQLITE_CORRUPT_VTAB


def _cannot_open(path: Path) -> StoreError:
    """Return the error of a library that cannot be opened.

    It may still be read where only its folder is closed.
    """
    try:
        with path.open("rb"):
            return ReadOnlyLibrary(f"{path.parent} is read-only")
    except FileNotFoundError:
        return StoreError(f"no library can be made in {path.parent}: it cannot be written")
    except OSError as error:
        return StoreError(f"{path} cannot be opened: {error.strerror}")
