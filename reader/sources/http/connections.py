"""How connections are opened, and to whom they may be: the only module that does."""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import aiohttp
from aiohttp.connector import AddrInfoType

from reader.sources.http.errors import PrivateAddress
from reader.sources.http.resolver import ThreadedResolver
from reader.urls import public

HEADER_BYTES = 65_536
"""Of one answer, all headers together."""


class BadCaFile(Exception):
    """The file of further certificates cannot be used; its text is a sentence."""


def session(socket_factory: Callable[[AddrInfoType], socket.socket] | None) -> aiohttp.ClientSession:
    """What requests are sent with: no cookies, one connection a request, bodies as they come."""
    connector = aiohttp.TCPConnector(
        limit=0,
        force_close=True,
        use_dns_cache=False,
        resolver=ThreadedResolver(),
        socket_factory=socket_factory,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        middlewares=(_once,),
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        max_line_size=HEADER_BYTES // 4,
        max_field_size=HEADER_BYTES // 2,
    )


async def _once(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """aiohttp repeats a GET whose connection breaks, unless the error is one that it does not know."""
    try:
        return await send(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise aiohttp.ClientConnectionError("broken") from error


def public_socket(info: AddrInfoType) -> socket.socket:
    """A socket for an address that is about to be connected to, whatever name led there."""
    family, kind, protocol, _, address = info
    if not public.is_public(str(address[0])):
        raise PrivateAddress
    return socket.socket(family, kind, protocol)


def tls(ca_file: Path | None) -> ssl.SSLContext | bool:
    """Which certificates are believed; True: those that the system believes. Raises BadCaFile."""
    if ca_file is None:
        return True
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError) as error:
        raise BadCaFile(f"{ca_file} is not a readable file of certificates (PEM)") from error
    return context
