"""Where an account's password comes from: the file of secrets, or a command of the reader's."""

import shlex
import subprocess
import time
from threading import Thread
from typing import BinaryIO

from reader.document.sanitize import sanitize_line
from reader.sources.accounts.backend import AuthNeeded

SECONDS = 10
"""How long a command may take to tell a password."""

LONGEST = 1 << 16
"""Bytes of what a command prints that are kept."""


def from_command(command: str) -> str:
    """Return the first line that a command prints; it is run without a shell. Raises `AuthNeeded`."""
    try:
        code, printed = _run(shlex.split(command))
    except subprocess.TimeoutExpired:
        raise AuthNeeded(f"the command for the password took longer than {SECONDS} seconds") from None
    except (OSError, ValueError, IndexError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no command"
        raise AuthNeeded(f"the command for the password cannot be run: {sanitize_line(str(why))}") from None
    if code:
        raise AuthNeeded(f"the command for the password failed (exit code {code})")
    line = printed.decode("utf-8", "replace").splitlines()[:1]
    if not line or not line[0]:
        raise AuthNeeded("the command for the password printed none")
    return line[0]


def _run(words: list[str]) -> tuple[int, bytes]:
    """Run a command. Returns its exit code and the beginning of what it printed.

    All is read, as a command that finds its pipe closed fails, and no more kept than a password may be long.
    Raises `OSError` and `TimeoutExpired`.
    """
    until, kept, null = time.monotonic() + SECONDS, bytearray(), subprocess.DEVNULL
    process = subprocess.Popen(words, stdin=null, stdout=subprocess.PIPE, stderr=null, bufsize=0)
    assert process.stdout is not None, "it is a pipe"
    reading = Thread(target=_read, args=(process.stdout, kept), daemon=True)
    reading.start()
    try:
        reading.join(SECONDS)
        if reading.is_alive():
            raise subprocess.TimeoutExpired(words, SECONDS)
        return process.wait(max(0.0, until - time.monotonic())), bytes(kept)
    finally:
        process.kill()
        process.wait()


def _read(pipe: BinaryIO, kept: bytearray) -> None:
    with pipe:
        while piece := pipe.read(LONGEST):
            kept += piece[: LONGEST - len(kept)]
