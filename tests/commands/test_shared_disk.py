"""A shared folder on a disk that is full, or can only be read: what is decided waits, and nothing is lost."""

import sys
from pathlib import Path

from tests.commands.conftest import SmallDisk

COMMANDS = """
import subprocess, sys
from pathlib import Path
from reader import cli
shared, data = Path(sys.argv[1]) / "sync", Path(sys.argv[2])

def run(machine, *words):
    sys.argv = ["newsreader", "--data-dir", str(data / machine), "--config", str(data / "none"), *words]
    print(machine, words[0], cli.run(), flush=True)

story = data / "story.txt"
story.write_text("Ferries at dawn\\n\\nThey crossed the harbour, and nobody knew why.\\n")
for machine in ("desk", "lap"):
    run(machine, "save", str(story))
    run(machine, "account", "add", "folder", str(shared))
    run(machine, "sync")
run("lap", "mark", "read", "1")
run("lap", "sync")
with (shared / "filling").open("wb", buffering=0) as filling:
    try:
        while filling.write(bytes(512)) == 512:
            pass
    except OSError:
        pass
for number in range(60):
    run("desk", "tag", "1", f"+{'x' * 90}{number}")
print("full:")
run("desk", "sync")
print("end")
(shared / "filling").unlink()
run("desk", "sync")
subprocess.run(["mount", "-o", "remount,bind,ro", str(shared.parent)], check=True)
run("desk", "mark", "star", "1")
print("read-only:")
run("desk", "sync")
print("end")
subprocess.run(["mount", "-o", "remount,bind,rw", str(shared.parent)], check=True)
run("desk", "sync")
run("lap", "sync")
run("lap", "list", "--json")
"""


def test_a_folder_that_cannot_be_written_loses_nothing(disk: SmallDisk, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    ended = disk.run("256k", sys.executable, "-c", COMMANDS, str(disk.folder), str(data))
    assert ended.returncode == 0, ended.stderr
    told = ended.stderr.splitlines()
    full, read_only = (line for line in told if "cannot be written" in line)
    assert full.endswith("cannot be written: no space left on device; 60 changes wait")
    assert read_only.endswith("cannot be written: read-only file system; 1 change waits")
    assert ended.stdout.count("desk sync 1") == 2
    listed = ended.stdout.splitlines()[-2]
    assert '"read": true, "starred": true' in listed
    assert listed.count("xxx0") + listed.count("xxx59") == 2
