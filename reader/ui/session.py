"""The open library with the settings of one run of the screen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reader.config import Paths, Settings, now
from reader.store import state
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.undo_log import Action


@dataclass(frozen=True, slots=True)
class Session:
    """The library and the settings of one run of the screen."""

    db: Database
    paths: Paths
    settings: Settings
    offline: bool = False
    readonly: bool = False
    demo: bool = False
    problem: str | None = None
    """What is wrong with the settings, in words."""

    @property
    def refreshes(self) -> bool:
        """Whether feeds are asked without being told to."""
        return not (self.offline or self.demo or self.readonly) and self.settings.refresh_minutes > 0

    def clock(self) -> int:
        """Return the time in UTC seconds."""
        return now()

    def mark(self, ids: Collection[int], *, read: bool | None = None, starred: bool | None = None) -> int:
        """Change marks of articles and of their duplicates. Returns how many articles changed."""
        twins = self.settings.fold_duplicates
        return marks.mark(self.db, list(ids), read=read, starred=starred, now=now(), twins=twins)

    def tag(self, ids: Sequence[int], add: Sequence[str], remove: Sequence[str]) -> None:
        """Give articles tags and take others from them."""
        marks.tag(self.db, ids, add, remove, now=now(), twins=self.settings.fold_duplicates)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete articles and their duplicates."""
        marks.delete(self.db, ids, now=now(), twins=self.settings.fold_duplicates)

    def undo(self) -> Action | None:
        """Take back the last action. Returns it; None where there is none."""
        return marks.undo(self.db, now=now())

    def remember(self, key: str, value: str) -> None:
        """Write a value of the screen's to the store, unless that is read-only."""
        if not self.readonly:
            state.keep(self.db, key, value)
