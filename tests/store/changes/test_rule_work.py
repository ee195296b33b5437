"""What rules do is taken back to the last mark, and done again it is the same again."""

from collections.abc import Sequence

import pytest
from apsw import format_sql_value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.config import Rule
from reader.store import undo_log
from reader.store.changes import marks, rule_work
from reader.store.changes.rule_work import Application, Found, RuleRecord
from reader.store.database.connection import Database, transaction
from tests.store.making import NOW, answer, parsed, subscribe
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
@given(st.lists(state, min_size=COUNT, max_size=COUNT), works)
def test_all_work_of_rules_that_are_gone_is_taken_back(db: Database, states: States, works: Works) -> None:
    set_up(db, states)
    before, rules = snapshot(db), numbered(works)
    apply(db, rules)
    after = snapshot(db)
    for record in reversed(rule_work.records(db)):
        rule_work.take_back(db, record, now=NOW)
    assert snapshot(db) == before
    assert not any(record.stands for record in rule_work.records(db))
    for action in undo_log.actions(db, 99)[:]:
        if action.label.startswith("took back"):
            marks.undo(db, action.id, now=NOW)
    assert snapshot(db) == after, "and that is an action as well"


def standing(db: Database) -> RuleRecord:
    (record,) = rule_work.records(db)
    return record


def test_what_the_reader_changed_since_stays_his(db: Database) -> None:
    set_up(db, [{"read": False, "starred": False, "deleted": False, "tags": set()}] * COUNT)
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
    set_up(db, [{"read": False, "starred": False, "deleted": False, "tags": set()}] * COUNT)
    marks.mark(db, [4], starred=True, now=NOW)
    apply(db, [(Rule("x", ("read",)), [1, 2])])
    back = marks.begin_undo(db, now=NOW, own=True)
    assert back is not None
    assert back.action.label == "starred “Title 1”"
    back = marks.begin_undo(db, now=NOW, own=True)
    assert back is not None
    assert back.action.label.startswith("rule “x”"), "where nothing else is left"


def test_a_rule_works_again_where_its_work_was_to_stay(db: Database) -> None:
    set_up(db, [{"read": False, "starred": False, "deleted": False, "tags": set()}] * COUNT)
    apply(db, [(Rule("x", ("read",)), [1])])
    rule_work.keep_work(db, standing(db).id)
    assert standing(db).kept
    apply(db, [(Rule("x", ("read",)), [2])])
    assert (standing(db).kept, standing(db).matched) == (False, 2)


@pytest.mark.parametrize("changed", [None, b"", b"\xff", b"\x81\xa4read\xc4\x01\xff"])
def test_damaged_work_tells_of_nothing_and_is_taken_back_as_nothing(
    db: Database, changed: bytes | None
) -> None:
    set_up(db, [{"read": False, "starred": False, "deleted": False, "tags": set()}] * COUNT)
    apply(db, [(Rule("x", ("read",)), [1, 2])])
    damage(db, f"UPDATE rule_work SET changed = {format_sql_value(changed)}")
    assert rule_work.work_on(db, 1) == []
    assert rule_work.take_back(db, standing(db), now=NOW) == 0
