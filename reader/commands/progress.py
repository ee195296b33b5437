"""The progress of a long command, as a line on a terminal: `[####----]  312 of 1,000, 2 failed`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

NARROW = 60
"""Terminal columns below which only the numbers are shown, without a bar."""

_ERASE_LINE = "\r\x1b[K"


@dataclass(slots=True)
class Progress:
    """The progress line, and what it counts."""

    total: int
    """The number of things to do."""
    bar: "ProgressBar[int] | None"
    """The line on the terminal; None where none is shown."""
    failed: int = 0
    """The number of things that failed."""
    done: int = field(default=0, init=False)
    """The number of things that are done or have failed."""

    def make_room(self) -> None:
        """Erase the line, for output that is printed in its place."""
        if self.bar is not None:
            click.echo(_ERASE_LINE, err=True, nl=False)

    def advance(self) -> None:
        """Count one more thing that is done or has failed."""
        self.done += 1
        if self.bar is not None:
            self.bar.label = self.words()
            self.bar.update(1)

    def words(self) -> str:
        """Write the counts as `312 of 1,000, 2 failed`."""
        failed = f", {self.failed:,} failed" if self.failed else ""
        return f"{self.done:,} of {self.total:,}{failed}"


@contextmanager
def progress(total: int, *, hidden: bool) -> Iterator[Progress]:
    """Show a progress line while a command does `total` things; none off a terminal, or for one thing."""
    if hidden or total < 2 or not sys.stderr.isatty():
        yield Progress(total, None)
        return
    narrow = os.get_terminal_size(sys.stderr.fileno()).columns < NARROW
    template = "%(label)s" if narrow else "[%(bar)s]  %(label)s  %(info)s"
    start = Progress(total, None).words()
    with click.progressbar(
        length=total, label=start, file=sys.stderr, bar_template=template, show_percent=False, width=24
    ) as bar:
        yield Progress(total, bar)
