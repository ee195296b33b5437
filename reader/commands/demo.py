"""Opening the screen on samples: `newsreader --demo`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from reader.commands import raise_when_interrupted
from reader.commands.context import note
from reader.commands.screen import open_screen
from reader.config import Paths


def open_demo(config: Path = Path(os.devnull)) -> int:
    """Open the screen on a library that is filled from samples and gone afterwards. Returns the exit code.

    `config`: the settings file; none by default, so that the samples look as they are meant to.
    """
    raise_when_interrupted()
    with tempfile.TemporaryDirectory(prefix="newsreader-demo-") as folder:
        paths = Paths(data=Path(folder), config=config)
        if sys.stderr.isatty():
            note("filling a library of samples, which is gone when you leave")
        # Samples are read like all else from outside: not in the screen's process.
        subprocess.run([sys.executable, "-P", "-m", "reader.library.demo", folder], check=True)
        return open_screen(paths, offline=True, demo=True)
