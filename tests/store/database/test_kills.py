"""Processes that are killed at any instant, also in a migration: nothing acknowledged is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.database.killing import KINDS

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="only POSIX systems fork the child that is killed"
)


def kill(folder: Path, kind: str, seed: int, rounds: int) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.store.database.killing",
        str(folder),
        kind,
        str(seed),
        str(rounds),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_loses_nothing(tmp_path: Path, kind: str) -> None:
    kill(tmp_path, kind, 1, 2)


@pytest.mark.long(15)
@pytest.mark.parametrize("kind", KINDS)
def test_no_kill_of_many_loses_anything(tmp_path: Path, kind: str) -> None:
    kill(tmp_path, kind, 2, 20)
