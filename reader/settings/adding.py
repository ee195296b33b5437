"""Adding a rule to the text of the settings, which stays as it is: comments, order, line ends."""

import json
from pathlib import Path

from msgspec.structs import replace

from reader.config import ConfigError, Rule
from reader.settings.text import parse_settings


def with_rule(text: str, rule: Rule, path: Path) -> tuple[str, tuple[Rule, ...]]:
    """Write one more rule to settings, as a table behind all that is there. `path`: names the file.

    Returns what is to stand behind the text, and all rules that there are then. Raises `ConfigError` where
    the settings have a mistake, know the rule, or take no table at their end.
    """
    before = parse_settings(text, path)
    if rule in before.rules:
        raise ConfigError(f"{path}: there is such a rule already")
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text else end if text.endswith("\n") else 2 * end
    lines = ("[[rules]]", f"when = {_quoted(rule.when)}", f"do = [{', '.join(map(_quoted, rule.do))}]", "")
    added = f"{gap}{end.join(lines)}"
    try:
        after = parse_settings(f"{text}{added}", path)
    except ConfigError:
        after = before  # its rules are a list on one line
    if after != replace(before, rules=(*before.rules, rule)):
        form = 'its "rules" are no tables [[rules]], as one that is added would be'
        raise ConfigError(f"{path}: the rule is to be written there by hand: {form}")
    return added, after.rules


def _quoted(text: str) -> str:
    """Return a text as TOML writes it: its escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
