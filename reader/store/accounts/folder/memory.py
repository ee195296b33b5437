"""What a library remembers of a shared folder (`sources.accounts.folder.exchange.Memory`)."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.entries import Entry, Stamp, greatest, is_author, is_entity
from reader.store.accounts.folder import outbox
from reader.store.accounts.folder.subscriptions import apply_feed, apply_search
from reader.store.articles import said_marks
from reader.store.database.connection import Database, rows, transaction
from reader.store.said import known, sharing
from reader.store.said.entities import ARTICLE

PAGE = 2_000
"""Entries that are read at a time."""


class Own(NamedTuple):
    """This machine's file as it was left."""

    generation: int
    size: int
    crc: int
    changed: int
    surprises: int
    compact_at: int


class Position(NamedTuple):
    """How far a file was read: its size and time then, up to where it was whole, the CRC32 of that part."""

    size: int
    changed: int
    offset: int
    crc: int


class FolderMemory:
    """What a library remembers of the folder of one of its accounts; each change is a transaction."""

    def __init__(
        self, db: Database, account: int, now: Callable[[], int], new_machine: Callable[[], str]
    ) -> None:
        """`new_machine` takes a new id for this machine, and returns it."""
        self._db, self._account, self._now, self._new_machine = db, account, now, new_machine
        self.changed = 0
        """How many articles, feeds and searches others have changed."""

    @property
    def machine(self) -> str:
        """Return this machine's id."""
        return sharing.machine(self._db) or ""

    @property
    def own(self) -> Own:
        """Return how this machine's file was left; `is_known` is whether one was ever."""
        sql = "SELECT generation, size, crc, changed, surprises, compact_at FROM said_own WHERE account = ?"
        found = rows(self._db, sql, (self._account,))
        return Own(*found[0]) if found else Own(0, 0, 0, 0, 0, 0)

    def keep_own(self, own: Sequence[int]) -> None:
        """Remember how this machine's file was left."""
        with transaction(self._db):
            self._write_own(own, self._written())

    def _written(self) -> int:
        found = rows(self._db, "SELECT written FROM said_own WHERE account = ?", (self._account,))
        return int(found[0][0]) if found else 0

    def _write_own(self, own: Sequence[int], written: int) -> None:
        self._db.execute(
            """INSERT OR REPLACE INTO said_own
               (account, generation, size, crc, changed, surprises, compact_at, written)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (self._account, *own, written),
        )

    def positions(self) -> dict[str, Position]:
        """Return how far each file was read."""
        sql = "SELECT name, size, changed, whole, crc FROM said_file WHERE account = ?"
        return {name: Position(*rest) for name, *rest in rows(self._db, sql, (self._account,))}

    def keep_positions(self, positions: Mapping[str, Sequence[int]], gone: Iterable[str]) -> None:
        """Remember how far files were read, and forget those that are gone."""
        with transaction(self._db, durable=False):
            self._db.executemany(
                """INSERT OR REPLACE INTO said_file (account, name, size, changed, whole, crc)
                   VALUES (?, ?, ?, ?, ?, ?)""",
                [(self._account, name, *position) for name, position in positions.items()],
            )
            self._db.executemany(
                "DELETE FROM said_file WHERE account = ? AND name = ?",
                [(self._account, name) for name in gone],
            )

    def merge(self, entries: Sequence[Entry], source: str) -> int:
        """Put entries in force where they are the greatest of their fields, and do what they say.

        `source`: the machine in whose file they stand; where it is this one, it answers for those that are in
        force. What waits in the outbox is decided first. Returns how many are in force anew.
        """
        if not entries:
            return 0
        with transaction(self._db, durable=False):
            outbox.absorb_some(self._db)
            sharing.see(self._db, max(entry.stamp for entry in entries))
            own, number = source == self.machine, outbox.last_change(self._db)
            passed_on = own or sharing.has_several(self._db)  # what is heard in one folder goes to the others
            heard = []
            for entry in greatest(entries).values():
                number += 1
                self._db.execute(outbox.UPSERT, (*outbox.flat(entry), source, number if passed_on else None))
                if self._db.changes():
                    heard.append(entry)
                elif own:
                    self._db.execute(_ANSWER_FOR, (*outbox.flat(entry), number))
            if passed_on:
                outbox.keep_last_change(self._db, number)
            self._apply(heard)
            self._db.execute("DELETE FROM said_outbox WHERE field <> ?", (known.NAMES,))  # no decision of his
        return len(heard)

    def _apply(self, heard: Sequence[Entry]) -> None:
        now = self._now()
        for entity in dict.fromkeys(entry.entity for entry in heard if entry.entity.startswith("f:")):
            self.changed += apply_feed(self._db, entity, now)
        for entity in dict.fromkeys(entry.entity for entry in heard if entry.entity.startswith("q:")):
            self.changed += apply_search(self._db, entity)
        marks = [entry for entry in heard if entry.entity.startswith(("a:", "s:"))]
        here = known.ids_of(self._db, {entry.entity for entry in marks})
        wanted: dict[int, set[str]] = {}
        for entry in marks:
            kind, id = here.get(entry.entity, (-1, 0))
            if kind == ARTICLE:
                wanted.setdefault(id, set()).add(entry.field)
        said = known.in_force(self._db, ARTICLE, wanted.keys())
        values = {id: {name: said[id][name].value for name in fields} for id, fields in wanted.items()}
        self.changed += said_marks.apply(self._db, values, now)

    def absorb(self, machines: Collection[str]) -> None:
        """Answer from now on for what holds since it stood in a file of one of these machines."""
        with transaction(self._db):
            for machine in machines:
                self._answer("source = ? AND change IS NULL", (machine,))

    def absorb_all(self) -> None:
        """Answer from now on for all that holds: a folder that is new to the library has none of it."""
        with transaction(self._db):
            self._answer("change IS NULL", ())

    def absorb_author(self, machine: str) -> int:
        """Answer from now on for what holds since it was decided on a machine. Returns how many entries."""
        with transaction(self._db):
            return self._answer("(author = ?1 OR source = ?1) AND change IS NULL", (machine,))

    def _answer(self, condition: str, values: Sequence[str]) -> int:
        last = outbox.last_change(self._db)
        found = rows(self._db, f"SELECT entity, field FROM said_entry WHERE {condition}", values)
        self._db.executemany(
            "UPDATE said_entry SET change = ? WHERE entity = ? AND field = ?",
            [(last + number, *key) for number, key in enumerate(found, 1)],
        )
        outbox.keep_last_change(self._db, last + len(found))
        return len(found)

    def mine(self) -> tuple[Iterator[Entry], int]:
        """Return all entries in force that this machine answers for, and the number of the last change."""
        last = outbox.last_change(self._db)
        return self._changes(0, last), last

    def waiting(self) -> tuple[Iterator[Entry], int]:
        """Return those of them that are not in its file, and the number of the last change."""
        last = outbox.last_change(self._db)
        return self._changes(self._written(), last), last

    def count_waiting(self) -> int:
        """Return how many changes are not in this machine's file."""
        sql = "SELECT (SELECT count(*) FROM said_outbox) + (SELECT count(*) FROM said_entry WHERE change > ?)"
        ((count,),) = rows(self._db, sql, (self._written(),))
        return int(count)

    def _changes(self, after: int, last: int) -> Iterator[Entry]:
        sql = """SELECT change, entity, field, at, counter, author, value
                 FROM said_entry INDEXED BY said_entry_change
                 WHERE change > ? AND change <= ? ORDER BY change LIMIT ?"""
        while found := rows(self._db, sql, (after, last, PAGE)):
            for _, entity, field, at, counter, author, value in found:
                if is_entity(entity) and is_author(author) and _is_json(value):  # else it is damaged
                    yield Entry(entity, str(field), Stamp(at, counter), author, value)
            after = found[-1][0]

    def keep_written(self, last: int, own: Sequence[int]) -> None:
        """Remember that the changes up to that number are in the file."""
        with transaction(self._db):
            self._write_own(own, last)

    def renew(self) -> None:
        """Take a new id; what this machine said under the old one it goes on to answer for."""
        machine = self._new_machine()
        with transaction(self._db):
            sharing.keep_machine(self._db, machine)
            self._db.execute("DELETE FROM said_own")


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


_ANSWER_FOR = """UPDATE said_entry SET change = ?7 WHERE entity = ?1 AND field = ?2 AND change IS NULL
    AND (at, counter, author, value) = (?3, ?4, ?5, ?6)"""
