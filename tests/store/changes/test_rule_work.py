"""What rules do is taken back to the last mark, and done again it is the same again."""

import random
from collections.abc import Sequence

import msgspec
import pytest
from apsw import format_sql_value
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.config import Rule
from reader.model import ParsedFeed
from reader.store import undo_log
from reader.store.changes import marks, rule_work
from reader.store.changes.rule_work import Application, Found, RuleRecord
from reader.store.database.connection import Database, transaction
from reader.store.feeds.responses import keep_response
from reader.store.undo_changes import unpack_ids
from tests.store.making import NOW, answer, parsed, subscribe
from tests.store.making import state as feed_state
from tests.store.repair.test_rows import damage

COUNT = 5
deeds = st.lists(
    st.sampled_from(["read", "star", "delete", "tag:a", "tag:b c"]), min_size=1, max_size=3, unique=True
)
ids = st.lists(st.integers(1, COUNT), min_size=1, max_size=COUNT, unique=True)
works = st.lists(st.tuples(deeds, ids), min_size=1, max_size=5)
state = st.fixed_dictionaries(
    {"read": st.booleans(), "starred": st.booleans(), "deleted": st.booleans(), "tags": st.sets(st.just("a"))}
)
UNMARKED: dict[str, object] = {"read": False, "starred": False, "deleted": False, "tags": set()}
States = Sequence[dict[str, object]]
Works = Sequence[tuple[list[str], list[int]]]


def set_up(db: Database, states: States) -> None:
    """Give the articles these marks, without any action."""
    if not db.execute("SELECT 1 FROM article").fetchall():
        answer(db, subscribe(db), [parsed(n) for n in range(COUNT)])
    db.execute("DELETE FROM action; DELETE FROM article_tag; DELETE FROM rule")
    for id, marked in enumerate(states, 1):
        db.execute(
            "UPDATE article SET read = ?, starred = ?, deleted = ? WHERE id = ?",
            (int(bool(marked["read"])), int(bool(marked["starred"])), int(bool(marked["deleted"])), id),
        )
        if marked["tags"]:
            db.execute("INSERT INTO article_tag SELECT 'a', sort_at, id FROM article WHERE id = ?", (id,))


def snapshot(db: Database) -> list[object]:
    return [
        db.execute("SELECT id, read, starred, deleted FROM article ORDER BY id").fetchall(),
        db.execute("SELECT article, tag FROM article_tag ORDER BY article, tag").fetchall(),
    ]


def apply(db: Database, rules: Sequence[tuple[Rule, list[int]]]) -> None:
    application = Application()
    with transaction(db):
        for rule, found in rules:
            application.apply(db, [Found(rule, found, dict.fromkeys(rule.do, found))], now=NOW)


def told(db: Database) -> dict[Rule, tuple[int, int]]:
    return {one.rule: (one.matched, one.undone) for one in rule_work.records(db)}


def numbered(works: Works) -> list[tuple[Rule, list[int]]]:
    return [(Rule(f"rule {n}", tuple(done)), found) for n, (done, found) in enumerate(works)]


held = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@held
@given(st.lists(state, min_size=COUNT, max_size=COUNT), works)
def test_applied_undone_and_applied_again_is_the_same(db: Database, states: States, works: Works) -> None:
    set_up(db, states)
    before, rules = snapshot(db), numbered(works)
    apply(db, rules)
    after, work = snapshot(db), told(db)
    assert {rule: count for rule, (count, _) in work.items()} == {rule: len(found) for rule, found in rules}
    actions = len(undo_log.actions(db, 99))
    while marks.undo(db, now=NOW):
        actions -= 1
    assert (snapshot(db), actions) == (before, 0)
    apply(db, rules)
    assert snapshot(db) == after


@held
@given(st.lists(state, min_size=COUNT, max_size=COUNT), works, st.randoms(use_true_random=False))
@example([UNMARKED] * COUNT, [(["read", "star"], [1]), (["delete"], [1])], random.Random(1))
@example([UNMARKED] * COUNT, [(["read", "star"], [1]), (["delete"], [1])], random.Random(2))
def test_the_work_of_rules_is_taken_back_in_any_order(
    db: Database, states: States, works: Works, order: random.Random
) -> None:
    set_up(db, states)
    before, rules = snapshot(db), numbered(works)
    apply(db, rules)
    after, records = snapshot(db), rule_work.records(db)
    order.shuffle(records)
    for number, record in enumerate(records, 1):
        rule_work.take_back(db, record, now=NOW)
        assert snapshot(db) == with_work_of(db, before, records[number:])
    assert snapshot(db) == before
    assert not any(record.stands for record in rule_work.records(db))
    taken = [action.id for action in undo_log.actions(db, 99) if action.label.startswith("took back")]
    order.shuffle(taken)
    for id in taken:
        assert marks.undo(db, id, now=NOW) is not None
    assert snapshot(db) == after, "and that is an action as well"


def with_work_of(db: Database, before: list[object], records: Sequence[RuleRecord]) -> list[object]:
    """Return the articles as they were, with what these rules have noted that they changed."""
    articles, tags = before
    assert isinstance(articles, list)
    assert isinstance(tags, list)
    marked = {id: {"read": read, "star": star, "delete": gone} for id, read, star, gone in articles}
    tagged = {*tags}
    sql = "SELECT changed FROM rule_work WHERE rule = ?"
    for record in records:
        for (packed,) in db.execute(sql, (record.id,)).fetchall():
            for deed, ids in msgspec.msgpack.decode(packed, type=dict[str, bytes]).items():
                for id in unpack_ids(ids):
                    if deed.startswith("tag:"):
                        tagged.add((id, deed.removeprefix("tag:")))
                    else:
                        marked[id][deed] = 1
    return [[(id, *flags.values()) for id, flags in marked.items()], sorted(tagged)]


def test_a_server_is_not_told_that_a_deleted_article_is_unread(db: Database) -> None:
    set_up(db, [UNMARKED] * COUNT)
    db.execute(
        "INSERT INTO account (id, kind, name, url, added) VALUES (1, 'miniflux', 'home', 'http://x', 0)"
    )
    db.execute("UPDATE article SET account = 1, remote_id = id")
    apply(db, [(Rule("x", ("read",)), [1, 2]), (Rule("y", ("delete",)), [1])])
    rule_work.take_back(db, rule_work.records(db)[0], now=NOW)
    told = "SELECT value FROM outbox WHERE field = 'read' AND article = ?"
    assert db.execute(told, (1,)).fetchall() == [(1,)]
    assert db.execute(told, (2,)).fetchall() == [(0,)]
    rule_work.take_back(db, rule_work.records(db)[1], now=NOW)
    assert db.execute(told, (1,)).fetchall() == [(0,)], "it is there again, and nobody has read it"


def standing(db: Database) -> RuleRecord:
    (record,) = rule_work.records(db)
    return record


def test_what_the_reader_changed_since_stays_his(db: Database) -> None:
    set_up(db, [UNMARKED] * COUNT)
    apply(db, [(Rule("x", ("read", "star")), [1, 2, 3])])
    marks.mark(db, [1], read=False, now=NOW)
    marks.mark(db, [2], starred=False, now=NOW)
    marks.mark(db, [2], starred=True, now=NOW)
    assert rule_work.take_back(db, standing(db), now=NOW) == 3
    assert snapshot(db)[0] == [(id, 0, 0, 0) for id in range(1, COUNT + 1)]
    assert rule_work.take_back(db, standing(db), now=NOW) == 0


def test_an_article_tells_which_rule_did_what_to_it_and_not_what_was_so_before(db: Database) -> None:
    set_up(db, [{"read": id == 0, "starred": False, "deleted": False, "tags": set()} for id in range(COUNT)])
    apply(db, [(Rule("x", ("read", "star")), [1, 2]), (Rule("y", ("tag:sea",)), [2])])
    assert rule_work.work_on(db, 1) == [Rule("x", ("star",))]
    assert rule_work.work_on(db, 2) == [Rule("x", ("read", "star")), Rule("y", ("tag:sea",))]
    assert rule_work.work_on(db, 3) == []
    marks.undo(db, now=NOW)
    assert rule_work.work_on(db, 2) == [Rule("x", ("read", "star"))]


def test_undo_on_the_screen_takes_back_what_its_reader_did_and_not_what_a_rule_did(db: Database) -> None:
    set_up(db, [UNMARKED] * COUNT)
    marks.mark(db, [4], starred=True, now=NOW)
    apply(db, [(Rule("x", ("read",)), [1, 2])])
    back = marks.begin_undo(db, now=NOW, own=True)
    assert back is not None
    assert back.action.label == "starred “Title 1”"
    back = marks.begin_undo(db, now=NOW, own=True)
    assert back is not None
    assert back.action.label.startswith("rule “x”"), "where nothing else is left"


def test_a_rule_works_again_where_its_work_was_to_stay(db: Database) -> None:
    set_up(db, [UNMARKED] * COUNT)
    apply(db, [(Rule("x", ("read",)), [1])])
    rule_work.keep_work(db, standing(db).id)
    assert standing(db).kept
    apply(db, [(Rule("x", ("read",)), [2])])
    assert (standing(db).kept, standing(db).matched) == (False, 2)


@pytest.mark.parametrize("changed", [None, b"", b"\xff", b"\x81\xa4read\xc4\x01\xff"])
def test_damaged_work_tells_of_nothing_and_is_taken_back_as_nothing(
    db: Database, changed: bytes | None
) -> None:
    set_up(db, [UNMARKED] * COUNT)
    apply(db, [(Rule("x", ("read",)), [1, 2])])
    damage(db, f"UPDATE rule_work SET changed = {format_sql_value(changed)}")
    assert rule_work.work_on(db, 1) == []
    assert rule_work.take_back(db, standing(db), now=NOW) == 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(state, min_size=COUNT, max_size=COUNT), deed=deeds, found=ids)
def test_a_few_are_changed_as_many_are(
    db: Database, monkeypatch: pytest.MonkeyPatch, states: States, deed: list[str], found: list[int]
) -> None:
    after = []
    for few in (0, COUNT):
        monkeypatch.setattr("reader.store.changes.work.FEW", few)
        set_up(db, states)
        apply(db, [(Rule("ferry", tuple(deed)), found)])
        told = db.execute("SELECT count, before FROM action").fetchall()
        after.append([*snapshot(db), told, db.execute("SELECT count, changed FROM rule_work").fetchall()])
        db.execute("DELETE FROM rule_work")
    assert after[0] == after[1]


def test_what_is_done_to_a_few_leaves_the_index_to_the_end_of_the_transaction(db: Database) -> None:
    """To write what it has gathered once for each deed costs as much as the rest of a rule's work."""
    feed = subscribe(db)
    written: list[int] = []

    def count() -> None:
        written.extend(n for (n,) in db.execute("SELECT count(*) FROM search_data"))

    def arrived(db: Database, feed: int, new: Sequence[object]) -> None:
        deeds = ("read", "star", "tag:a", "delete")
        count()
        Application().apply(
            db, [Found(Rule("ferry", deeds), [1, 3], {deed: [1, 3] for deed in deeds})], now=NOW
        )
        count()

    keep_response(
        db,
        feed_state(db, feed),
        ParsedFeed(articles=(parsed(1), parsed(2), parsed(3))),
        now=NOW,
        arrived=arrived,
    )
    assert db.execute("SELECT count(*) FROM article_tag").fetchall() == [(2,)]
    assert written[0] == written[1]
