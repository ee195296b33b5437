"""The files that an article carries: playing them, and downloading them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from reader.command_template import BadTemplate
from reader.document.sanitize import EMPTY, SafeText, literal, message_line, sanitize, sanitize_line
from reader.library.browser import player_command
from reader.library.outcome import DownloadProgress, WorkerEvent
from reader.library.programs import Programs
from reader.model import Article, Enclosure
from reader.store.articles import articles
from reader.ui.controllers.jobs import Jobs
from reader.ui.controllers.sharing import Sharing, refusal
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.shell import Shell
from reader.ui.text.amounts import megabytes, size_words

GROUP = "downloading"
"""The group of the jobs that download: there is one at a time."""


class Enclosures:
    """Plays and downloads what the article under the cursor carries."""

    def __init__(self, shell: Shell, *, jobs: Jobs, sharing: Sharing) -> None:
        self._shell, self._jobs, self._sharing = shell, jobs, sharing
        self._programs = Programs(shell.library.settings)

    def action_play(self) -> None:
        """Play a file that the article carries, with the player of the settings."""
        self._with_enclosure("Play", self._play)

    def action_download(self) -> None:
        """Download a file that the article carries; again stops it."""
        if self._shell.jobs(GROUP):
            self._shell.cancel(GROUP)
        else:
            self._with_enclosure("Download", self._download)

    def _with_enclosure(self, title: str, act: Callable[[Article, int], None]) -> None:
        """Do something with the article's file; where there are several, ask which one is meant."""
        identity = self._shell.headlines.current_id
        article = None if identity is None else articles.article(self._shell.library.db, identity)
        if article is None or not article.enclosures:
            self._shell.show_message(literal("This article carries no file"))
        elif len(article.enclosures) == 1:
            act(article, 0)
        else:
            self._shell.ask(partial(self._choose, article, title, act))

    async def _choose(self, article: Article, title: str, act: Callable[[Article, int], None]) -> None:
        lines = [sanitize(f"{n:>3}  {_line(file)}") for n, file in enumerate(article.enclosures, 1)]
        chosen = await self._shell.answer(ChooseDialog(message_line(title), lines, numbered=True))
        if chosen is not None:
            act(article, chosen)

    def _play(self, article: Article, index: int) -> None:
        url = article.enclosures[index].url
        if reason := refusal(url):
            self._shell.show_error(message_line(reason))
            return
        try:
            command = player_command(url, self._shell.library.settings)
        except BadTemplate as error:
            self._shell.show_error(message_line(f'the setting "player" cannot be used: {error}'))
            return
        if command is None:
            self._sharing.open_link(url)
        elif self._programs.start(command):
            self._shell.show_message(message_line(f"Playing with {command[0]}: {_name(url)}"))
        else:
            self._shell.show_error(message_line(f"{command[0]} cannot be run"))

    def _download(self, article: Article, index: int) -> None:
        if self._shell.library.offline:
            self._shell.show_message(literal("Offline: nothing is asked of the network"))
        else:
            self._shell.run(partial(self._run, article, index), GROUP)

    async def _run(self, article: Article, index: int) -> None:
        """Download in a worker process, and show how far it is."""
        url, file = article.enclosures[index].url, ""
        status, name = self._shell.status, _name(url)
        status.busy = message_line(f"Downloading {name}")

        def follow(event: WorkerEvent) -> None:
            nonlocal file
            if isinstance(event, DownloadProgress):
                file = event.file or file
                status.busy = message_line(f"Downloading {name}: {megabytes(event.done, event.total)}")

        words = ("download", "--json", "--number", str(index + 1), "--", str(article.headline.id))
        try:
            result = await self._jobs.read(*words, on_event=follow)
        finally:
            status.busy = EMPTY
        if file:
            self._shell.show_message(message_line(f"Downloaded to {sanitize_line(str(Path(file)))}"))
        elif result.failed:
            self._shell.show_error(message_line(result.first_complaint))


def _line(file: Enclosure) -> SafeText:
    kind = sanitize_line(file.type or "file")
    size = size_words(file.length)
    return sanitize(f"{_name(file.url)} ({kind}{size})")


def _name(url: str) -> SafeText:
    return sanitize_line(url.rstrip("/").rpartition("/")[2].partition("?")[0] or url)
