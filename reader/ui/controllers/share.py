"""Sharing an article: with a command of the settings, by its name."""

import shutil
from collections.abc import Mapping, Sequence

from textual.app import SuspendNotSupported

from reader.command_template import BadTemplate, Placeholder, fill_words
from reader.document.sanitize import literal, message_line, sanitize_line
from reader.library.output.titles import title_of
from reader.model import Headline
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.shell import Shell
from reader.ui.terminal.lent import INTERRUPTED, run_in_terminal

NONE_NAMED = 'Nothing to share with: [share] in the settings names commands, as mail = ["mutt", "{url}"]'
"""What is said where the settings name no command."""


class Share:
    """Runs the commands of `[share]` with the article's address and title, and never a shell."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def action_share(self) -> None:
        """Share the article with a command; where the settings name several, ask which."""
        if not self._shell.library.settings.share:
            self._shell.show_message(message_line(NONE_NAMED))
        elif self._shell.headlines.current is None:
            self._shell.show_message(literal("There is no article here"))
        else:
            self._shell.ask(self._share)

    async def _share(self) -> None:
        commands, headline = self._shell.library.settings.share, self._shell.headlines.current
        if headline is None:
            return
        names = list(commands)
        chosen: int | None = 0
        if len(names) > 1:
            texts = [sanitize_line(name) for name in names]
            chosen = await self._shell.answer(ChooseDialog(literal("Share with"), texts, numbered=True))
        if chosen is None:
            return
        name = names[chosen]
        try:
            argv = fill_words(commands[name], values_of(headline, commands[name]))
        except BadTemplate as error:
            self._shell.show_error(message_line(f"{name} cannot be used for this article: {error}"))
            return
        self._run(name, argv, title_of(headline))

    def _run(self, name: str, argv: Sequence[str], title: str) -> None:
        """Run a command, which has the terminal until it ends, as a mail program needs it."""
        if shutil.which(argv[0]) is None:
            self._shell.show_error(message_line(f"{name} cannot be run: there is no program {argv[0]}"))
            return
        try:
            code = run_in_terminal(self._shell.screen.app, argv, sanitize_line(name))
        except (OSError, ValueError, SuspendNotSupported) as error:
            reason = getattr(error, "strerror", None) or error
            self._shell.show_error(message_line(f"{name} cannot be run: {reason}"))
            return
        if code in INTERRUPTED:
            self._shell.show_message(message_line(f"{name} was stopped: {title} is not shared"))
        elif code:
            self._shell.show_error(message_line(f"{name} failed ({code})"))
        else:
            self._shell.show_message(message_line(f"Shared with {name}: {title}"))


def values_of(headline: Headline, words: Sequence[str]) -> Mapping[Placeholder, str]:
    """Return what a command is given of an article, clean and on one line.

    Raises `BadTemplate` where it wants an address and the article has none.
    """
    if "{url}" in words and not headline.link:
        raise BadTemplate("it has no link")
    title: str = title_of(headline)
    # Behind a space it cannot be taken for an option.
    values: dict[Placeholder, str] = {"title": f" {title}" if title.startswith("-") else title}
    return values | {"url": sanitize_line(headline.link or "")}
