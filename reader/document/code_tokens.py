"""The colours of code: what a stretch of it is (a keyword, a string, a comment ...), found by Pygments.

Done once, where a document is made, and kept with it; whoever shows it never looks at a language. The
language is the one that the author named: none is ever guessed, and code of an unknown one stays plain.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING

import msgspec

from reader.document.blocks import Block, CodeKind, Document, Token

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST = 30_000
"""Characters of one block of code at most; a longer one stays plain."""

MOST = 6_000
"""Tokens of one block at most; the rest of it stays plain."""

SECONDS = 0.5
"""Seconds of work for the code of all documents that are made together."""

_OTHER_NAMES = {
    "jsx": "javascript", "mjs": "javascript", "tsx": "typescript", "jsonc": "json", "json5": "json",
    "shell-session": "console", "plist": "xml", "vue": "html", "svelte": "html", "c++11": "cpp",
}  # fmt: skip
"""Names that pages have for languages and Pygments has not."""

_KINDS: tuple[tuple[str, CodeKind | None], ...] = (
    ("Comment.Preproc", "keyword"), ("Comment", "comment"), ("Generic.Prompt", "comment"),
    ("Generic.Output", None), ("Generic.Deleted", "keyword"), ("Generic.Inserted", "string"),
    ("Keyword", "keyword"), ("Operator.Word", "keyword"), ("Literal.Number", "number"),
    ("Literal.String.Interpol", None), ("Literal.String", "string"), ("Name.Function", "name"),
    ("Name.Class", "name"), ("Name.Builtin.Pseudo", None), ("Name.Builtin", "name"), ("Name.Tag", "name"),
    ("Name.Decorator", "name"),
    ("Name.Exception", "name"), ("Name.Attribute", "name"), ("Name.Property", "name"),
)  # fmt: skip
"""What Pygments' types mean here, by the beginnings of their names; the first that fits counts."""

_until: ContextVar[float | None] = ContextVar("until", default=None)
"""When the work on the documents that are made together must have ended, in seconds of CPU time."""


class _TooLong(Exception):
    """Raised inside a search that does not end."""


@contextmanager
def together(seconds: float = SECONDS) -> Iterator[None]:
    """Let all documents that are made inside share so many seconds for their code."""
    token = _until.set(time.process_time() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def with_tokens(document: Document) -> Document:
    """Return the document with the tokens of its code, as far as languages are named and time allows."""
    if not any(block.kind == "code" and block.src for block in document.blocks):
        return document
    until = _until.get()
    until = time.process_time() + SECONDS if until is None else until
    blocks = tuple(
        msgspec.structs.replace(block, tokens=_tokens(block, until)) if _is_code(block) else block
        for block in document.blocks
    )
    return document if blocks == document.blocks else msgspec.structs.replace(document, blocks=blocks)


def _is_code(block: Block) -> bool:
    return block.kind == "code" and bool(block.src) and len(block.text) <= LONGEST and not block.tokens


def _tokens(block: Block, until: float) -> tuple[Token, ...]:
    left = until - time.process_time()
    lexer = _lexer(block.src) if left > 0 else None
    if lexer is None:
        return ()
    found: list[Token] = []
    try:
        with _alarm(left):
            for token in _merged(lexer, block.text):
                found.append(token)
                if len(found) == MOST or time.process_time() > until:
                    break
    except _TooLong:
        pass
    except Exception:  # noqa: BLE001 - lexers of five hundred languages raise anything; the rest stays plain
        pass
    return tuple(found)


def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name  # only documents with code of a named language need it

    try:
        return get_lexer_by_name(_OTHER_NAMES.get(language, language))
    except ValueError:  # there is none of that name
        return None


def _merged(lexer: "Lexer", text: str) -> Iterator[Token]:
    """Yield the tokens that have a kind; those of one kind with nothing between them are one."""
    start = end = 0
    last: CodeKind | None = None
    for place, kind, length in _kinds(lexer, text):
        if kind == last and place == end:
            end = place + length
            continue
        if last is not None and start < end:
            yield Token(start, end, last)
        start, end, last = place, place + length, kind
    if last is not None and start < end:
        yield Token(start, end, last)


def _kinds(lexer: "Lexer", text: str) -> Iterator[tuple[int, CodeKind | None, int]]:
    done = 0
    for place, type_, value in lexer.get_tokens_unprocessed(f"{text}\n"):
        length = min(len(value), len(text) - place)
        if place < done or length <= 0:
            continue  # lexers that call others may go back; spans go on only
        done = place + length
        yield place, _kind(str(type_).removeprefix("Token.")), length


def _kind(name: str) -> CodeKind | None:
    return next((kind for beginning, kind in _KINDS if name.startswith(beginning)), None)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise `_TooLong` after so many seconds of CPU time, also inside a search; where the system can."""
    if not hasattr(signal, "setitimer") or current_thread() is not main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, max(0.001, seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
