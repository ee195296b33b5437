"""A disk that fails: at reading, writing and syncing, or that is full, at any operation.

Whatever fails, the library is whole afterwards, what was acknowledged is there, and one sentence was told.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.database.faulty import FAULTS

SENTENCES = {
    "read": ("the disk failed while ", "could not be read again"),
    "write": ("the disk failed while ",),
    "full": ("the disk is full: nothing was changed in ",),
    "sync": ("the disk failed while ",),
}


def work(folder: Path, fault: str, lasting: str, rounds: int) -> tuple[int, list[str], list[str]]:
    """Run the work with faults. Returns the number of operations, what is wrong, and what was told."""
    command = [sys.executable, "-m", "tests.store.database.faulty", str(folder), fault, lasting, str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    total, *lines = filter(None, done.stdout.splitlines())
    return int(total), [line for line in lines if line[0] == "!"], [line for line in lines if line[0] != "!"]


def check(folder: Path, fault: str, lasting: str, rounds: int) -> None:
    total, wrong, told = work(folder, fault, lasting, rounds)
    assert wrong == []
    assert total > 20
    assert told
    for sentence in told:
        assert any(words in sentence for words in SENTENCES[fault]), sentence


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_fails_once_loses_nothing(tmp_path: Path, fault: str) -> None:
    check(tmp_path, fault, "once", 4)


@pytest.mark.long(15)
@pytest.mark.parametrize("lasting", ["once", "lasting"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_fails_at_any_operation_loses_nothing(tmp_path: Path, fault: str, lasting: str) -> None:
    check(tmp_path, fault, lasting, 10_000)
