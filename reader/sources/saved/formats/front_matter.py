"""Read the facts above a Markdown note's text, as clipping programs and site generators write them.

Between `+++` they are TOML. Between `---` they are not quite YAML: real files hold `title: Foo: bar`,
`author: [[Jane Doe]]` and `title: @x`, which YAML refuses or bends.
"""

import re
import tomllib
from datetime import date

_KEY = re.compile(r"(?P<key>[A-Za-z][\w .-]{0,40}?)\s*:(?:\s+(?P<value>.*)|\s*)$")
_ITEM = re.compile(r"\s*-\s+(?P<value>.+)$")
_WIKI = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]+)\]\]")


def split_front_matter(text: str) -> tuple[dict[str, list[str]], str, int]:
    """Split a note. Returns its keys with their values, the text below, and how many lines they took.

    Keys are in lower case, with spaces for `_` and `-`. Without front matter they are empty.
    """
    lines = text.lstrip("\ufeff").split("\n")
    start, end = _edges(lines)
    if end is None:
        return {}, text, 0
    facts = lines[start + 1 : end]
    return _toml(facts) if _is_toml(lines[start]) else _keys(facts), "\n".join(lines[end + 1 :]), end + 1


def damage(text: str) -> tuple[str, ...]:
    """Return a notice of what in the front matter cannot be read; empty where all can be."""
    lines = text.lstrip("\ufeff").split("\n")
    start, end = _edges(lines)
    if end is None:
        opened = lines[start].rstrip() == "---" and _KEY.match("".join(lines[start + 1 : start + 2]))
        return ("its front matter has no end and is read as text",) if opened else ()
    if _is_toml(lines[start]):
        damaged = _loaded(lines[start + 1 : end]) is None
        return ("its front matter is damaged and left out",) if damaged else ()
    lost = [n + 1 for n in range(start + 1, end) if not _is_understood(lines[n])]
    return (f"its front matter is damaged in line {lost[0]}, which is left out",) if lost else ()


def _edges(lines: list[str]) -> tuple[int, int | None]:
    """Return the indices of the lines that begin and end the front matter; None for a missing end."""
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if _is_toml(lines[start]):
        return start, next((n for n in range(start + 1, len(lines)) if _is_toml(lines[n])), None)
    if lines[start].rstrip() != "---":
        return start, None
    return start, next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() in ("---", "...")), None)


def _is_toml(fence: str) -> bool:
    """Return whether the fence is the one that Hugo and Zola have for TOML."""
    return fence.rstrip() == "+++"


def _loaded(lines: list[str]) -> dict[str, object] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError):  # also from a number of thousands of digits
        return None


def _toml(lines: list[str]) -> dict[str, list[str]]:
    """Return the keys with their values; those of tables, as `[params]`, where the top level has none."""
    loaded = _loaded(lines) or {}
    tables = [value for value in loaded.values() if isinstance(value, dict)]
    found: dict[str, list[str]] = {}
    for table in (loaded, *tables):
        for key, value in table.items():
            values = value if isinstance(value, list) else [value]
            texts = [str(item) for item in values if isinstance(item, str | int | date)]
            if texts:
                found.setdefault(re.sub(r"[_-]", " ", key.strip().lower()), texts)
    return found


def _is_understood(line: str) -> bool:
    """Return whether it is a key with a value that ends, or may go on the line before."""
    if not line.strip() or line[0].isspace() or line.startswith(("#", "- ", "]", "}")):
        return True
    pair = _KEY.match(line)
    return pair is not None and not _is_open((pair["value"] or "").strip())


def _is_open(value: str) -> bool:
    """Return whether a quote or a list begins and nothing ends it."""
    return len(value) > 1 and value[0] in '"[' and {'"': '"', "[": "]"}[value[0]] not in value[1:]


def _keys(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    key = ""
    folded = False
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pair = _KEY.match(line) if not line[0].isspace() else None
        if pair:
            key = re.sub(r"[_-]", " ", pair["key"].strip().lower())
            value = (pair["value"] or "").strip()
            value = "" if _is_open(value) else value
            folded = value in (">", "|", ">-", "|-")
            found[key] = [] if folded else _values(value)
        elif key and (item := _ITEM.match(line)):
            found[key].extend(_values(item["value"].strip(), item=True))
        elif key and folded:
            found[key] = [" ".join([*found[key], line.strip()])]
    return found


def _values(value: str, *, item: bool = False) -> list[str]:
    """Return the values of a key, one or those of `[a, b]`, without wiki links' brackets and quotes."""
    value = re.sub(r"\s+#\s.*$", "", value) if not value.startswith(("'", '"')) else value
    if value.startswith("[") and value.endswith("]") and not value.startswith("[["):
        return [text for part in _split(value[1:-1]) for text in _values(part.strip(), item=True)]
    text = _WIKI.sub(r"\1", _unquoted(value)).strip()
    if text.lower() in ("", "null", "~", "none", "[]"):
        return []
    return [text]


def _split(value: str) -> list[str]:
    return re.findall(r"\s*(\"[^\"]*\"|'(?:[^']|'')*'|\[\[[^\]]*\]\]|[^,]+)", value)


def _unquoted(value: str) -> str:
    """Return the value without quotes that enclose all of it; `"a" b` is not quoted."""
    if (
        len(value) >= 2
        and value[0] == value[-1]
        and value[0] in "\"'"
        and value[0] not in value[1:-1].replace("\\" + value[0] if value[0] == '"' else "''", "")
    ):
        inner = value[1:-1]
        return (
            inner.replace('\\"', '"').replace("\\\\", "\\") if value[0] == '"' else inner.replace("''", "'")
        )
    return value
