"""Where an account's password comes from: the file of secrets, or a command of the reader's."""

import shlex
import subprocess

from reader.document.sanitize import sanitize_line
from reader.sources.accounts.backend import AuthNeeded

SECONDS = 10
"""How long a command may take to tell a password."""


def from_command(command: str) -> str:
    """Return the first line that a command prints; it is run without a shell. Raises `AuthNeeded`."""
    try:
        words = shlex.split(command)
        done = subprocess.run(
            words, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL, check=False
        )
    except subprocess.TimeoutExpired:
        raise AuthNeeded(f"the command for the password took longer than {SECONDS} seconds") from None
    except (OSError, ValueError, IndexError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no command"
        raise AuthNeeded(f"the command for the password cannot be run: {sanitize_line(str(why))}") from None
    if done.returncode:
        raise AuthNeeded(f"the command for the password failed (exit code {done.returncode})")
    line = done.stdout.decode("utf-8", "replace").splitlines()[:1]
    if not line or not line[0]:
        raise AuthNeeded("the command for the password printed none")
    return line[0]
