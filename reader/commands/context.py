"""What all commands share: the words before the command, what is printed, and what failed."""

import asyncio
import json
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader.commands import FAILED, lose_output
from reader.config import Paths, Settings, check_actions, nearest, read_settings

if TYPE_CHECKING:
    from reader.library.feeds.subscribe import Problem
    from reader.library.library import Library
    from reader.model import Article, Feed, Query

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """What the words before the command said."""

    paths: Paths
    offline: bool

    def settings(self) -> Settings:
        """Raises `ConfigError`."""
        settings = read_settings(self.paths.config)
        check_actions(settings, self.paths.config)
        return settings

    def library(self, *, writing: bool) -> "Library":
        """The open library; a command that only reads takes one that cannot be written as well.

        Raises `ConfigError` and `StoreError`.
        """
        from reader.library.library import open_library
        from reader.store.database.connection import StoreError

        settings = self.settings()
        try:
            return _closed_at_the_end(open_library(self.paths, settings, offline=self.offline))
        except StoreError as error:
            if writing:
                raise
            try:
                return _closed_at_the_end(
                    open_library(self.paths, settings, offline=self.offline, readonly=True)
                )
            except StoreError:
                raise error from None


def _closed_at_the_end(library: "Library") -> "Library":
    """Closed with the command, so that the last connection leaves no journal behind."""
    click.get_current_context().call_on_close(library.db.close)
    return library


class Failures:
    """What failed so far: each is one line on stderr, and together they make the exit code."""

    def __init__(self) -> None:
        self.count = 0

    def tell(self, text: object) -> None:
        self.count += 1
        note(text)

    def end(self) -> None:
        """Ends the command with 1 if anything failed."""
        if self.count:
            raise click.exceptions.Exit(FAILED)


def note(text: object) -> None:
    """One line on stderr; where it tells no failure, it has no part in the exit code."""
    from reader.document.sanitize import clean_line

    click.echo(f"newsreader: {clean_line(str(text))}", err=True)


def put(text: str) -> None:
    """One line, or one article, for a person or a program."""
    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        lose_output()
        raise click.ClickException(f"the output cannot be written: {error.strerror}") from error


def put_json(shape: dict[str, Any]) -> None:
    put(json.dumps(shape, ensure_ascii=False))


def each(
    things: Iterable[T], as_json: bool, shape: Callable[[T], dict[str, Any]], line: Callable[[T], str]
) -> None:
    """Prints each thing, as JSON or as a line."""
    for thing in things:
        put_json(shape(thing)) if as_json else put(line(thing))


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
pass_call = click.make_pass_decorator(Call)


def report(
    outcomes: "AsyncIterator[T | Problem]",
    as_json: bool,
    shape: Callable[[T], dict[str, Any]],
    line: Callable[[T], str],
) -> None:
    """Prints what was made as it comes, tells what failed, and ends with 1 if anything did."""
    from reader.library.feeds.subscribe import Problem

    failures = Failures()

    async def run() -> None:
        async for outcome in outcomes:
            if isinstance(outcome, Problem):
                failures.tell(outcome)
            else:
                each([outcome], as_json, shape, line)

    asyncio.run(run())
    failures.end()


def run_to_the_end(work: Coroutine[None, None, None]) -> None:
    """Runs it; a process that is told to end stops it, and so lets go of what it holds."""

    async def run() -> None:
        task = asyncio.current_task()
        assert task is not None
        with suppress(NotImplementedError, AttributeError):  # this system has no such signals
            for end in (signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(end) is not signal.SIG_IGN:  # as under nohup
                    asyncio.get_running_loop().add_signal_handler(end, task.cancel)
        await work

    # It warns on stderr of pipes and children that end unseen, which is what becomes of a killed parser.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    try:
        asyncio.run(run())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


def parsed_query(library: "Library", words: Iterable[str]) -> "Query":
    """What the words of a query ask for."""
    from reader.library.queries import FIELDS, STATES, not_understood, parse_query
    from reader.store.feeds.feeds import feeds

    text = " ".join(words)
    for piece in not_understood(text, now=library.clock()):
        field = piece.lstrip("-").partition(":")[0].lower()
        hint = nearest(field, FIELDS) if field not in FIELDS else nearest(piece.lstrip("-"), STATES)
        note(f"{piece} is searched as words, as it is no filter{hint}")
    return parse_query(text, feeds=feeds(library.db) if "feed:" in text.lower() else [], now=library.clock())


def named_feeds(library: "Library", names: Iterable[str], failures: Failures) -> "list[Feed]":
    """The feed that each name means; what means none, or several, is told as a failure."""
    from reader.library.feeds.lookup import find_feeds
    from reader.store.feeds.feeds import feeds

    listed = feeds(library.db, library.clock())
    found = []
    for name in names:
        matches = find_feeds(listed, name)
        if len(matches) == 1:
            found.append(matches[0])
        elif matches:
            titles = ", ".join(f"{feed.title} ({feed.id})" for feed in matches[:5])
            failures.tell(f"{name}: this may be one of several feeds: {titles}")
        else:
            failures.tell(f"{name}: there is no such feed")
    return found


def named_articles(library: "Library", words: Iterable[str], failures: Failures) -> "list[Article]":
    """The articles with these ids; what is none is told as a failure."""
    from reader.store.articles.articles import article

    found = []
    for word in words:
        identity = int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None
        known = article(library.db, identity) if identity is not None else None
        if known is not None:
            found.append(known)
        else:
            failures.tell(
                f"{word}: {'there is no such article' if identity is not None else 'this is no id'}"
            )
    return found
