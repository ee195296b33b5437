"""How the commands that fetch pictures print what came of each."""

from typing import Any

from reader.document.sanitize import SafeText, message_line
from reader.library.outcome import PictureKept


def picture_shape(kept: PictureKept) -> dict[str, Any]:
    """Return the JSON event of one picture."""
    return {
        "article": kept.article,
        "picture": kept.address,
        "outcome": "failed" if kept.error else "fetched" if kept.fetched else "kept",
        "error": kept.error,
    }


def picture_line(kept: PictureKept) -> SafeText:
    """Return the article's id and the picture's address, and why it could not be had."""
    line = f"{kept.article:>6}  {short(kept.address)}"
    return message_line(f"{line}: {kept.error}" if kept.error else line)


def short(address: str) -> str:
    """Return an address as far as a line shows it."""
    return address if len(address) <= 120 else f"{address[:119]}…"


def counted(pictures: int) -> str:
    """Return how many pictures there are, in words."""
    return "one picture" if pictures == 1 else f"{pictures:,} pictures"
