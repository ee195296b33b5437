"""Keys as people write them, and as the settings take them. Pure."""

NAMES = {
    "right_square_bracket": "]", "left_square_bracket": "[", "less_than_sign": "<", "greater_than_sign": ">",
    "minus": "-", "backslash": "\\", "slash": "/", "semicolon": ";", "question_mark": "?", "colon": ":",
    "vertical_line": "|", "full_stop": ".", "comma": ",", "plus": "+", "equals_sign": "=",
}  # fmt: skip


def key_names(keys: str) -> list[str]:
    """The names of a binding's keys: `escape,less_than_sign` are `escape` and `<`."""
    return [NAMES.get(key.strip(), key.strip()) for key in keys.split(",")]
