"""An article's links: choosing some of them, and opening, copying, saving or subscribing to these."""

from collections.abc import Sequence
from functools import partial

from reader.document.sanitize import EMPTY, literal, message_line, sanitize_line
from reader.library.outcome import WorkerEvent
from reader.ui.article.links import NumberedLink, numbered_links
from reader.ui.controllers.article import Article
from reader.ui.controllers.jobs import GROUP, Jobs
from reader.ui.controllers.scopes import Scopes
from reader.ui.controllers.sharing import Sharing, refusal
from reader.ui.dialogs.article.link_hints import LinkChoice, LinkHintsDialog
from reader.ui.dialogs.article.links import LinksDialog
from reader.ui.dialogs.feeds.add import summary
from reader.ui.shell import Shell

COMMANDS = {"save": "save", "subscribe": "add"}
"""The commands of the worker for what is done with links."""


class Links:
    """Asks which links are meant, and does with them what the reader wants."""

    def __init__(
        self, shell: Shell, *, article: Article, scopes: Scopes, jobs: Jobs, sharing: Sharing
    ) -> None:
        self._shell, self._article, self._scopes = shell, article, scopes
        self._jobs, self._sharing = jobs, sharing

    def action_links(self) -> None:
        """Put letters on the links in view to choose by; list all links where none is in view."""
        self._shell.ask(self._choose)

    async def _choose(self) -> None:
        self._article.preview()
        page, view = self._article.view.page, self._article.view
        links = numbered_links(page.document)
        if not links:
            self._shell.show_message(literal("This article has no links"))
            return
        choice: LinkChoice | None = LinkChoice("list", ())
        if view.is_on_screen and view.links_in_view():
            dialog = LinkHintsDialog(view.links_in_view, len(links), view.label_links, self._name_keys)
            choice = await self._shell.answer(dialog)
        if choice is not None and choice.verb == "list":
            choice = await self._shell.answer(LinksDialog(links))
        if choice is not None:
            self._act(page.identity, choice, [links[number - 1] for number in choice.numbers])

    def _name_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        self._shell.status.prompt_keys = keys

    def _act(self, article: int | None, choice: LinkChoice, links: Sequence[NumberedLink]) -> None:
        """Do with links what was chosen; of those that may not be opened it is said why."""
        if choice.verb == "copy":
            self._copy(links)
        elif choice.verb == "open":
            for link in links:
                self._sharing.open_link(link.href)
        elif reason := next(filter(None, (refusal(link.href) for link in links)), None):
            self._shell.show_error(message_line(reason))
        elif reason := self._jobs.hindrance():
            self._shell.show_message(message_line(reason))
        elif article is not None:
            addresses = [link.href for link in links]
            self._shell.run(partial(self._run, COMMANDS[choice.verb], article, addresses), GROUP)

    def _copy(self, links: Sequence[NumberedLink]) -> None:
        text = "\n".join(sanitize_line(link.href) for link in links)
        self._shell.screen.app.copy_to_clipboard(text)
        what = links[0].href if len(links) == 1 else f"{len(links)} addresses"
        self._shell.show_message(message_line(f"Copied {what}"))

    async def _run(self, command: str, article: int, addresses: Sequence[str]) -> None:
        """Save links as articles, or subscribe to them, in a worker process; show what came of it."""
        made: list[WorkerEvent] = []
        what = sanitize_line(addresses[0]) if len(addresses) == 1 else f"{len(addresses)} links"
        self._shell.status.busy = message_line(f"Looking at {what} …")
        try:
            words = (command, "--json", "--linked-from", str(article), "-")
            result = await self._jobs.read(*words, given="\n".join(addresses), on_event=made.append)
        finally:
            self._shell.status.busy = EMPTY
        if made:
            self._shell.show_message(message_line(summary(made)))
            self._scopes.check_for_changes()
        if result.failed:
            self._shell.show_error(message_line(result.first_complaint))
