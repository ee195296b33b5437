"""How far a long command is: one line at the bottom of a terminal, `[####----]  312 of 1,000, 2 failed`."""

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
"""Columns below which there is no bar, only the numbers."""

_ERASE_LINE = "\r\x1b[K"


@dataclass(slots=True)
class Progress:
    """The line, as far as there is one."""

    total: int
    bar: "ProgressBar[int] | None"
    failed: int = 0
    done: int = field(default=0, init=False)

    def make_room(self) -> None:
        """Takes the line away for what is to be printed in its place."""
        if self.bar is not None:
            click.echo(_ERASE_LINE, err=True, nl=False)

    def advance(self) -> None:
        """One more is done, or has failed."""
        self.done += 1
        if self.bar is not None:
            self.bar.label = self.words()
            self.bar.update(1)

    def words(self) -> str:
        failed = f", {self.failed:,} failed" if self.failed else ""
        return f"{self.done:,} of {self.total:,}{failed}"


@contextmanager
def progress(total: int, *, hidden: bool) -> Iterator[Progress]:
    """The line of a command that has so many things to do; none where nobody sees it or it would be short."""
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
