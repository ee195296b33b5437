"""Scripts by their characters, as ranges for a character class: `re.compile(f"[{HAN}]")`.

What follows from a script differs with the question, and each user composes its own answer: Korean has spaces
between words, yet no boundaries that a pattern could rely on; Chinese has neither.
"""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, which Japanese and older Korean texts have too."""

KANA = "\u3040-\u30ff"
"""Hiragana and katakana."""

HANGUL = "\uac00-\ud7af"
"""Korean syllables."""

THAI_AND_LAO = "\u0e00-\u0eff"

MYANMAR = "\u1000-\u109f"

KHMER = "\u1780-\u17ff"

UNSPACED_LETTERS = THAI_AND_LAO + MYANMAR + KHMER
"""Alphabets whose words stand side by side without spaces."""

UNSPACED = KANA + HAN + UNSPACED_LETTERS
"""All scripts that put no spaces between words."""
