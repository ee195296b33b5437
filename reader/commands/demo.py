"""Opening the screen on samples: `newsreader --demo`."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
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
    _raise_when_told_to_end()
    with tempfile.TemporaryDirectory(prefix="newsreader-demo-") as folder:
        paths = Paths(data=Path(folder), config=config)
        if sys.stderr.isatty():
            note("filling a library of samples, which is gone when you leave")
        # Samples are read like all else from outside: not in the screen's process.
        # Ctrl-C is for this process, which ends that one.
        group = 0 if os.name == "posix" else -1
        command = [sys.executable, "-P", "-m", "reader.library.demo", folder]
        subprocess.run(command, check=True, process_group=group)
        return open_screen(paths, offline=True, demo=True)


def _raise_when_told_to_end() -> None:
    """Let signals that end programs raise `SystemExit`, so that the library is gone then too."""
    for name in ("SIGTERM", "SIGHUP"):
        with suppress(AttributeError):  # this system has no such signal
            number = getattr(signal, name)
            if signal.getsignal(number) is signal.SIG_DFL:  # else it is ignored, as under nohup
                signal.signal(number, lambda told, _: sys.exit(128 + told))
