"""Marks: star, read, deleted; and taking back whatever was done last."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from reader.config import now
from reader.model import Headline
from reader.store.changes import marks

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen


def mark(
    screen: "MainScreen",
    identities: Collection[int],
    *,
    read: bool | None = None,
    starred: bool | None = None,
) -> int:
    """Changes marks, which are on disk before they are seen; how many articles changed."""
    changed = marks.mark(
        screen.db, list(identities), read=read, starred=starred, now=now(), twins=_folding(screen)
    )
    screen.shown.forget(identities)
    screen.recount_soon()
    return changed


def _folding(screen: "MainScreen") -> bool:
    """Whether what is done to an article is done to the same one from other origins."""
    return screen.session.settings.fold_duplicates


def tag(screen: "MainScreen", headline: Headline, more: Sequence[str], fewer: Sequence[str]) -> None:
    """Gives an article tags and takes others from it."""
    marks.tag(screen.db, [headline.id], more, fewer, now=now(), twins=_folding(screen))
    screen.reading.changed([headline.id])


def mark_opened(screen: "MainScreen", headline: Headline) -> None:
    """An article that is opened becomes read, unless the reader marks by hand."""
    if not headline.read and screen.session.settings.mark_read != "manually" and not screen.session.readonly:
        mark(screen, [headline.id], read=True)


def star(screen: "MainScreen") -> None:
    if (headline := screen.shown.current) is not None:
        mark(screen, [headline.id], starred=not headline.starred)


def toggle_read(screen: "MainScreen") -> None:
    if (headline := screen.shown.current) is not None:
        mark(screen, [headline.id], read=not headline.read)


def unread(screen: "MainScreen") -> None:
    if (headline := screen.shown.current) is not None:
        mark(screen, [headline.id], read=False)


def delete(screen: "MainScreen") -> None:
    """Deletes the article; reading goes on with the next one."""
    if (headline := screen.shown.current) is not None:
        marks.delete(screen.db, [headline.id], now=now(), twins=_folding(screen))
        screen.shown.drop([headline.id])
        screen.reading.preview()
        screen.recount_soon()
        screen.tell("Deleted; U brings it back")


def undo(screen: "MainScreen") -> None:
    """Takes back the last change, be it of yesterday."""
    action = marks.undo(screen.db, now=now())
    if action is None:
        screen.tell("There is nothing to take back")
        return
    screen.tell(f"Taken back: {action.label}")
    screen.restore()
