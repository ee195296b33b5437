"""Rules as stories on the command line: what they do to what arrives, and all of it taken back."""

from pathlib import Path

import pytest

from tests.commands.conftest import Newsreader
from tests.samples import item, rss
from tests.server import ScriptedServer, reply

RULES = """
[[rules]]
when = "title:sponsored feed:harbour"
do = ["read", "tag:ads"]

[[rules]]
when = "tag:ads title:cheap"
do = ["delete"]

[[rules]]
when = "ferry"
do = ["star"]
"""


TITLES = {1: "News 1", 2: "Sponsored 2", 3: "News 3", 4: "Sponsored cheap 4", 6: "Sponsored 6"}


def feed(*numbers: int) -> bytes:
    """Articles of Harbour Gazette; the third has a ferry in its text."""
    texts = {3: "<p>A ferry crossed.</p>"}
    return rss([item(n, TITLES[n], texts.get(n, "<p>Nothing else.</p>")) for n in numbers])


@pytest.fixture
def program(tmp_path: Path, newsreader: Newsreader) -> Newsreader:
    (tmp_path / "config.toml").write_text(RULES)
    return newsreader


@pytest.fixture
def harbour(server: ScriptedServer) -> str:
    server.script("/feed", reply(feed(1, 2, 3, 4)))
    return server.url("/feed")


def marks(program: Newsreader) -> dict[str, tuple[bool, bool, list[str]]]:
    return {
        one["title"]: (one["read"], one["starred"], one["tags"]) for one in program("list", "--json").shapes
    }


def identity(program: Newsreader, title: str) -> str:
    return next(str(one["id"]) for one in program("list", "--json").shapes if one["title"] == title)


ARRIVED = {"News 1": (False, False, []), "Sponsored 2": (True, False, ["ads"]), "News 3": (False, True, [])}
PLAIN = {title: (False, False, []) for title in TITLES.values()}


def rules(program: Newsreader, *words: str) -> list[tuple[int, int]]:
    return [(one["matched"], one["undone"]) for one in program("rules", "--json", *words).shapes]


def test_rules_do_their_work_as_articles_arrive_each_as_one_action(
    program: Newsreader, harbour: str, server: ScriptedServer
) -> None:
    assert program("add", harbour).code == 0
    assert marks(program) == ARRIVED, "each rule sees what those before it did"
    assert program("rules", "--json").shapes == [
        {"when": "title:sponsored feed:harbour", "do": ["read", "tag:ads"], "matched": 2, "undone": 0},
        {"when": "tag:ads title:cheap", "do": ["delete"], "matched": 1, "undone": 0},
        {"when": "ferry", "do": ["star"], "matched": 1, "undone": 0},
    ]
    assert [line.split("  ")[-1] for line in program("undo", "--list").out.splitlines()[:3]] == [
        "rule “ferry”: starred (1 article), just now",
        "rule “tag:ads title:cheap”: deleted (1 article), just now",
        "rule “title:sponsored feed:harbour”: marked read, tagged +ads (2 articles), just now",
    ]
    server.script("/feed", reply(feed(1, 2, 3, 4, 6)))
    program("mark", "unread", identity(program, "Sponsored 2"))
    assert program("refresh", harbour).code == 0
    assert marks(program)["Sponsored 6"] == (True, False, ["ads"])
    assert not marks(program)["Sponsored 2"][0], "what has arrived is its reader's"
    assert rules(program) == [(3, 0), (1, 0), (1, 0)]


def test_a_rules_work_is_taken_back_by_its_action(program: Newsreader, harbour: str) -> None:
    program("add", harbour)
    assert program("undo").out == "undone: rule “ferry”: starred (1 article)\n"
    assert rules(program) == [(2, 0), (1, 0), (1, 1)]
    program("undo")
    program("undo")
    assert marks(program) == {title: PLAIN[title] for title in list(TITLES.values())[:4]}
    assert rules(program) == [(2, 2), (1, 1), (1, 1)]
    assert program("rules").out.splitlines() == [
        "“title:sponsored feed:harbour”: read, tag:ads  (2 articles, 2 of them taken back)",
        "“tag:ads title:cheap”: delete  (1 article, 1 of them taken back)",
        "“ferry”: star  (1 article, 1 of them taken back)",
    ]


def test_a_preview_tells_what_rules_would_do_and_does_nothing(
    tmp_path: Path, newsreader: Newsreader, harbour: str
) -> None:
    newsreader("add", harbour)
    before = newsreader("list", "--json").out
    (tmp_path / "config.toml").write_text(RULES.replace('feed:harbour"', 'feed:nowhere"', 1))
    told = newsreader("rules", "--preview", "--json").shapes
    assert [one["matched"] for one in told] == [0, 0, 1]
    assert [[one["id"] for one in newsreader("list", "--json", "ferry").shapes]] == [told[2]["articles"]]
    told = newsreader("rules", "--preview").out.splitlines()
    assert (told[4], told[6]) == ("“ferry”: star", "        would change 1 of 1 article found")
    assert "News 3" in told[5]
    assert newsreader("list", "--json").out == before
    assert newsreader("undo", "--list").out.count("\n") == 1


def test_a_preview_tells_what_is_as_the_rule_would_make_it(
    tmp_path: Path, newsreader: Newsreader, harbour: str
) -> None:
    newsreader("add", harbour)
    ids = {title: identity(newsreader, title) for title in list(TITLES.values())[:4]}
    newsreader("mark", "read", ids["Sponsored 2"])
    newsreader("tag", ids["Sponsored 2"], "+Ads")
    newsreader("tag", ids["Sponsored cheap 4"], "+ads")

    def told(*do: str) -> list[tuple[int, int, set[str]]]:
        deeds = ", ".join(f'"{deed}"' for deed in do)
        (tmp_path / "config.toml").write_text(f'[[rules]]\nwhen = "title:sponsored"\ndo = [{deeds}]\n')
        shapes = newsreader("rules", "--preview", "--json").shapes
        return [(one["matched"], one["changes"], set(map(str, one["articles"]))) for one in shapes]

    assert told("read") == [(2, 1, {ids["Sponsored cheap 4"]})]
    assert told("read", "tag:ads") == [(2, 1, {ids["Sponsored cheap 4"]})]
    assert told("tag:ads") == [(2, 0, set())]
    assert told("star") == [(2, 2, {ids["Sponsored 2"], ids["Sponsored cheap 4"]})]
    assert told("read", "delete") == [(2, 2, {ids["Sponsored 2"], ids["Sponsored cheap 4"]})]


def test_rules_do_to_what_is_kept_what_they_would_have_done(
    tmp_path: Path, newsreader: Newsreader, harbour: str
) -> None:
    newsreader("add", harbour)
    (tmp_path / "config.toml").write_text(RULES)
    assert newsreader("rules", "--apply").code == 0
    assert marks(newsreader) == ARRIVED
    assert rules(newsreader) == [(2, 0), (1, 0), (1, 0)]


def test_a_rule_that_is_taken_away_offers_to_take_its_work_back(
    tmp_path: Path, program: Newsreader, harbour: str
) -> None:
    program("add", harbour)
    everything = program("list", "--json").out
    first = identity(program, "Sponsored 2")
    (tmp_path / "config.toml").write_text(RULES[RULES.index('[[rules]]\nwhen = "tag') :])
    told = program("rules").out.splitlines()
    number = told[3].split()[3].strip("`")
    ways = f"`newsreader rules --take-back {number}` takes its work back, `--keep {number}` lets it stay"
    assert told[2:] == [
        "“title:sponsored feed:harbour”: read, tag:ads  (2 articles); it is gone from the settings",
        f"        {ways}",
    ]
    assert program("rules", "--json").shapes[2]["gone"]
    program("tag", first, "-ads")
    assert program("rules", "--take-back", number).out == (
        "took back the work of rule “title:sponsored feed:harbour” (2 articles)\n"
    )
    assert marks(program)["Sponsored 2"] == (False, False, []), "and what its reader changed is his"
    assert len(program("rules", "--json").shapes) == 2, "it offers that once"
    program("undo")
    program("undo")
    assert program("list", "--json").out == everything, "taking back is an action too"
    assert len(program("rules", "--json").shapes) == 3
    program("rules", "--keep", number)
    assert len(program("rules", "--json").shapes) == 2
    assert program("list", "--json").out == everything


def test_a_rule_that_cannot_be_parsed_stops_commands(tmp_path: Path, newsreader: Newsreader) -> None:
    path = tmp_path / "config.toml"
    path.write_text(RULES + '\n[[rules]]\nwhen = "is:unraed"\ndo = ["read"]\n')
    ended = newsreader("list")
    assert (ended.code, ended.out) == (2, "")
    place = f"newsreader: {path}, line 15"
    assert ended.err == f'{place}: "is:unraed" in "when" is no filter; did you mean "is:unread"?\n'


def test_what_is_asked_of_rules_makes_sense(program: Newsreader) -> None:
    assert program("rules", "--take-back", "7").code == 1
    assert program("rules", "--preview", "--apply").code == 2
    assert rules(program) == [(0, 0)] * 3
