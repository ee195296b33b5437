"""The known word that is nearest to an unknown one, for errors about words that people wrote."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """Write `; did you mean "measure"?`; nothing where no known word is near."""
    import difflib  # only an unknown word needs it

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else ""
