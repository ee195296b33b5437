"""Making a rule of what is listed: asked for in a dialog, and written to the settings file."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from reader.config import ConfigError, Rule
from reader.document.sanitize import message_line, sanitize_line
from reader.library.rules.adding import add_rule
from reader.model import Feed
from reader.queries import matching_feeds
from reader.store.changes.rule_work import in_words
from reader.store.undo_log import articles_in_words
from reader.ui.background import BackgroundActions, BackgroundReads
from reader.ui.controllers.article import Article
from reader.ui.controllers.counts import Counts
from reader.ui.controllers.scopes import Scopes
from reader.ui.dialogs.make_rule import MakeRuleDialog
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.scope import Scope, words_of
from reader.ui.shell import Shell
from reader.urls.credentials import has_secrets


class MakeRule:
    """Asks what is to be done with what is listed, whenever more of it comes, and makes that a rule."""

    def __init__(
        self,
        shell: Shell,
        listing: Listing,
        reads: BackgroundReads,
        actions: BackgroundActions,
        *,
        article: Article,
        counts: Counts,
        scopes: Scopes,
    ) -> None:
        self._shell, self._listing, self._reads, self._actions = shell, listing, reads, actions
        self._article, self._counts, self._scopes = article, counts, scopes

    async def ask(self) -> None:
        """Ask for a rule that finds what is listed, and write it to the settings file."""
        await self._shell.wait_for("search")
        when = sanitize_line(self._what_is_listed())
        answer = await self._shell.answer(MakeRuleDialog(when, self._reads.rule_counts))
        if answer is None:
            return
        library = self._shell.library
        try:
            rules = await asyncio.to_thread(add_rule, library.paths, answer.rule)
        except (ConfigError, OSError) as error:
            reason = error.strerror or "it failed" if isinstance(error, OSError) else error.summary
            reason = reason.removeprefix(str(library.paths.config)).lstrip(":, ")
            name = library.paths.config.name
            what = "The settings were" if library.paths.config == Path(os.devnull) else f"{name} was"
            self._shell.show_error(message_line(f"{what} not written: {reason}"))
            return
        self._shell.library = replace(library, settings=replace(library.settings, rules=rules))
        await self._finish(answer.rule, also_kept=answer.also_kept)

    async def _finish(self, rule: Rule, *, also_kept: bool) -> None:
        """Do to kept articles what a new rule says, if that is wanted, and say what ends it."""
        named = f"{in_words(rule)}: {', '.join(rule.do)}"
        if not also_kept or self._shell.library.readonly:
            key = self._shell.key("rules")
            self._shell.show_message(message_line(f"Rule made; {key} lists what it does: {named}"))
            return
        found = await self._actions.apply(rule)
        self._article.show_changed()
        self._scopes.restore()
        undo = self._shell.key("actions")
        self._shell.show_message(
            message_line(f"Rule made, done to {articles_in_words(found)}; {undo} takes that back: {named}")
        )

    def _what_is_listed(self) -> str:
        """Return the query for what is listed, as it may stand in the settings; nothing for all articles."""
        scope = self._listing.scope
        if scope.kind == "feed":
            return feed_words(scope, self._counts.feeds)
        if scope.kind == "kept":
            return next((search.query for search in self._counts.searches if search.id == scope.value), "")
        return words_of(scope)


def feed_words(scope: Scope, feeds: Sequence[Feed]) -> str:
    """Return the query for a feed: by its title where no other one is meant by that, else by its address.

    Its number says nothing to who reads the settings, but is all that there is of an address with a password.
    """
    feed = next((feed for feed in feeds if feed.id == scope.value), None)
    if feed is None:
        return words_of(scope)
    if '"' not in feed.title and matching_feeds(feed.title, feeds) == (feed.id,):
        return f'feed:"{feed.title}"'
    return words_of(scope) if has_secrets(feed.url) else f"feed:{feed.url}"
