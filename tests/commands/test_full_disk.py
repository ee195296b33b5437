"""A disk that is really full: a small one of the test's own, in a namespace where it may mount one."""

import sys

import pytest

from tests.commands.conftest import SmallDisk

COMMANDS = """
import os, subprocess, sys
from pathlib import Path
disk = Path(sys.argv[1])
data, files = disk / "data", [disk / "one.txt", disk / "two.txt"]

def run(*words):
    places = ["--data-dir", str(data), "--config", str(disk / "none")]
    done = subprocess.run([sys.executable, "-m", "reader", *places, *words], capture_output=True, text=True)
    print(words[0], done.returncode, done.stderr.strip().replace(str(disk), "DISK").replace("\\n", "|"))
    return done.stdout

for number, file in enumerate(files):
    file.write_text(f"Story {number}\\n\\nFerries crossed the harbour at dawn.\\n")
run("save", str(files[0]))
run("mark", "star", "1")
with (disk / "filling").open("wb", buffering=0) as filling:
    try:
        while filling.write(bytes(4096)) == 4096:
            pass
    except OSError:
        pass
for words in ("mark read 1", "tag 1 +sea", f"save {files[1]}", "refresh", f"export --markdown {disk}/md",
              "list", "show 1", "search ferries"):
    out = run(*words.split())
    assert "Traceback" not in out
(disk / "filling").unlink()
run("mark", "read", "1")
assert "Story 0" in run("list", "--starred")
assert "library  sound" in run("doctor")
print(sorted(file.name for file in data.rglob("*") if ".new-" in file.name or file.suffix == ".tmp"))
"""


REPAIR = (
    COMMANDS.partition("for number, file")[0]
    + """
files[0].write_text("Story 0\\n\\nFerries crossed the harbour at dawn.\\n")
run("save", str(files[0]))
library = data / "library.db"
damaged = bytearray(library.read_bytes())
damaged[16384 * 4 : 16384 * 5] = os.urandom(16384)
library.write_bytes(damaged)
with (disk / "filling").open("wb", buffering=0) as filling:
    try:
        while filling.write(bytes(4096)) == 4096:
            pass
    except OSError:
        pass
told = run("doctor", "--repair")
print([line for line in told.replace(str(disk), "DISK").splitlines() if "repaired" in line])
assert library.read_bytes() == damaged
print(sorted(file.name for file in data.iterdir() if ".repair" in file.name))
(disk / "filling").unlink()
run("doctor", "--repair")
assert "library  sound" in run("doctor")
print(sorted(file.name for file in data.iterdir() if ".repair" in file.name))
"""
)


def on_a_small_disk(disk: SmallDisk, program: str) -> list[str]:
    """Run a program in a namespace of its own with a disk of eight megabytes. Returns what it prints."""
    done = disk.run("8m", sys.executable, "-c", program, str(disk.folder))
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.long
def test_a_repair_on_a_full_disk_says_so_and_leaves_the_damaged_library(disk: SmallDisk) -> None:
    reason = "no library could be made of DISK/data/library.db: the disk is full"
    assert on_a_small_disk(disk, REPAIR) == [
        "save 0 ",
        "doctor 3 ",
        repr([f"! library  it could not be repaired: {reason}"]),
        "[]",
        "doctor 0 ",
        "doctor 0 ",
        "[]",
    ]


@pytest.mark.long
def test_a_full_disk_is_told_as_one_and_nothing_is_lost(disk: SmallDisk) -> None:
    full = "newsreader: the disk is full: nothing was changed in DISK/data/library.db"
    assert on_a_small_disk(disk, COMMANDS) == [
        "save 0 ",
        "mark 0 ",
        f"mark 3 {full}",
        f"tag 3 {full}",
        f"save 3 {full}",
        f"refresh 3 {full}",
        "export 1 newsreader: DISK/md: No space left on device",
        "list 0 ",
        "show 0 ",
        "search 0 ",
        "mark 0 ",
        "list 0 ",
        "doctor 0 ",
        "[]",
    ]
