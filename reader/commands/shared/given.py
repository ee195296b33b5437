"""What a command is given on its standard input instead of among its arguments."""

import sys
from collections.abc import Sequence

import click

INPUT = "-"
"""The argument that stands for what is on standard input."""


def with_given(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words, with the lines of standard input in place of `-`.

    Everybody can read the arguments of a process, and nobody its input: an address may hold a password.
    Raises `UsageError` where there is nothing but an empty input.
    """
    if INPUT not in words:
        return tuple(words)
    given = [line for text in _lines() if (line := text.strip())]
    place = words.index(INPUT)
    others = [word for word in words[place + 1 :] if word != INPUT]
    every = (*words[:place], *given, *others)
    if not every:
        raise click.UsageError("there is nothing on standard input")
    return every


def _lines() -> list[str]:
    """Return the lines of standard input, which may be closed, and in no encoding that is known."""
    if sys.stdin is None:
        return []
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\n")
