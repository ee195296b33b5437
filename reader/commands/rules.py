"""The command `rules`: what the rules of the settings have done, and what they would do."""

from dataclasses import replace

import click

from reader.commands import LARGEST
from reader.commands.context import (
    Context,
    Failures,
    json_option,
    pass_context,
    put,
    put_json,
)
from reader.document.sanitize import message_line
from reader.library.library import Library
from reader.library.output.json import rule_shape
from reader.library.output.text import headline_line, row, rule_line, rule_words
from reader.library.rules.records import apply_to_kept, counts_of, gone_rules, preview, rule_records
from reader.store.changes import rule_work
from reader.store.changes.rule_work import RuleRecord
from reader.store.undo_log import articles_in_words


@click.command()
@click.option("--preview", "previewing", is_flag=True, help="Tell what they would do to what is kept.")
@click.option("--apply", "applying", is_flag=True, help="Do it to what is kept, one action a rule.")
@click.option(
    "--take-back", "back", type=click.IntRange(1, LARGEST), metavar="N", help="Take back a gone rule's work."
)
@click.option(
    "--keep", type=click.IntRange(1, LARGEST), metavar="N", help="Let a gone rule's work stay, and be quiet."
)
@json_option
@pass_context
def rules(
    context: Context, previewing: bool, applying: bool, back: int | None, keep: int | None, as_json: bool
) -> None:
    """Tell what the rules of the settings have done, and what they would do."""
    if sum(map(bool, (previewing, applying, back, keep))) > 1:
        raise click.UsageError("say one of --preview, --apply, --take-back and --keep")
    library = context.library(writing=applying or back is not None or keep is not None)
    if back is not None or keep is not None:
        _settle(library, back or keep or 0, keeping=keep is not None)
    elif previewing:
        for record in rule_records(library):
            _preview(library, record, as_json)
    elif applying:
        for rule in library.settings.rules:
            _put(RuleRecord(rule, apply_to_kept(library, rule)), as_json)
    else:
        for record in rule_records(library):
            _put(record, as_json)
        for record in gone_rules(library):
            _offer(record, as_json)


def _put(record: RuleRecord, as_json: bool) -> None:
    put_json(rule_shape(record)) if as_json else put(rule_line(record))


def _preview(library: Library, record: RuleRecord, as_json: bool) -> None:
    """Print what a rule would change among kept articles: the last at once, then how many there are."""
    first = preview(library, record.rule)
    if as_json:
        matched, changes = counts_of(library, record.rule)
        shape = rule_shape(replace(record, matched=matched))
        put_json(shape | {"changes": changes, "articles": [headline.id for headline in first]})
        return
    put(message_line(rule_words(record.rule)))
    for headline in first:
        put(headline_line(headline, plain=library.settings.plain))
    matched, changes = counts_of(library, record.rule)
    put(row(f"        would change {changes:,} of {articles_in_words(matched)} found"))


def _offer(record: RuleRecord, as_json: bool) -> None:
    """Tell of a rule that is gone from the settings, and how its work is taken back."""
    if as_json:
        put_json(rule_shape(record) | {"gone": True, "id": record.id})
        return
    put(row(f"{rule_line(record)}; it is gone from the settings"))
    ways = (
        f"`newsreader rules --take-back {record.id}` takes its work back, `--keep {record.id}` lets it stay"
    )
    put(row(f"        {ways}"))


def _settle(library: Library, number: int, *, keeping: bool) -> None:
    """Take back the work of a rule that is gone, or let it stay."""
    failures = Failures()
    record = next((record for record in rule_work.records(library.db) if record.id == number), None)
    if record is None:
        failures.add(f"there is no rule {number}: `newsreader rules` lists those that are gone")
    elif record.rule in library.settings.rules:
        failures.add(f"rule {number} is in the settings: take it out of them first")
    elif keeping:
        rule_work.keep_work(library.db, number)
        put(message_line(f"what rule “{rule_work.in_words(record.rule)}” did stays"))
    else:
        changed = rule_work.take_back(library.db, record, now=library.clock())
        told = f"took back the work of rule “{rule_work.in_words(record.rule)}”"
        put(message_line(f"{told} ({articles_in_words(changed)})"))
    failures.end()
