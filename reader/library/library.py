"""The library as a command holds it: the open store, where things lie, and the reader's settings."""

from collections.abc import Callable
from dataclasses import dataclass

from reader.config import Paths, Settings, now
from reader.store.database.connection import Database, open_store


@dataclass(frozen=True, slots=True)
class Library:
    """What every use case needs; the clock is a value, so that tests may set it."""

    db: Database
    paths: Paths
    settings: Settings
    offline: bool = False
    clock: Callable[[], int] = now


def open_library(
    paths: Paths, settings: Settings, *, offline: bool = False, readonly: bool = False
) -> Library:
    """Opens the library, making it first where there is none and it may be written.

    Raises `StoreError`, one sentence.
    """
    return Library(open_store(paths.library, readonly=readonly), paths, settings, offline)
