"""What the reader's rules do to articles, through the same work as every mark, and what they have done.

What a rule does in one refresh is one action. It is written down besides which articles each rule changed, so
that an article can tell, and so that all of a rule's work can be taken back when its actions are forgotten.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from reader.config import Rule
from reader.model import Feed
from reader.store import undo_changes, undo_log
from reader.store.changes.work import Done, carry_out
from reader.store.database.connection import Database, rows, transaction
from reader.store.rows import COUNT, FLAG, ID, TEXT, mended, shown_title
from reader.store.undo_changes import Change, Deleted, Marked, Tagged, pack_ids, unpack_ids
from reader.store.undo_work import LARGE, Delete, Restore, Tag, Turn, Work

_encode = msgspec.msgpack.Encoder().encode
_decoder: msgspec.msgpack.Decoder[dict[str, bytes]] = msgspec.msgpack.Decoder(dict[str, bytes])

LONGEST = 60
"""The characters of a query that an action names."""


NOTHING_LEFT = -1
"""`rule_work.undone` of work that was taken back when its reader had changed all of it already."""


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """A rule, and what it has done."""

    rule: Rule
    matched: int = 0
    """How many articles it found as they arrived."""
    undone: int = 0
    """Of how many of these its work was taken back."""
    id: int = 0
    """Its number in the store; 0: it has done nothing yet."""
    kept: bool = False
    """Whether its reader wants its work to stay though it is gone from the settings."""

    @property
    def stands(self) -> bool:
        """Whether there is work of it that was not taken back."""
        return self.matched > self.undone


def verb_of(deed: str) -> Turn | Tag | Delete:
    """Return what a line of `do` does: the work that a reader's own mark is."""
    match deed:
        case "read":
            return Turn(read=True)
        case "star":
            return Turn(starred=True)
        case "delete":
            return Delete()
    return Tag((" ".join(deed.removeprefix("tag:").split()),), ())


def _contrary(deed: str) -> Turn | Tag | Restore:
    match deed:
        case "read":
            return Turn(read=False)
        case "star":
            return Turn(starred=False)
        case "delete":
            return Restore()
    return Tag((), (" ".join(deed.removeprefix("tag:").split()),))


def _before(deed: str, changed: bytes) -> Change:
    """Return what was before a line of `do` changed these articles."""
    match verb_of(deed):
        case Turn(read=True):
            return Marked({"read": (0, changed)})
        case Turn():
            return Marked({"starred": (0, changed)})
        case Tag((name,)):
            return Tagged({name: changed}, {})
    return Deleted(changed)


def in_words(rule: Rule) -> str:
    """Return a rule's query as actions and messages name it."""
    return rule.when if len(rule.when) <= LONGEST else f"{rule.when[: LONGEST - 1].rstrip()}…"


class Found(NamedTuple):
    """What a rule found, and what it changes."""

    rule: Rule
    ids: Sequence[int]
    changes: Mapping[str, Sequence[int]]
    """Each line of its `do`, with the articles that it may change."""


class Application:
    """The work of rules in one refresh: for each rule one action, however many feeds bring articles."""

    def __init__(self) -> None:
        self._entries: dict[Rule, undo_log.Entry] = {}
        self._ids: dict[Rule, int] = {}

    def apply(self, db: Database, work: Iterable[Found], *, now: int) -> None:
        """Do to articles what rules say that found them. Part of the caller's transaction.

        What several rules want is done at once, and deleting last.
        """
        findings = list(work)
        together: defaultdict[str, list[int]] = defaultdict(list)
        for finding in findings:
            for deed, ids in finding.changes.items():
                together[deed] += ids
        done = {
            deed: set(_ids(carried))
            for deed, ids in sorted(together.items(), key=lambda item: item[0] == "delete")
            if ids and (carried := _carry_out(db, verb_of(deed), ids, now))
        }
        for finding in findings:
            changed = {
                deed: [id for id in ids if id in done.get(deed, ())] for deed, ids in finding.changes.items()
            }
            self._note(db, finding, {deed: ids for deed, ids in changed.items() if ids}, now)

    def _note(self, db: Database, found: Found, changed: Mapping[str, Sequence[int]], now: int) -> None:
        """Note what a rule changed, for its action and for what tells of it."""
        rule, ids = found.rule, found.ids
        entry = self._entries.setdefault(rule, undo_log.Entry(_words(rule)))
        packed = {deed: pack_ids(ids) for deed, ids in changed.items()}
        count = len({id for ids in changed.values() for id in ids})
        for deed, some in packed.items():
            entry.note(db, _before(deed, some), count, now=now)
            count = 0  # an article counts once, whatever is done to it
        db.execute(
            """INSERT INTO rule_work (rule, action, first, last, count, changed)
               VALUES (?, ?, ?, ?, ?, ?)""",
            (
                self._id(db, rule),
                entry.action if packed else 0,
                min(ids),
                max(ids),
                len(ids),
                _encode(packed),
            ),
        )

    def _id(self, db: Database, rule: Rule) -> int:
        if rule not in self._ids:
            self._ids[rule] = _id(db, rule)
        return self._ids[rule]


def _words(rule: Rule) -> Callable[[int], str]:
    told = f"rule “{in_words(rule)}”: {', '.join(map(_done, rule.do))}"
    return lambda count: f"{told} ({undo_log.articles_in_words(count)})"


def _done(deed: str) -> str:
    tag = deed.removeprefix("tag:")
    return {"read": "marked read", "star": "starred", "delete": "deleted"}.get(deed, f"tagged +{tag}")


def _carry_out(
    db: Database, verb: Turn | Tag | Delete | Restore, ids: Iterable[int], now: int, *, deleted: bool = False
) -> Done | None:
    return carry_out(db, Work(verb, now, ("", "")), ids, deleted=deleted)


def _packed(done: Done) -> bytes:
    """Return the articles that a deed changed; each deed changes one thing, so they stand together."""
    (packed,) = undo_changes.packed_ids(done.before)
    return packed


def _ids(done: Done) -> list[int]:
    return unpack_ids(_packed(done))


def _id(db: Database, rule: Rule) -> int:
    deeds = "\n".join(rule.do)
    db.execute(
        """INSERT INTO rule (query, deeds) VALUES (?, ?)
           ON CONFLICT (query, deeds) DO UPDATE SET kept = 0 WHERE kept""",
        (rule.when, deeds),
    )
    ((id,),) = rows(db, "SELECT id FROM rule WHERE query = ? AND deeds = ?", (rule.when, deeds))
    return int(id)


def note_undone(db: Database, action: int) -> None:
    """Note what taking an action back means for rules. Part of the transaction that takes it back.

    Their work in it is undone; what it had taken back of their work stands again.
    """
    db.execute(
        "UPDATE rule_work SET undone = 0 WHERE undone = ?1 AND undone <> 0 AND action <> ?1", (action,)
    )
    db.execute("UPDATE rule_work SET undone = ?1 WHERE action = ?1", (action,))


def records(db: Database) -> list[RuleRecord]:
    """Return all rules that ever found an article, those of the settings or not."""
    found = rows(
        db,
        """SELECT r.id, r.query, r.deeds, r.kept, ifnull(sum(w.count), 0),
                  ifnull(sum(iif(w.undone, w.count, 0)), 0)
           FROM rule AS r LEFT JOIN rule_work AS w INDEXED BY rule_work_rule ON w.rule = r.id
           GROUP BY r.id ORDER BY r.id""",
    )
    sound = (mended(row, (ID, TEXT, TEXT, FLAG, COUNT, COUNT)) for row in found)
    return [
        RuleRecord(Rule(query, tuple(deeds.split("\n"))), matched, undone, id, bool(kept))
        for id, query, deeds, kept, matched, undone in sound
    ]


def work_on(db: Database, article: int) -> list[Rule]:
    """Return the rules that changed an article, in their order, each with what it did and still stands."""
    found = rows(
        db,
        """SELECT r.query, w.changed FROM rule_work AS w INDEXED BY rule_work_last
           JOIN rule AS r ON r.id = w.rule
           WHERE w.last >= ?1 AND w.first <= ?1 AND w.undone = 0 ORDER BY w.id""",
        (article,),
    )
    told = []
    for query, packed in found:
        deeds = tuple(deed for deed, ids in _changed(packed).items() if article in unpack_ids(ids))
        if deeds:
            told.append(Rule(TEXT.mended(query), deeds))
    return told


def _changed(packed: bytes) -> Mapping[str, bytes]:
    """Return what was done, by deed, as packed ids; nothing where that is damaged."""
    try:
        changed = _decoder.decode(packed)
        for ids in changed.values():
            unpack_ids(ids)
    except (msgspec.MsgspecError, TypeError, ValueError):
        return {}
    return changed


def keep_work(db: Database, id: int) -> None:
    """Note that the work of a rule that is gone from the settings is to stay."""
    with transaction(db):
        db.execute("UPDATE rule SET kept = 1 WHERE id = ?", (id,))


def take_back(db: Database, record: RuleRecord, *, now: int) -> int:
    """Take back all that a rule did and its reader has not changed since, as one action.

    So it does with articles that were deleted meanwhile, by another rule perhaps: brought back, they are
    without its marks. Returns how many articles changed.
    """
    standing = rows(db, "SELECT id, changed FROM rule_work WHERE rule = ? AND undone = 0", (record.id,))
    together: defaultdict[str, set[int]] = defaultdict(set)
    for _, packed in standing:
        for deed, ids in _changed(packed).items():
            together[deed].update(unpack_ids(ids))
    told = f"took back the work of rule “{in_words(record.rule)}”"
    entry = undo_log.Entry(lambda count: f"{told} ({undo_log.articles_in_words(count)})")
    counted: set[int] = set()
    for deed, wanted in sorted(together.items(), key=lambda item: item[0] != "delete"):
        ordered = sorted(wanted)
        for start in range(0, len(ordered), LARGE):
            with transaction(db):
                done = _carry_out(db, _contrary(deed), ordered[start : start + LARGE], now, deleted=True)
                if done is not None:
                    new = set(_ids(done)) - counted
                    counted |= new
                    entry.note(db, done.before, len(new), now=now)
    with transaction(db):
        by = entry.action or NOTHING_LEFT
        db.executemany("UPDATE rule_work SET undone = ? WHERE id = ?", ((by, id) for id, _ in standing))
    return len(counted)


_NAMES = """SELECT id, url, name, title, folder,
    iif(account > 0, (SELECT a.name FROM account AS a WHERE a.id = account), NULL) FROM feed
    WHERE removed IS NULL"""


def named_feeds(db: Database) -> list[Feed]:
    """Return the feeds with what a query can name of them: id, address, title, folder and account."""
    return [_named(*row) for row in rows(db, _NAMES)]


def named_feed(db: Database, id: int) -> Feed | None:
    """Return a feed as `named_feeds` does; None where there is none."""
    return next((_named(*row) for row in rows(db, f"{_NAMES} AND id = ?", (id,))), None)


def _named(id: int, url: str, name: str | None, title: str, folder: str | None, account: str | None) -> Feed:
    shown = shown_title(name, str(title), str(url))
    return Feed(id=id, url=str(url), title=shown, folder=folder, account=account)
