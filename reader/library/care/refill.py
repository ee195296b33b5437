"""Giving texts back to articles that lost them, from the files that they were saved from."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from reader.library.articles.kept_files import kept_files, read_again
from reader.library.given_files import read_file
from reader.library.library import Library
from reader.sources.parser.pool import ParseFailure, ParserPool
from reader.store.articles.missing import fill, owners_of_files, was_deleted
from reader.store.articles.saving import save_article, saved_keys
from reader.store.database.connection import transaction


@dataclass(frozen=True, slots=True)
class Refilled:
    """A kept file that gave texts back."""

    file: Path
    """The kept file."""
    articles: int
    """How many articles have their texts again."""
    new: int = 0
    """How many of them the library did not know any more."""


async def refill(library: Library, *, strangers: bool = False) -> AsyncIterator[Refilled]:
    """Read the files of those saved articles that have no text again. Yields what each file gave.

    With `strangers` the kept files that no article names become articles anew, but not those that the reader
    deleted: where the library's file was damaged, the rows may be lost. Raises `StoreError`.
    """
    files = kept_files(library.paths)
    owners = owners_of_files(library.db)
    missing = {file for file, ones in owners.items() if any(one.missing or one.doubtful for one in ones)}
    unknown = set(files) - set(owners_of_files(library.db, deleted=True)) if strangers else set()
    async with ParserPool() as parsers:
        for digest, path in files.items():
            if digest not in missing | unknown:
                continue
            try:
                data, changed_at = read_file(path)
            except OSError:
                continue
            if digest in unknown:
                new = await _take_in(library, parsers, data, digest, changed_at)
                if new:
                    yield Refilled(path, new, new)
                continue
            lacking = [owner for owner in owners.get(digest, ()) if owner.missing or owner.doubtful]
            pairs = await read_again(parsers, data, lacking, changed_at, library.clock())
            if count := sum(fill(library.db, owner, article, library.clock()) for owner, article in pairs):
                yield Refilled(path, count)


async def _take_in(library: Library, parsers: ParserPool, data: bytes, digest: str, changed_at: int) -> int:
    """Make articles of a file that no article names. Returns how many."""
    parsed = await parsers.saved(data, f"file {digest[:12]}", changed_at, library.clock())
    if isinstance(parsed, ParseFailure):
        return 0
    new = 0
    with transaction(library.db):
        for article in parsed:
            if not was_deleted(library.db, saved_keys(article, digest)):
                save_article(library.db, article, original=digest, now=library.clock())
                new += 1
    return new
