"""What comes after the first paint: the other panes, the controllers, and what the screen does by itself."""

import asyncio
import gc
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from textual.widget import Widget

from reader.document.sanitize import literal, message_line
from reader.ui.background import BackgroundActions, BackgroundReads
from reader.ui.controllers.article import Article
from reader.ui.controllers.changes.history import History
from reader.ui.controllers.changes.make_rule import MakeRule
from reader.ui.controllers.changes.marks import Marks
from reader.ui.controllers.changes.rules import Rules
from reader.ui.controllers.changes.selecting import Selecting
from reader.ui.controllers.contents.enclosures import Enclosures
from reader.ui.controllers.contents.full_text import FullText
from reader.ui.controllers.contents.highlights import Highlights
from reader.ui.controllers.contents.links import Links
from reader.ui.controllers.contents.pictures import ArticlePictures
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.feeds.accounts import Accounts
from reader.ui.controllers.feeds.feeds import Feeds
from reader.ui.controllers.feeds.feeds_keys import FeedsKeys
from reader.ui.controllers.inbox import Inbox
from reader.ui.controllers.jobs import Jobs
from reader.ui.controllers.navigation import Navigation
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.plans import Plans
from reader.ui.controllers.reading import Reading
from reader.ui.controllers.scopes import Scopes
from reader.ui.controllers.search import Search
from reader.ui.controllers.share import Share
from reader.ui.controllers.sharing import Sharing
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.places import Places
from reader.ui.images.pictures import Pictures
from reader.ui.layout import Pane
from reader.ui.shell import Shell
from reader.ui.text.hyperlinks import are_understood
from reader.ui.text.signs import is_plain
from reader.ui.widgets.article_view import ArticleView
from reader.ui.widgets.feeds_pane import FeedsPane
from reader.ui.widgets.pane_head import PaneHead
from reader.ui.window import Window

CHANGING = frozenset(("open", "read_on", "star", "toggle_read", "unread", "tags", "delete", "full_text"))
"""Actions that change an article: no key does so to one that was not shown yet."""

POLL_SECONDS = 0.5
"""Seconds between two looks whether another process changed the library."""


@dataclass(frozen=True)
class Basis:
    """The controllers that others call, and the shell that all share."""

    shell: Shell
    counts: Counts
    article: Article
    panes: Panes
    scopes: Scopes
    history: History
    selecting: Selecting
    marks: Marks
    search: Search
    jobs: Jobs
    feeds: Feeds
    sharing: Sharing


@dataclass(frozen=True)
class Controllers(Basis):
    """All controllers of the main screen."""

    full_text: FullText
    pictures: ArticlePictures
    highlights: Highlights
    inbox: Inbox
    feeds_keys: FeedsKeys
    links: Links
    enclosures: Enclosures
    navigation: Navigation
    plans: Plans
    reading: Reading
    accounts: Accounts
    rules: Rules
    share: Share

    @cached_property
    def actions(self) -> dict[str, Callable[[], None]]:
        """What each key does, by the id of its action."""
        return self._methods("action_")

    @cached_property
    def feeds_actions(self) -> dict[str, Callable[[], None]]:
        """What keys do instead while the feeds have them, by the id of the action."""
        return self._methods("in_feeds_")

    def _methods(self, prefix: str) -> dict[str, Callable[[], None]]:
        return {
            name.removeprefix(prefix): getattr(controller, name)
            for controller in (getattr(self, field.name) for field in fields(self))
            for name in dir(controller)
            if name.startswith(prefix)
        }

    def act(self, action: str) -> None:
        """Do what the key of an action does to what is lit, or say that it can do nothing to that.

        Where the cursor has just gone to another article than the lit one, the key only shows that.
        """
        if self.panes.pane == "article" and self.article.catch_up() and action in CHANGING:
            return
        if self.panes.pane != "feeds":
            self.actions[action]()
        elif reason := self.feeds_keys.refusal(action):
            self.shell.show_message(message_line(reason))
        else:
            self.feeds_actions.get(action, self.actions[action])()

    def allows(self, action: str) -> bool:
        """Tell whether the key of an action may act now.

        Facts are an article's, and the starter list is for a library without feeds and articles: they share a
        key.
        """
        if self.shell.opening_dialog or not self.search.allows(action):
            return False
        reading = self.article.view.page.identity is not None
        return reading if action == "facts" else action != "starters" or not (reading or self.counts.feeds)

    async def start_background_work(self, poll: Callable[[], None]) -> None:
        """Fill the panes, and start what the screen does by itself, with room for keys in between.

        `poll` looks for changes of other processes; its first call only notes the library's version.
        """
        shell = self.shell
        with shell.errors_shown():
            poll()
            self.panes.arrange()
            self.counts.load_collapsed()
        self.article.preview()
        self.counts.recount()
        self.scopes.show_place()
        gc.freeze()  # what exists by now stays for good: no collection need look at it between two keys
        gc.enable()
        await asyncio.sleep(0)
        shell.screen.set_interval(POLL_SECONDS, poll)
        shell.screen.set_interval(POLL_SECONDS, self.history.finish)
        self.history.finish()
        if self.pictures.are_shown and (ask := getattr(shell.screen.app, "ask_drawing", None)):
            ask()
        self.inbox.watch()
        self.rules.offer()
        self.jobs.refresh_by_the_clock()
        self.accounts.watch()


def mount_panes(
    shell: Shell, listing: Listing, slots: Mapping[Pane, Widget], window: Window, places: Places
) -> Controllers:
    """Mount the panes that come after the first paint, and make the controllers; keys act from here on."""
    reads = BackgroundReads(shell.library)
    view, feeds_pane = _article_view(shell), FeedsPane(id="feeds")
    heads = _mount_with_heads(shell, slots, view, feeds_pane)
    widgets: dict[Pane, Widget] = {"feeds": feeds_pane, "headlines": shell.headlines, "article": view}

    counts = Counts(shell, listing, reads, feeds_pane)
    article = Article(shell, view, heads["article"], listing, counts)
    panes = Panes(shell, window, widgets, heads, article.preview, article.idle_actions)
    article.on_other_keys = panes.show_keys
    scopes = Scopes(
        shell, listing, reads, feeds_pane, panes=panes, counts=counts, article=article, places=places
    )
    history = History(shell, BackgroundActions(shell.library), feeds_pane, counts=counts, scopes=scopes)
    selecting, jobs = Selecting(shell, panes=panes), Jobs(shell, scopes)
    marks = Marks(
        shell, reads, counts=counts, article=article, scopes=scopes, history=history, selecting=selecting
    )
    basis = Basis(
        shell=shell,
        counts=counts,
        article=article,
        panes=panes,
        scopes=scopes,
        history=history,
        selecting=selecting,
        marks=marks,
        search=Search(shell, listing, reads, panes=panes, counts=counts, article=article, scopes=scopes),
        jobs=jobs,
        feeds=Feeds(shell, listing, reads, panes=panes, counts=counts, scopes=scopes, jobs=jobs),
        sharing=Sharing(shell, article=article, marks=marks, selecting=selecting),
    )
    return _all_controllers(basis, listing, reads, feeds_pane)


def _all_controllers(
    basis: Basis, listing: Listing, reads: BackgroundReads, feeds_pane: FeedsPane
) -> Controllers:
    """Make the controllers that no other one calls."""
    shell, article, panes, scopes = basis.shell, basis.article, basis.panes, basis.scopes
    jobs, marks, search = basis.jobs, basis.marks, basis.search
    able = not (shell.screen.app.no_color or is_plain())
    if able:
        article.view.pictures = Pictures(shell.library.paths)
    return Controllers(
        **vars(basis),
        full_text=FullText(shell, reads, article=article, scopes=scopes, jobs=jobs),
        pictures=ArticlePictures(shell, article=article, marks=marks, jobs=jobs, able=able),
        highlights=Highlights(
            shell, article=article, panes=panes, counts=basis.counts, history=basis.history
        ),
        inbox=Inbox(shell, jobs),
        feeds_keys=_feeds_keys(basis, listing, reads, feeds_pane),
        links=Links(shell, article=article, scopes=scopes, jobs=jobs, sharing=basis.sharing),
        enclosures=Enclosures(shell, jobs=jobs, sharing=basis.sharing),
        navigation=Navigation(
            shell,
            listing,
            feeds_pane,
            panes=panes,
            article=article,
            scopes=scopes,
            marks=marks,
            search=search,
            jobs=jobs,
            selecting=basis.selecting,
            sharing=basis.sharing,
        ),
        plans=Plans(shell, listing, reads, panes=panes, scopes=scopes),
        reading=Reading(shell, listing, feeds_pane, panes=panes, article=article, scopes=scopes, marks=marks),
        accounts=Accounts(shell, jobs),
        rules=_rules(basis, listing, reads),
        share=Share(shell),
    )


def _rules(basis: Basis, listing: Listing, reads: BackgroundReads) -> Rules:
    shell, article, scopes = basis.shell, basis.article, basis.scopes
    actions = BackgroundActions(shell.library)
    make = MakeRule(shell, listing, reads, actions, article=article, counts=basis.counts, scopes=scopes)
    return Rules(shell, reads, actions, panes=basis.panes, article=article, scopes=scopes, make=make)


def _feeds_keys(basis: Basis, listing: Listing, reads: BackgroundReads, feeds_pane: FeedsPane) -> FeedsKeys:
    return FeedsKeys(
        basis.shell,
        listing,
        reads,
        feeds_pane,
        panes=basis.panes,
        counts=basis.counts,
        scopes=basis.scopes,
        feeds=basis.feeds,
        search=basis.search,
        jobs=basis.jobs,
        history=basis.history,
    )


def _article_view(shell: Shell) -> ArticleView:
    settings = shell.library.settings
    hyperlinks = not settings.plain and are_understood(os.environ)
    return ArticleView(settings.measure, hyperlinks=hyperlinks, id="article")


def _mount_with_heads(
    shell: Shell, slots: Mapping[Pane, Widget], view: ArticleView, feeds_pane: FeedsPane
) -> dict[Pane, PaneHead]:
    """Mount the article and the feeds, each below its first line. Returns the first lines of all panes."""
    feeds_head, article_head = PaneHead(id="feeds-head"), PaneHead(id="article-head")
    feeds_head.title = literal("Feeds")
    slots["article"].mount(article_head, view)
    slots["feeds"].mount(feeds_head, feeds_pane)
    return {"feeds": feeds_head, "headlines": shell.head, "article": article_head}
