"""Rules on the screen: what each did and would do, and taking back the work of one that is gone."""

import os
from functools import partial
from pathlib import Path

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.library.output.text import rule_line
from reader.library.rules.records import gone_rules, query_of, rule_records, to_change
from reader.store.changes import rule_work
from reader.store.changes.rule_work import RuleRecord, in_words
from reader.store.undo_log import articles_in_words
from reader.ui.background import BackgroundActions, BackgroundReads
from reader.ui.controllers.article import Article
from reader.ui.controllers.changes.make_rule import MakeRule
from reader.ui.controllers.panes import Panes
from reader.ui.controllers.scopes import Scopes
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.headlines.scope import Scope
from reader.ui.shell import Shell

MOST = 500
"""The articles that are listed of what a rule finds."""

TAKE_BACK = (literal("Take back all that it did"), literal("Let that stay, and ask no more"))
"""What is offered for a rule that is gone from the settings."""

NEW = literal("New rule: of what is listed now")
"""The last line of the list of rules."""

PRESENT = literal("enter lists what it would change")
"""What enter does where all rules are in the settings."""

GONE = literal("enter asks whether to take it back")
"""The same where none is."""

MIXED = literal("enter lists what it would change, or asks")
"""The same where some are."""


class Rules:
    """Shows the rules of the settings, and offers to take back what a rule did that is gone from them."""

    def __init__(
        self,
        shell: Shell,
        reads: BackgroundReads,
        actions: BackgroundActions,
        *,
        panes: Panes,
        article: Article,
        scopes: Scopes,
        make: MakeRule,
    ) -> None:
        self._shell, self._reads, self._actions = shell, reads, actions
        self._panes, self._article, self._scopes = panes, article, scopes
        self._make = make

    def offer(self) -> None:
        """Say which rules are gone from the settings whose work stands, and which key takes it back."""
        library = self._shell.library
        gone = [] if library.readonly else self._gone()
        if gone:
            named = f"Rule “{in_words(gone[0].rule)}” is" if len(gone) == 1 else f"{len(gone)} rules are"
            words = f"{named} gone from the settings; {self._shell.key('rules')} takes back what was done"
            self._shell.show_message(message_line(words))

    def _gone(self) -> list[RuleRecord]:
        """Return the rules that are gone; none while a mistake keeps the settings from being read."""
        library = self._shell.library
        return [] if library.paths.config == Path(os.devnull) else gone_rules(library)

    def make(self) -> None:
        """Ask for a new rule, which finds what is listed."""
        self._shell.ask(self._make.ask)

    def action_rules(self) -> None:
        """Show the rules with what each has done; choosing one lists what it finds."""
        self._shell.ask(self._choose)

    async def _choose(self) -> None:
        library = self._shell.library
        present, gone = rule_records(library), self._gone()
        if not present and not gone:
            await self._make.ask()
            return
        texts = [sanitize_line(rule_line(record)) for record in present]
        texts += [sanitize_line(f"{rule_line(record)}, gone from the settings") for record in gone]
        texts.append(NEW)
        enter = GONE if not present else MIXED if gone else PRESENT
        chosen = await self._shell.answer(ChooseDialog(literal("Rules"), texts, enter=enter))
        if chosen is None:
            return
        if chosen == len(texts) - 1:
            await self._make.ask()
        elif chosen < len(present):
            self._shell.run(partial(self._list, present[chosen]), "search", exclusive=True)
            self._shell.hold_keys_until_found()
        else:
            await self._settle(gone[chosen - len(present)])

    async def _list(self, record: RuleRecord) -> None:
        """List what a rule would change among kept articles, what came last first; of very many no more."""
        when = record.rule.when
        query = query_of(self._shell.library, record.rule)
        found = await self._reads.latest(to_change(query, record.rule), MOST)
        self._panes.go_to("headlines")
        self._scopes.show_list(Scope("search", when, when), found)
        count = f"The last {MOST:,} articles" if len(found) == MOST else articles_in_words(len(found))
        count = count if found else "Nothing is left"
        message = f"{count} that the rule would change: {', '.join(record.rule.do)}"
        self._shell.show_message(message_line(message))

    async def _settle(self, record: RuleRecord) -> None:
        """Ask what is to become of the work of a rule that is gone."""
        library, named = self._shell.library, in_words(record.rule)
        if library.readonly:
            self._shell.show_error(literal("The library is read-only"))
            return
        title = message_line(f"{named}: {', '.join(record.rule.do)}")
        chosen = await self._shell.answer(ChooseDialog(title, TAKE_BACK))
        if chosen == 0:
            changed = await self._actions.take_back(record)
            self._article.show_changed()
            self._scopes.restore()
            self._shell.show_done(f"Taken back, {articles_in_words(changed)}", named)
        elif chosen == 1:
            rule_work.keep_work(library.db, record.id)
            self._shell.show_message(message_line(f"What the rule did stays: {named}"))
