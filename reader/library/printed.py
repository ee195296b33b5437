"""What a command of the reader's prints: read as it comes, so that it never waits, and kept up to a bound."""

import asyncio

from reader.document.sanitize import SafeText, sanitize, sanitize_line

MOST = 100_000
"""Bytes of what a command prints that are shown at most."""

LATE_SECONDS = 0.5
"""For so long the last words of a command that has ended are waited for: what it left running may hold on."""


class Printed:
    """What comes from one of a command's two streams."""

    def __init__(self, stream: asyncio.StreamReader | None) -> None:
        """Begin to read."""
        assert stream is not None, "it was started with a pipe"
        self._kept = bytearray()
        self._reading = asyncio.create_task(self._read(stream))

    async def _read(self, stream: asyncio.StreamReader) -> None:
        while data := await stream.read(65_536):
            self._kept += data[: MOST - len(self._kept)]

    @staticmethod
    async def end(*streams: "Printed") -> None:
        """Wait for what is still on its way, then read no more."""
        tasks = [stream._reading for stream in streams]
        await asyncio.wait(tasks, timeout=LATE_SECONDS)
        for task in tasks:
            task.cancel()

    @property
    def text(self) -> SafeText:
        """What was printed, filtered, with a note where it was cut."""
        words = self._kept.decode("utf-8", "replace").expandtabs().rstrip()
        return sanitize(f"{words}\n\n(there is more)" if len(self._kept) >= MOST else words)

    @property
    def last_line(self) -> SafeText:
        """The last line with anything in it, where commands say why they failed; else empty."""
        lines = self._kept.decode("utf-8", "replace").split("\n")
        return next((line for line in map(sanitize_line, reversed(lines)) if line.strip()), sanitize_line(""))
