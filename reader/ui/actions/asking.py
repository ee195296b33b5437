"""What needs an answer first: a small dialog asks, and what was answered is done."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING

from reader.config import now
from reader.document.clean import clean_line
from reader.model import Feed
from reader.store import feeds as feed_store
from reader.store import marks
from reader.ui.actions.fetching import refresh, subscribe
from reader.ui.actions.linking import open_link
from reader.ui.many import choices, meant, tag_changes
from reader.ui.scopes import ALL

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen


def _ask(screen: "MainScreen", question: Coroutine[None, None, None]) -> None:
    """A question waits for its answer beside everything else; only one at a time."""
    screen.run_worker(question, group="question", exclusive=True, exit_on_error=False)


def mark_many(screen: "MainScreen") -> None:
    _ask(screen, _mark_many(screen))


def tags(screen: "MainScreen") -> None:
    _ask(screen, _tags(screen))


def links(screen: "MainScreen") -> None:
    _ask(screen, _links(screen))


def add(screen: "MainScreen") -> None:
    _ask(screen, _add(screen))


def edit_feed(screen: "MainScreen") -> None:
    _ask(screen, _edit_feed(screen))


def starters(screen: "MainScreen") -> None:
    _ask(screen, _starters(screen))


async def _mark_many(screen: "MainScreen") -> None:
    from reader.ui.dialogs.choose import ChooseDialog

    await screen.filled()
    options = choices(len(screen.shown.rows))
    texts = [many.text for many in options]
    chosen = await screen.app.push_screen_wait(ChooseDialog("Mark read", texts))
    if chosen is not None:
        wanted = meant(screen.shown.rows, screen.shown.row, options[chosen], now())
        changed = await asyncio.to_thread(screen.finder.mark_read, wanted, now())
        screen.shown.forget()
        screen.recount_soon()
        screen.tell(
            f"{changed:,} marked read; U takes it back" if changed else "All of them were read already"
        )


async def _tags(screen: "MainScreen") -> None:
    from reader.ui.dialogs.ask import AskDialog

    if (headline := screen.shown.current) is None:
        return
    question = AskDialog("Tags", "Words, with spaces between", " ".join(headline.tags))
    if (text := await screen.app.push_screen_wait(question)) is not None:
        more, fewer = tag_changes(clean_line(text), headline.tags)
        if more or fewer:
            marks.tag(screen.db, [headline.id], more, fewer, now=now())
            screen.reading.changed([headline.id])


async def _links(screen: "MainScreen") -> None:
    from reader.ui.dialogs.choose import ChooseDialog

    screen.reading.preview()
    targets = screen.article.page.links
    if not targets:
        screen.tell("This article has no links")
        return
    texts = [f"{number:>3}  {clean_line(link)}" for number, link in enumerate(targets, 1)]
    chosen = await screen.app.push_screen_wait(ChooseDialog("Open a link", texts, numbered=True))
    if chosen is not None:
        open_link(screen, targets[chosen])


async def _add(screen: "MainScreen") -> None:
    from reader.ui.dialogs.add import AddDialog

    def subscribed() -> None:
        screen.take_news()
        refresh(screen, quiet=True)

    dialog = AddDialog(
        screen.session.paths,
        feed_store.folders(screen.db),
        offline=screen.session.offline,
        subscribed=subscribed,
    )
    if (done := await screen.app.push_screen_wait(dialog)) is not None:
        screen.tell(done)
        screen.take_news()


async def _edit_feed(screen: "MainScreen") -> None:
    from reader.ui.dialogs.edit_feed import EditFeedDialog

    if (feed := current_feed(screen)) is None:
        screen.tell("This article is saved from a file or a page: it has no feed")
        return
    edit = await screen.app.push_screen_wait(EditFeedDialog(feed, feed_store.folders(screen.db)))
    if edit is None:
        return
    if edit.unsubscribe:
        feed_store.remove_feed(screen.db, feed.id, now=now())
        screen.tell(f"Unsubscribed from {feed.title}; U takes it back")
        screen.show_scope(ALL if screen.listing.scope.kind == "feed" else screen.listing.scope)
    else:
        feed_store.edit_feed(
            screen.db, feed.id, title=edit.title, folder=edit.folder, full_text=edit.full_text, now=now()
        )
        screen.shown.forget()
        screen.recount()


def current_feed(screen: "MainScreen") -> Feed | None:
    """The feed that is meant: under the cursor of the feeds, else of the scope, else of the article."""
    scope = screen.listing.scope
    if screen.pane == "feeds" and (row := screen.feeds_pane.current):
        scope = row.scope
    wanted = scope.value if scope.kind == "feed" else None
    if wanted is None and screen.pane != "feeds" and (headline := screen.shown.current):
        wanted = headline.feed
    return next((feed for feed in screen.feeds if feed.id == wanted), None)


async def _starters(screen: "MainScreen") -> None:
    from reader.ui.dialogs.starters import StartersDialog

    picked = await screen.app.push_screen_wait(StartersDialog())
    if picked:
        subscribe(screen, picked)
