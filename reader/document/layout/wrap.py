"""Text cut to a width in terminal cells."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from unicodedata import category, east_asian_width

from rich.cells import cell_len, split_graphemes

_NARROW = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u0482\u2010-\u2015\u2018-\u201f\u2020-\u2026"
    "\u2070-\u2089]*"
)
"""Characters that are one cell wide in all terminals: for them, counting characters is enough."""

_HAN = "\u200b\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001f000-\U0003ffff"
"""Characters at which a line may end anywhere (Chinese, Japanese, emoji, not Korean), and signs that allow
it."""

_EVEN = (
    f"[{_NARROW.pattern[1:-2]}"
    "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*"
)
"""Characters that are one cell wide, or two from U+2E80 on, and combine with no others."""

_WORD = re.compile("[^ ]+")

_NOT_FIRST = frozenset(
    "、。，．・：；？！…‥ー～」』）〕］｝〉》】〗’”,.:;?!)]}々〻ゝゞヽヾ％‰℃"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ゛゜｡､｣"
)
"""Characters that begin no line in Chinese or Japanese (JIS X 4051, kinsoku)."""

_NOT_LAST = frozenset("「『（〔［｛〈《【〖‘“([{＄￥£｢")
"""Characters that end no line in Chinese or Japanese (JIS X 4051, kinsoku)."""

_GOOD_ENDS = ("/?&#", "-_.=,:;|+")
"""Characters behind which a long word, mostly an address, is best cut; the first are the best."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile on first use: it takes milliseconds, and a screen in Latin letters starts without them."""
    return re.compile(pattern)


def _has_han(text: str) -> bool:
    return _compiled(f"[{_HAN}]").search(text) is not None


def is_narrow(text: str) -> bool:
    """Return whether every character of the text is surely one cell wide."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def is_even(text: str) -> bool:
    """Return whether every character is one cell wide, or two from U+2E80 on, and combines with no other."""
    return _compiled(_EVEN).fullmatch(text) is not None


def cells(text: str) -> int:
    """Return the number of terminal cells that the text takes."""
    return len(text) if is_narrow(text) else cell_len(text)


def widest(text: str) -> int:
    """Return the number of cells that the text takes in the terminal that gives it most.

    Terminals disagree about letters that join or stack and about emoji: some count clusters, as `cells`
    does, others each character that is no mark.
    """
    if is_narrow(text):
        return len(text)
    if is_even(text):
        return cell_len(text)
    return sum(wide for _, _, wide in _wide_graphemes(text))


def beginning(text: str, width: int) -> str:
    """Return the longest beginning of the text that is at most `width` cells wide in every terminal."""
    used = 0
    for start, _, wide in _wide_graphemes(text):
        used += wide
        if used > width:
            return text[:start]
    return text


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each line begins and ends in a text without newlines; spaces at the cuts are in no line.

    No line is wider than `width` cells in any terminal, except for a single character that is. Words are kept
    whole; those longer than a line are cut. A text that fits is one line, also when it is empty.
    """
    if is_narrow(text):
        return [(0, len(text))] if len(text) <= width else _wrap_narrow(text, width)
    if not _has_han(text) and (lines := _wrap_words(text, width)) is not None:
        return lines
    return [(0, len(text))] if widest(text) <= width else _wrap_anywhere(text, width)


def chop(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each line begins and ends in a line of code: cut only where it is full, no space lost."""
    if is_narrow(text):
        return [(start, min(start + width, len(text))) for start in range(0, max(1, len(text)), width)]
    lines = []
    start = used = 0
    for begin, _, wide in _wide_graphemes(text):
        if used + wide > width and begin > start:
            lines.append((start, begin))
            start, used = begin, 0
        used += wide
    return [*lines, (start, len(text))]


def _wrap_narrow(text: str, width: int) -> list[tuple[int, int]]:
    lines = []
    start, size = 0, len(text)
    while size - start > width:
        limit = start + width
        space = text.rfind(" ", start + 1, limit + 1)
        end = following = _cut(text, start, space, limit)
        if end == space:
            following = space + 1
            while end > start and text[end - 1] == " ":
                end -= 1
            while following < size and text[following] == " ":
                following += 1
        lines.append((start, end))
        start = following
    if start < size or not lines:
        lines.append((start, size))
    return lines


def _cut(text: str, start: int, space: int, limit: int) -> int:
    """Return where a line of narrow characters is best cut: at a space, behind a hyphen, inside a long
    word.
    """
    if space == limit:
        return space
    word = space + 1 if space > start else start
    end = text.find(" ", limit)
    length = (end if end >= 0 else len(text)) - word
    if length > limit - start:
        # It fits no line: fill this one, if there is room for more than a scrap of it.
        roomy = limit - word >= (limit - start) // 3
        return _inside_word(text, word, limit) if roomy or space <= start else space
    hyphen = max(text.rfind(dash, word + 2, limit) for dash in "-–—")
    if hyphen > 0 and text[hyphen - 1].isalpha() and text[hyphen + 1 : hyphen + 3].isalpha():
        return hyphen + 1
    return space


def _inside_word(text: str, word: int, limit: int) -> int:
    for marks in _GOOD_ENDS:
        best = max(text.rfind(mark, word + 1, limit) for mark in marks) + 1
        if best > word + (limit - word) // 2:
            return best
    return limit


def _wrap_words(text: str, width: int) -> list[tuple[int, int]] | None:
    """Return the lines of a text that only breaks at spaces; None where a word is wider than a line."""
    lines = []
    begin = end = used = 0
    for match in _WORD.finditer(text):
        wide = widest(match[0])
        if wide > width:
            return None
        used += match.start() - end + wide
        if used > width:
            if end > begin:
                lines.append((begin, end))
            begin, used = match.start(), wide
        end = match.end()
    return [*lines, (begin, end)]


def _wrap_anywhere(text: str, width: int) -> list[tuple[int, int]]:
    """Return the lines of a text that may break between any two characters of some scripts."""
    starts, totals = _measured(text)
    lines: list[tuple[int, int]] = []
    first = 0
    while first < len(starts):
        before = totals[first - 1] if first else 0
        # At least one of what must stay together, be it wider than a line.
        full = max(first + 1, bisect_right(totals, before + width, first))
        if full >= len(starts):
            break
        cut = full if text[starts[full]] == " " else _chosen(text, starts, first, full, width)
        lines.append(_line(text, starts[first], starts[cut]))
        while cut < len(starts) and text[starts[cut]] == " " and _is_alone(starts, cut):
            cut += 1
        first = cut
    if first < len(starts) or not lines:
        lines.append(_line(text, starts[first] if starts else 0, len(text)))
    return lines


def _measured(text: str) -> tuple[Sequence[int], list[int]]:
    """Return where each group of inseparable characters begins, and the cells up to its end."""
    if is_even(text):
        return range(len(text)), list(accumulate(2 if character > "\u2e7f" else 1 for character in text))
    groups = _wide_graphemes(text)
    return [start for start, _, _ in groups], list(accumulate(wide for _, _, wide in groups))


def graphemes(text: str) -> list[tuple[int, int, int]]:
    """Return (begin, end, cells) of each group of inseparable characters."""
    if text.startswith("\u200d") or "\u200d\u200d" in text:
        # Joiners that join nothing: the measures of the whole and of its parts would differ.
        return [(place, place + 1, cell_len(character)) for place, character in enumerate(text)]
    return split_graphemes(text)[0]


def _wide_graphemes(text: str) -> list[tuple[int, int, int]]:
    """Return `graphemes` with the cells that they take in the terminal that gives them most."""
    return [
        (start, end, max(wide, sum(map(_width, text[start:end])))) for start, end, wide in graphemes(text)
    ]


@lru_cache(4096)
def _width(character: str) -> int:
    """Return the cells of a character for terminals that take each one by itself, as `wcwidth` does."""
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _is_alone(starts: Sequence[int], index: int) -> bool:
    return index + 1 >= len(starts) or starts[index + 1] == starts[index] + 1


def _chosen(text: str, starts: Sequence[int], first: int, full: int, width: int) -> int:
    """Return the last place to break before a line is full; there itself where a word would fit no line."""
    for cut in range(full, first, -1):
        if _may_part(text[starts[cut] - 1], text[starts[cut]]):
            break
    else:
        return full
    word = _compiled(f"[^ {_HAN}]*").match(text, starts[cut], starts[cut] + 4 * width)
    if full - cut >= width // 3 and word is not None and widest(word[0]) > width:
        return full
    return cut


def _may_part(before: str, after: str) -> bool:
    if before in " \u200b\u3000":
        return after not in " \u3000"
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return _has_han(before + after)


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " \u3000\u200b":
        end -= 1
    return start, end
