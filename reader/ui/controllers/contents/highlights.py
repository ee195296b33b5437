"""Highlighting a passage of the article, with a note; and taking the highlight away."""

from collections.abc import Sequence
from functools import partial

from reader.document.passages import find, passage, stretches
from reader.document.sanitize import literal, message_line
from reader.store.notes import notes
from reader.store.notes.notes import Note, Refused
from reader.ui.article.highlights import Chooser
from reader.ui.controllers.article import Article
from reader.ui.controllers.changes.history import History
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.panes import Panes
from reader.ui.dialogs.article.highlight import HighlightDialog, Kept, Step
from reader.ui.shell import Shell
from reader.ui.text.signs import dotted


class Highlights:
    """Lets words of the article be chosen, keeps them, and takes them away."""

    def __init__(
        self, shell: Shell, *, article: Article, panes: Panes, counts: Counts, history: History
    ) -> None:
        self._shell, self._article, self._panes, self._counts = shell, article, panes, counts
        history.on_taken_back = partial(article.show_highlights, taken_back=True)

    def action_highlight(self) -> None:
        """Choose words of the article, or take those that the mouse has selected, and keep them."""
        self._shell.ask(self._highlight)

    async def _highlight(self) -> None:
        if not self._article.view.is_on_screen:
            self._panes.go_to("article")
        self._article.preview()
        view = self._article.view
        choosing = Choosing(self._shell, self._article, self._counts)
        if view.page.identity is None or self._article.shows_other_text or not choosing.words:
            self._shell.show_message(literal("There is no text here to highlight"))
        elif self._shell.library.readonly:
            self._shell.show_error(literal("The library is read-only: nothing can be highlighted"))
        else:
            first, last = choosing.selected() or (choosing.first_in_view(), None)
            view.screen.clear_selection()
            key = self._shell.key("highlight")
            await self._shell.answer(HighlightDialog(choosing, first, last, self._name_keys, key))
            view.choose(())

    def _name_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        self._shell.status.prompt_keys = tuple(keys)


class Choosing:
    """The words of the shown article, and what is done with them."""

    def __init__(self, shell: Shell, article: Article, counts: Counts) -> None:
        self._shell, self._article, self._counts = shell, article, counts
        self._view, page = article.view, article.view.page
        self._chooser = Chooser(page)
        self._of = page.text_of or page.identity or 0
        """The article whose text it is."""
        self._kept: Note | None = None
        self._fresh = False
        """Whether the passage was not kept before."""

    @property
    def words(self) -> int:
        """How many words there are."""
        return len(self._chooser.words)

    def first_in_view(self) -> int:
        """Return the first word that is in view, or comes next."""
        found = self._chooser.first_in(self._view.lines, self._view.scroll_offset.y)
        return self.words - 1 if found is None else found

    def selected(self) -> tuple[int, int] | None:
        """Return the first and the last word that the mouse has selected; None where there is none."""
        if (selection := self._view.text_selection) is None:
            return None
        lines = self._view.lines
        spans = ((row, selection.get_span(row)) for row in range(len(lines)))
        words = self._chooser.selected(lines, ((row, span) for row, span in spans if span is not None))
        return (words[0], words[-1]) if words else None

    def move(self, word: int, step: Step, way: int) -> int:
        """Return the word that a step leads to."""
        if step == "word":
            return max(0, min(word + way, self.words - 1))
        if step == "edge":
            return self.words - 1 if way > 0 else 0
        row = self._view.line_of(*self._chooser.place_of(word))
        return self._chooser.beside(self._view.lines, row, word, way)

    def show(self, first: int, last: int, seen: int) -> None:
        """Show the words that are chosen, and bring one in sight."""
        page = self._view.page
        chosen = stretches(self._chooser.words[first : last + 1])
        there = [stretch._replace(block=page.first + stretch.block) for stretch in chosen]
        self._view.choose(there, self._chooser.place_of(seen))

    def keep(self, first: int, last: int) -> Kept | None:
        """Keep a passage, if it is not kept yet. Returns it; None where it cannot be, which is said."""
        made = passage(self._chooser.blocks, self._chooser.words, first, last)
        if made is None:
            self._shell.show_error(literal("This is too long for a highlight: choose fewer words"))
            return None
        library = self._shell.library
        with self._shell.errors_shown():
            known = (note for note in notes.notes_of(library.db, [self._of]) if note.passage == made)
            self._kept = next(known, None)
            self._fresh = self._kept is None
            try:
                self._kept = self._kept or notes.keep(library.db, self._of, made, now=library.clock())
            except Refused as error:
                self._shell.show_error(message_line(str(error)))
                return None
            self._view.choose(())
            self._changed("Highlighted" if self._fresh else "")
            return Kept(made.text, self._kept.note)
        return None

    def annotate(self, note: str) -> None:
        """Give the passage that was kept a note. Raises `Refused`."""
        library = self._shell.library
        with self._shell.errors_shown():
            if self._kept is not None and notes.annotate(
                library.db, self._kept, note, now=library.clock(), fresh=self._fresh
            ):
                self._changed("Highlighted with a note" if self._fresh else "Noted")

    def remove(self, word: int) -> None:
        """Remove the highlights that have a word."""
        library, page, done = self._shell.library, self._view.page, 0
        with self._shell.errors_shown():
            for note in notes.notes_of(library.db, {page.identity or 0, self._of}):
                there = find(self._chooser.words, note.passage)
                if there is not None and there[0] <= word <= there[1]:
                    done += notes.remove(library.db, note, now=library.clock())
        if done:
            self._changed("Highlight removed")
        else:
            self._shell.show_message(literal("There is no highlight here"))

    def _changed(self, what: str) -> None:
        """Show the highlights as they are, and say what was done."""
        self._article.show_highlights()
        self._counts.recount_soon()
        if what:
            self._shell.show_message(message_line(dotted(what, f"{self._shell.key('undo')} takes it back")))
