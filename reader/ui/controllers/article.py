"""The article that is being read: which one, where its reader is, and what it was made from."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from reader.model import Headline
from reader.store.articles import articles
from reader.store.feeds import feeds
from reader.ui.article.guide import BEGIN, guide_page, waiting_page, waiting_words
from reader.ui.article.pages import load_former, load_original, load_page, notice_page, source_of
from reader.ui.controllers.marks import mark
from reader.ui.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

POSITION_SECONDS = 0.4
"""How long scrolling rests before the place is written down."""


class Reading:
    """Shows the article under the cursor in the view, and keeps its reader's place."""

    def __init__(self, screen: "MainScreen", view: ArticleView) -> None:
        self.screen = screen
        self.view = view
        self.shows_original = False
        self._former = 0
        """How many former texts were looked at."""
        self._folds = False
        """Whether the list in which the shown article was come to shows one row for articles that are one."""
        self._place: tuple[int, int, int] | None = None
        """Article, block and character, while they are not written down."""

    def preview(self) -> None:
        """Shows the article under the cursor, unless it is shown already."""
        identity = self.screen.shown.current_id
        if identity is None:
            self._show_nothing()
        elif identity == self.view.page.identity:
            if self._folds != self.screen.listing.folds and self.screen.listing.others(identity):
                self.load(identity)
        else:
            self.load(identity)
            if self.screen.session.settings.mark_read == "shown" and not self.screen.session.readonly:
                with self.screen.telling():
                    mark(self.screen, [identity], read=True)

    def ready(self) -> Headline | None:
        """The headline under the cursor, with its article on the screen."""
        self.preview()
        return self.screen.shown.current

    def load(self, identity: int) -> None:
        """Shows an article where its reader was, whatever was shown before."""
        self.keep_place()
        with self.screen.telling():
            page, position = load_page(
                self.screen.db,
                identity,
                fetchable=not self.screen.session.offline,
                source=self.source(identity),
                others=self.screen.listing.others(identity),
            )
            self.view.show(page, position)
            self._place, self.shows_original, self._former = None, False, 0
            self._folds = self.screen.listing.folds

    def source(self, identity: int) -> int:
        """The article whose text is shown for this one: of the same from several origins the fullest."""
        listing = self.screen.listing
        return source_of(self.screen.db, identity, listing.others(identity) if listing.folds else ())

    def changed(self, identities: Collection[int]) -> None:
        """Shows what was changed of articles: their tags, their text."""
        self.screen.shown.forget(identities)
        shown = self.view.page.identity
        if shown is not None and shown in identities:
            self.load(shown)
        self.screen.recount_soon()

    def turn_original(self) -> str:
        """Shows the original text of a saved article, or the article again; else why there is none."""
        headline = self.ready()
        if headline is None:
            return "There is no article"
        if self.shows_original:
            self.load(headline.id)
            return ""
        saved = next((one.id for one in (headline, *headline.others) if one.saved), None)
        if saved is None:
            return "Only articles saved from a file have an original to show"
        page = load_original(self.screen.db, self.screen.session.paths, saved, headline.id)
        if isinstance(page, str):
            return page
        self.keep_place()
        self.view.show(page)
        self.shows_original = True
        return ""

    def turn_former(self) -> str:
        """Shows what an edited article said before, then what it said before that; else why there is none."""
        headline = self.ready()
        if headline is None or not headline.edited:
            return "There is no former text: this article was not edited since it came"
        identity, number = headline.id, self._former
        try:
            page = load_former(self.screen.db, identity, number)
        except ValueError as error:
            return f"The former text cannot be shown: {error}"
        self.load(identity)
        if page is not None:
            self.view.show(page)
            self.shows_original, self._former = True, number + 1
        return ""

    def _show_nothing(self) -> None:
        kind = self.screen.listing.scope.kind
        words = "Nothing found." if kind == "search" else "Nothing here."
        page = notice_page(words)
        if kind == "all":
            with self.screen.telling():
                subscribed = feeds.feeds(self.screen.db)
                words = waiting_words(subscribed) if subscribed else BEGIN
                page = waiting_page(words) if subscribed else guide_page()
        self.view.show(page)
        self.screen.shown.say_instead(words)

    def scrolled(self, identity: int, block: int, character: int) -> None:
        """Remembers the place, and soon writes it down."""
        if not self.shows_original:
            self._place = (identity, block, character)
            self.screen.later("place", POSITION_SECONDS, self.keep_place)

    def keep_place(self) -> None:
        """Writes the reading place down, if it has changed."""
        if self._place is not None and not self.screen.session.readonly:
            with self.screen.telling():
                articles.keep_position(self.screen.db, *self._place)
        self._place = None
