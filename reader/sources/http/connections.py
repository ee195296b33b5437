"""How connections are opened, and to which addresses: no other module opens any."""

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
"""Bytes of all headers of one response together."""


class BadCaFile(Exception):
    """The file of further certificates cannot be used; the error's text is a sentence."""


def session(socket_factory: Callable[[AddrInfoType], socket.socket] | None) -> aiohttp.ClientSession:
    """Return a session without cookies, with a connection for each request, that leaves bodies compressed.

    `socket_factory` may refuse an address by raising PrivateAddress.
    """
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
    """Send the request once: aiohttp repeats a GET whose connection breaks, unless it knows no such error."""
    try:
        return await send(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise aiohttp.ClientConnectionError("broken") from error


def public_socket(info: AddrInfoType) -> socket.socket:
    """Return a socket for the address that is about to be connected to, whatever name led there.

    Raises PrivateAddress for one that is not of the public Internet.
    """
    family, kind, protocol, _, address = info
    if not public.is_public(str(address[0])):
        raise PrivateAddress
    return socket.socket(family, kind, protocol)


def tls(ca_file: Path | None) -> ssl.SSLContext | bool:
    """Return which certificates are trusted: the system's (True), or with the file's. Raises BadCaFile."""
    if ca_file is None:
        return True
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError) as error:
        raise BadCaFile(f"{ca_file} is not a readable file of certificates (PEM)") from error
    return context
