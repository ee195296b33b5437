"""A library of the test's own, with a clock that the test sets."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.library.library import Library, open_library


@dataclass
class Clock:
    """Seconds since 1970; tests move it on."""

    now: int = 1_795_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    opened = replace(open_library(paths, Settings()), clock=clock)
    yield opened
    opened.db.close()
