"""The rows of the feeds pane: fixed scopes, saved searches, tags, folders and feeds. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reader.accounts import Account
from reader.document.sanitize import sanitize_line
from reader.model import Feed, FeedStatus, SavedSearch, folders_of
from reader.ui.headlines.scope import (
    ALL,
    BEGUN,
    FIXED,
    HIGHLIGHTS,
    SAVED,
    STARRED,
    TODAY,
    UNREAD,
    Scope,
    account_scope,
)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A row of the feeds pane."""

    scope: Scope
    name: str
    count: int = 0
    """The number of unread articles; for starred, saved, tags and highlights the number of all."""
    depth: int = 0
    mark: str = ""
    """`▾` or `▸` for a folder, `/` for a saved search, else the mark of the feed's or account's status."""
    trouble: str | None = None
    """Why a feed fails, in words."""
    gap: bool = False
    """Whether it is only an empty line."""


GAP = FeedRow(Scope("all", "gap"), "", gap=True)
"""The empty line between groups of rows."""

STATUS_MARKS: dict[FeedStatus, str] = {"failing": "!", "gone": "✗", "silenced": "z", "paused": "‖"}
"""The marks of feeds that are not asked or do not answer, by status."""


SPOKEN = {"▸": "closed", "▾": "open", "!": "failing", "✗": "gone", "z": "silenced", "‖": "paused"}
"""What the marks say to those who listen."""


def spoken(row: FeedRow, *, shown: bool) -> str:
    """Return a row in words: `Harbour Gazette, 11 unread, failing`; `shown`: whether it is listed."""
    counts_all = row.scope.kind in ("starred", "saved", "tag", "highlights")
    count = "" if not row.count else f"{row.count:,}" if counts_all else f"{row.count:,} unread"
    kind = {"folder": "folder", "account": "account", "kept": "search", "tag": "tag"}.get(row.scope.kind, "")
    words = (row.name, count, kind, SPOKEN.get(row.mark, ""), "listed" if shown else "")
    return ", ".join(filter(None, words))


def feed_rows(
    feeds: Sequence[Feed],
    *,
    unread: int,
    starred: int,
    saved: int,
    tags: Sequence[tuple[str, int]],
    collapsed: Collection[str],
    searches: Sequence[tuple[SavedSearch, int]] = (),
    surplus: Mapping[str, int] = MappingProxyType({}),
    begun: int = 0,
    today: int = 0,
    highlighted: int = 0,
    accounts: Sequence[Account] = (),
) -> list[FeedRow]:
    """Make all rows: fixed scopes, saved searches, tags, folders with their feeds, feeds without a folder.

    Behind the local feeds stand those of each account, below its name.

    `surplus` is how often unread articles of a folder's feeds are counted more than once.
    """
    rows = [
        FeedRow(ALL, "All", unread),
        FeedRow(UNREAD, "Unread", unread),
        FeedRow(TODAY, FIXED[TODAY], today),
        FeedRow(STARRED, "Starred", starred),
        FeedRow(SAVED, "Saved", saved),
        FeedRow(BEGUN, FIXED[BEGUN], begun),
    ]
    if highlighted:
        rows.append(FeedRow(HIGHLIGHTS, FIXED[HIGHLIGHTS], highlighted))
    if searches:
        rows += [GAP, *(_search_row(search, count) for search, count in searches)]
    if tags:
        rows += [GAP, *(FeedRow(Scope("tag", tag), f"#{tag}", count) for tag, count in _by_name(tags))]
    if local := [feed for feed in feeds if feed.account is None]:
        rows += [GAP, *_tree(local, collapsed, surplus)]
    for account in accounts:
        if account.kind != "folder":
            rows += [GAP, *_account_rows(account, [feed for feed in feeds if feed.account == account.name])]
    return rows


def _account_rows(account: Account, feeds: Sequence[Feed]) -> list[FeedRow]:
    """Make the rows of an account: its name with what waits to be sent, its folders with their feeds."""
    waiting = f" ↑{account.waiting:,}" if account.waiting else ""
    mark = "!" if account.status in ("failing", "auth") else ""
    unread = sum(feed.unread for feed in feeds)
    name = f"{account.name}{waiting}"
    rows = [FeedRow(account_scope(account.name), name, unread, 0, mark, account.error if mark else None)]
    for folder in sorted({feed.folder for feed in feeds if feed.folder}, key=str.casefold):
        inside = _sorted(feeds, folder)
        count = sum(feed.unread for feed in inside)
        rows.append(FeedRow(account_scope(account.name, folder), folder, count, 1, "▾"))
        rows += [_row(feed, 2) for feed in inside]
    return rows + [_row(feed, 1) for feed in _sorted(feeds, None)]


def _by_name(tags: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Take tags together that differ only in capital letters, under the spelling that most articles have."""
    together: dict[str, list[tuple[str, int]]] = {}
    for tag, count in tags:
        together.setdefault(tag.casefold(), []).append((tag, count))
    return [
        (max(spelled, key=lambda one: one[1])[0], sum(count for _, count in spelled))
        for spelled in together.values()
    ]


def _search_row(search: SavedSearch, count: int) -> FeedRow:
    return FeedRow(Scope("kept", search.id, search.query), sanitize_line(search.name), count, mark="/")


def _tree(feeds: Sequence[Feed], collapsed: Collection[str], surplus: Mapping[str, int]) -> list[FeedRow]:
    rows: list[FeedRow] = []
    sums = folder_sums(feeds, surplus)
    for folder in sorted(sums, key=lambda name: [part.casefold() for part in name.split("/")]):
        parts = folder.split("/")
        if any("/".join(parts[:n]) in collapsed for n in range(1, len(parts))):
            continue
        closed = folder in collapsed
        rows.append(
            FeedRow(Scope("folder", folder), parts[-1], sums[folder], len(parts) - 1, "▸" if closed else "▾")
        )
        if not closed:
            rows += [_row(feed, len(parts)) for feed in _sorted(feeds, folder)]
    return rows + [_row(feed, 0) for feed in _sorted(feeds, None)]


def folder_sums(feeds: Sequence[Feed], surplus: Mapping[str, int]) -> dict[str, int]:
    """Sum up the unread articles of every folder, with all folders below it."""
    sums: dict[str, int] = {}
    for feed in feeds:
        for name in folders_of(feed):
            sums[name] = sums.get(name, -surplus.get(name, 0)) + feed.unread
    return sums


def _sorted(feeds: Sequence[Feed], folder: str | None) -> list[Feed]:
    own = [feed for feed in feeds if (feed.folder or None) == folder]
    return sorted(own, key=lambda feed: feed.title.casefold())


def _row(feed: Feed, depth: int) -> FeedRow:
    mark = STATUS_MARKS.get(feed.status, "")
    return FeedRow(Scope("feed", feed.id), feed.title, feed.unread, depth, mark, feed.error)


def beside(rows: Sequence[FeedRow], scope: Scope, step: int) -> Scope | None:
    """Find the next or previous feed in the pane's order, from any scope on. Returns None at the end."""
    scopes = [row.scope for row in rows if not row.gap]
    at = scopes.index(scope) if scope in scopes else 0
    onward = scopes[at + 1 :] if step > 0 else scopes[:at][::-1]
    return next((other for other in onward if other.kind == "feed"), None)


def onward(rows: Sequence[FeedRow], scope: Scope) -> list[FeedRow]:
    """List the feeds and folders with unread articles, from the row of a scope on, and then from the top.

    Last comes the scope of all that is unread, which has saved articles too.
    """
    at = next((at for at, row in enumerate(rows) if row.scope == scope), -1)
    unread = [row for row in (*rows[at + 1 :], *rows[: max(0, at)]) if row.count]
    last = [row for row in unread if row.scope == UNREAD]
    return [row for row in unread if row.scope.kind in ("feed", "folder")] + last


def with_unread(rows: Sequence[FeedRow], staying: Collection[Scope]) -> list[FeedRow]:
    """Leave out feeds and folders without unread articles, but none of those that stay."""
    return [
        row
        for row in rows
        if row.count or row.scope in staying or row.scope.kind not in ("feed", "folder", "account")
    ]
