"""What a terminal says of the pictures that it can draw: whenever it comes, it is no key that was pressed."""

import pytest

from reader.ui.terminal.replies import Attributes, CellSize, Graphics, Replies, Said, SixelColours, Version

YES, NO = "\x1b_Gi=31;OK\x1b\\", "\x1b_Gi=31;ENOTSUPPORTED:no pictures here\x1b\\"


def heard(*pieces: str, apart: float = 0.0) -> tuple[str, list[Said]]:
    """What was typed, and what was said, where the pieces come so many seconds apart."""
    replies, typed, said = Replies(0.0), "", list[Said]()
    now = 0.0
    for piece in pieces:
        now += apart
        typed += replies.tick(now)
        for found in replies.feed(piece, now):
            if isinstance(found, str):
                typed += found
            else:
                said.append(found)
    return typed + replies.tick(now + 60), said


@pytest.mark.parametrize(("reply", "drawn"), [(YES, True), (NO, False), ("\x1b_Gi=32;OK\x1b\\", False)])
def test_an_answer_is_heard_among_the_keys(reply: str, drawn: bool) -> None:
    assert heard(f"j{reply}k") == ("jk", [Graphics(drawn)])


@pytest.mark.parametrize("cut", range(2, len(YES)))
@pytest.mark.parametrize("apart", [0.0, 0.05, 3.0])
def test_an_answer_may_be_cut_anywhere(cut: int, apart: float) -> None:
    if cut == 2 and apart == 3.0:
        pytest.skip("an escape and an underscore alone are keys after a while")
    typed, said = heard(YES[:cut], YES[cut:], apart=apart)
    assert (typed, said) == ("", [Graphics(True)])


SIXELS = (
    ("\x1b[?63;1;2;4;6;9;15;22c", Attributes(sixels=True)),
    ("\x1b[?64;1;2;6;9;15;22c", Attributes(sixels=False)),
    ("\x1b[?4c", Attributes(sixels=False)),  # a VT132, by its first number
    ("\x1b[?62;c", Attributes(sixels=False)),  # kitty, which leaves a number out
    ("\x1b[?62;52;c", Attributes(sixels=False)),
    ("\x1b[?1;0;256S", SixelColours(256)),
    ("\x1b[6;19;9t", CellSize(9, 19)),
    ("\x1b[6;0;0t", CellSize(0, 0)),
    ("\x1b[6;1000000;1000000t", CellSize(1_000_000, 1_000_000)),
    ("\x1b]1337;ReportCellSize=17.5;8.0;2.0\x1b\\", CellSize(16, 35, of_iterm=True)),
    ("\x1b]1337;ReportCellSize=20;9\x07", CellSize(9, 20, of_iterm=True)),
    ("\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\", Version("WezTerm 20240203-110809-5046fc22")),
    ("\x1bP>|XTerm(379)\x1b\\", Version("XTerm(379)")),
    ("\x1bP>|\x1b\\", Version("")),
)


@pytest.mark.parametrize(("reply", "said"), SIXELS)
def test_answers_about_sixels_are_heard_wherever_they_are_cut(reply: str, said: Said) -> None:
    assert heard(f"j{reply}k") == ("jk", [said])
    for cut in range(3, len(reply)):
        assert heard(reply[:cut], reply[cut:], apart=0.05) == ("", [said])
    assert heard(f"\x1b[200~{reply}\x1b[201~") == (f"\x1b[200~{reply}\x1b[201~", [])


@pytest.mark.parametrize("reply", [
        "\x1b[?1;3S", "\x1b[?1u", "\x1b[?62;52;12345c", "\x1b[?0n", "\x1b[4;1200;1600t", "\x1bP1$r0m\x1b\\",
        "\x1b]1337;ReportCellSize=big\x1b\\", "\x1b]1337;\x07", "\x1bP!|00000000\x1b\\",
    ],
)  # fmt: skip
def test_an_answer_that_nobody_knows_is_no_keys(reply: str) -> None:
    assert heard(f"j{reply}k") == ("jk", [])


def test_what_textual_asked_reaches_it() -> None:
    assert heard("\x1b[?2026;2$y") == ("\x1b[?2026;2$y", [])


def test_an_answer_that_never_ends_swallows_no_key_for_long() -> None:
    typed, said = heard("\x1b_Gi=31;O", "j", "k", "l", apart=2.0)
    assert (typed, said) == ("jkl", [])


def test_what_is_pasted_is_no_answer() -> None:
    pasted = f"\x1b[200~{YES}\x1b[201~"
    assert heard(pasted) == (pasted, [])
