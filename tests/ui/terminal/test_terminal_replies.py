"""What the terminal says by itself is taken out of the keys, however late and in however many pieces."""

from collections.abc import Iterable

import pytest

from reader.ui.terminal.replies import ANSWER_SECONDS, CUT_SECONDS, Ground, Replies, ground_of

LIGHT = "\x1b]11;rgb:fbfb/f8f8/f1f1\x1b\\"
LATE = ANSWER_SECONDS + 100


def taken(pieces: Iterable[str], *, at: float = 0.0, apart: float = 0.0) -> tuple[str, list[Ground]]:
    """What is typed, and what was said, where pieces come so many seconds apart and ticks between them."""
    replies, typed, grounds = Replies(0.0), "", []
    for piece in pieces:
        for part in replies.feed(piece, at):
            if isinstance(part, Ground):
                grounds.append(part)
            else:
                typed += part
        at += apart
        typed += replies.tick(at)
    return typed + replies.tick(at + 1000), grounds


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        ("rgb:ffff/ffff/ffff", Ground(dark=False)),
        ("rgb:0000/0000/0000", Ground(dark=True)),
        ("rgb:1515/1717/1c1c", Ground(dark=True)),
        ("rgb:fb/f8/f1", Ground(dark=False)),
        ("rgb:F/F/F", Ground(dark=False)),
        ("rgba:fdfd/f6f6/e3e3/ffff", Ground(dark=False)),
        ("rgb:0000/2b2b/3636", Ground(dark=True)),
        ("rgb:zzzz/0/0", None),
        ("rgb:ffff/ffff", None),
        ("", None),
    ],
)
def test_a_ground_is_light_or_dark(colour: str, ground: Ground | None) -> None:
    assert ground_of(colour) == ground


@pytest.mark.parametrize("end", ["\x1b\\", "\x07", "\x9c"])
@pytest.mark.parametrize("around", [("", ""), ("j", "k"), ("\x1b[A", "\x1b[B"), ("ä", "\x1b")])
def test_a_reply_among_keys_is_taken_out(end: str, around: tuple[str, str]) -> None:
    before, after = around
    reply = f"\x1b]11;rgb:ffff/ffff/ffff{end}"
    assert taken([before + reply + after]) == (before + after, [Ground(dark=False)])
    assert taken([before, reply, after], apart=3) == (before + after, [Ground(dark=False)])


@pytest.mark.parametrize("cut", range(1, len(LIGHT)))
def test_a_reply_may_be_cut_anywhere(cut: int) -> None:
    assert taken(["j" + LIGHT[:cut], LIGHT[cut:] + "k"]) == ("jk", [Ground(dark=False)])
    assert taken(["j" + LIGHT[:cut], LIGHT[cut:] + "k"], at=LATE) == ("jk", [Ground(dark=False)])


@pytest.mark.parametrize("cut", range(3, len(LIGHT)))
def test_the_rest_of_a_reply_may_come_much_later(cut: int) -> None:
    assert taken(["j" + LIGHT[:cut], LIGHT[cut:], "k"], at=LATE, apart=60) == ("jk", [Ground(dark=False)])


def test_it_may_come_in_single_characters() -> None:
    assert taken(LIGHT, apart=0.05) == ("", [Ground(dark=False)])


def test_soon_after_the_question_even_a_lone_escape_may_begin_it() -> None:
    assert taken([LIGHT[:1], LIGHT[1:]], apart=CUT_SECONDS * 0.9) == ("", [Ground(dark=False)])


@pytest.mark.parametrize(
    "garbage",
    [
        "\x1b]11;\x07",
        "\x1b]11;rgb:zz/zz/zz\x1b\\",
        "\x1b]11;red\x07",
        "\x1b]10;rgb:ff/ff/ff\x07",
        "\x1b]4;1;rgb:f/f/f\x07",
    ],
)
def test_a_reply_that_is_no_ground_is_taken_out_as_well(garbage: str) -> None:
    assert taken(["j", garbage, "k"], apart=5) == ("jk", [])
    for cut in range(3, len(garbage) - 1):
        assert taken(["j" + garbage[:cut], garbage[cut:] + "k"]) == ("jk", [])


@pytest.mark.parametrize("keys", ["j", "f", "fj", "js", "\x1b[A", "\x1b[102u", "\x1b[<0;3;4M"])
def test_keys_after_a_reply_that_broke_off_arrive(keys: str) -> None:
    typed, grounds = taken(["\x1b]11;rgb:ff", *([keys] if keys[0] in "\x1bj" else keys)], apart=2)
    assert (typed, grounds) == (keys, [])


def test_a_terminal_that_changes_says_so() -> None:
    assert taken(["j\x1b[?997;1nk\x1b[?997;2n"]) == ("jk", [Ground(dark=True), Ground(dark=False)])
    for cut in range(1, 9):
        report = "\x1b[?997;2n"
        assert taken([report[:cut], report[cut:]]) == ("", [Ground(dark=False)])


@pytest.mark.parametrize(
    "keys",
    [
        "\x1b",
        "\x1b\x1b",
        "\x1b]",
        "\x1b[",
        "\x1b[A",
        "\x1b[2~",
        "\x1b[20~",
        "\x1b[?2026;2$y",
        "\x1b[1;5A",
        "\x1bOP",
        "\x1b[9~",
    ],
)
def test_keys_pass_as_they_are(keys: str) -> None:
    assert taken([keys], at=LATE) == (keys, [])
    assert taken([keys, "j"], at=LATE, apart=1) == (keys + "j", [])
    for cut in range(1, len(keys)):
        assert taken([keys[:cut], keys[cut:]], at=LATE) == (keys, [])


def test_what_is_pasted_is_no_reply() -> None:
    pasted = f"\x1b[200~a {LIGHT} b\x1b[201~"
    assert taken([pasted + LIGHT]) == (pasted, [Ground(dark=False)])
    for cut in range(1, len(pasted)):
        assert taken([pasted[:cut], pasted[cut:] + LIGHT]) == (pasted, [Ground(dark=False)])


def test_the_escape_key_waits_no_longer_than_in_textual() -> None:
    replies = Replies(0.0)
    assert list(replies.feed("\x1b", LATE)) == [""]
    assert replies.tick(LATE + 0.05) == ""
    assert replies.tick(LATE + 0.1) == "\x1b"
