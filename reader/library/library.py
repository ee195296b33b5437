"""The open library: what is kept, where it lies, and the reader's settings.

Its verbs carry what every change needs: the time, whether duplicates are meant too, and whether anything may
be written; they import what changes the store, as no first paint needs it. Reads go straight to the store.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from reader.clock import now
from reader.config import Paths, Settings
from reader.model import FeedChange
from reader.store import state
from reader.store.database.connection import Database, StoreError, open_store

if TYPE_CHECKING:
    from reader.store.changes.marks import TakenBack
    from reader.store.undo_log import Action
    from reader.store.undo_work import Delete, Tag, Turn


class Library(msgspec.Struct, frozen=True):
    """The open library, as every use case needs it."""

    db: Database
    """The store's database."""
    paths: Paths
    """Where the library's files are."""
    settings: Settings
    """The reader's settings."""
    offline: bool = False
    """Whether nothing may be asked of the network."""
    readonly: bool = False
    """Whether the library can be read only."""
    collapse: bool = False
    """Whether actions include an article's duplicates, as on the screen, where they are one row.

    The command line acts on single articles.
    """
    clock: Callable[[], int] = now
    """Returns the time in UTC seconds; a value, so that tests may set it."""

    def mark(
        self,
        articles: Sequence[int],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        place: str = "",
    ) -> int:
        """Mark articles; None leaves a mark as it is. Returns how many articles changed.

        `place`: where the reader did it, for the action's words. Raises `StoreError`, as all these verbs do.
        """
        from reader.store.changes import marks  # with the first change

        return marks.mark(
            self.db,
            articles,
            read=read,
            starred=starred,
            now=self.clock(),
            duplicates=self.collapse,
            place=place,
        )

    def tag(
        self, articles: Sequence[int], add: Iterable[str], remove: Iterable[str], *, place: str = ""
    ) -> int:
        """Add tags to articles and remove others. Returns how many articles changed."""
        from reader.store.changes import marks  # with the first change

        return marks.tag(
            self.db, articles, add, remove, now=self.clock(), duplicates=self.collapse, place=place
        )

    def delete(self, articles: Sequence[int], *, place: str = "") -> int:
        """Delete articles. Returns how many of them existed."""
        from reader.store.changes import marks  # with the first change

        return marks.delete(self.db, articles, now=self.clock(), duplicates=self.collapse, place=place)

    def begin(
        self,
        verb: "Turn | Tag | Delete",
        articles: Sequence[int],
        *,
        place: str = "",
        first: Sequence[int] = (),
    ) -> "Action | None":
        """Begin an action on articles; one on very many is left to `finish`, but for the `first` of them.

        Returns the action, or None where there is nothing to change.
        """
        from reader.store.changes import marks  # with the first change

        return marks.act(
            self.db,
            verb,
            articles,
            now=self.clock(),
            duplicates=self.collapse,
            place=place,
            first=first,
        )

    def finish(self) -> None:
        """Finish the actions that were begun, also by a process that was killed."""
        from reader.store.changes import marks  # with the first change

        marks.finish(self.db)

    def undo(self, action: int | None = None) -> "Action | None":
        """Take back an action, of whatever day; without its id, the last one.

        Returns it, or None where there is none. Raises `NotUndone` where a newer action depends on it.
        """
        from reader.store.changes import marks  # with the first change

        return marks.undo(self.db, action, now=self.clock())

    def begin_undo(self, action: int | None = None) -> "TakenBack | None":
        """Take back an action; very many articles wait for `finish`.

        Without its id it is the reader's own last one, whatever backlog a worker has noted since. Raises
        `NotUndone` as `undo` does.
        """
        from reader.store.changes import marks  # with the first change

        return marks.begin_undo(self.db, action, now=self.clock(), own=True)

    def edit_feed(self, feed: int, change: FeedChange) -> bool:
        """Change a feed. Returns whether anything is different now. Raises `StoreError` also where another
        feed has the new address.
        """
        from reader.store.feeds import feeds  # with the first change

        return feeds.edit_feed(self.db, feed, change, now=self.clock())

    def remove_feed(self, feed: int) -> bool:
        """Unsubscribe from a feed. Returns whether there was one.

        Very many articles of it are left to `finish`.
        """
        from reader.store.feeds import feeds  # with the first change

        return feeds.remove_feed(self.db, feed, now=self.clock())

    def remove_feeds(self, removed: Sequence[int], *, place: str = "") -> int:
        """Unsubscribe from feeds, as one action. Returns how many there were.

        `place`: the folder that they are in, for its words. Very many articles are left to `finish`.
        """
        from reader.store.feeds import folders  # with the first change

        return folders.remove_feeds(self.db, removed, now=self.clock(), place=place)

    def pause_feeds(self, feeds: Sequence[int], *, place: str, paused: bool) -> int:
        """Let feeds of a folder rest, or ask them again, as one action. Returns how many changed."""
        from reader.store.feeds import folders  # with the first change

        return folders.pause_feeds(self.db, feeds, place=place, paused=paused, now=self.clock())

    def rename_folder(self, folder: str, name: str) -> int:
        """Rename a folder, as one action, in saved searches too. Returns how many feeds moved."""
        from reader.queries import in_renamed_folder  # with the first change
        from reader.store.feeds import folders  # as above

        def requery(text: str) -> str:
            return in_renamed_folder(text, folder=folder, name=name)

        return folders.rename_folder(self.db, folder, name, now=self.clock(), requery=requery)

    def reading(self, db: Database) -> "Library":
        """Return the library through another connection, which only reads."""
        return replace(self, db=db, readonly=True)

    def writing(self, db: Database) -> "Library":
        """Return the library through another connection, which writes."""
        return replace(self, db=db, readonly=False)

    def remember(self, name: str, value: str) -> None:
        """Keep a small fact about the screen for the next start, unless the library is read-only."""
        if not self.readonly:
            state.keep(self.db, name, value)


def open_library(
    paths: Paths,
    settings: Settings,
    *,
    offline: bool = False,
    writing: bool = True,
    collapse: bool = False,
) -> Library:
    """Open the library, making it first where there is none and it may be written.

    Where `writing` is not needed, a library that can only be read is opened so. Raises `StoreError`, whose
    text is one sentence.
    """
    try:
        db, readonly = open_store(paths.library), False
    except StoreError as error:
        if writing:
            raise
        try:
            db, readonly = open_store(paths.library, readonly=True), True
        except StoreError:
            raise error from None
    return Library(db, paths, settings, offline, readonly, collapse)
