"""Which language a text is in, well enough to guess where its clock hangs and how it writes dates."""

import re
from functools import cache

from reader.document.scripts import HAN, HANGUL, KANA

_SCRIPTS = (
    ("bn", "[\u0980-\u09ff]"),
    ("hi", "[\u0900-\u097f]"),
    ("ta", "[\u0b80-\u0bff]"),
    ("te", "[\u0c00-\u0c7f]"),
    ("th", "[\u0e00-\u0e7f]"),
    ("ko", f"[{HANGUL}]"),
    ("ja", f"[{KANA}]"),
    ("zh", f"[{HAN}]"),
    ("he", "[\u0590-\u05ff]"),
    ("fa", "[پچژگکی]"),
    ("ar", "[\u0600-\u06ff]"),
    ("el", "[\u0370-\u03ff]"),
    ("uk", "[іїєґ]"),
    ("ru", "[\u0400-\u04ff]"),
    ("tr", "[ğış]"),
)
"""Scripts that tell the language, the more particular before the one it is part of."""

_SHARES = {"uk": 0.02, "fa": 0.02, "tr": 0.04, "ja": 0.1}
"""Of a text's letters that are a script's, at least, where it has others besides."""

_STOP_WORDS = {
    "en": "the of and to in that is was for with on by from has said at were",
    "de": "der die das und ist nicht mit den von ein eine auf für im dem sich auch",
    "fr": "le la les des et est une dans pour que qui sur du au par pas avec",
    "es": "el la los las de y que en un una por con para del se su como",
    "it": "il la di e che un una per del della con sono nel le gli dei",
    "pt": "o a os as de e que em um uma para com do da não por dos",
    "nl": "de het een en van in dat is op te zijn met voor niet aan door",
    "sv": "och i att det som en på är av för med den till inte har ett",
    "da": "og i at det som en på er af for med den til ikke har et af",
    "no": "og i at det som en på er av for med den til ikke har et ble",
    "pl": "i w na z się nie do to że jest o jak przez od oraz po dla",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi sonra kadar ne",
    "cs": "a v se na je že s z do o k i ve pro jako by podle",
    "fi": "ja on ei että oli se hän ovat mutta kun myös joka ole sen",
    "hu": "a az és hogy nem is egy ez meg volt csak de már szerint",
    "ro": "și în de la a cu pe nu care o un este din pentru că",
    "vi": "và của là có trong cho không được người những một các với",
    "id": "yang dan di ke dari ini itu dengan untuk pada adalah tidak dalam",
}


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the text's language; empty where too little of it is known."""
    sample = text[:6000].lower()
    letters = sum(map(str.isalpha, sample))
    if not sample.isascii():
        for code, script in _SCRIPTS:
            share = _SHARES.get(code, 0.3)
            if letters and len(re.findall(script, sample)) > share * letters:
                return code
    words = re.findall(r"[^\W\d_]+", sample)
    if len(words) < 8:
        return ""
    counts = {code: sum(map(stops.__contains__, words)) for code, stops in _stop_words().items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] * 12 > len(words) else ""


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in _STOP_WORDS.items()}
