"""The command `paths`: where the data, the settings, the cache and the log are."""

import click

from reader.commands.context import Context, json_option, pass_context, put, put_json
from reader.document.sanitize import sanitize


@click.command()
@json_option
@pass_context
def paths(context: Context, as_json: bool) -> None:
    """Tell where the data, the settings, the cache and the log are."""
    places = {name: str(getattr(context.paths, name)) for name in ("data", "config", "cache", "log")}
    if as_json:
        put_json(places)
    else:
        put(sanitize("\n".join(f"{name:<7} {place}" for name, place in places.items())))
