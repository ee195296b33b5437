"""Text cut to a width in terminal cells."""

import re

from rich.cells import cell_len, split_graphemes

_NARROW = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u0482\u2010-\u2015\u2018-\u201f\u2020-\u2026]*"
)
"""Characters that are one cell wide each, in all terminals: there counting characters is enough."""

_NOT_FIRST = frozenset(
    "、。，．・：；？！…‥ー～」』）〕］｝〉》】〗’”,.:;?!)]}々〻ゝゞヽヾ％‰℃"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ゛゜｡､｣"
)
"""What may not begin a line in Chinese or Japanese (JIS X 4051, kinsoku)."""

_NOT_LAST = frozenset("「『（〔［｛〈《【〖‘“([{＄￥£｢")
"""What may not end one."""

_GOOD_ENDS = ("/?&#", "-_.=,:;|+")
"""Where a long word, mostly an address, is best cut: behind one of these, rather the first."""


def cells(text: str) -> int:
    """How many cells the text takes on a terminal."""
    return len(text) if text.isascii() or _NARROW.fullmatch(text) else cell_len(text)


def fold(text: str, width: int) -> list[tuple[int, int]]:
    """Where each line begins and ends in a text without newlines; the spaces at the cuts are in no line.

    No line is wider than `width` cells, except where one character is. Words are kept whole; those longer
    than a line are cut. A text without a line break in it is one line, also when it is empty.
    """
    if text.isascii() or _NARROW.fullmatch(text):
        return [(0, len(text))] if len(text) <= width else _fold_narrow(text, width)
    return _fold_graphemes(text, width)


def chop(text: str, width: int) -> list[tuple[int, int]]:
    """Where each line begins and ends in a line of code: cut only where it is full, no space lost."""
    if text.isascii() or _NARROW.fullmatch(text):
        return [(start, min(start + width, len(text))) for start in range(0, max(1, len(text)), width)]
    lines = []
    start = used = 0
    for begin, _, wide in _graphemes(text):
        if used + wide > width and begin > start:
            lines.append((start, begin))
            start, used = begin, 0
        used += wide
    return [*lines, (start, len(text))]


def _fold_narrow(text: str, width: int) -> list[tuple[int, int]]:
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
    """Where a line of one-cell characters is best cut: at the space, a hyphen behind it, in a long word."""
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


def _fold_graphemes(text: str, width: int) -> list[tuple[int, int]]:
    if cell_len(text) <= width:
        return [(0, len(text))]
    graphemes = _graphemes(text)
    lines: list[tuple[int, int]] = []
    first = used = index = 0
    chance = 0
    while index < len(graphemes):
        start, end, wide = graphemes[index]
        if index > first and _may_part(text[start - 1], text[start]):
            chance = index
        if used + wide <= width or index == first:
            used += wide
            index += 1
            continue
        if text[start:end] == " ":
            lines.append(_line(text, graphemes[first][0], start))
            while index < len(graphemes) and text[slice(*graphemes[index][:2])] == " ":
                index += 1
            first = index
        else:
            cut = _chosen(text, graphemes, first, chance, index, width)
            lines.append(_line(text, graphemes[first][0], graphemes[cut][0]))
            first = cut
        used = sum(grapheme[2] for grapheme in graphemes[first:index])
        chance = first
    if first < len(graphemes):
        lines.append(_line(text, graphemes[first][0], len(text)))
    return lines


def _graphemes(text: str) -> list[tuple[int, int, int]]:
    """What must stay together: (begin, end, cells)."""
    if text.startswith("\u200d") or "\u200d\u200d" in text:
        # Joiners that join nothing: the measures of the whole and of its parts would differ.
        return [(place, place + 1, cell_len(character)) for place, character in enumerate(text)]
    return split_graphemes(text)[0]


def _chosen(
    text: str, graphemes: list[tuple[int, int, int]], first: int, chance: int, index: int, width: int
) -> int:
    """The last chance to part, or right here where the word that does not fit would fit no line either."""
    if chance <= first:
        return index
    end = text.find(" ", graphemes[index][0])
    word = text[graphemes[chance][0] : end if end >= 0 else len(text)][: width * 4]
    room = sum(grapheme[2] for grapheme in graphemes[chance:index])
    if room >= width // 3 and cells(word) > width and not any(map(_is_han, word)):
        return index
    return chance


def _may_part(before: str, after: str) -> bool:
    if before in " \u200b\u3000":
        return after not in " \u3000"
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return _is_han(before) or _is_han(after)


def _is_han(character: str) -> bool:
    """Of a script whose lines may end anywhere: Chinese, Japanese. Korean has spaces."""
    return (
        "\u2e80" <= character <= "\ua4cf"
        or "\uf900" <= character <= "\ufaff"
        or "\ufe30" <= character <= "\ufe4f"
        or "\uff00" <= character <= "\uffef"
        or "\U0001f000" <= character <= "\U0003ffff"
    )


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " \u3000\u200b":
        end -= 1
    return start, end
