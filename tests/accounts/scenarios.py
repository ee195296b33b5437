"""What must hold between two readers and their server, whatever the server; each begins with all unread.

`ALL` has them by number. They need a server with twelve articles or more.
"""

from collections.abc import Callable

from tests.accounts.clients import Client
from tests.accounts.worlds import CONTENTS, STARRED, UNREAD, WRITE, World


def all_agree(world: World, *clients: Client) -> None:
    """Check that readers and server have the same marks."""
    states = world.states()
    for client in clients:
        assert client.states() == states, client.folder.name


def disjoint_edits_meet(world: World, a: Client, b: Client) -> None:
    ids = world.ids()
    world.mark(ids[0:4], read=True)
    world.mark(ids[4:8], starred=True)
    a.agree()
    b.agree()
    a.mark(ids[8:10], read=True)
    a.mark(ids[0:2], read=False)
    a.mark(ids[4:5], starred=False)
    a.mark(ids[10:11], starred=True)
    b.mark(ids[11:12], read=True)
    b.mark(ids[2:3], read=False)
    b.mark(ids[5:7], starred=False)
    b.mark(ids[9:10], starred=True)
    a.agree()
    b.agree()
    a.agree()
    all_agree(world, a, b)
    assert world.states()[ids[9]] == (True, True)
    assert [world.states()[id_][0] for id_ in ids[0:4]] == [False, False, False, True]
    assert [world.states()[id_][1] for id_ in ids[4:8]] == [False, False, False, True]


def the_last_to_send_wins_each_field(world: World, a: Client, b: Client) -> None:
    one, other, both = world.ids()[:3]
    a.mark([one], read=True)
    b.mark([one], read=True)
    b.mark([one], read=False)
    a.mark([other], starred=True)
    a.mark([other], starred=False)
    b.mark([other], starred=True)
    a.mark([both], read=True)
    b.mark([both], starred=True)
    a.agree()
    b.agree()
    a.agree()
    all_agree(world, a, b)
    assert (world.states()[one][0], world.states()[other][1], world.states()[both]) == (
        False,
        True,
        (True, True),
    )
    b.mark([one], read=True)
    a.mark([one], starred=True)
    b.mark([other], starred=False)
    b.agree()
    a.agree()
    b.agree()
    all_agree(world, a, b)
    assert (world.states()[one], world.states()[other][1]) == ((True, True), False)


def many_changes_of_one_mark_are_one_request(world: World, a: Client, b: Client) -> None:
    one = world.ids()[0]
    for read in (True, False, True):
        a.mark([one], read=read)
    assert a.waiting() == 1
    a.agree()
    assert len(world.wire.asked(WRITE[world.kind])) == 1 or world.flaky
    assert world.states()[one][0]
    all_agree(world, a)


def a_lost_answer_does_no_harm(world: World, a: Client, b: Client) -> None:
    ids = world.ids()
    a.mark(ids[:5], read=True)
    a.mark(ids[4:7], starred=True)
    world.wire.fault(WRITE[world.kind], "lose")
    assert a.sync(expect=None)["outcome"] in ("offline", "failed")
    assert a.waiting() > 0
    b.agree()
    b.mark(ids[8:9], read=True)
    b.agree()
    a.agree()
    b.agree()
    all_agree(world, a, b)
    assert [world.states()[id_] for id_ in ids[3:8]] == [
        (True, False),
        (True, True),
        (False, True),
        (False, True),
        (False, False),
    ]


def a_server_that_dies_after_a_write_gets_the_rest(world: World, a: Client, b: Client) -> None:
    ids = world.ids()
    a.mark(ids[:6], read=True)
    a.mark(ids[3:9], starred=True)
    with world.wire.quiet():
        world.wire.fault(WRITE[world.kind], "die", skip=1)
        assert a.sync(expect=None)["outcome"] == "offline"
        assert a.sync(expect=None)["outcome"] == "offline"
        assert a.waiting() > 0
        b.mark(ids[10:11], read=True)
        world.wire.start()
    b.agree()
    a.agree()
    b.agree()
    all_agree(world, a, b)
    assert [world.states()[id_] for id_ in ids[2:10:3]] == [(True, False), (True, True), (False, True)]


def a_list_that_is_cut_changes_nothing(world: World, a: Client, b: Client) -> None:
    ids = world.ids()
    world.mark(ids[:6], starred=True)
    world.mark(ids[6:8], read=True)
    a.agree()
    before = a.states()
    world.mark(ids[8:10], read=True)
    world.mark(ids[:2], starred=False)
    for match in (UNREAD[world.kind], STARRED[world.kind]):
        world.wire.fault(match, "cut")
        with world.wire.quiet():
            assert a.sync(expect=None)["outcome"] in ("failed", "offline")
        assert a.states() == before
    world.wire.calm()
    a.agree()
    all_agree(world, a)


def an_edit_during_the_lists_stays(world: World, a: Client, b: Client) -> None:
    ids = world.ids()
    world.mark(ids[2:3], starred=True)
    world.mark(ids[3:4], read=True)
    a.agree()
    world.wire.answered(UNREAD[world.kind], lambda: a.mark([ids[0], ids[1]], read=True))
    world.wire.answered(STARRED[world.kind], lambda: a.mark([ids[2]], starred=False))
    world.wire.before(STARRED[world.kind], lambda: a.mark([ids[3]], read=False))
    with world.wire.quiet():
        a.sync()
    assert not world.wire.after
    world.wire.calm()
    expected = {ids[0]: (True, False), ids[1]: (True, False), ids[2]: (False, False), ids[3]: (False, False)}
    assert {id_: a.states()[id_] for id_ in ids[:4]} == expected
    a.agree()
    b.agree()
    all_agree(world, a, b)
    assert {id_: world.states()[id_] for id_ in ids[:4]} == expected


def an_edit_during_the_push_stays(world: World, a: Client, b: Client) -> None:
    one, other = world.ids()[:2]
    a.mark([one, other], read=True)
    world.wire.answered(WRITE[world.kind], lambda: a.mark([one], read=False))
    with world.wire.quiet():
        a.sync()
    assert a.states()[one] == (False, False)
    world.wire.calm()
    a.agree()
    b.agree()
    all_agree(world, a, b)
    assert (world.states()[one][0], world.states()[other][0]) == (False, True)


def an_edit_that_is_sent_during_the_lists_stays(world: World, a: Client, b: Client) -> None:
    one = world.ids()[0]
    codes: list[int] = []

    def edit_and_send() -> None:
        """Mark it, and let another process of the same reader sync: it may not while this one does."""
        a.mark([one], read=True)
        codes.append(a.start_sync(patience=0).wait(120))

    world.wire.answered(UNREAD[world.kind], edit_and_send)
    with world.wire.quiet():
        a.sync()
        assert codes == [0]
    assert a.states()[one][0]
    world.wire.calm()
    a.agree()
    b.agree()
    all_agree(world, a, b)
    assert world.states()[one][0]


def logins_that_end_are_begun_again_and_passwords_asked_for(world: World, a: Client, b: Client) -> None:
    ids = world.ids()
    world.end_sessions()
    a.mark(ids[:2], read=True)
    a.agree()
    assert world.states()[ids[0]][0]
    password = world.change_password()
    a.mark(ids[2:4], starred=True)
    with world.wire.quiet():
        assert a.sync(expect=None)["outcome"] == "auth"
        asked = len(world.wire.requests)
        a.mark(ids[4:5], read=True)
        assert a.sync(expect=None)["outcome"] == "auth"
        assert len(world.wire.requests) == asked, "no login is tried again and again"
        assert (a.account()["status"], a.waiting()) == ("auth", 3)
        ended = a.run("account", "password", a.name, "--password-stdin", stdin=password + "\n")
        assert ended.code == 0, ended.err
        b.run("account", "password", b.name, "--password-stdin", stdin=password + "\n")
    a.password = b.password = password
    a.agree()
    b.agree()
    all_agree(world, a, b)
    assert world.states()[ids[3]] == (False, True)


def what_the_server_drops_keeps_its_star(world: World, a: Client, b: Client) -> None:
    ids = world.ids()
    unread, read, starred, both = ids[0], ids[1], ids[2], ids[4]
    world.mark([read, both], read=True)
    world.mark([starred, ids[3], both], starred=True)
    a.agree()
    b.agree()
    world.purge([unread, read, starred, both])
    world.mark([ids[3]], starred=False)
    a.agree()
    found = dict(a.rows("SELECT remote_id, read * 2 + starred FROM article WHERE account > 0"))
    for id_ in (starred, both):
        assert a.gone()[id_][1], "the star is kept, and the article is told to be gone"
    assert found[unread] & 2, "what is no longer listed is read"
    assert found[ids[3]] & 1 == 0, "a star that was taken away elsewhere goes"
    world.wire.requests.clear()
    a.agree()
    assert not world.wire.asked(CONTENTS[world.kind]) or world.flaky, "nothing is asked for again and again"
    states = {id_: state for id_, state in a.states().items() if id_ in world.states()}
    assert states == world.states()


Scenario = Callable[[World, Client, Client], None]

ALL: dict[str, Scenario] = {
    "2": disjoint_edits_meet,
    "3": the_last_to_send_wins_each_field,
    "4": many_changes_of_one_mark_are_one_request,
    "5": a_lost_answer_does_no_harm,
    "6": a_server_that_dies_after_a_write_gets_the_rest,
    "7a": an_edit_during_the_lists_stays,
    "7b": an_edit_during_the_push_stays,
    "7c": an_edit_that_is_sent_during_the_lists_stays,
    "8": a_list_that_is_cut_changes_nothing,
    "10": logins_that_end_are_begun_again_and_passwords_asked_for,
    "12": what_the_server_drops_keeps_its_star,
}
"""By the numbers of the plan; the last one takes articles away."""
