"""The command `import`: subscriptions, what newsboat has, a whole library, articles of read-later exports."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from reader.commands.context import (
    Context,
    Failures,
    account_option,
    json_option,
    note,
    pass_context,
    put,
    put_each,
    put_json,
)
from reader.commands.shared.running import run_to_the_end
from reader.document.sanitize import SafeText, message_line
from reader.library.library import Library
from reader.library.outcome import Problem
from reader.library.output.json import feed_shape
from reader.library.output.text import feed_line, row
from reader.library.takeover.importing import Remark, Total, import_sources
from reader.library.takeover.kinds import Source, sources_of
from reader.model import Feed, SavedSearch
from reader.sources.opml import NotOpml, Subscription, read_opml


@click.command("import")
@click.argument("names", nargs=-1, required=True, metavar="PATH...")
@click.option("--or-article", is_flag=True, hidden=True)
@account_option
@json_option
@pass_context
def import_file(
    context: Context, names: tuple[str, ...], or_article: bool, account: str | None, as_json: bool
) -> None:
    """Take over lists of feeds, newsboat's folder, a whole library, or exports of articles."""
    library, failures = context.library(writing=True), Failures()
    if account is not None:
        _import_there(library, account, names, as_json, failures)
        failures.end()
        return
    found = [source for name in dict.fromkeys(names) for source in sources_of(name)]
    known, others = [], []
    for source in found:
        if isinstance(source, Problem):
            failures.add(source)
        elif source.kind == "folder" and not or_article:
            failures.add(Problem(source.name, "newsboat has nothing in this folder; `save` saves its files"))
        elif source.kind in ("folder", "other"):
            others.append(str(source.path))
        else:
            known.append(source)
    if known:
        run_to_the_end(_run(library, known, as_json, failures))
    if others:
        from reader.commands.save import save_all  # a list of feeds does not wait for the network

        # The screen's dialog takes an article as well, if it is one: all else is asked about first.
        save_all(library, others, as_json, failures, wanted="article" if or_article else "export")
    failures.end()


def _import_there(
    library: Library, account: str, names: Sequence[str], as_json: bool, failures: Failures
) -> None:
    """Subscribe in an account to the feeds of lists (OPML)."""
    from reader.commands.shared.syncing import accounts_on_servers, subscribed_there  # most have no account

    wanted: list[Subscription] = []
    for name in names:
        try:
            result = read_opml(Path(name).read_bytes())
        except (OSError, NotOpml) as error:
            failures.add(
                Problem(name, (error.strerror if isinstance(error, OSError) else None) or str(error))
            )
            continue
        wanted += result.subscriptions
        for problem in result.problems:
            note(problem)
    for server in accounts_on_servers(library, [account], failures) if wanted else []:
        put_each(subscribed_there(library, server, wanted, failures), as_json, feed_shape, feed_line)


async def _run(library: Library, sources: Sequence[Source], as_json: bool, failures: Failures) -> None:
    async for outcome in import_sources(library, sources):
        if isinstance(outcome, Problem):
            failures.add(outcome)
        elif isinstance(outcome, Remark):
            note(outcome)
        elif as_json:
            put_json(_shape(outcome))
        else:
            put(_line(outcome))


def _shape(made: Feed | SavedSearch | Total) -> dict[str, object]:
    match made:
        case Feed():
            return feed_shape(made)
        case SavedSearch(_, name, query):
            return {"search": name, "query": query}
    return asdict(made)


def _line(made: Feed | SavedSearch | Total) -> SafeText:
    match made:
        case Feed():
            return feed_line(made)
        case SavedSearch(_, name, query):
            return row(f"search {name}: {query}")
    read, starred, deleted = made.read, made.starred, made.deleted
    return message_line(
        f"{made.articles:,} articles, {made.new:,} of them new here: {read:,} read, {starred:,} starred, "
        f"{deleted:,} deleted"
    )
