"""The article that is being read: which one, where its reader is, and which of its texts is shown."""

from collections.abc import Callable, Collection
from functools import partial

from msgspec.structs import replace

from reader.document.sanitize import literal, message_line, sanitize, sanitize_line
from reader.keys import bottom_keys
from reader.library.output.states import state_words
from reader.model import Headline, Term
from reader.store.articles import articles, versions
from reader.store.feeds import feeds, own_ways
from reader.store.search.places import Finder, term_finder
from reader.ui.article.guide import begin_words, empty_words, guide_page, told_page, waiting_words
from reader.ui.article.outline import headings
from reader.ui.article.page import Page
from reader.ui.article.pages import load_facts, load_former, load_original, load_page, source_of
from reader.ui.controllers.counts import Counts
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.headlines.listing import Listing
from reader.ui.shell import Shell
from reader.ui.text.amounts import how_far, where_in_list
from reader.ui.text.signs import is_plain
from reader.ui.widgets.article_view import ArticleView
from reader.ui.widgets.pane_head import PaneHead
from reader.urls.safe import is_openable
from reader.ways import FeedWays, Images, MarkRead

PREVIEW_SECONDS = 0.06
"""Seconds for which the cursor rests before the article under it is shown."""

POSITION_SECONDS = 0.4
"""Seconds without scrolling after which the reading position is written to the store."""


class Article:
    """Shows the article under the cursor in the view, and keeps its reader's position."""

    def __init__(
        self, shell: Shell, view: ArticleView, head: PaneHead, listing: Listing, counts: Counts
    ) -> None:
        self._shell, self._head, self._listing, self._counts = shell, head, listing, counts
        self.view = view
        """The pane that shows the article."""
        self.on_shown: Callable[[Page], None] = lambda page: None
        """What is done when another article is shown."""
        self.on_other_keys: Callable[[], None] = lambda: None
        """What is done when other keys may do something to what is shown."""
        self.lacks_pictures: Callable[[Page], bool] = lambda page: False
        """Tells whether pictures of a page can be fetched that are not here yet."""
        self._other_text = False
        """Whether another text than the article's own is shown: its original, or a former one."""
        self._former = 0
        """How many former texts were shown, the latest first."""
        self._terms: tuple[Term, ...] = ()
        """The words of the list that are lit in the article."""
        self._collapses = False
        """Whether the shown article was opened in a list that collapses duplicates."""
        self._position: tuple[int, int, int, bool] | None = None
        """Article, block, character, and whether the end was in sight, that are not in the store yet."""
        self._begun: tuple[int, bool] | None = None
        """The article whose position was kept last, and whether that made it one that is begun."""
        self._counted: tuple[int, bool] | None = None
        """The same, as it was when what is begun was counted last."""

    # --- showing

    def preview_soon(self) -> None:
        """Show the article under the cursor once the cursor has rested."""
        self._shell.debounce("preview", PREVIEW_SECONDS, self._preview_rested)

    def _preview_rested(self) -> None:
        """Show the article, once the terminal has the cursor's cells: a later key overtakes it till then."""
        if self._shell.terminal_is_behind:
            self.preview_soon()
        else:
            self.preview()

    def preview(self) -> None:
        """Show the article under the cursor, unless it is shown already."""
        identity = self._shell.headlines.current_id
        if identity is None:
            self._show_nothing()
            return
        if self._terms != self._listing.terms:
            self.view.light(self._hits())
        if identity == self.view.page.identity:
            if self._collapses != self._listing.collapses and self._listing.duplicates(identity):
                self.load(identity)
        else:
            self.load(identity)
            self.begin_rest()

    def catch_up(self) -> bool:
        """Show the article under the cursor at once. Returns whether another one was shown."""
        wanted = self._shell.headlines.current_id
        behind = wanted is not None and wanted != self.view.page.identity
        if behind:
            self.preview()
        return behind

    def ways(self, identity: int) -> FeedWays:
        """Return what the feed of an article has in place of what the settings say."""
        return own_ways.ways_of(self._shell.library.db, identity)

    def read_rule(self, identity: int) -> MarkRead | int:
        """Return when an article becomes read."""
        return self.ways(identity).mark_read or self._shell.library.settings.mark_read

    def images_rule(self, identity: int | None) -> Images:
        """Return when the pictures of an article are fetched."""
        own = None if identity is None else self.ways(identity).images
        return own or self._shell.library.settings.images

    def begin_rest(self) -> None:
        """Mark the article on the screen read now or in some seconds, if that is when it becomes so."""
        identity = self.view.page.identity
        if identity is None or not self.view.is_shown:
            return
        rule = self.read_rule(identity)
        if rule == "shown":
            self._mark_read(identity)
        elif isinstance(rule, int):
            self._shell.debounce("rest", rule, partial(self._end_rest, identity))

    def _end_rest(self, identity: int) -> None:
        if self.view.page.identity == identity and self.view.is_shown:
            self._mark_read(identity)

    def _mark_read(self, identity: int) -> None:
        """Mark an article read that its reader has not opened."""
        if not self._shell.library.readonly:
            with self._shell.errors_shown():
                self._shell.library.mark([identity], read=True)
                self._shell.headlines.invalidate([identity])
                self._counts.recount_soon()

    def ready(self) -> Headline | None:
        """Show the article under the cursor. Returns its headline; None where there is no article."""
        self.preview()
        return self._shell.headlines.current

    def load(self, identity: int) -> None:
        """Show an article at its reader's position, whatever was shown before."""
        self.keep_position()
        with self._shell.errors_shown():
            page, position = self._page(identity)
            self.view.pictures.wanted = self.images_rule(identity) != "never"
            self.view.show(page, position, hits=self._hits())
            self._shell.status.guide_keys = ()
            self._position, self._other_text, self._former = None, False, 0
            self._collapses = self._listing.collapses
            self.on_shown(page)
            self.on_other_keys()

    def idle_actions(self) -> set[str]:
        """Return the actions that would do nothing to what is shown, of those that the bottom line names."""
        page, headline = self.view.page, self._shell.headlines.current
        if page.identity is None:
            return {"star", "links", "browser", "full_text", "images", "find"}
        if headline is None or headline.id != page.identity:
            return set()
        does = {
            "links": bool(page.links),
            "browser": is_openable(headline.link),
            "full_text": headline.link is not None or self._has_page(headline.id),
            "images": self.lacks_pictures(page),
        }
        return {action for action, something in does.items() if not something}

    def _has_page(self, identity: int) -> bool:
        """Return whether the text of the page behind an article is kept beside the feed's."""
        with self._shell.errors_shown():
            return versions.page_shown(self._shell.library.db, identity) is not None
        return False

    def _page(self, identity: int) -> tuple[Page, tuple[int, int] | None]:
        library = self._shell.library
        return load_page(
            library.db,
            identity,
            fetchable=not library.offline,
            source=self.source(identity),
            others=self._listing.duplicates(identity),
            key=self._shell.key,
        )

    @property
    def shows_other_text(self) -> bool:
        """Whether another text than the article's own is shown: its original, or a former one."""
        return self._other_text

    def show_highlights(self, *, taken_back: bool = False) -> None:
        """Show the article's highlights as they are now; the text stays where it is.

        `taken_back`: an action was, so that its tags or its text may be others too.
        """
        identity = self.view.page.identity
        if identity is not None and not self._other_text:
            with self._shell.errors_shown():
                page, _ = self._page(identity)
                if taken_back and page.document != self.view.page.document:
                    self.load(identity)
                elif (page.marks, page.remarks) != (self.view.page.marks, self.view.page.remarks):
                    self.view.show_again(page)

    def _hits(self) -> Finder:
        """Return what finds in the article what the list was found by."""
        self._terms = self._listing.terms
        return term_finder(self._terms)

    def source(self, identity: int) -> int:
        """Return the article whose text is shown for this one: the fullest of its duplicates."""
        others = self._listing.duplicates(identity) if self._listing.collapses else ()
        return source_of(self._shell.library.db, identity, others)

    def show_changed(self, identities: Collection[int] | None = None) -> None:
        """Show what changed in articles (None: in any of them): their tags, their text."""
        self._shell.headlines.invalidate(identities)
        self._counts.recount_soon()
        shown = self.view.page.identity
        if shown is not None and (identities is None or shown in identities):
            self.load(shown)

    def _show_nothing(self) -> None:
        key, library = self._shell.key, self._shell.library
        heading, words = empty_words(self._listing.scope.kind, key)
        page, placeholder = told_page(heading, words), f"{heading} {words}".rstrip()
        self._shell.status.guide_keys = ()
        if self._listing.scope.kind == "all":
            with self._shell.errors_shown():
                if subscribed := feeds.feeds(library.db):
                    placeholder = waiting_words(subscribed, key, self._shell.asking)
                    page = told_page("No articles yet", placeholder)
                else:
                    page, placeholder = guide_page(key), begin_words(key)
                    self._shell.status.guide_keys = bottom_keys("guide", library.settings.keys)
        self.view.show(page)
        self._shell.headlines.show_placeholder(placeholder)
        self.on_other_keys()

    def show_head(self) -> None:
        """Show above the article where it is from, how far it is read, and how long it is."""
        page = self.view.page
        self._head.title = sanitize_line(page.source)
        if self.view.lines:  # not before the first layout
            self._head.indent, self._head.measure = self.view.left, self.view.text_width
        seen = self.view.share_seen if self.view.scroll_offset.y else 1.0  # what is not read yet is only long
        headlines, far = self._shell.headlines, ""
        if page.identity is not None:
            row = headlines.row if headlines.current_id == page.identity else None
            far = where_in_list(row, len(headlines.rows), how_far(seen, page.minutes))
        headline = headlines.current
        if is_plain() and headline is not None and headline.id == page.identity:
            self._head.detail = sanitize(state_words(headline))
        self._head.right = sanitize(far)

    # --- the reading position

    def scrolled(self, identity: int, block: int, character: int) -> None:
        """Note the reading position, and write it to the store once scrolling rests."""
        self.show_head()
        if self.view.at_end and self.read_rule(identity) == "end":
            self._mark_read(identity)
        if not self._other_text:
            self._position = (identity, block, character, self.view.at_end)
            self._shell.debounce("position", POSITION_SECONDS, self._keep_and_count)

    def _keep_and_count(self) -> None:
        """Write the reading position to the store, and count what was begun where that may have changed."""
        self.keep_position()
        if self._begun != self._counted:
            self._counted = self._begun
            self._counts.recount_soon()

    def keep_position(self) -> None:
        """Write the reading position to the store, if it has changed."""
        if self._position is not None and not self._shell.library.readonly:
            with self._shell.errors_shown():
                identity, block, character, finished = self._position
                library = self._shell.library
                articles.keep_position(
                    library.db, identity, block, character, now=library.clock(), finished=finished
                )
                self._begun = identity, (block, character) != (0, 0) and not finished
        self._position = None

    # --- the outline

    def action_outline(self) -> None:
        """Go to one of the article's headings."""
        self._shell.ask(self._choose_heading)

    async def _choose_heading(self) -> None:
        self.preview()
        outline = headings(self.view.page)
        if not outline:
            text = "text" if self._other_text else "article"
            self._shell.show_message(message_line(f"This {text} has no headings"))
            return
        top = self.view.position
        here = (
            0 if top is None else sum(heading.block - self.view.page.first <= top[0] for heading in outline)
        )
        dialog = ChooseDialog(literal("Outline"), [heading.line for heading in outline], at=max(0, here - 1))
        if (chosen := await self._shell.answer(dialog)) is not None:
            self.view.scroll_to_block(outline[chosen].block)

    # --- other texts of the same article

    def close_other_text(self) -> bool:
        """Show the article again in place of another of its texts. Returns whether another one was shown."""
        identity = self.view.page.identity
        if not self._other_text or identity is None:
            return False
        self.load(identity)
        return True

    def action_original(self) -> None:
        """Show the original text of a saved article, or the article again."""
        if reason := self._toggle_original():
            self._shell.show_message(message_line(reason))

    def _toggle_original(self) -> str:
        """Show the original text, or the article again. Returns why there is none, else nothing."""
        headline = self.ready()
        if headline is None:
            return "There is no article"
        if self._other_text:
            self.load(headline.id)
            return ""
        origins = (headline, *headline.duplicates)
        saved = next((origin.id for origin in origins if origin.saved), None)
        if saved is None:
            return "Only articles saved from a file have an original to show"
        library = self._shell.library
        page = load_original(library.db, library.paths, saved, headline.id, self._shell.key)
        if isinstance(page, str):
            return page
        self.keep_position()
        self._show_other(page)
        return ""

    def _show_other(self, page: Page) -> None:
        """Show another text than the article's own, below the same source."""
        self.view.show(replace(page, source=self.view.page.source))
        self._other_text = True

    def action_facts(self) -> None:
        """Show what is known of the article and where it is from, or the article again."""
        headline = self.ready()
        if headline is None:
            return
        if self._other_text:
            self.load(headline.id)
            return
        with self._shell.errors_shown():
            page = load_facts(self._shell.library.db, headline.id, headline.duplicates, self._shell.key)
            self.keep_position()
            self._show_other(page)

    def action_former(self) -> None:
        """Show what an edited article said before, then before that, then the article again."""
        if reason := self._show_former():
            self._shell.show_message(message_line(reason))

    def _show_former(self) -> str:
        """Show the next older text, or the article again. Returns why there is none, else nothing."""
        headline = self.ready()
        if headline is None or not headline.edited:
            return "There is no former text: it was not edited"
        identity, number = headline.id, self._former
        try:
            page = load_former(self._shell.library.db, identity, number, self._shell.key)
        except ValueError as error:
            return f"The former text cannot be shown: {error}"
        self.load(identity)
        if page is not None:
            self._show_other(page)
            self._former = number + 1
        return ""
