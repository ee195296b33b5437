"""The reader's marks: star, read, tags, deleted; of one article, of all selected ones, or of many."""

from collections.abc import Callable, Sequence
from functools import partial

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.library.output.titles import title_of
from reader.model import Headline
from reader.queries import parse_query
from reader.store.lists import headlines
from reader.store.lists.conditions import tag_names
from reader.store.undo_log import articles_in_words
from reader.store.undo_work import Delete, Tag, Turn
from reader.ui.background import BackgroundReads, Verb
from reader.ui.controllers.article import Article
from reader.ui.controllers.changes.history import History
from reader.ui.controllers.changes.selecting import Selecting
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.scopes import Scopes
from reader.ui.dialogs.ask import AskDialog
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.dialogs.tag_words import TagSuggester
from reader.ui.headlines.bulk_commands import BulkCommand
from reader.ui.headlines.bulk_marks import BULK_MARKS, with_count
from reader.ui.shell import NAME_CELLS, Shell
from reader.ui.text.cells import crop


class Marks:
    """Changes marks, which are on disk before they are seen."""

    def __init__(
        self,
        shell: Shell,
        reads: BackgroundReads,
        *,
        counts: Counts,
        article: Article,
        scopes: Scopes,
        history: History,
        selecting: Selecting,
    ) -> None:
        self._shell, self._reads = shell, reads
        self._counts, self._article, self._scopes = counts, article, scopes
        self._history, self._selecting = history, selecting
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
        if self._article.read_rule(headline.id) in ("opened", "shown"):
            self._mark_by_rule(headline)

    def mark_ended(self, headline: Headline) -> None:
        """Mark an article read whose end was seen, if that is when it becomes so."""
        if self._article.read_rule(headline.id) == "end":
            self._mark_by_rule(headline)

    def _mark_by_rule(self, headline: Headline) -> None:
        if not headline.read and not self._shell.library.readonly:
            self.mark([headline.id], read=True)

    def action_star(self) -> None:
        """Give the article a star, or take it off; to all selected ones, unless all have it."""
        if ids := self._selecting.ids():
            flag = headlines.any_without(self._shell.library.db, ids, "starred")
            self._act(Turn(starred=flag), ids, "Starred" if flag else "Unstarred")
        elif (headline := self._headline()) is not None:
            self.mark([headline.id], starred=not headline.starred)
            self._shell.show_done("Unstarred" if headline.starred else "Starred", title_of(headline))

    def action_toggle_read(self) -> None:
        """Mark the article read or unread; all selected ones read, unless all are."""
        if ids := self._selecting.ids():
            flag = headlines.any_without(self._shell.library.db, ids, "read")
            self._act(Turn(read=flag), ids, "Marked read" if flag else "Marked unread")
        elif (headline := self._headline()) is not None:
            self._mark_read(headline, read=not headline.read)

    def action_unread(self) -> None:
        """Mark the article unread, or all selected ones."""
        if ids := self._selecting.ids():
            self._act(Turn(read=False), ids, "Marked unread")
        elif (headline := self._headline()) is not None:
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
        """Delete the article, or all selected ones; reading goes on with the next one."""
        if ids := self._selecting.ids():
            self._act(Delete(), ids, "Deleted")
            self._drop(ids)
        elif (headline := self._headline()) is not None:
            self._shell.library.delete([headline.id])
            self._drop([headline.id])
            self._counts.recount_soon()
            self._shell.show_done("Deleted", title_of(headline))

    def _drop(self, ids: Sequence[int]) -> None:
        self._shell.headlines.drop(ids)
        self._article.preview()

    def _act(self, verb: Verb, ids: Sequence[int], what: str) -> None:
        """Do something to the selected articles as one action, say so, and select nothing any more."""

        def say(changed: int) -> None:
            if changed:
                self._shell.show_done(what, articles_in_words(changed))
                self._article.show_changed(ids)
            else:
                self._shell.show_message(literal("Nothing to change: they all are so already"))

        self._history.act(verb, ids, say, place=self._shell.head.title)
        self._selecting.clear()

    def action_mark_many(self) -> None:
        """Mark read what the reader chooses: all, those above or below the cursor, the older ones."""
        self._shell.ask(self._mark_many)

    async def _mark_many(self) -> None:
        await self._scopes.wait_until_filled()
        shown, place = self._shell.headlines, self._shell.head.title
        choices = await self._reads.choices(shown.rows, shown.row, shown.seen)
        texts = [
            sanitize_line(with_count(mark, ids, len(shown.rows)))
            for mark, ids in zip(BULK_MARKS, choices, strict=True)
        ]
        chosen = await self._shell.answer(ChooseDialog(literal("Mark read"), texts))
        if chosen is None:
            return
        if choices[chosen]:
            self._history.act(
                Turn(read=True),
                choices[chosen],
                lambda changed: self._shell.show_done(f"Marked {changed:,} read", place),
                place=place,
            )
        else:
            self._shell.show_message(literal("All of them were read already"))

    def by_query(self, command: BulkCommand) -> None:
        """Change all articles that a query finds, as one action."""
        self._shell.run(partial(self._by_query, command), "acting")

    async def _by_query(self, command: BulkCommand) -> None:
        library = self._shell.library
        query = parse_query(command.query, feeds=self._counts.feeds, now=library.clock())
        ids = [identity for identity, _ in await self._reads.listed(query, "newest")]

        def say(changed: int) -> None:
            if changed:
                self._shell.show_done(command.done, f"{articles_in_words(changed)} in {command.query}")
            else:
                self._shell.show_message(message_line(f"Nothing to change in {command.query}"))

        self._history.act(command.verb, ids, say, place=command.query)
        if isinstance(command.verb, Delete):
            self._drop(ids)

    def action_tags(self) -> None:
        """Change the article's tags, or those of all selected ones."""
        self._shell.ask(self._edit_tags)

    async def _edit_tags(self) -> None:
        if ids := self._selecting.ids():
            await self._tag_selected(ids)
            return
        if (headline := self._headline()) is None:
            return
        dialog = AskDialog(
            literal("Tags"),
            literal("Words, with spaces between"),
            sanitize_line(" ".join(headline.tags)),
            suggester=self._suggester(),
        )
        if (text := await self._shell.answer(dialog)) is not None:
            added, removed = tag_changes(sanitize_line(text), headline.tags)
            if added or removed:
                self._shell.library.tag([headline.id], added, removed)
                self._article.show_changed([headline.id])
                self._shell.show_done("Tagged", title_of(headline))

    def _suggester(self) -> TagSuggester:
        return TagSuggester(tag_names(self._shell.library.db))

    async def _tag_selected(self, ids: Sequence[int]) -> None:
        title = message_line(f"Tags of {articles_in_words(len(ids))}")
        dialog = AskDialog(
            title,
            literal("Words to add, and with - in front those to take away"),
            suggester=self._suggester(),
        )
        if text := await self._shell.answer(dialog):
            words = [word.lstrip("+#") for word in sanitize_line(text).replace(",", " ").split()]
            add = tuple(dict.fromkeys(word for word in words if word and word[0] != "-"))
            remove = tuple(dict.fromkeys(word.lstrip("-#") for word in words if word[:1] == "-"))
            if add or any(remove):
                self._act(Tag(add, tuple(filter(None, remove))), ids, "Tagged")


def named(headline: Headline) -> str:
    """Return an article's title short enough for a message."""
    return crop(title_of(headline), NAME_CELLS)


def tag_changes(text: str, current: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Compare the tags in a text that was typed with the current ones. Returns those to add and to remove."""
    words = (word.lstrip("#") for word in text.replace(",", " ").split())
    wanted = list(dict.fromkeys(word for word in words if word))
    return [tag for tag in wanted if tag not in current], [tag for tag in current if tag not in wanted]
