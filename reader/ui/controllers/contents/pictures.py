"""The pictures of the article: fetched where the reader asks, shown wherever they are kept."""

from collections.abc import Sequence
from functools import partial

from reader.document.sanitize import EMPTY, literal, message_line
from reader.library.images.drawn import name_of
from reader.library.images.kept import WEB, addresses
from reader.library.outcome import PictureKept, WorkerEvent
from reader.ui.article.page import Page
from reader.ui.controllers.article import Article
from reader.ui.controllers.changes.marks import Marks
from reader.ui.controllers.jobs import Jobs
from reader.ui.painting.row_overlay import RowOverlay
from reader.ui.shell import Shell
from reader.ways import Images

GROUP = "pictures"
"""The group of the jobs that fetch pictures: a refresh may go on beside them."""

AT_ONCE = 3
"""The number of articles whose pictures are fetched at a time."""

TOGETHER_SECONDS = 0.05
"""Seconds for which pictures that come one after the other are awaited, to be shown together."""

ROWS_SECONDS = 0.1
"""Seconds for which a picture rests on the screen before its rows are made."""

CARRIED_SECONDS = 0.3
"""Seconds for which an article is shown before its file is searched for its pictures."""


PICTURES_OFF = 'Pictures are off: the setting "images" is "never"'
PICTURES_OFF_HERE = "Pictures are off in this feed, by its own way"
"""Why the pictures of an article are not fetched."""


class ArticlePictures:
    """Has the pictures of the shown article fetched, and shows them as they come."""

    def __init__(self, shell: Shell, *, article: Article, marks: Marks, jobs: Jobs, able: bool) -> None:
        """`able` is whether pictures can be shown: they are made of colours."""
        self._shell, self._article, self._jobs, self._able = shell, article, jobs, able
        self._running: set[int] = set()
        """The articles whose pictures are being fetched."""
        self._searched: set[int] = set()
        """The articles whose files were searched for the pictures that they carry."""
        self._made: set[tuple[str, tuple[int, int], str, int, int]] = set()
        """The pictures whose rows were asked for: none is asked for twice."""
        article.on_shown, marks.on_opened = self._shown, self._opened
        article.lacks_pictures = self._lacks
        article.view.pictures.on_missing = lambda: shell.debounce("rows", ROWS_SECONDS, self._make_soon)

    @property
    def are_shown(self) -> bool:
        """Whether pictures are shown at all."""
        return self._able and self._shell.library.settings.images != "never"

    def action_images(self) -> None:
        """Fetch the pictures of the article."""
        if self._article.ready() is None:
            return
        page = self._article.view.page
        if reason := self._hindrance(page):
            self._shell.show_message(message_line(reason))
        elif page.text_of is not None:
            self._shell.run(partial(self._fetch, page.text_of, asked=True), GROUP)

    def _opened(self) -> None:
        """Fetch the pictures of the article that was opened, where the setting is `always`."""
        page = self._article.view.page
        if self._rule(page) == "always" and not self._hindrance(page):
            assert page.text_of is not None, "an article with pictures has a text"
            self._shell.run(partial(self._fetch, page.text_of), GROUP)

    def _rule(self, page: Page) -> Images:
        """Return when the pictures of a page are fetched."""
        return self._article.images_rule(page.identity)

    def _hindrance(self, page: Page) -> str:
        """Return why the pictures of the page cannot be fetched now, or need not be; else nothing."""
        if self._rule(page) == "never":
            own = page.identity is not None and self._article.ways(page.identity).images
            return PICTURES_OFF_HERE if own else PICTURES_OFF
        if not self._able:
            return "Pictures need colours: in plain mode and with NO_COLOR there are their words"
        if not addresses(page.document) or page.text_of is None:
            return "This article has no pictures"
        wanted = self._missing(page)
        if not wanted:
            return "All pictures of this article are here"
        if page.text_of in self._running:
            return "The pictures are on their way"
        if any(address.startswith(WEB) for address in wanted) and (reason := self._jobs.refusal()):
            return reason
        if self._shell.library.readonly:
            return "The library is read-only"
        return "Still busy with the last ones" if len(self._running) >= AT_ONCE else ""

    def _lacks(self, page: Page) -> bool:
        """Return whether pictures of the page are wanted that are not kept yet."""
        wanted = self._able and page.text_of is not None and self._rule(page) != "never"
        return wanted and bool(self._missing(page))

    def _missing(self, page: Page) -> list[str]:
        """Return the addresses of the pictures that are not kept."""
        pictures = self._article.view.pictures
        return [address for address in addresses(page.document) if not pictures.is_kept(address)]

    def _shown(self, page: Page) -> None:
        """Search the file of a shown article for the pictures that it carries, once; that asks no network."""
        waiting = page.text_of is not None and page.text_of not in self._searched
        if waiting and not self._shell.library.readonly and self._carried(page):
            self._shell.debounce("carried pictures", CARRIED_SECONDS, partial(self._search, page))

    def _search(self, page: Page) -> None:
        if page is self._article.view.page and page.text_of is not None and not self._running:
            self._searched.add(page.text_of)
            self._shell.run(partial(self._fetch, page.text_of, carried=True), GROUP)

    def _carried(self, page: Page) -> bool:
        """Return whether the article's own file may carry pictures that are not kept yet."""
        return (
            self._able
            and self._rule(page) != "never"
            and any(page.original or not address.startswith(WEB) for address in self._missing(page))
        )

    def _make_soon(self) -> None:
        """Have the rows made that are missing, beside the screen."""
        pictures = self._article.view.pictures
        missing, pictures.missing = pictures.missing, set()
        overlay = pictures.overlay
        if not isinstance(overlay, RowOverlay) or self._shell.library.readonly:
            return
        wanted = sorted(
            picture for picture in missing if (overlay.kind, overlay.cell, *picture) not in self._made
        )
        if wanted:
            self._made |= {(overlay.kind, overlay.cell, *picture) for picture in wanted}
            self._shell.run(partial(self._make, overlay, wanted), "rows")

    async def _make(self, overlay: RowOverlay, wanted: Sequence[tuple[str, int, int]]) -> None:
        """Make rows in a worker process; where that fails, the half blocks stay what is seen."""
        (width, height), colours = overlay.cell, overlay.colours
        options = ("--rows", overlay.kind, str(width), str(height), str(colours))
        words = ("images", *options, *(name_of(*picture) for picture in wanted))
        await self._jobs.read(*words, offline=True)
        overlay.when_due()

    async def _fetch(self, identity: int, *, asked: bool = False, carried: bool = False) -> None:
        had = 0
        failures: list[str] = []

        def follow(event: WorkerEvent) -> None:
            nonlocal had
            if isinstance(event, PictureKept):
                had += event.error is None
                failures.extend([event.error] if event.error else ())
                self._shell.debounce("pictures", TOGETHER_SECONDS, partial(self._show, identity))

        self._running.add(identity)
        if asked:
            self._shell.status.busy = literal("Fetching the pictures")
        words = ("images", "--json", *(["--carried"] if carried else []), str(identity))
        try:
            result = await self._jobs.read(*words, offline=self._shell.library.offline, on_event=follow)
        finally:
            self._running.discard(identity)
            if asked:
                self._shell.status.busy = EMPTY
        if not asked:
            return
        if failures:
            all_of_them = had + len(failures)
            which = "The picture" if all_of_them == 1 else f"{len(failures)} of {all_of_them} pictures"
            count = f"{which} could not be had"
            self._shell.show_error(message_line(f"{count}: {failures[0]}"))
        elif result.failed:
            problem = result.first_complaint or "The pictures could not be fetched"
            self._shell.show_error(message_line(problem))
        else:
            self._shell.show_message(message_line("One picture" if had == 1 else f"{had} pictures"))

    def _show(self, identity: int) -> None:
        """Show the pictures that have come, if the article is still shown."""
        if self._article.view.page.text_of == identity:
            self._article.view.show_again()
            self._article.on_other_keys()
