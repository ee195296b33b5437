"""Which backend speaks to which kind of server."""

from collections.abc import Callable, Mapping
from importlib import import_module

from reader.sources.accounts.backend import Backend, Login
from reader.sources.accounts.web import Web

Factory = Callable[[Web, Login], Backend]
"""Makes a backend of what asks and what logs in; it asks nothing yet."""

BACKENDS: Mapping[str, str] = {
    "greader": "reader.sources.accounts.greader:GoogleReader",
    "fever": "reader.sources.accounts.fever:Fever",
    "ttrss": "reader.sources.accounts.ttrss:TinyTinyRss",
}
"""The kinds of servers, each with the module and the class of its backend, imported where one is used."""


def backend_of(kind: str) -> Factory:
    """Return what makes the backends of that kind. Raises `KeyError` for an unknown one."""
    module, _, name = BACKENDS[kind].partition(":")
    factory: Factory = getattr(import_module(module), name)
    return factory
