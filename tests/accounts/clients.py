"""A reader with a library of its own on an account: the command line, run in the test's own process."""

import io
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from reader import cli
from reader.config import Paths, Settings
from reader.library.library import Library, open_library
from reader.store.database.connection import rows
from tests.command import Ended

State = tuple[bool, bool]
"""Whether an article is read, and starred."""


@dataclass
class Client:
    """One reader. `sync` and the other commands ask the server, marks do not."""

    folder: Path
    kind: str
    url: str
    user: str = "alice"
    password: str = "alice-word"
    name: str = "home"
    flaky: bool = False
    """Whether the line is so bad that one sync may not be enough."""
    outcomes: list[str] = field(default_factory=list)
    """How each sync ended."""

    @property
    def paths(self) -> Paths:
        return Paths(data=self.folder / "data", config=self.folder / "config.toml")

    def run(self, *words: str, stdin: str = "") -> Ended:
        """Run `newsreader WORDS...` on this reader's library."""
        places = ["--data-dir", str(self.paths.data), "--config", str(self.paths.config)]
        out, err = _stream(), _stream()
        given = io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8")
        with (
            mock.patch.object(sys, "argv", ["newsreader", *places, *words]),
            mock.patch.object(sys, "stdin", given),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = cli.run()
        return Ended(code, _text(out), _text(err))

    def add(self) -> Ended:
        """Add the account. Raises `AssertionError` where that fails."""
        words = ["account", "add", self.kind, self.url, "--user", self.user, "--name", self.name]
        ended = self.run(*words, "--password-stdin", stdin=self.password + "\n")
        assert ended.code == 0, ended.err
        return ended

    def sync(self, *, expect: str | None = "synced") -> dict[str, Any]:
        """Sync. Returns the account's line. Raises `AssertionError` where it ends in another way."""
        ended = self.run("sync", self.name, "--json")
        line = next(shape for shape in ended.shapes if "outcome" in shape)
        self.outcomes.append(line["outcome"])
        assert expect is None or line["outcome"] == expect, (line, ended.err)
        return line

    def start_sync(self, patience: float = 30, *, before: str = "") -> "subprocess.Popen[bytes]":
        """Begin a sync in another process, which waits for its turn for so many seconds.

        `before`: lines of Python that the process runs first.
        """
        places = ["--data-dir", str(self.paths.data), "--config", str(self.paths.config)]
        program = (
            # in the background it would be ignored
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
            "from reader.library.accounts import locks; from reader import cli;"
            f" locks.awaited.__wrapped__.__defaults__ = ({patience},)\n{before}\ncli.main()"
        )
        words = [sys.executable, "-c", program, *places, "sync", self.name]
        return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def agree(self) -> None:
        """Sync well, with nothing left to send; on a bad line, as often as that takes."""
        for _ in range(12 if self.flaky else 1):
            if self.sync(expect=None)["outcome"] == "synced" and not self.waiting():
                return
        raise AssertionError(f"no sync went well: {self.outcomes[-12:]}, {self.account()}")

    def account(self) -> dict[str, Any]:
        """The account as `account list` shows it."""
        return next(one for one in self.run("account", "list", "--json").shapes if one["name"] == self.name)

    def waiting(self) -> int:
        return int(self.account()["waiting"])

    @contextmanager
    def library(self) -> Iterator[Library]:
        """The open library, for marks as the screen makes them."""
        opened = open_library(self.paths, Settings())
        try:
            yield opened
        finally:
            opened.db.close()

    def mark(self, ids: Iterable[str], *, read: bool | None = None, starred: bool | None = None) -> None:
        """Mark articles, by the server's ids, in one action."""
        wanted = set(ids)
        numbers = [number for remote, number in self.numbers().items() if remote in wanted]
        assert len(numbers) == len(wanted), "all of them are here"
        with self.library() as library:
            library.mark(numbers, read=read, starred=starred)
            library.finish()

    def rows(self, statement: str, *given: str) -> list[tuple[Any, ...]]:
        """What a query finds in the library's file."""
        with self.library() as library:
            return list(rows(library.db, statement, given))

    def numbers(self) -> dict[str, int]:
        """The articles of accounts: here, by the server's id."""
        return dict(self.rows("SELECT remote_id, id FROM article WHERE account > 0"))

    def states(self) -> dict[str, State]:
        """The marks of the articles that the server has."""
        found = self.rows(
            "SELECT remote_id, read, starred FROM article"
            " WHERE account > 0 AND gone_at IS NULL AND deleted = 0"
        )
        return {remote: (bool(read), bool(starred)) for remote, read, starred in found}

    def gone(self) -> dict[str, State]:
        """The marks of the articles that the server no longer has."""
        found = self.rows(
            "SELECT remote_id, read, starred FROM article WHERE account > 0 AND gone_at IS NOT NULL"
        )
        return {remote: (bool(read), bool(starred)) for remote, read, starred in found}

    def unread(self) -> set[str]:
        return {remote for remote, (read, _) in self.states().items() if not read}

    def starred(self) -> set[str]:
        return {remote for remote, (_, starred) in self.states().items() if starred}


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
