"""A relay that does everything to an account at once, and what must hold in the end.

Answers are lost after the server has acted, the server is gone after so many writes, lists are cut or come
short in good order, logins end, the password is changed in the middle. Three mark at the same time, each its
own articles: two readers, and another program on the server itself. In the end all agree on the last word of
each.

    python -m tests.accounts.mischief --worlds 50 --steps 40
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.accounts.clients import Client, State
from tests.accounts.worlds import CONTENTS, FAKES, STARRED, UNREAD, WRITE, FakeWorld, World, fake_world


@dataclass
class Mischief:
    """Two readers on a server behind a bad relay, and the last word on each article."""

    world: World
    clients: tuple[Client, Client]
    chance: random.Random
    ids: list[str] = field(default_factory=list)
    wanted: dict[str, list[bool]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    """What was done, to be told where it failed."""

    def begin(self) -> None:
        self.ids = self.world.level(*self.clients)
        self.wanted = {id_: [False, False] for id_ in self.ids}

    def step(self) -> None:
        """Do one thing."""
        acts: list[Callable[[], None]] = [
            self.mark_here,
            self.mark_here,
            self.mark_there,
            self.sync,
            self.sync,
        ]
        act = self.chance.choice([*acts, self.harm, self.harm, self.change_password])
        if act != self.change_password or self.chance.random() < 0.3:
            act()

    def _some(self, owner: int) -> tuple[list[str], int, bool]:
        own = self.ids[owner::3]
        some = self.chance.sample(own, self.chance.randint(1, min(4, len(own))))
        which, value = self.chance.randrange(2), self.chance.random() < 0.6
        for id_ in some:
            self.wanted[id_][which] = value
        self.done.append(f"{owner} marks {some} {('read', 'starred')[which]}={value}")
        return some, which, value

    def mark_here(self) -> None:
        owner = self.chance.randrange(2)
        some, which, value = self._some(owner)
        self.clients[owner].mark(some, **{("read", "starred")[which]: value})

    def mark_there(self) -> None:
        some, which, value = self._some(2)
        self.world.mark(some, **{("read", "starred")[which]: value})

    def sync(self) -> None:
        number = self.chance.randrange(2)
        line = self.clients[number].sync(expect=None)
        self.done.append(f"{number} syncs: {line['outcome']} {line['error'] or ''}")
        self._mend()

    def harm(self) -> None:
        """Let something go wrong with one of the next requests."""
        kind, chance = self.world.kind, self.chance
        match = chance.choice([WRITE, UNREAD, STARRED, CONTENTS])[kind]
        ways = ["lose", "die", "refuse", "cut"] + (
            ["shorten"] * 2 if match != WRITE[kind] else ["lose", "die"]
        )
        do = chance.choice(ways)
        if do == "shorten" and any(fault.do == do and fault.times for fault in self.world.wire.faults):
            return  # what is said twice is believed
        self.world.wire.fault(match, do, skip=chance.randrange(3))  # type: ignore[arg-type]
        self.done.append(f"{do} {match}")

    def change_password(self) -> None:
        if self.chance.random() < 0.4:
            self.world.end_sessions()
            self.done.append("logins end")
        else:
            password = self.world.change_password()
            self.done.append("the password is another")
            for client in self.clients:
                client.sync(expect=None)
                self._mend()
                self.world.wire.faults.clear()
                self._give(client, password)

    def _give(self, client: Client, password: str) -> None:
        client.password = password
        with self.world.wire.quiet():
            ended = client.run("account", "password", client.name, "--password-stdin", stdin=password + "\n")
        assert client.account()["status"] != "auth", ended.err

    def _mend(self) -> None:
        """Start a server again that was killed."""
        self.world.wire.start()

    def end(self) -> None:
        """Let all be well, and check that everybody has the last word on each article."""
        self.world.wire.calm()
        for client in (*self.clients, *self.clients):
            client.agree()
        there = self.world.states()
        expected = {id_: (read, starred) for id_, (read, starred) in self.wanted.items()}
        assert there == expected, self.told(there, expected)
        for client in self.clients:
            assert client.states() == expected, self.told(client.states(), expected)
            assert (client.waiting(), client.account()["status"]) == (0, "ok")

    def told(self, found: dict[str, State], expected: dict[str, State]) -> str:
        differ = {id_: (found.get(id_), expected[id_]) for id_ in expected if found.get(id_) != expected[id_]}
        return f"found and expected: {differ}"


def play(world: World, clients: tuple[Client, Client], seed: int, steps: int) -> None:
    """Do mischief for so many steps. Raises `AssertionError` where something was lost or made up."""
    mischief = Mischief(world, clients, random.Random(seed))
    mischief.begin()
    try:
        for _ in range(steps):
            mischief.step()
        mischief.end()
    except AssertionError as error:
        error.add_note(f"seed {seed}\n" + "\n".join(mischief.done))
        raise


def fill(world: FakeWorld) -> None:
    """Give a fake a dozen articles and more."""
    world.account.add_items(world.account.add_feed("http://site.test/one", "One", "News"), 9)
    world.account.add_items(world.account.add_feed("http://site.test/two", "Two"), 9)


def main() -> None:
    """Play in many worlds, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fakes", nargs="*", default=list(FAKES.every))
    words = parser.parse_args()
    for fake in words.fakes:
        with tempfile.TemporaryDirectory() as folder, fake_world(fake, Path(folder)) as world:
            fill(world)
            clients = world.client("a"), world.client("b")
            began = time.monotonic()
            for seed in range(words.seed, words.seed + words.worlds):
                play(world, clients, seed, words.steps)
            print(f"{fake}: {words.worlds} worlds, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
