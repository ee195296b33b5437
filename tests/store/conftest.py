"""A library of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.store.database.connection import Database, open_store
from tests.store.making import subscribe


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    opened = open_store(path)
    yield opened
    opened.close()


@pytest.fixture
def two(db: Database) -> tuple[int, int]:
    """Two feeds, in a folder and in one within it."""
    return (
        subscribe(db, "https://one.example/feed", folder="World"),
        subscribe(db, "https://two.example/feed", folder="World/Asia"),
    )
