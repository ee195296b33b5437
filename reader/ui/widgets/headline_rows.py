"""What the rows of the headline list say, in pieces, for any width. Pure."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len

from reader.config import Rows
from reader.document.layout.wrap import widest, wrap
from reader.document.sanitize import EMPTY, SafeText, joined, literal, sanitize, sanitize_line
from reader.library.output.states import state_words
from reader.library.output.titles import is_titled, title_of
from reader.model import Headline
from reader.ui.text.bidi import has_rtl
from reader.ui.text.cells import apart, crop, fit
from reader.ui.text.shortened import shortened
from reader.ui.text.signs import BETWEEN
from reader.ui.text.times import age, spoken_age

LEAST_TITLE = 48
"""The cells of a title below which rows have two lines, where the reader leaves it to the program."""

LEAD, END = 4, 2
"""The cells in front of a title (edge, blank, mark, blank), and those behind what ends a line."""

MARKS, AGE, APART = 4, 6, 2
"""The cells of star and kind, of the column of ages on one line, and of what parts a title from the rest."""

SOURCE = 22
"""The cells of a source beside which a title on one line is counted, where the list is wide."""

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


class Ending(NamedTuple):
    """A line on which a title ends."""

    room: int
    """The cells of the line."""
    title: int
    """The cells that the title needs of it."""
    column: bool
    """Whether ages stand in a column."""


class Piece(NamedTuple):
    """A piece of a row's line."""

    text: SafeText
    role: Role


def beside_source(width: int, *, source: bool) -> int:
    """Return the cells of a title on one line beside marks, age and, where rows name it, a source."""
    named = min(SOURCE, width // 6) + 1 if source else 0
    return width - LEAD - END - MARKS - AGE - named


def lines_of(rows: Rows, width: int, *, source: bool, plain: bool = False) -> int:
    """Return how many lines a row has at that width; in plain mode it is one where there is room, read as a
    whole.
    """
    if rows != "auto":
        return rows
    if plain:
        return 1 if width >= PLAIN_WIDTH else 2
    return 2 if beside_source(width, source=source) < LEAST_TITLE else 1


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
    if lines == 2:
        title, end = fit(_title(headline), room), fit(about, room)
        return [[Piece(title, _title_role(headline)), _blanks(END)], [Piece(end, "quiet"), _blanks(END)]]
    # On a line that is too short for both the title keeps half of it.
    left = max(room - cell_len(about) - 2, min(widest(_title(headline)), room // 2))
    gap = min(2, room - left)
    title, end = fit(_title(headline), left), fit(about, room - left - gap)
    return [[Piece(title, _title_role(headline)), _blanks(gap), Piece(end, "quiet"), _blanks(END)]]


def _draw_one(headline: Headline, now: int, width: int, source: bool) -> list[list[Piece]]:
    room, title = max(1, width - LEAD - END), _title(headline)
    end = _end(headline, now, Ending(room, widest(title), column=True), source)
    return [[*_lead(headline), *_before(title, _title_role(headline), room, end)]]


def _draw_two(headline: Headline, now: int, width: int, source: bool) -> list[list[Piece]]:
    room, role = max(1, width - LEAD - END), _title_role(headline)
    first, rest = _flow(_title(headline), room)
    end = _end(headline, now, Ending(room, widest(rest), column=False), source)
    return [
        [*_lead(headline), Piece(fit(first, room), role), _blanks(END)],
        [_blanks(LEAD - 1), *_before(rest, role, room, end)],
    ]


def _before(title: SafeText, role: Role, room: int, end: list[Piece]) -> list[Piece]:
    """Put a title, or its rest, before what ends its line, which is of `room` cells."""
    left = room - _cells(end)
    return [Piece(fit(title, left - APART), role), _blanks(min(left, APART)), *end, _blanks(END)]


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


def _end(headline: Headline, now: int, line: Ending, source: bool) -> list[Piece]:
    """Return what ends a title's last line: star, kind, source, how many more origins, age.

    The source gives way to the title: the article names it too, and nothing else says what the title does.
    Only where an article has no title it keeps a part of the line, for a text's first words end nowhere.
    """
    when = age(headline.published, headline.received, now)
    kind, star, more = kind_mark(headline).strip(), STAR if headline.starred else "", more_mark(headline)
    free = line.room - (line.title + APART if line.title else 0) - len(when)
    free -= sum(len(part) + 1 for part in (star, kind) if part)
    gap = AGE + APART - len(when) if line.column else len(BETWEEN)
    least = line.room // 4 if free < gap + len(more) and not is_titled(headline) else 0
    room = max(free - gap, least)
    name = source_mark(headline, room) if source else _sources(headline, room)
    if not name:
        gap = 1
    words = apart(sanitize(" ".join(filter(None, (kind, name)))))
    behind = BETWEEN if name and not line.column else " " * gap
    # Each stands for itself: a name that is read from right to left leaves the age where it is.
    end = [Piece(words, "quiet"), Piece(sanitize(f"{behind}{when}" if words else when), "quiet")]
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
    """Name an article's origin in at most `width` cells: `BBC`, or `BBC +1` if it has more.

    The name gives way first, by words; where none of it is left, it is said how many origins there are.
    """
    more = more_mark(headline)
    titles = (sanitize_line(one.feed_title) for one in (headline, *headline.duplicates))
    name = shortened(next(filter(None, titles), EMPTY), width - len(more))
    return sanitize(name + more) if name else _sources(headline, width)


def _sources(headline: Headline, width: int) -> SafeText:
    """Say how many origins an article has, where it has several and there is room: the article names them."""
    words = sanitize(f"{len(headline.duplicates) + 1} sources")
    return words if headline.duplicates and len(words) <= width else EMPTY
