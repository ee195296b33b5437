"""Links go to the browser: each as an argument of its own, never as a part of a command line."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reader.config import Settings
from reader.library.browser import browser_command
from reader.urls.safe import is_openable

if TYPE_CHECKING:
    from subprocess import Popen


class Browser:
    """Starts the reader's browser, apart from the terminal, and remembers it until it has ended."""

    def __init__(self, settings: Settings, environ: Mapping[str, str] = os.environ) -> None:
        self.settings = settings
        self.environ = environ
        self._started: list[Popen[bytes]] = []

    def open(self, link: str) -> bool:
        """Opens a link; False where there is no browser to be had."""
        argv = browser_command(link, self.settings, self.environ)
        return argv is not None and self._start(argv)

    def _start(self, argv: Sequence[str]) -> bool:
        import subprocess  # most sessions open nothing

        self._started = [process for process in self._started if process.poll() is None]
        null = subprocess.DEVNULL
        try:
            process = subprocess.Popen(argv, stdin=null, stdout=null, stderr=null, start_new_session=True)
        except OSError:
            return False
        self._started.append(process)
        return True


def refusal(link: str | None) -> str | None:
    """Why a link is not opened; None where it may be."""
    if not link:
        return "This article has no link"
    return None if is_openable(link) else "Only http and https links are opened"
