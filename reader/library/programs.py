"""Starting other programs from the screen: the reader's browser and player."""

import os
import subprocess
from collections.abc import Mapping, Sequence

from reader.config import Settings
from reader.library.browser import BrowserCommand, browser_command


class Programs:
    """Starts the reader's browser and player, apart from the terminal, and remembers them until they end."""

    def __init__(self, settings: Settings, environ: Mapping[str, str] = os.environ) -> None:
        self._settings, self._environ = settings, environ
        self._started: list[subprocess.Popen[bytes]] = []
        """The processes that have not ended yet, as last asked."""

    def browser(self, link: str) -> BrowserCommand:
        """Return the command that opens a link, as an argument of its own."""
        return browser_command(link, self._settings, self._environ)

    def start(self, argv: Sequence[str]) -> bool:
        """Start a program with these words. Returns whether it could be started."""
        self._started = [process for process in self._started if process.poll() is None]
        null = subprocess.DEVNULL
        try:
            process = subprocess.Popen(
                argv,
                stdin=null,
                stdout=null,
                stderr=null,
                start_new_session=True,
                env=self._environment(argv),
            )
        except OSError:
            return False
        self._started.append(process)
        return True

    def _environment(self, argv: Sequence[str]) -> Mapping[str, str]:
        """Keep `$BROWSER` from the desktop's opener: it would put the link into a command of its own."""
        if argv[0] != "xdg-open":
            return self._environ
        return {name: value for name, value in self._environ.items() if name != "BROWSER"}
