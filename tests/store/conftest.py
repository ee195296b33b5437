"""A library of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.store.database import Database, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    opened = open_store(path)
    yield opened
    opened.close()
