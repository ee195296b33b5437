"""Text as search sees it: the quick way to it and the thorough one agree."""

from hypothesis import example, given
from hypothesis import strategies as st

from reader.store.lists.normalize import normalize

MANY = "".join(chr(0x4E00 + number) for number in range(100))
"""More characters than the quick way takes."""


@given(
    st.text(max_size=40)
    | st.text(
        alphabet="aé\u00c9’—\u0301\u0323ΐΣςßẞﬁ①\u1161\u1100가カ\uff9e字й\u200d❤\ufe0f😀\ud800", max_size=12
    )
)
@example("и\u0306 É ’s")
@example("\u1100\u1161")
@example("ｶ\uff9e")
def test_what_becomes_of_a_character_does_not_depend_on_how_many_there_are(text: str) -> None:
    assert f"{normalize(text)} {normalize(MANY)}" == normalize(f"{text} {MANY}")
