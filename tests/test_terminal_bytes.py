"""The scanner of what is sent: it knows Textual's own, and names everything else."""

import pytest

from tests.terminal_bytes import violations


def test_what_textual_sends_is_known() -> None:
    sent = "\x1b[?1049h\x1b[1;1H\x1b[38;2;1;2;3mplain \u05e9\u05dc \u6f22\x1b[0m\r\n\x1b[?2026h\x1b[>1u"
    assert not violations(sent.encode())


def test_a_link_of_the_terminal_is_a_numbered_web_address() -> None:
    assert not violations(b"\x1b]8;id=3;https://a.example/b?c=d;e\x1b\\text\x1b]8;;\x1b\\")


@pytest.mark.parametrize(
    "sent",
    [
        "\x1b]0;title\x07", "\x1b]52;c;aGk=\x07", "\x1b[31q", "\x1b[5n", "\x1bc", "\x1bP+q\x1b\\",
        "\x9b2J", "\x9d0;x\x9c",
        "\x07", "\x08", "\x7f", "\x00", "\u202e", "\u2066", "\U000e0041", "\ufff9", "a" + "\u0301" * 9,
        "\x1b]8;;https://a.example\x1b\\", "\x1b",
        "\x1b]8;id=a;https://a.example\x1b\\", "\x1b]8;id=1;file:///etc/passwd\x1b\\",
        "\x1b]8;id=1;https://bank.example@else.example\x1b\\", "\x1b]8;id=1;https://a.example/\x07",
        "\x1b]8;id=1:x=2;https://a.example\x1b\\", "\x1b]8;id=1;https://a.example/ \x1b\\",
        "\x1b]8;id=1;https://a.example/" + "a" * 1000 + "\x1b\\",
    ],
)  # fmt: skip
def test_anything_else_has_a_name(sent: str) -> None:
    assert violations(f"before {sent}".encode())


def test_bytes_that_are_no_text_have_a_name() -> None:
    assert violations(b"\x9b2J")


def test_a_copy_is_one_clean_line() -> None:
    assert not violations(b"\x1b]52;c;aGk=\x07", copies=True)
    assert violations(b"\x1b]52;c;YQpi\x07", copies=True)
    assert violations(b"\x1b]52;c;G1sySg==\x07", copies=True)
