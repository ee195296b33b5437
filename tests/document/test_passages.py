"""Passages are found again by their words, or not at all: never are other words taken for them."""

from itertools import count

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reader.document.blocks import Block
from reader.document.passages import Passage, find, passage, stretches, words_of

VOCABULARY = (
    "the",
    "a",
    "of",
    "sea",
    "harbour",
    "boat",
    "dawn",
    "gull",
    "ferry",
    "rope",
    "crossed",
    "under",
    "before",
    "and",
)
"""Few words, so that passages come more than once."""

Text = list[list[tuple[int, str]]]
"""Paragraphs of words, each with a number of its own, by which it is known whatever else says the same."""


def blocks(text: Text) -> list[Block]:
    return [Block("paragraph", " ".join(word for _, word in paragraph)) for paragraph in text]


def kept(*paragraphs: str, first: int, last: int) -> Passage:
    document = [Block("paragraph", paragraph) for paragraph in paragraphs]
    made = passage(document, words_of(document), first, last)
    assert made is not None
    return made


def found(made: Passage, *paragraphs: str) -> str | None:
    document = [Block("paragraph", paragraph) for paragraph in paragraphs]
    words = words_of(document)
    there = find(words, made)
    if there is None:
        return None
    return " / ".join(
        paragraphs[stretch.block][stretch.start : stretch.end]
        for stretch in stretches(words[there[0] : there[1] + 1])
    )


words = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=25)
edits = st.tuples(
    st.sampled_from(("insert", "delete", "replace", "split", "join")),
    st.integers(0, 1 << 20),
    st.integers(0, 1 << 20),
    words,
)


@settings(max_examples=150, deadline=None, phases=(Phase.generate,))
@given(
    paragraphs=st.lists(words, min_size=1, max_size=6),
    again=st.booleans(),
    distinct=st.booleans(),
    place=st.tuples(st.integers(0, 1 << 20), st.integers(1, 20)),
    ten=st.lists(edits, min_size=10, max_size=10),
)
def test_a_passage_through_ten_edits_keeps_its_words_or_loses_its_place(
    paragraphs: list[list[str]],
    again: bool,
    distinct: bool,
    place: tuple[int, int],
    ten: list[tuple[str, int, int, list[str]]],
) -> None:
    number = count()
    said = [*paragraphs, paragraphs[0]] if again else paragraphs
    text: Text = [[(next(number), word) for word in paragraph] for paragraph in said]
    if distinct:
        text = [[(one, f"{word}{one}") for one, word in paragraph] for paragraph in text[: len(paragraphs)]]
        text += [[(next(number), word) for _, word in paragraph] for paragraph in text[: int(again)]]
    flat = [word for paragraph in text for word in paragraph]
    first = place[0] % len(flat)
    last = min(first + place[1], len(flat)) - 1
    document = blocks(text)
    made = passage(document, words_of(document), first, last)
    assert made is not None
    assert find(words_of(document), made) == (first, last)
    for kind, one, other, new in ten:
        edit(text, kind, one, other, [(next(number), f"{word}{next(number)}") for word in new])
        there = find(words_of(blocks(text)), made)
        if there is not None:
            now = [word for paragraph in text for word in paragraph][there[0] : there[1] + 1]
            assert [word for _, word in now] == [word for _, word in flat[first : last + 1]]
            if distinct:
                assert now == flat[first : last + 1]


def edit(text: Text, kind: str, one: int, other: int, new: list[tuple[int, str]]) -> None:
    at = one % len(text)
    paragraph = text[at]
    within = other % len(paragraph) if paragraph else 0
    match kind:
        case "insert":
            paragraph[within:within] = new
        case "delete":
            del paragraph[within : within + len(new)]
        case "replace":
            paragraph[within : within + len(new)] = new
        case "split":
            text[at : at + 1] = [paragraph[:within], paragraph[within:]]
        case "join":
            text[at : at + 2] = [[word for part in text[at : at + 2] for word in part]]


def test_a_passage_survives_what_a_new_extraction_changes() -> None:
    made = kept("The boat's rope - an old one - lay there, “coiled”.", "Nobody came.", first=1, last=8)
    assert made.text == "boat's rope - an old one - lay"
    assert found(made, "Share this", "The boat’s rope – an old", 'one – lay there, "coiled"', "Ad") == (
        "boat’s rope – an old / one – lay"
    )


def test_a_common_word_is_not_looked_for_elsewhere() -> None:
    made = kept("He saw the boat at the pier before the dawn came over the sea", first=7, last=7)
    assert made.text == "the" or made.text == "before"
    assert found(made, "They went before the others, before all of it was said in the harbour") is None


def test_of_two_equal_sentences_the_one_that_was_kept_is_found() -> None:
    same = "It was a long way to the harbour and nobody knew the road."
    text = ("First they walked.", same, "Then they slept.", same, "At last they came.")
    words = words_of([Block("paragraph", paragraph) for paragraph in text])
    second = [at for at, word in enumerate(words) if word.bare == "It"][1]
    made = kept(*text, first=second, last=second + 11)
    document = [Block("paragraph", paragraph) for paragraph in ("New first words here.", *text)]
    there = find(words_of(document), made)
    assert there is not None
    assert words_of(document)[there[0]].block == 4
    assert found(made, *text[:3], "At last they came.") is None


def test_chinese_is_kept_by_characters() -> None:
    made = kept("渡船在黎明时穿过港口,海鸥跟在后面。", first=3, last=8)
    assert made.text == "黎明时穿过港"[:6]
    assert found(made, "今天,渡船在黎明时穿过港口,海鸥跟在后面飞。") == made.text
    assert found(made, "今天,渡船在清晨时穿过港口,海鸥跟在后面飞。") is None


def test_a_passage_that_is_too_long_is_not_kept() -> None:
    document = [Block("paragraph", "word " * 5_000)]
    assert passage(document, words_of(document), 0, 4_999) is None
