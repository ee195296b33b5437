"""What each file of `files/` says: facts, and which lines are the text, in a TOML file beside it.

`title` and `body` (line numbers) are always there. A fact that is left out is not stated by the file, so it
is not asked for; `none` means that there must be none. `at` is the time of publication in UTC, `day` the day
where the file gives no time of day, `mtime` the file's own time, where a date needs it.
"""

from pathlib import Path

import msgspec

FILES = Path(__file__).parent / "files"


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The facts of one file; None where it is not asked for."""

    title: str
    body: list[int]
    at: str | None = None
    day: str | None = None
    zone: str | None = None
    updated: str | None = None
    captured: str | None = None
    author: str | None = None
    site: str | None = None
    credit: str | None = None
    url: str | None = None
    mtime: str | None = None


EXPECTED = {
    facts.with_suffix(".txt").name: msgspec.toml.decode(facts.read_bytes(), type=Expected)
    for facts in sorted(FILES.glob("*.toml"))
}
"""The facts of each file, by its name."""
