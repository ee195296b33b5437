"""Find the article's title among the lines of a copied page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.sources.saved.given_titles import file_title, split_site
from reader.sources.saved.lines import normalize
from reader.sources.saved.text.anchors import (
    ITEMS,
    below_path,
    has_day_above,
    is_amid_items,
    is_item,
    is_signature,
    is_signed,
    is_step,
    linked_heading,
    menu_below,
    path_end,
)
from reader.sources.saved.text.boilerplate import ended
from reader.sources.saved.text.headline import (
    CJK,
    COMPARED,
    ENDS_OF_TITLES,
    NO_TITLE,
    beginnings,
    better_headline,
    is_headline,
    is_named_so,
    likeness,
    words_of,
)
from reader.sources.saved.text.names import is_name, lists_topics, names_in
from reader.sources.saved.text.roles import Piece
from reader.sources.saved.text.segment import Run
from reader.sources.saved.text.site_names import names_a_source

_BEFORE = 40
"""The lines before the text that are examined."""
_FARTHER = 100
"""The lines before those in which a headline with a byline is looked for."""
_FARTHEST = 200
"""The lines above the text of a whole page in which its headline is looked for."""
_BOXES = 30
"""The lines of its text in which a headline is looked for: words about cookies may stand before it."""
WHOLE_PAGE = 9
"""The lines that may be a title from which a copy is of a whole page, menus and all."""
_ENOUGH = 1.2
"""The least score of a line that is a title."""
_HEADING_ROLES = ("short", "measure", "sentence", "item", "paragraph", "crumbs", "tail")
_LONGEST = 120
"""The most cells of a line that is a title by its shape alone."""
_SENTENCE = 2.5
"""The penalty of a line that ends as a sentence: captions and decks do, headlines hardly ever."""
_LONGER = 1.8
"""How much longer than a file's first line a deck is; a headline exceeds a site's name by less."""
_FITS = 0.2
"""The share of a headline's words that the text has, at least."""
_BELOW_CREDIT = 3.0
"""The penalty of a line between a picture's credit and the text: it may be the picture's caption."""
_DECK = 4.0
"""How much better than its headline a deck may score: it has more words to share with the text."""
_SIGNED = 1.5
"""What a line gains that has byline or day right below it."""
_BELOW_BYLINE = 1.5
"""The penalty of a line between byline and text: topics, buttons, what a picture shows."""
_META = 8
"""The most lines from a headline to one that stands below its byline."""
_BELOW_DAY = 1.0
"""What a line gains that has a day right above it."""
_ABOVE_MENU = 3.0
"""The penalty of a line above a menu."""
_AMID_ITEMS = 1.5
"""The penalty of a line in or above a row of short lines: an item of a menu itself."""
_TOPICS_ABOVE = 3.0
"""The penalty of a list of topics right above a headline."""
_IN_PATH = 1.5
"""What a line gains that ends a path through the site."""
_WORD_WIDTH = 18
"""The cells below which a line is a word or two, of which every text has some."""
_ABOVE_DECK = 3.0
"""How much better than the line above it a deck may score where empty lines part some lines only."""
_STEPS = 4
"""The most lines from a headline to the last of its decks."""
_FIRST_LINES = 5
"""The lines at the text's beginning in which a headline is looked for."""
_BELOW_HEADLINE = ("date", "byline", "paragraph")
_LABEL = re.compile(
    r"(?:title|headline|titel|titre|título|titolo|tytuł|başlık|заголовок|标题|標題|タイトル|見出し|제목|শিরোনাম|शीर्षक|العنوان)\s*:\s*(?P<title>\S.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title with the rule that found it."""

    text: str
    rule: str
    place: int | None = None
    """The index of its piece; None where it is the file's name."""
    site: str = ""
    """The source's name at the title's end, as in `Title | Site`; "" where there is none."""


def find_title(pieces: Sequence[Piece], run: Run, path: str) -> Title:
    """Return the title: a labelled line, the best line above the text, or the file's name."""
    for place, piece in enumerate(pieces[: run.start + 1]):
        if found := _LABEL.fullmatch(piece.line.text):
            return Title(found["title"], "labelled line", place)
    if heading := linked_heading(pieces[: run.end]):
        return Title(heading[1], "first heading with a link to itself", heading[0])
    name = file_title(path)
    title = _by_rules(pieces, run, name)
    places = lines_of_whole_page(pieces, run)
    if title.place is None or len(places) < WHOLE_PAGE or is_named_so(pieces[title.place], name):
        return title
    place = better_headline(pieces, run, places, title.place)
    return title if place == title.place else _cut(pieces, place, "line with the best clues")


def _by_rules(pieces: Sequence[Piece], run: Run, name: str) -> Title:
    """Return the best line above the text by the rules for copies of an article, or the file's name."""
    places = _candidates(pieces, run)
    times = Counter(piece.line.match for piece in pieces)
    scores = {place: _score(pieces, run, place, name, times[pieces[place].line.match]) for place in places}
    best = max(scores, key=lambda place: scores[place], default=None)
    if best is not None and scores[best] >= _ENOUGH:
        place = _first_of_block(places, scores, _better_than_a_word(pieces, scores, best), pieces)
        return _cut(pieces, _deck_s_headline(scores, place, pieces, run))
    above = next((place for place in places if place < run.start and _stands_above(pieces, place)), None)
    if above is not None:
        return _cut(pieces, above, "first line above the text")
    return _cut(pieces, places[0]) if best is not None and not name else _file_name(name, pieces, run)


def _better_than_a_word(pieces: Sequence[Piece], scores: dict[int, float], best: int) -> int:
    """Return the line of several words between a single word and the text, if a good one stands there."""
    if len(pieces[best].line.match.split()) > 1 or CJK.search(pieces[best].line.match):
        return best
    below = [
        place
        for place, score in scores.items()
        if place > best and score >= _ENOUGH and len(pieces[place].line.match.split()) > 2
    ]
    return max(below, key=lambda place: scores[place], default=best)


def _stands_above(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether a line has a title's shape: short, no sentence, and set off from what follows."""
    line, after = pieces[place].line, pieces[place + 1]
    set_off = after.line.gap or after.role in ("date", "byline")
    shaped = pieces[place].role == "short" and line.width <= _LONGEST and not line.match.endswith(NO_TITLE)
    return shaped and set_off and any(map(str.isalpha, line.match))


def _file_name(name: str, pieces: Sequence[Piece], run: Run) -> Title:
    """Return the file's name as the title; the beginning of the text where there is no name."""
    if name:
        return Title(name, "file name")
    first = next(
        (piece for piece in pieces[run.start :] if piece.role not in ("date", "chrome", "rule", "row")), None
    )
    if first is None:
        return Title("", "")
    text = first.line.text
    return Title(text if len(text) <= 80 else text[:80].rsplit(" ", 1)[0] + "…", "beginning of the text")


def _candidates(pieces: Sequence[Piece], run: Run) -> list[int]:
    start = max(0, run.start - _BEFORE)
    far = [place for place in range(max(0, start - _FARTHER), start) if _is_far_headline(pieces, place)]
    places = [place for place in [*far, *range(start, run.start)] if _may_be_title(pieces[place])]
    return [*places, *_candidates_in(pieces, run)]


def _may_be_title(piece: Piece) -> bool:
    line = piece.line.match
    heads = piece.role in _HEADING_ROLES or line.startswith("# ")
    return heads and piece.line.width <= 220 and not is_step(line) and not _names_several(line)


def lines_of_whole_page(pieces: Sequence[Piece], run: Run) -> list[int]:
    """Return the lines that may be the headline of a page with menus above, and boxes before its text."""
    start = max(0, run.start - _FARTHEST)
    above = [place for place in range(start, run.start) if _may_be_title(pieces[place])]
    inside = _candidates_in(pieces, run)
    for place in range(run.start, min(run.end, run.start + _BOXES, len(pieces) - 1)):
        piece, below = pieces[place], pieces[place + 1]
        first = place < run.start + _FIRST_LINES and below.role in _BELOW_HEADLINE
        titled = piece.role in ("short", "measure", "sentence") and piece.line.width <= 140
        heads = is_signature(below) or (first and piece.role != "sentence")
        if titled and heads and place not in inside and not is_step(piece.line.match):
            inside.append(place)
    return [*above, *inside]


def _candidates_in(pieces: Sequence[Piece], run: Run) -> list[int]:
    """Return the first lines of the text that may be its title; none below a long paragraph.

    A word of welcome or a box may stand above a headline, and count as the beginning of the text.
    """
    places: list[int] = []
    for place in range(run.start, min(run.start + _FIRST_LINES, run.end)):
        first = place == run.start and _may_head(pieces, place)
        if (first or _heads_text(pieces, place)) and not is_step(pieces[place].line.match):
            places.append(place)
        if pieces[place].line.width > _LONGEST and not first:
            break
    return places


def _heads_text(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether a line amid the text has a headline's shape, right above a day, byline or paragraph."""
    below = pieces[place + 1].role if place + 1 < len(pieces) else "rule"
    return pieces[place].role == "short" and is_headline(pieces[place]) and below in _BELOW_HEADLINE


def _is_far_headline(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether a line is a headline by its byline, however many pictures follow before the text."""
    below = pieces[place + 1 : place + 3]
    return is_headline(pieces[place]) and any(piece.role == "byline" for piece in below)


def _names_several(line: str) -> bool:
    """Return whether the line is names with what each did: `Petra Holm (now) and Dan Achebe (earlier)`."""
    bare, count = re.subn(r"\s*\([^()]*\)", "", line)
    return count > 0 and len(names := names_in(bare)) > 1 and all(map(is_name, names))


def _may_head(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether the text's first line may be its title: short, a question, or above a date or byline."""
    line = pieces[place].line
    if line.width > 160 or place + 1 >= len(pieces):
        return False
    below = [piece.role for piece in pieces[place + 1 : place + 3]]
    return not line.match.endswith((".", "。", "।")) or "date" in below or "byline" in below


def _share(pieces: Sequence[Piece], run: Run, place: int) -> float:
    """Return how many of the line's words the text has, 0 to 1."""
    line = pieces[place].line
    words = words_of(line.match)
    if not words:
        return 0.0
    below = pieces[max(run.start, place + 1) : min(run.end, run.start + COMPARED)]
    text = set[str]().union(*(_said(piece.line.match) for piece in below if piece.line.match != line.match))
    return len(words & text) / len(words)


@lru_cache(2 * COMPARED)
def _said(line: str) -> frozenset[str]:
    """Return the beginnings of a line's words, which are asked for with each line that may be a title."""
    return frozenset(beginnings(words_of(line)))


def _score(pieces: Sequence[Piece], run: Run, place: int, name: str, times: int) -> float:
    """Return how good a title the line is; `times`: how often it stands on the page."""
    line = pieces[place].line
    words = words_of(line.match)
    one = len(line.match.split()) == 1 and line.width < _WORD_WIDTH
    score = (1.75 if one else 3.5) * _share(pieces, run, place)
    score += 4 * likeness(words, words_of(normalize(name)))
    score += 1.5 if 25 <= line.width <= 140 else 0.0
    score += 1.2 if times in (2, 3) else 0.0
    score += 1.2 if any(p.role in ("date", "byline") for p in pieces[place + 1 : place + 5]) else 0.0
    score += 1 - (run.start - place) / _BEFORE
    score -= _SENTENCE if ended(line.match) and not line.match.endswith(ENDS_OF_TITLES) else 0.0
    score -= _SENTENCE if line.match.endswith((",", ";")) else 0.0
    score -= _BELOW_CREDIT if place and pieces[place - 1].role == "credit" and place + 1 == run.start else 0.0
    if place + 1 >= len(pieces) or not is_signature(pieces[place + 1]):
        score -= {"crumbs": 4.0, "tail": 2.0}.get(pieces[place].role, 0.0)
    score += _standing(pieces, run, place)
    score -= 1.5 if len(line.match.split()) <= 2 and line.width < _WORD_WIDTH else 0.0
    return score


def _standing(pieces: Sequence[Piece], run: Run, place: int) -> float:
    """Return what the line's place among byline, day, menu and path says of it."""
    line = pieces[place].line.match
    signed = is_signed(pieces, place) and not (place and pieces[place - 1].role == "byline")
    standing = _SIGNED if signed else 0.0
    if not signed and any(is_signed(pieces, above) for above in range(max(0, place - _META), place)):
        standing -= _BELOW_BYLINE
    standing += _BELOW_DAY if has_day_above(pieces, place) else 0.0
    standing -= _ABOVE_MENU if not signed and menu_below(pieces, place, run.start) else 0.0
    if lists_topics(line) and place + 1 < len(pieces) and is_headline(pieces[place + 1]):
        standing -= _TOPICS_ABOVE
    lone = signed or has_day_above(pieces, place)
    standing -= _AMID_ITEMS if not lone and is_amid_items(pieces, place, run.start) else 0.0
    window = pieces[max(0, place - _BEFORE) : place]
    ended_so = (piece.line.match for piece in window if piece.line.match.endswith(line))
    standing += _IN_PATH if any(path_end(match) == line for match in ended_so) else 0.0
    return standing


def _heads_deck(pieces: Sequence[Piece], run: Run, scores: dict[int, float], place: int) -> bool:
    """Return whether a line with the text's words heads the one below it, alone: in a list all are alike."""
    if not is_headline(pieces[place]) or _share(pieces, run, place) < _FITS:
        return False
    better = scores[place] >= scores[place + 1] - _ABOVE_DECK
    return better and not (place - 1 in scores and is_headline(pieces[place - 1]))


def _follows_menu(pieces: Sequence[Piece], place: int, scores: dict[int, float]) -> bool:
    """Return whether the line ends a row of short lines, as a page's title below its menu does."""
    row = [above for above in range(place - ITEMS, place) if above in scores and is_item(pieces[above])]
    return len(row) == ITEMS


def _first_of_block(
    places: Sequence[int], scores: dict[int, float], best: int, pieces: Sequence[Piece]
) -> int:
    """Return the headline above its standfirst: the first of the adjacent lines about as good as `best`."""
    chosen = best
    for place in range(best - 1, max(-1, best - 1 - _STEPS), -1):
        if place not in scores:
            break
        line = pieces[place].line
        enough = len(line.match.split()) >= 3 or line.width >= 20
        kicker = line.text.isupper() and not pieces[best].line.text.isupper()
        if scores[place] >= scores[best] - 1.0 and enough and not kicker and not ended(line.match):
            chosen = place
    return next((place for place in places if pieces[place].line.match == pieces[chosen].line.match), chosen)


def _deck_s_headline(scores: dict[int, float], best: int, pieces: Sequence[Piece], run: Run) -> int:
    """Return the headline where `best` is the deck below it.

    They are two lines without a gap, or a file's first two. Where empty lines part nothing or everything,
    a menu's last item may stand there as well: then the line's words must be the text's.
    """
    above = best - 1
    gaps = sum(piece.line.gap for piece in pieces)
    even = gaps <= 2 or gaps >= len(pieces) - 2
    if above not in scores:
        return best
    if pieces[best].line.gap and above and not even:
        return above if _heads_deck(pieces, run, scores, above) else best
    if (
        has_day_above(pieces, best)
        or path_end(pieces[above].line.match)
        or _follows_menu(pieces, best, scores)
    ):
        return best
    line, after = pieces[above].line, pieces[best + 1] if best + 1 < len(pieces) else None
    ends = ("date", "byline") if above else ("date", "byline", "paragraph")
    set_off = line.gap and after is not None and (after.line.gap or after.role in ends)
    if even:
        fits = _share(pieces, run, above)
        first = not above and set_off and pieces[best].line.width >= _LONGER * line.width
        set_off = first or (fits >= _FITS and fits >= _share(pieces, run, best) - 0.7)
    headed = pieces[above].role == "short" and len(line.match.split()) >= 3 and not ended(line.match)
    headed = headed and not names_a_source(line.text)
    kicker = line.text.isupper() and not pieces[best].line.text.isupper()
    return above if set_off and headed and not kicker and scores[above] >= scores[best] - _DECK else best


def _cut(pieces: Sequence[Piece], place: int, rule: str = "best line above the text") -> Title:
    """Return the line as a title, without the source's name that a browser's tab adds."""
    place = below_path(pieces, place)
    text = re.sub(r"^#+\s+|^\*\*(.+)\*\*$", lambda found: found[1] or "", pieces[place].line.text)
    text = path_end(text) or text
    head, site = split_site(text)
    if site and (
        any(piece.line.text == head for piece in pieces)
        or names_a_source(site)
        or _is_named(pieces, place, site)
    ):
        return Title(head, rule, place, site)
    return Title(text, rule, place)


def _is_named(pieces: Sequence[Piece], place: int, site: str) -> bool:
    """Return whether another line names the source, or its address does."""
    plain = re.sub(r"\W+", "", site.lower())
    return len(plain) > 2 and any(
        index != place and (piece.line.text == site or plain in re.sub(r"\W+", "", piece.line.match.lower()))
        for index, piece in enumerate(pieces)
        if piece.line.width <= 120
    )
