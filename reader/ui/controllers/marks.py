"""The reader's marks: star, read, tags, deleted; and taking back what was done last."""

from collections.abc import Callable, Sequence

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.library.output.titles import title_of
from reader.model import Headline
from reader.ui.background import BackgroundReads
from reader.ui.controllers.article import Article
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.scopes import Scopes
from reader.ui.dialogs.ask import AskDialog
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.headlines.bulk_marks import bulk_marks, select
from reader.ui.shell import NAME_CELLS, Shell
from reader.ui.text.cells import crop


class Marks:
    """Changes marks, which are on disk before they are seen."""

    def __init__(
        self, shell: Shell, reads: BackgroundReads, *, counts: Counts, article: Article, scopes: Scopes
    ) -> None:
        self._shell, self._reads = shell, reads
        self._counts, self._article, self._scopes = counts, article, scopes
        self.on_opened: Callable[[], None] = lambda: None
        """What is done when the shown article is opened or read on."""

    def mark(
        self, identities: Sequence[int], *, read: bool | None = None, starred: bool | None = None
    ) -> None:
        """Change marks of articles, and show them."""
        self._shell.library.mark(identities, read=read, starred=starred)
        self._shell.headlines.invalidate(identities)
        self._article.show_head()
        self._counts.recount_soon()

    def mark_opened(self, headline: Headline) -> None:
        """Mark an article read that is opened or read on, if that is when it becomes so."""
        self.on_opened()
        if self._shell.library.settings.mark_read in ("opened", "shown"):
            self._mark_by_rule(headline)

    def mark_ended(self, headline: Headline) -> None:
        """Mark an article read whose end was seen, if that is when it becomes so."""
        if self._shell.library.settings.mark_read == "end":
            self._mark_by_rule(headline)

    def _mark_by_rule(self, headline: Headline) -> None:
        if not headline.read and not self._shell.library.readonly:
            self.mark([headline.id], read=True)

    def action_star(self) -> None:
        """Give the article a star, or take it off."""
        if (headline := self._headline()) is not None:
            self.mark([headline.id], starred=not headline.starred)
            self._shell.show_done("Unstarred" if headline.starred else "Starred", title_of(headline))

    def action_toggle_read(self) -> None:
        """Mark the article read or unread."""
        if (headline := self._headline()) is not None:
            self._mark_read(headline, read=not headline.read)

    def action_unread(self) -> None:
        """Mark the article unread."""
        if (headline := self._headline()) is not None:
            self._mark_read(headline, read=False)

    def _headline(self) -> Headline | None:
        """Return the headline under the cursor; where there is none, say so."""
        if (headline := self._shell.headlines.current) is None:
            self._shell.show_message(literal("There is no article here"))
        return headline

    def _mark_read(self, headline: Headline, *, read: bool) -> None:
        """Mark one article read or unread, and say so."""
        if headline.read == read:
            self._shell.show_message(message_line(f"It is unread already: {named(headline)}"))
        else:
            self.mark([headline.id], read=read)
            self._shell.show_done("Marked read" if read else "Marked unread", title_of(headline))

    def action_delete(self) -> None:
        """Delete the article; reading goes on with the next one."""
        if (headline := self._headline()) is not None:
            self._shell.library.delete([headline.id])
            self._shell.headlines.drop([headline.id])
            self._article.preview()
            self._counts.recount_soon()
            self._shell.show_done("Deleted", title_of(headline))

    def action_undo(self) -> None:
        """Take back the last change, also that of another day."""
        action = self._shell.library.undo()
        if action is None:
            self._shell.show_message(literal("There is nothing to take back"))
            return
        self._shell.show_message(message_line(f"Taken back: {action.label}"))
        self._scopes.restore()

    def action_mark_many(self) -> None:
        """Mark read what the reader chooses: all, those above or below the cursor, the older ones."""
        self._shell.ask(self._mark_many)

    async def _mark_many(self) -> None:
        await self._scopes.wait_until_filled()
        headlines = self._shell.headlines
        options = bulk_marks(len(headlines.rows))
        chosen = await self._shell.answer(
            ChooseDialog(literal("Mark read"), [sanitize_line(option.text) for option in options])
        )
        if chosen is not None:
            wanted = select(headlines.rows, headlines.row, options[chosen], self._shell.library.clock())
            changed, undo = await self._reads.mark_read(wanted), self._shell.key("undo")
            headlines.invalidate()
            self._counts.recount_soon()
            self._shell.show_message(
                message_line(f"{changed:,} marked read in {self._shell.head.title}; {undo} takes it back")
                if changed
                else literal("All of them were read already")
            )

    def action_tags(self) -> None:
        """Change the article's tags."""
        self._shell.ask(self._edit_tags)

    async def _edit_tags(self) -> None:
        if (headline := self._headline()) is None:
            return
        dialog = AskDialog(
            literal("Tags"), literal("Words, with spaces between"), sanitize_line(" ".join(headline.tags))
        )
        if (text := await self._shell.answer(dialog)) is not None:
            added, removed = tag_changes(sanitize_line(text), headline.tags)
            if added or removed:
                self._shell.library.tag([headline.id], added, removed)
                self._article.show_changed([headline.id])
                self._shell.show_done("Tagged", title_of(headline))


def named(headline: Headline) -> str:
    """Return an article's title short enough for a message."""
    return crop(title_of(headline), NAME_CELLS)


def tag_changes(text: str, current: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Compare the tags in a text that was typed with the current ones. Returns those to add and to remove."""
    words = (word.lstrip("#") for word in text.replace(",", " ").split())
    wanted = list(dict.fromkeys(word for word in words if word))
    return [tag for tag in wanted if tag not in current], [tag for tag in current if tag not in wanted]
