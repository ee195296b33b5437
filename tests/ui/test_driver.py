"""What is written to the terminal."""

from reader.ui.driver import held


def test_what_stands_behind_letters_of_unsure_width_is_held_in_its_place() -> None:
    plain = "\x1b[1mOld 古い\x1b[0m │\x1b[2;3H"
    assert held(plain) == plain
    text = "\u09a8\u09a6\u09c0"
    written = held(f"\x1b[1m{text}  \x1b[0m\x1b[2m  \x1b[0m\x1b[3m│\x1b[0m")
    assert written == f"\x1b[1m\x1b7{' ' * 6}\x1b8{text}\x1b8\x1b[0m\x1b[6C\x1b[3m│\x1b[0m"
