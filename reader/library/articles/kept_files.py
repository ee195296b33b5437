"""Reading the kept files of saved articles again, for articles that lost their texts."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from reader.config import Paths
from reader.model import ParsedArticle
from reader.sources.parser.pool import ParseFailure, ParserPool
from reader.store.articles.missing import Owner, matched

ENDINGS = ("", ".html", ".md", ".txt", ".eml", ".csv", ".url")
"""The endings that a kept file may have had: it is kept under its hash, but names tell some kinds."""

_DIGEST = re.compile("[0-9a-f]{64}")


def digest_of(paths: Paths, path: Path) -> str | None:
    """Return the SHA-256 under which a file is kept; None for a path that is none of a kept file."""
    try:
        inside = Path(os.path.abspath(path)).relative_to(paths.files)
    except ValueError:
        return None
    digest = "".join(inside.parts)
    return digest if len(inside.parts) == 2 and _DIGEST.fullmatch(digest) else None


def kept_files(paths: Paths) -> dict[str, Path]:
    """Return all kept files by their SHA-256."""
    found = ((digest_of(paths, path), path) for path in sorted(paths.files.glob("??/*")))
    return {digest: path for digest, path in found if digest}


async def read_again(
    parsers: ParserPool, data: bytes, owners: Sequence[Owner], mtime: int, now: int
) -> list[tuple[Owner, ParsedArticle]]:
    """Read a kept file for the articles that were made from it. Returns those that it has, with their texts.

    It is read under other endings until each has the very text that it had; where none gives that, the first
    that gives any.
    """
    best: list[tuple[Owner, ParsedArticle, bool]] = []
    for ending in ENDINGS:
        parsed = await parsers.saved(data, f"kept file{ending}", mtime, now)
        if isinstance(parsed, ParseFailure):
            continue
        pairs = matched(owners, parsed)
        if sum(exact for *_, exact in pairs) > sum(exact for *_, exact in best) or not best:
            best = pairs
        if sum(exact for *_, exact in best) == len(owners):
            break
    return [(owner, article) for owner, article, _ in best]
