"""The command `import`: subscriptions of an OPML file, articles of a read-later export."""

from pathlib import Path

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put_each
from reader.commands.save import save_all
from reader.library.articles.save import read_file
from reader.library.feeds.subscribe import import_subscriptions, lists_subscriptions
from reader.library.outcome import Problem
from reader.library.output.json import feed_shape
from reader.library.output.text import feed_line
from reader.sources.opml import NotOpml


@click.command("import")
@click.argument("name", metavar="FILE")
@json_option
@pass_context
def import_file(context: Context, name: str, as_json: bool) -> None:
    """Subscribe to the feeds of an OPML file, or save the articles of a read-later export."""
    library, failures = context.library(writing=True), Failures()
    try:
        data, _ = read_file(Path(name))
        if not lists_subscriptions(data):
            return save_all(library, [name], as_json)
        feeds, problems = import_subscriptions(library, data)
    except (OSError, NotOpml) as error:
        failures.add(Problem(name, str(error.strerror if isinstance(error, OSError) else error)))
        return failures.end()
    put_each(feeds, as_json, feed_shape, feed_line)
    for problem in problems:
        failures.add(f"{name}: {problem}")
    return failures.end()
