"""The network session of one use case: a fetcher and the parser processes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from reader import PROJECT_URL, __version__
from reader.config import ConfigError, Host
from reader.library.library import Library
from reader.library.network.schedule import rate_limited_words
from reader.sources.http.fetch import BadCaFile, Fetcher
from reader.sources.parser.pool import ParserPool
from reader.store.feeds import hosts as host_limits
from reader.urls.credentials import basic_authorization
from reader.urls.target import named_authority

USER_AGENT = f"newsreader/{__version__} (+{PROJECT_URL})"
"""The `User-Agent` of every request (RFC 9110, section 10.1.5)."""


@dataclass(frozen=True, slots=True)
class Network:
    """What asks servers, and what reads their responses."""

    fetcher: Fetcher
    parsers: ParserPool


@asynccontextmanager
async def open_network(library: Library, parsers: ParserPool | None = None) -> AsyncIterator[Network]:
    """Open a fetcher and the parsers; parser processes start when the first document comes.

    `parsers`: the caller's, who closes them.

    Raises `ConfigError` where the settings name no usable file of certificates.
    """
    try:
        fetcher = _fetcher(library)
    except BadCaFile as error:
        raise ConfigError(f'{library.paths.config}: "ca_file": {error}') from error
    async with fetcher, nullcontext(parsers) if parsers else ParserPool() as opened:
        yield Network(fetcher, opened)


def _fetcher(library: Library) -> Fetcher:
    settings = library.settings
    return Fetcher(
        user_agent=USER_AGENT,
        proxy=settings.proxy or None,
        ca_file=Path(settings.ca_file).expanduser() if settings.ca_file else None,
        allow_private=settings.allow_private,
        offline=library.offline,
        hosts=headers_by_host(settings.hosts),
        rate_limited=lambda host: rate_limit_reason(library, host),
    )


def rate_limit_reason(library: Library, host: str) -> str | None:
    """Return why nothing of the host may be asked now, in words; None where it may."""
    until = host_limits.rate_limited_hosts(library.db, library.clock()).get(host)
    return None if until is None else rate_limited_words(until)


def headers_by_host(hosts: Mapping[str, Host]) -> dict[str, dict[str, str]]:
    """Return the headers for each host, be it named with a port or without (RFC 7617, section 2)."""
    return {named_authority(name): _headers(host) for name, host in hosts.items()}


def _headers(host: Host) -> dict[str, str]:
    headers = {name.title(): text for name, text in host.headers.items()}
    if host.user:
        headers["Authorization"] = basic_authorization(host.user, host.password)
    return headers
