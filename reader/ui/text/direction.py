"""Text from right to left, as the terminal needs it: in the order of the screen, or left to the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal
from unicodedata import bidirectional, category

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.config import Bidi
from reader.document.sanitize import SafeText, sanitize
from reader.ui.text.bidi import Placed, has_rtl, in_order, reads_rtl
from reader.ui.text.joining import join_letters
from reader.ui.text.shown import segment

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
"""Marks behind a text that a terminal puts in order: its full stop stays with it, and the next pane's text
does not join it."""


class Direction(msgspec.Struct, frozen=True):
    """What the terminal does with text from right to left, and what is left to us."""

    order: Literal["logical", "visual", "words"] = "visual"
    """How text is sent: as it is read, as it stands, or as it stands with the letters of a word as read."""
    joins: bool = True
    """Whether the terminal joins Arabic letters by itself."""
    explicit: bool = False
    """Whether the terminal must be told to leave the order to us (ECMA-48, BDSM)."""


TERMINAL = Direction("logical")
"""A terminal that puts text in order."""

PLAIN = Direction("visual", joins=False)
"""A terminal that draws what it is sent from left to right, cell by cell."""

KITTY = Direction("words")
"""kitty turns the letters of each word, and leaves the words where they are."""

VTE = Direction("visual", explicit=True)
"""GNOME's terminals and Xfce's put whole lines in order, across panes, unless they are told not to."""


def direction_of(wanted: Bidi, environ: Mapping[str, str]) -> Direction:
    """Return what the terminal needs: as the settings say, else by what it says it is."""
    if wanted == "terminal":
        return TERMINAL
    in_tmux = bool(environ.get("TMUX")) or environ.get("TERM", "").startswith(("tmux", "screen"))
    if environ.get("VTE_VERSION") and not in_tmux:
        return VTE
    if wanted == "newsreader":
        return PLAIN
    # What follows is true in tmux too: what it says of itself, the terminal that it began in does.
    if environ.get("KITTY_WINDOW_ID") or environ.get("TERM") == "xterm-kitty":
        return KITTY
    by_itself = any(environ.get(name) for name in ("VTE_VERSION", "KONSOLE_VERSION", "MLTERM"))
    if by_itself or environ.get("TERM_PROGRAM") in ("Apple_Terminal", "mintty"):
        return TERMINAL
    return PLAIN


def ordered(text: SafeText, direction: Direction) -> SafeText:
    """Return a text that stands for itself as it is sent; one from right to left ends at its right."""
    if not has_rtl(text):
        return text
    rtl = reads_rtl(text)
    if direction.order == "logical":
        words = text.rstrip(" ") if rtl else text
        return sanitize(" " * (len(text) - len(words)) + words + RIGHT_TO_LEFT * rtl + LEFT_TO_RIGHT)
    return sanitize("".join(each.text for each in _placed(text, direction, rtl)))


def ordered_segments(
    segments: Sequence[Segment], direction: Direction, *, rtl: bool, room: int
) -> list[Segment]:
    """Return the pieces of a line as they are sent; one from right to left ends where `room` cells do.

    The offset in a piece's style, by which text is selected, stays that of its first character.
    """
    text = "".join(piece.text for piece in segments)
    if not rtl and not has_rtl(text):
        return list(segments)
    blanks = " " * max(0, room - cell_len(text)) if rtl else ""
    ground = segments[-1].style if segments else None
    padding = [segment(sanitize(blanks), Style(bgcolor=ground.bgcolor) if ground else None)] if blanks else []
    if direction.order == "logical":
        return [*padding, *segments, segment(sanitize(RIGHT_TO_LEFT * rtl + LEFT_TO_RIGHT), ground)]
    apart = _beside_words(text) if direction.order == "words" else frozenset[int]()
    return [*padding, *_pieces(_set_apart(segments, apart), _placed(text, direction, rtl, apart))]


def _placed(text: str, direction: Direction, rtl: bool, apart: frozenset[int] = frozenset()) -> list[Placed]:
    placed = in_order(text if direction.joins else join_letters(text), rtl)
    if direction.order != "words":
        return placed
    turned: list[Placed] = []
    for word, run in groupby(placed, lambda each: each.start not in apart and _is_lettered(each.text[0])):
        letters = list(run)
        turned += reversed(letters) if word else letters
    return turned


def _is_lettered(character: str) -> bool:
    """Return whether a terminal that turns words takes it for a part of one: a letter, or its own comma."""
    return has_rtl(character) and bidirectional(character) != "AN"


def _beside_words(text: str) -> frozenset[int]:
    """Return where signs stand that a terminal which turns words would turn with the one beside them.

    kitty does with all that the font has which has the word.
    """
    words = [_is_lettered(each) and category(each)[0] != "P" for each in text]
    return frozenset(
        place
        for place, each in enumerate(text)
        if not words[place] and each != " " and True in words[max(0, place - 1) : place + 2]
    )


def _set_apart(segments: Sequence[Segment], apart: frozenset[int]) -> Sequence[Segment]:
    """Give the characters at these places the other weight, which takes them out of the words beside them."""
    if not apart:
        return segments
    done: list[Segment] = []
    at = 0
    for text, style, _ in segments:
        for other, run in groupby(range(len(text)), lambda place: at + place in apart):  # noqa: B023
            places = list(run)
            own = _moved(style, places[0])
            weight = Style(bold=not (own and own.bold))
            done.append(
                segment(
                    sanitize(text[places[0] : places[-1] + 1]),
                    (own + weight if own else weight) if other else own,
                )
            )
        at += len(text)
    return done


def _pieces(segments: Sequence[Segment], placed: Sequence[Placed]) -> Iterator[Segment]:
    """Yield clusters in the style of the piece that they are from, neighbours of one style together."""
    owners: list[tuple[int, Style | None]] = []
    for piece in segments:
        owners += [(index, piece.style) for index in range(len(piece.text))]
    done = 0
    while done < len(placed):
        first = placed[done]
        index, style = owners[first.start]
        text, end = first.text, first.start + len(first.text)
        done += 1
        while done < len(placed) and placed[done].start == end and end < len(owners):
            if owners[end][0] == 0 or owners[end][1] is not style:
                break
            text += placed[done].text
            end += len(placed[done].text)
            done += 1
        yield segment(sanitize(text), _moved(style, index))


def _moved(style: Style | None, characters: int) -> Style | None:
    """Return the style with its offset moved on by so many characters."""
    offset = style.meta.get("offset") if style is not None and characters else None
    if style is None or offset is None:
        return style
    return style + Style.from_meta({"offset": (offset[0] + characters, offset[1])})
