"""Finding a host's addresses, without ever holding up the end of the program."""

import asyncio
import errno
import socket
import threading

from aiohttp.abc import AbstractResolver, ResolveResult


class ThreadedResolver(AbstractResolver):
    """Asks the system in a daemon thread for each name.

    A look-up can take half a minute when no name server answers, and cannot be interrupted; a pool's threads
    would be waited for at the end, and few as they are would all be taken by dead names.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        addresses: asyncio.Future[list[ResolveResult]] = loop.create_future()

        def resolve_name() -> None:
            outcome = _resolved(host, port, family)
            try:
                loop.call_soon_threadsafe(_settle, addresses, outcome)
            except RuntimeError:
                return  # The loop is closed: nobody waits any more.

        try:
            threading.Thread(target=resolve_name, name=f"look up {host}", daemon=True).start()
        except RuntimeError as error:
            raise OSError(errno.EAGAIN, "no more threads") from error
        return await addresses

    async def close(self) -> None:
        """Nothing is kept open."""


def _resolved(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult] | OSError:
    try:
        found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    except OSError as error:
        return error
    except UnicodeError:
        return socket.gaierror(socket.EAI_NONAME, "not a host name")
    return [
        ResolveResult(
            hostname=host, host=str(address[0]), port=port, family=one_family, proto=protocol, flags=0
        )
        for one_family, _, protocol, _, address in found
    ]


def _settle(addresses: asyncio.Future[list[ResolveResult]], outcome: list[ResolveResult] | OSError) -> None:
    if addresses.done():
        return
    if isinstance(outcome, OSError):
        addresses.set_exception(outcome)
    else:
        addresses.set_result(outcome)
