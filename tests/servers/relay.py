"""A relay before a real server: the faults and hooks of a fake, on what the server really answers."""

import asyncio
import http.client
from urllib.parse import urlsplit

from tests.servers.wire import Answer, Asked, Wire


class Relay(Wire):
    """Hands each request to the server at `target`, and its answer back. A context manager."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self._target = urlsplit(target)

    @property
    def url(self) -> str:
        """The server's address by way of the relay."""
        return self.root + self._target.path

    async def respond(self, asked: Asked) -> Answer:
        return await asyncio.to_thread(self._forward, asked)

    def _forward(self, asked: Asked) -> Answer:
        secure = self._target.scheme == "https"
        connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = connect(self._target.netloc, timeout=120)
        dropped = ("host", "connection", "accept-encoding", "content-length")
        headers = {name: value for name, value in asked.headers.items() if name not in dropped}
        try:
            connection.request(asked.method, asked.target, asked.body or None, headers)
            found = connection.getresponse()
            body = found.read().decode("utf-8", "surrogateescape")
        except OSError as error:
            raise ConnectionError("the server is not there") from error  # and the reader's breaks, too
        finally:
            connection.close()
        kept = ("retry-after", "location", "x-reader-google-bad-token", "google-bad-token")
        named = {name: value for name in kept if (value := found.headers.get(name))}
        return Answer(found.status, body, found.headers.get("content-type", "text/plain"), named)
