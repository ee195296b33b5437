"""Name resolution that never holds up the end of the program."""

import asyncio
import errno
import socket
import threading

from aiohttp.abc import AbstractResolver, ResolveResult


class ThreadedResolver(AbstractResolver):
    """Asks the system for a host's addresses, in a daemon thread for each name.

    Resolving can take half a minute when no name server answers, and cannot be interrupted. The end of the
    program would wait for the threads of a pool, and dead names would take all of them, few as they are.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the host's addresses. Raises OSError where it has none, or where no thread can be had."""
        loop = asyncio.get_running_loop()
        addresses: asyncio.Future[list[ResolveResult]] = loop.create_future()

        def resolve_name() -> None:
            outcome = _resolved(host, port, family)
            try:
                loop.call_soon_threadsafe(_settle, addresses, outcome)
            except RuntimeError:
                return  # The loop is closed: nothing waits for the addresses any more.

        try:
            threading.Thread(target=resolve_name, name=f"resolve {host}", daemon=True).start()
        except RuntimeError as error:
            raise OSError(errno.EAGAIN, "no more threads") from error
        return await addresses

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""


def _resolved(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult] | OSError:
    try:
        found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    except OSError as error:
        return error
    except UnicodeError:
        return socket.gaierror(socket.EAI_NONAME, "not a host name")
    return [
        ResolveResult(
            hostname=host, host=str(address[0]), port=port, family=address_family, proto=protocol, flags=0
        )
        for address_family, _, protocol, _, address in found
    ]


def _settle(addresses: asyncio.Future[list[ResolveResult]], outcome: list[ResolveResult] | OSError) -> None:
    if addresses.done():
        return
    if isinstance(outcome, OSError):
        addresses.set_exception(outcome)
    else:
        addresses.set_result(outcome)
