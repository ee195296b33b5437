"""newsboat's filter expressions as queries of our own, where these can say the same."""

import re

_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+))')

_PLAIN = re.compile(r"[^\\^$.*+?()\[\]{}|]*")
"""A text that means itself as a regular expression."""

_AGE = {"<": "after", "<=": "after", ">": "before", ">=": "before"}
"""What an age in days says of the time."""


class Untranslatable(ValueError):
    """Our queries cannot say this."""


def translated(expression: str) -> str:
    """Return the query that finds the same articles. Raises `Untranslatable`.

    Only comparisons that must all be true can be said: no `or`.
    """
    tokens = _tokens(expression)
    while len(tokens) > 1 and tokens[0] == ("(", False) and tokens[-1] == (")", False):
        tokens = tokens[1:-1]
    words = []
    while tokens:
        if len(tokens) < 3:
            raise Untranslatable(expression)
        (field, _), (operator, _), (value, _) = tokens[:3]
        words.append(_comparison(field, operator, value))
        tokens = tokens[3:]
        if tokens:
            if tokens[0] != ("and", False):
                raise Untranslatable(expression)
            tokens = tokens[1:] or [("and", False)]
    if not words:
        raise Untranslatable(expression)
    return " ".join(words)


def _tokens(expression: str) -> list[tuple[str, bool]]:
    """Return the words, each with whether it was quoted."""
    tokens, at = [], 0
    text = expression.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Untranslatable(expression)
        quoted: str | None = found[1]
        tokens.append((found[2] or found[3], False) if quoted is None else (_unescaped(quoted), True))
        at = found.end()
    return tokens


def _unescaped(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted)


def _comparison(field: str, operator: str, value: str) -> str:
    """Return one comparison as a word of our own. Raises `Untranslatable`."""
    match field, operator:
        case "unread", "=" | "==" | "!=" if value in ("yes", "no"):
            return "is:unread" if (value == "yes") == (operator != "!=") else "is:read"
        case "flags", "=~" if value in (".", ".+", ".*"):
            return "is:starred"
        case "flags", "#":
            return f"tag:flag:{_word(value)}"
        case "flags", "!#":
            return f"-tag:flag:{_word(value)}"
        case "tags", "#":
            return f"folder:{_quoted(value)}"
        case "title" | "author", "=~" | "=" | "==":
            return f"{field}:{_quoted(value)}"
        case "title" | "author", "!~" | "!=":
            return f"-{field}:{_quoted(value)}"
        case "content", "=~":
            return _quoted(value)
        case "content", "!~":
            return f"-{_quoted(value)}"
        case "feedtitle" | "rssurl" | "feedlink", "=~" | "=" | "==":
            return f"feed:{_quoted(value)}"
        case "feedtitle" | "rssurl", "!~" | "!=":
            return f"-feed:{_quoted(value)}"
        case "age", "<" | "<=" | ">" | ">=" if value.isascii() and value.isdigit() and len(value) < 6:
            return f"{_AGE[operator]}:{value}d"
        case "age", "between" if found := re.fullmatch(r"(\d{1,5}):(\d{1,5})", value):
            youngest = "" if int(found[1]) == 0 else f" before:{found[1]}d"
            return f"after:{found[2]}d{youngest}"
    raise Untranslatable(f"{field} {operator}")


def _word(value: str) -> str:
    if re.fullmatch(r"\w+", value):
        return value
    raise Untranslatable(value)


def _quoted(value: str) -> str:
    """Return a text that is looked for as it is. Raises `Untranslatable` for a regular expression."""
    plain = _unescaped(value) if _PLAIN.fullmatch(re.sub(r"\\\W", "", value)) else None
    if not plain or '"' in plain or not plain.strip():
        raise Untranslatable(value)
    return plain if re.fullmatch(r"\w+", plain) else f'"{plain}"'
