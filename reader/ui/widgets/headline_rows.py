"""What the rows of the headline list say, in pieces, for any width. Pure."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len

from reader.config import Rows
from reader.document.layout.wrap import widest, wrap
from reader.document.sanitize import EMPTY, SafeText, joined, literal, sanitize, sanitize_line
from reader.library.output.states import state_words
from reader.library.output.titles import title_of
from reader.model import Headline
from reader.ui.text.bidi import has_rtl
from reader.ui.text.cells import apart, crop, fit, fit_right
from reader.ui.text.times import age, spoken_age

LEAST_TITLE = 48
"""The cells of a title below which rows have two lines, where the reader leaves it to the program."""

TITLE_BEFORE_SOURCE = 20
"""The cells that a title on one line gets before the source gets any."""

LEAD, END = 4, 2
"""The cells in front of a title (edge, blank, mark, blank), and those behind what ends a line."""

ROOMY = 60
"""The width in cells from which on a row on one line has a broad source."""

MARKS, AGE = 4, 6
"""The cells of star and kind with a blank on both sides, and of the age."""

SELECTED = "✓"
"""The mark of a selected article."""

UNREAD, READ, STAR = "●", "·", "★"
"""The marks of unread, read and starred articles."""

KINDS = {"saved": "▤", "summary": "◐", "none": "○", "edited": "±"}
"""The marks of an article's kind, readable without colour."""

DAMAGED = literal("(damaged) ")
"""What stands before the title of an article that is damaged in the library."""

PLAIN_WIDTH, PLAIN_TITLE = 60, 60
"""In plain mode the width from which on a row has one line, and the cells that its title gets before the
source gets any.
"""

SOURCE_LEAST = 8
"""The cells below which a source in plain mode is not named."""

Role = Literal["", "dot", "faint", "title", "star", "quiet", "found"]
"""What a piece of a row is. `title` is that of an unread article, `` is that of a read one; what the list was
found by is `found`."""


TITLES = ("title", "")
"""The roles of a title, read or not."""


class Piece(NamedTuple):
    """A piece of a row's line."""

    text: SafeText
    role: Role


class Shares(NamedTuple):
    """The cells of the parts of a row on one line. `source` may be 0: none."""

    title: int
    source: int


def shares(width: int, *, source: bool) -> Shares:
    """Share out a row on one line between title and source.

    Where the source would leave too little for the title there is none: the article names it.
    """
    room = width - LEAD - END - MARKS - AGE
    wanted = min(22, width // 6) if width >= ROOMY else 8
    if not source or room - wanted - 1 < TITLE_BEFORE_SOURCE:
        wanted = 0
    return Shares(title=max(1, room - wanted - bool(wanted)), source=wanted)


def lines_of(rows: Rows, width: int, *, source: bool, plain: bool = False) -> int:
    """Return how many lines a row has at that width; in plain mode it is one where there is room, read as a
    whole.
    """
    if rows != "auto":
        return rows
    if plain:
        return 1 if width >= PLAIN_WIDTH else 2
    return 2 if shares(width, source=source).title < LEAST_TITLE else 1


def draw_row(
    headline: Headline,
    now: int,
    width: int,
    *,
    lines: int,
    source: bool,
    plain: bool = False,
    selected: bool = False,
) -> list[list[Piece]]:
    """Draw a row. Returns its lines, each of as many cells as are left behind the cell of the cursor's edge.

    `now`: UTC seconds. `source`: whether the row names where the article is from. `plain`: whether its state
    is said in words. `selected`: whether a key that acts on the selection acts on it.
    """
    if plain:
        return _draw_plain(headline, now, width, lines, source, selected)
    draw = _draw_two if lines == 2 else _draw_one
    drawn = draw(headline, now, width, source)
    if selected:
        drawn[0][0] = Piece(sanitize(SELECTED), "dot")
    return drawn


def _draw_plain(
    headline: Headline, now: int, width: int, lines: int, source: bool, selected: bool
) -> list[list[Piece]]:
    """Draw the title first, and behind or below it the state in words, the source and the age."""
    room = max(1, width - 1 - END)
    when = spoken_age(age(headline.published, headline.received, now))
    words = f"{'selected, ' if selected else ''}{state_words(headline)}, {when}"
    # The title comes before the source, which the article names too.
    free = room - len(words) - 2 - (0 if lines == 2 else min(widest(_title(headline)), PLAIN_TITLE) + 2)
    name = crop(sanitize_line(headline.feed_title), free) if source and free >= SOURCE_LEAST else EMPTY
    about = sanitize(f"{words}, {name}" if name else words)
    title = Piece(
        fit(_title(headline), room if lines == 2 else room - cell_len(about) - 2), _title_role(headline)
    )
    end = Piece(fit(about, room if lines == 2 else cell_len(about)), "quiet")
    if lines == 2:
        return [[title, _blanks(END)], [end, _blanks(END)]]
    return [[title, _blanks(2), end, _blanks(END)]]


def _draw_one(headline: Headline, now: int, width: int, source: bool) -> list[list[Piece]]:
    parts = shares(width, source=source)
    more = "" if parts.source else more_mark(headline)
    line = [
        *_lead(headline),
        Piece(sanitize(fit(_title(headline), parts.title - len(more)) + more), _title_role(headline)),
        Piece(sanitize(f" {STAR if headline.starred else ' '}"), "star"),
        Piece(sanitize(f"{kind_mark(headline)} "), "quiet"),
    ]
    if parts.source:
        line.append(Piece(fit(source_mark(headline, parts.source), parts.source + 1), "quiet"))
    when = sanitize(age(headline.published, headline.received, now))
    return [[*line, Piece(fit_right(when, AGE), "quiet"), _blanks(END)]]


def _draw_two(headline: Headline, now: int, width: int, source: bool) -> list[list[Piece]]:
    room, role = max(1, width - LEAD - END), _title_role(headline)
    first, rest = _flow(_title(headline), room)
    tail = _tail(headline, now, room, widest(rest), source)
    rest = fit(rest, room - _cells(tail) - 2)
    gap, end = _blanks(room - cell_len(rest) - _cells(tail)), _blanks(END)
    return [
        [*_lead(headline), Piece(fit(first, room), role), end],
        [_blanks(LEAD - 1), Piece(rest, role), gap, *tail, end],
    ]


def light_title(pieces: list[Piece], find: Callable[[str], Sequence[tuple[int, int]]]) -> list[Piece]:
    """Make pieces of their own of what a list was found by, in the pieces of a title. Returns all pieces.

    `find`: returns the stretches of a text that are lit, in characters, in order.
    """
    return [part for piece in pieces for part in _cut(piece, find(piece.text) if _is_lit(piece) else ())]


def _is_lit(piece: Piece) -> bool:
    """Tell whether a piece may be cut: not where its letters are put in another order as a whole."""
    return piece.role in TITLES and not has_rtl(piece.text)


def _cut(piece: Piece, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    done = 0
    for start, end in spans:
        yield Piece(sanitize(piece.text[done:start]), piece.role)
        yield Piece(sanitize(piece.text[start:end]), "found")
        done = end
    yield Piece(sanitize(piece.text[done:]), piece.role)


def _lead(headline: Headline) -> tuple[Piece, ...]:
    mark = Piece(sanitize(READ), "faint") if headline.read else Piece(sanitize(UNREAD), "dot")
    return _blanks(1), mark, _blanks(1)


def _blanks(count: int) -> Piece:
    return Piece(sanitize(" " * max(0, count)), "")


def _title(headline: Headline) -> SafeText:
    return joined(DAMAGED, title_of(headline)) if headline.damaged else title_of(headline)


def _title_role(headline: Headline) -> Role:
    return "" if headline.read else "title"


def _tail(headline: Headline, now: int, room: int, title: int, source: bool) -> list[Piece]:
    """Return what stands at the right end of a second line: marks, source and age.

    A source is cut for a title that needs so many cells of the line, but a quarter of the line is left to it:
    the article names it too, and nothing else says what the title does.
    """
    when = age(headline.published, headline.received, now)
    kind, star = kind_mark(headline).strip(), STAR if headline.starred else ""
    left = room - len(when) - 3 - 2 * bool(kind) - 2 * bool(star)
    longest, least = min(left, room * 3 // 5), room // 4
    if title:
        longest = min(longest, max(least, left - title - 2))
    name = source_mark(headline, max(1, longest)) if source else more_mark(headline).strip()
    words = apart(sanitize(" ".join(filter(None, (kind, name)))))
    # Each stands for itself: a name that is read from right to left leaves the age where it is.
    end = [Piece(words, "quiet"), Piece(sanitize(f" · {when}" if words else when), "quiet")]
    return [Piece(sanitize(f"{star} "), "star"), *end] if star else end


def _flow(title: SafeText, first: int) -> tuple[SafeText, SafeText]:
    """Let a title flow over a line of so many cells. Returns what stands there, and the rest."""
    if widest(title) <= first:
        return title, EMPTY
    (start, end), *further = wrap(title, first)
    rest = sanitize(title[further[0][0] :]) if further else EMPTY
    return sanitize(title[start:end]), rest


def _cells(pieces: list[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)


def kind_mark(headline: Headline) -> str:
    """Return the mark of an article's kind, one cell; of one from several origins that of the fullest."""
    if headline.complete != "full":
        return KINDS[headline.complete]
    if headline.edited:
        return KINDS["edited"]
    return KINDS["saved"] if any(one.saved for one in (headline, *headline.duplicates)) else " "


def more_mark(headline: Headline) -> str:
    """Return how many more origins an article has, as ` +1`."""
    return f" +{len(headline.duplicates)}" if headline.duplicates else ""


def source_mark(headline: Headline, width: int) -> SafeText:
    """Name an article's origin in at most `width` cells: `BBC`, or `BBC +1` if it has more."""
    more = more_mark(headline)
    titles = (sanitize_line(one.feed_title) for one in (headline, *headline.duplicates))
    return sanitize(crop(next(filter(None, titles), EMPTY), width - len(more)) + more)
