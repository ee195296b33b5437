"""Lending the terminal to another program until that ends."""

import signal
import subprocess
from collections.abc import Sequence

from textual.app import App

from reader.document.sanitize import SafeText, message_line

INTERRUPTED = (-signal.SIGINT, 128 + signal.SIGINT)
"""The exit codes of a program that ctrl+c has ended."""


def run_in_terminal(app: "App[None]", words: Sequence[str], name: SafeText) -> int:
    """Run a program that has the terminal until it ends. `name`: what it is called.

    It is said there, since a program that waits for what is typed may show nothing itself; ctrl+c is for the
    program. Returns its exit code. Raises `OSError` or `ValueError` where it cannot be run, and
    `SuspendNotSupported`.
    """
    failure: OSError | ValueError | None = None
    code = 0
    with app.suspend():  # where anything is raised in it, Textual does not come back
        # The program inherits no handler, as it would that a signal is ignored.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            print(
                message_line(f"newsreader: {name} has the terminal until it ends; ctrl+c stops it"),
                flush=True,
            )
            code = subprocess.run(words, check=False).returncode
        except (OSError, ValueError) as error:
            failure = error
        finally:
            signal.signal(signal.SIGINT, before or signal.SIG_DFL)
    if failure is not None:
        raise failure
    return code
