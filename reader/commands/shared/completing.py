"""What the shell offers for a word that is begun."""

import os
from contextlib import suppress

import click
from click.shell_completion import CompletionItem

from reader.config import find_paths
from reader.document.sanitize import sanitize_line
from reader.store.database.connection import StoreError, open_store
from reader.store.lists.conditions import tag_names


def tags_begun(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the tags that begin so, with the sign that stands in front of what was typed.

    Nothing is offered where there is no library, nor is one made.
    """
    sign = begun[:1] if begun[:1] in ("+", "-") and isinstance(parameter, click.Argument) else ""
    if isinstance(parameter, click.Argument) and not sign:
        return []
    name = begun.removeprefix(sign).casefold()
    return [
        CompletionItem(f"{sign}{tag}")
        for tag in sorted(_tags(context), key=str.casefold)
        if tag.casefold().startswith(name)
    ]


def _tags(context: click.Context) -> list[str]:
    named = context.find_root().params
    paths = find_paths(named.get("data_dir"), named.get("config"), os.environ)
    if not paths.library.exists():
        return []
    with suppress(StoreError):
        db = open_store(paths.library, readonly=True)
        try:
            return [sanitize_line(tag) for tag in tag_names(db)]
        finally:
            db.close()
    return []
