"""What needs an answer first: a small dialog asks, and what was answered is done."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from reader.config import now
from reader.document.sanitize import clean_line
from reader.model import Feed, FeedChange
from reader.store.changes import saved_searches
from reader.store.feeds import feeds as feed_store
from reader.ui.controllers.jobs import refresh, subscribe
from reader.ui.controllers.links import open_link
from reader.ui.controllers.marks import tag
from reader.ui.headlines.bulk_marks import choices, meant, tag_changes
from reader.ui.headlines.scope import ALL, Scope

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


def keep_search(screen: "MainScreen") -> None:
    _ask(screen, _keep_search(screen))


def health(screen: "MainScreen") -> None:
    """Shows how each feed fares."""
    from reader.ui.dialogs.feed_health import FeedHealthDialog

    dialog = FeedHealthDialog(screen.session, screen.reads)
    screen.app.push_screen(dialog, lambda feed: _after_health(screen, feed, fewer=dialog.unsubscribed))


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
        changed = await screen.reads.mark_read(wanted, now())
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
            tag(screen, headline, more, fewer)


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

    if screen.pane == "feeds" and _meant(screen).kind == "kept":
        await _keep_search(screen)
        return
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
        change = FeedChange(title=edit.title, folder=edit.folder or "", full_text=edit.full_text)
        feed_store.edit_feed(screen.db, feed.id, change, now=now())
        screen.shown.forget()
        screen.recount()


def _after_health(screen: "MainScreen", feed: int | None, *, fewer: bool) -> None:
    """Shows what was changed there: another feed's articles, or the list as it is now."""
    scope = screen.listing.scope
    if feed is not None:
        screen.show_scope(Scope("feed", feed))
        screen.go_to("headlines")
    elif fewer:
        screen.show_scope(ALL if scope.kind == "feed" else scope)
    else:
        screen.restore()


async def _keep_search(screen: "MainScreen") -> None:
    """Keeps the search that is shown, or changes the kept one that is meant."""
    from reader.ui.dialogs.keep_search import KeepSearchDialog

    scope = _meant(screen)
    kept = next(
        (
            search
            for search in saved_searches.searches(screen.db)
            if ("kept", search.id) == (scope.kind, scope.value)
        ),
        None,
    )
    if kept is None and scope.kind != "search":
        screen.tell("Search with / or filter with F first; S keeps what you looked for")
        return
    name, query = (kept.name, kept.query) if kept else (str(scope.value), scope.words)
    answer = await screen.app.push_screen_wait(KeepSearchDialog(name, query, kept=kept is not None))
    if answer is None:
        return
    if kept is None:
        identity = saved_searches.keep_search(screen.db, answer.name, answer.query, now=now())
        await _show_again(screen, Scope("kept", identity), "Kept in the feeds pane")
    elif answer.remove:
        saved_searches.remove_search(screen.db, kept.id, now=now())
        shown = screen.listing.scope
        await _show_again(
            screen, ALL if shown == scope else shown, f"{kept.name} is not kept any more; U takes it back"
        )
    elif saved_searches.edit_search(screen.db, kept.id, answer.name, answer.query, now=now()):
        await _show_again(screen, Scope("kept", kept.id), "Changed; U takes it back")


async def _show_again(screen: "MainScreen", scope: Scope, told: str) -> None:
    """Shows a scope, where it is another or finds other articles now, and says what was done."""
    screen.show_scope(scope)
    if looking := [worker for worker in screen.workers if worker.group == "search"]:
        await screen.workers.wait_for_complete(looking)
    screen.recount_soon()
    screen.tell(told)


def _meant(screen: "MainScreen") -> Scope:
    """The scope under the cursor of the feeds, while they have the keys; else the one that is shown."""
    row = screen.feeds_pane.current if screen.pane == "feeds" else None
    return row.scope if row else screen.listing.scope


def current_feed(screen: "MainScreen") -> Feed | None:
    """The feed that is meant: under the cursor of the feeds, else of the scope, else of the article."""
    scope = _meant(screen)
    wanted = scope.value if scope.kind == "feed" else None
    if wanted is None and screen.pane != "feeds" and (headline := screen.shown.current):
        wanted = headline.feed
    return next((feed for feed in screen.feeds if feed.id == wanted), None)


async def _starters(screen: "MainScreen") -> None:
    from reader.ui.dialogs.starters import StartersDialog

    picked = await screen.app.push_screen_wait(StartersDialog())
    if picked:
        subscribe(screen, picked)
