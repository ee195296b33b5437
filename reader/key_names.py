"""The names of keys, as data: what `[keys]` in the settings may say, by the names that Textual uses."""

from unicodedata import name

SIGNS = {
    "exclamation_mark": "!", "quotation_mark": '"', "number_sign": "#", "dollar_sign": "$",
    "percent_sign": "%", "ampersand": "&", "apostrophe": "'", "left_parenthesis": "(",
    "right_parenthesis": ")", "asterisk": "*", "plus": "+", "comma": ",", "minus": "-", "full_stop": ".",
    "slash": "/", "colon": ":", "semicolon": ";", "less_than_sign": "<", "equals_sign": "=",
    "greater_than_sign": ">", "question_mark": "?", "at": "@", "left_square_bracket": "[",
    "backslash": "\\", "right_square_bracket": "]", "circumflex_accent": "^", "underscore": "_",
    "grave_accent": "`", "left_curly_bracket": "{", "vertical_line": "|", "right_curly_bracket": "}",
    "tilde": "~",
}  # fmt: skip
"""The signs on keys, by the names that Textual has for them."""

_NAME_OF = {sign: named for named, sign in SIGNS.items()}

NAMED = frozenset(
    (
        "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "enter",
        "tab", "escape", "space", "backspace", *(f"f{number}" for number in range(1, 25)),
    )
)  # fmt: skip
"""The keys that have names and no sign."""

MODIFIERS = ("ctrl", "shift", "alt", "super", "meta", "hyper")
"""What may stand before a key, with a plus between."""

SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape", "ctrl+space": "ctrl+at"}
"""Keys that a terminal cannot tell from others."""

TAKEN = frozenset(("ctrl+c", "ctrl+q", "ctrl+z"))
"""Keys that end the program or give the terminal back, whatever the settings say."""

_LIKELY = {
    "esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup",
    "pgdn": "pagedown", "page_up": "pageup", "page_down": "pagedown", "period": "full_stop",
    "dot": "full_stop", "hyphen": "minus", "pipe": "vertical_line", "hash": "number_sign", "star": "asterisk",
}  # fmt: skip
"""What other programs call some keys."""


def key_list(keys: str) -> list[str]:
    """Return the keys of a list as `s,?`, each by its one name: `s` and `question_mark`."""
    return [one_name(key.strip()) for key in keys.split(",") if key.strip()]


def one_name(key: str) -> str:
    """Return the one name of a key that may be written in several ways; unknown words are as they are."""
    before, plus, last = key.rpartition("+") if len(key) > 1 else ("", "", key)
    if len(last) == 1 and not last.isalnum():
        last = _NAME_OF.get(last) or name(last, last).lower().replace("-", "_").replace(" ", "_")
    written = f"{before}{plus}{last}"
    return SAME.get(written, written)


def is_key(key: str) -> bool:
    """Return whether there is such a key: `s`, `?`, `question_mark`, `f5`, `ctrl+x`, `shift+up`.

    A capital letter is written as it is; with shift alone it is no other key.
    """
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(MODIFIERS):
        return False
    if last in NAMED or (last in SIGNS and modifiers != ["shift"]):
        return True
    lone = len(last) == 1 and last.isprintable() and not last.isspace()
    return lone and (not modifiers or (modifiers != ["shift"] and not last.isupper()))


def likely_key(key: str) -> str | None:
    """Return the key that was meant by a word that other programs use for it, or by another case."""
    *modifiers, last = key.split("+")
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        return last.upper()
    if key.lower() in _LIKELY:
        return _LIKELY[key.lower()]
    return key.lower() if key != key.lower() and is_key(key.lower()) else None


def every_name() -> list[str]:
    """Return the names among which that of a misspelt key is looked for."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [*NAMED, *SIGNS, *(f"ctrl+{letter}" for letter in letters), *(f"shift+{key}" for key in NAMED)]
