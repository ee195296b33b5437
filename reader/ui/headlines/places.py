"""The reader's place, kept for the next start: scope, order, and the cursor in each scope."""

import msgspec

from reader.library.library import Library
from reader.model import Sort
from reader.store import state
from reader.store.lists import headlines
from reader.ui.headlines.listing import SORTS, Listing
from reader.ui.headlines.rows import Pair
from reader.ui.headlines.scope import ALL, FIXED, TYPED, Kind, Scope, name_of

PLACE = "place"
"""The store's key for the reader's place."""

MOST = 500
"""The number of scopes whose cursors are kept, those that were shown last."""


class Kept(msgspec.Struct, frozen=True):
    """The reader's place as it is written to the store."""

    scope: tuple[Kind, int | str | None] = ("all", None)
    sort: Sort = "newest"
    cursors: list[tuple[Kind, int | str | None, int, int]] = []
    planned: list[Pair] = []


class Places:
    """Knows where the cursor was in each scope, and brings a listing back to where it was left."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept = _read(library)
        self._cursors = {
            Scope(kind, value): (identity, key) for kind, value, identity, key in self._kept.cursors
        }
        self.waiting: Pair | None = None
        """The article that gets the cursor once its row is read, unless the reader has moved it."""

    def name(self, scope: Scope) -> str:
        """Return what a scope is called, before all feeds are read."""
        if scope in FIXED:
            return FIXED[scope]
        from reader.store.changes import saved_searches  # most starts list what is always there
        from reader.store.feeds import feeds  # likewise

        db = self._library.db
        feed = feeds.feed(db, scope.value) if scope.kind == "feed" and isinstance(scope.value, int) else None
        searches = saved_searches.searches(db) if scope.kind == "kept" else ()
        return name_of(scope, [feed] if feed else [], searches)

    def reopen(self, listing: Listing) -> int:
        """List the scope that was left, in its order. Returns the row of the cursor.

        A saved search is listed without rows: they are found beside the screen.
        """
        scope = Scope(*self._kept.scope)
        listing.sort = self._kept.sort if self._kept.sort in SORTS else "newest"
        scope = scope if self._is_there(scope) else ALL
        if scope.kind == "plan":
            there = {headline.id for headline in headlines.headlines(listing.db, self._planned())}
            pairs = [(identity, key) for identity, key in self._kept.planned if identity in there]
            listing.show_found(scope, pairs, ranked=False)
        elif scope.kind in TYPED:
            listing.show_found(scope, [], ranked=False)
        else:
            listing.open(scope)
        return self.row(listing)

    def _planned(self) -> list[int]:
        return [identity for identity, _ in self._kept.planned]

    def _is_there(self, scope: Scope) -> bool:
        if scope in FIXED:
            return True
        from reader.store.changes import saved_searches  # most starts list what is always there
        from reader.store.feeds import feeds  # likewise

        db = self._library.db
        match scope.kind, scope.value:
            case "feed", int(feed):
                return feeds.feed(db, feed) is not None
            case "account", str(name):
                account = name.partition("\n")[0]
                return any(feed.account == account for feed in feeds.feeds(db))
            case "kept", search:
                return any(saved.id == search for saved in saved_searches.searches(db))
            case "folder" | "tag", _:
                return bool(headlines.ids(db, scope.query, limit=1))
            case "plan", int(_):
                return bool(self._kept.planned)
        return False

    def row(self, listing: Listing) -> int:
        """Return the row of the cursor in a scope that was just opened, reading rows as far as it takes."""
        self.waiting = None
        if (cursor := self._cursors.get(listing.scope)) is None:
            return 0
        if (row := listing.read_up_to(cursor)) is None:
            self.waiting = cursor
        return row or 0

    def note(self, listing: Listing, row: int) -> None:
        """Note the cursor in the listed scope; on the first row it stays there, whatever comes."""
        if listing.scope.kind == "search" or not listing.rows:
            return
        self._cursors.pop(listing.scope, None)
        if self.waiting is not None:
            self._cursors[listing.scope] = self.waiting
        elif 0 < row < len(listing.rows):
            self._cursors[listing.scope] = (listing.rows.ids[row], listing.rows.keys[row])

    def keep(self, listing: Listing, row: int) -> None:
        """Write the place to the store. Raises `StoreError`."""
        if listing.scope.kind == "search":
            return  # the place is where the search began
        self.note(listing, row)
        is_plan = listing.scope.kind == "plan"  # a plan is short, and other lists can have a million rows
        kept = Kept(
            (listing.scope.kind, listing.scope.value),
            listing.sort,
            [(scope.kind, scope.value, *pair) for scope, pair in list(self._cursors.items())[-MOST:]],
            list(zip(listing.rows.ids, listing.rows.keys, strict=True)) if is_plan else [],
        )
        if kept != self._kept:
            self._kept = kept
            self._library.remember(PLACE, msgspec.json.encode(kept).decode())


def _read(library: Library) -> Kept:
    """Read the place from the store; where it is damaged, the list of all articles is the place."""
    try:
        return msgspec.json.decode(state.value(library.db, PLACE) or "{}", type=Kept)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Kept()
