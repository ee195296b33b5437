"""The servers that the scenarios run on, fakes and real ones, behind one face."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from reader.sources.accounts.backend import Backend
from tests.accounts.clients import Client, State
from tests.servers.fever import FakeFever
from tests.servers.greader import FakeReader
from tests.servers.model import User
from tests.servers.profiles import PROFILES, Profile
from tests.servers.program import Server
from tests.servers.relay import Relay
from tests.servers.streams import short_id
from tests.servers.ttrss_fake import FakeTinyTinyRss
from tests.servers.wire import Wire
from tests.sources.accounts.asking import backend

T = TypeVar("T")

UNREAD = {"greader": "xt=user", "fever": "unread_item_ids", "ttrss": '"unread"'}
"""What is in the request for the list of unread ids alone."""

STARRED = {"greader": "com.google%2Fstarred&n", "fever": "saved_item_ids", "ttrss": '"feed_id":-1'}
"""What is in the request for the list of starred ids alone."""

WRITE = {"greader": "edit-tag", "fever": "mark=item", "ttrss": "updateArticle"}
"""What is in each request that changes marks."""

CONTENTS = {"greader": "stream/items/contents", "fever": "with_ids", "ttrss": "getArticle"}
"""What is in each request for contents."""


class World:
    """A server with one account, and readers on it."""

    kind: str
    wire: Wire
    """Where faults and hooks are set, between reader and server."""
    url: str
    user: str
    password: str
    flaky: bool = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def client(self, name: str) -> Client:
        """A reader that has the account and everything in it."""
        client = Client(self._folder / name, self.kind, self.url, self.user, self.password, flaky=self.flaky)
        with self.wire.quiet():
            client.add()
            client.sync()
        return client

    def level(self, *clients: Client) -> list[str]:
        """Let every article be unread and without a star, here and there. Returns their ids."""
        self.wire.calm()
        states = self.states()
        self.mark([id_ for id_, (read, _) in states.items() if read], read=False)
        self.mark([id_ for id_, (_, starred) in states.items() if starred], starred=False)
        with self.wire.quiet():
            for client in clients:
                client.sync()
        self.wire.calm()
        return sorted(states)

    def ids(self) -> list[str]:
        """The ids of all articles, in an order that stays."""
        return sorted(self.states())

    def states(self) -> dict[str, State]:
        """The server's own marks."""
        raise NotImplementedError

    def unread(self) -> set[str]:
        return {id_ for id_, (read, _) in self.states().items() if not read}

    def mark(self, ids: Iterable[str], *, read: bool | None = None, starred: bool | None = None) -> None:
        """Mark articles as another program would."""
        raise NotImplementedError

    def purge(self, ids: Iterable[str]) -> None:
        """Let the server drop articles on its own."""
        raise NotImplementedError

    def change_password(self) -> str:
        raise NotImplementedError

    def end_sessions(self) -> None:
        """Let what an earlier login gave be good for nothing."""
        raise NotImplementedError


class FakeWorld(World):
    """A fake of the project's own, with some feeds and articles."""

    def __init__(self, folder: Path, server: FakeReader | FakeFever | FakeTinyTinyRss) -> None:
        super().__init__(folder)
        self.server = server
        self.wire = server
        self.kind = "greader" if isinstance(server, FakeReader) else server.kind
        self.url, self.user, self.password = server.url, server.user.name, server.user.password

    @property
    def account(self) -> User:
        return self.server.user

    def key(self, number: int) -> str:
        """An id as readers keep it."""
        return short_id(self.server.profile, number) if isinstance(self.server, FakeReader) else str(number)

    def states(self) -> dict[str, State]:
        return {self.key(item.id): (item.read, item.starred) for item in self.account.items.values()}

    def mark(self, ids: Iterable[str], *, read: bool | None = None, starred: bool | None = None) -> None:
        wanted = set(ids)
        for item in self.account.items.values():
            if self.key(item.id) in wanted:
                item.read = item.read if read is None else read
                item.starred = item.starred if starred is None else starred

    def purge(self, ids: Iterable[str]) -> None:
        wanted = set(ids)
        self.account.purge([number for number in self.account.items if self.key(number) in wanted])

    def change_password(self) -> str:
        self.account.password += "-2"
        if isinstance(self.server, FakeTinyTinyRss):
            self.server.sessions.clear()
        return self.account.password

    def end_sessions(self) -> None:
        if isinstance(self.server, FakeTinyTinyRss):
            self.server.sessions.clear()
        elif isinstance(self.server, FakeReader):
            self.account.logins_ended += 1

    @property
    def flaky(self) -> bool:  # type: ignore[override]
        return isinstance(self.server, FakeReader) and bool(self.server.profile.fault_every)


class RealWorld(World):
    """A real server behind a relay. What it keeps is asked of it directly."""

    def __init__(self, folder: Path, server: Server, relay: Relay) -> None:
        super().__init__(folder)
        self.server = server
        self.wire = relay
        self.kind, self.url = server.kind, relay.url
        self.user, self.password = server.user, server.password
        self._known: set[str] = set()
        """The ids that the server has, read ones too, which it does not list."""

    def states(self) -> dict[str, State]:
        async def look(one: Backend) -> dict[str, State]:
            unread, starred = (await one.unread_ids()).ids, (await one.starred_ids()).ids
            return {id_: (id_ not in unread, id_ in starred) for id_ in self._known | unread | starred}

        found = self._ask(look)
        self._known |= set(found)
        return found

    def mark(self, ids: Iterable[str], *, read: bool | None = None, starred: bool | None = None) -> None:
        async def change(one: Backend) -> None:
            for key, value in (("read", read), ("starred", starred)):
                if value is not None:
                    await one.set_state(key, value, list(ids))

        self._ask(change)

    def purge(self, ids: Iterable[str]) -> None:
        wanted = list(ids)
        self.server.purge(wanted)
        self._known -= set(wanted)

    def change_password(self) -> str:
        self.server.change_password()
        self.password = self.server.password
        return self.password

    def end_sessions(self) -> None:
        self.server.end_sessions()

    def _ask(self, work: Callable[[Backend], Coroutine[Any, Any, T]]) -> T:
        async def ask() -> T:
            async with backend(
                self.kind, self.server.url, user=self.user, password=self.server.password
            ) as one:
                await one.connect()
                return await work(one)

        return asyncio.run(ask())


@dataclass(frozen=True)
class Fakes:
    """The names of the fakes, for parameters of tests."""

    greader: tuple[str, ...] = tuple(profile.name for profile in PROFILES)
    others: tuple[str, ...] = ("fever", "fever-one", "ttrss")

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.greader, *self.others)


FAKES = Fakes()


def profile_of(name: str) -> Profile:
    return next(profile for profile in PROFILES if profile.name == name)


@contextmanager
def fake_world(name: str, folder: Path) -> Iterator[FakeWorld]:
    """A fake server by its name, empty."""
    server: FakeReader | FakeFever | FakeTinyTinyRss
    if name.startswith("fever"):
        server = FakeFever(one_verb=name != "fever")
    elif name == "ttrss":
        server = FakeTinyTinyRss()
    else:
        server = FakeReader(profile_of(name))
    with server:
        yield FakeWorld(folder, server)
