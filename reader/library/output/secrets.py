"""Secrets of the reader's own: what is printed holds none of them, wherever a publisher has put them.

A private feed's articles often lead to addresses with the feed's own token in them.
"""

import re
from collections.abc import Iterable

from reader.config import Settings
from reader.store.database.connection import Database
from reader.store.feeds.addresses import addresses
from reader.urls.credentials import HIDDEN, secrets_of

SHORTEST = 8
"""Characters that a value must have to be looked for: a shorter one would be found in ordinary words."""

LONG = 20
"""Characters from which on a value without digits is looked for, too."""


class Secrets:
    """Values that are not printed."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        words = sorted(filter(_is_unlikely, values), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words))) if words else None

    def hide_in(self, text: str) -> str:
        """Return the text with `***` for each of the values."""
        return text if self._pattern is None else self._pattern.sub(HIDDEN, text)


def _is_unlikely(value: str) -> bool:
    """Return whether a value is no word that might be found in an article by chance."""
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return len(value) >= LONG or (len(value) >= SHORTEST and mixed)


def library_secrets(db: Database, settings: Settings, others: Iterable[str] = ()) -> Secrets:
    """Return the secrets in the addresses of all feeds, in the settings, and others. Raises `StoreError`."""
    values = {value for address in addresses(db) for value in secrets_of(address)}
    values |= secrets_of(settings.proxy)
    for host in settings.hosts.values():
        values |= {host.password, *host.headers.values()}
    return Secrets({*values, *others})
