"""What the settings file says, checked. Each mistake names the line and the nearest valid word."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from reader.bound_keys import chosen_keys, keys_complaints
from reader.command_template import BadTemplate, fill_template
from reader.config import (
    CHOICES,
    COMMAND_KEYS,
    MARK_READ_SECONDS,
    RANGES,
    ConfigError,
    Host,
    Settings,
    WrongLooks,
)
from reader.nearest import nearest
from reader.theme_names import THEME_NAMES


def parse_settings(text: str, path: Path) -> Settings:
    """Parse settings; `path` names the file in errors.

    Raises `ConfigError`, which is a `WrongLooks` where nothing but looks is wrong.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        reason = re.sub(r" \(at [^)]*\)$", "", str(error))
        raise ConfigError(f"{path}, line {line}: this is not TOML: {reason}") from error
    values, wrong = _checked(table, text, path)
    complaints = [complaint for found in wrong.values() for complaint in found]
    if wrong.keys() - set(LOOKS):
        raise ConfigError(*complaints)
    settings = Settings(**values)
    settings = replace(settings, keys=chosen_keys(settings.preset, settings.keys))
    if complaints:
        raise WrongLooks(*complaints, settings=settings)
    return settings


def _checked(
    table: Mapping[str, Any], text: str, path: Path
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Check all settings. Returns the values of those that can be used, and the mistakes in the others."""
    values: dict[str, Any] = {}
    wrong: dict[str, tuple[str, ...]] = {}
    preset = table.get("preset", "")
    for key, value in table.items():
        try:
            if key == "keys":
                _check_keys(value, preset if preset in CHOICES["preset"] else "", text, path)
                values[key] = value
            else:
                values[key] = _value(key, value, text, path)
        except ConfigError as error:
            wrong[key] = error.complaints
    return values, wrong


def _value(key: str, value: Any, text: str, path: Path) -> Any:
    """Return the value of a setting other than `keys`. Raises `ConfigError`."""
    known = Settings.__struct_fields__
    if key not in known:
        raise ConfigError(f'{_place(path, text, key)}: there is no setting "{key}"{nearest(key, known)}')
    if key == "hosts":
        return read_hosts(value, text, path)
    if key in TABLES:
        return _read_table(key, value, text, path)
    if complaint := _complaint(key, value):
        raise ConfigError(f"{_place(path, text, key)}: {complaint}")
    return value


TABLES = ("rules", "notify", "share")
"""The settings that are lists and tables of their own, which few files have."""


def _read_table(key: str, value: Any, text: str, path: Path) -> Any:
    """Read a setting of `TABLES`. Raises `ConfigError`."""
    from reader.settings import tables  # it needs the query language: no first paint waits

    try:
        return getattr(tables, f"read_{key}")(value, text)
    except tables.WrongTable as error:
        raise ConfigError(
            *(f"{path}, line {line}: {words}" if line else f"{path}: {words}" for line, words in error.found)
        ) from None


LOOKS = ("theme", "preset", "keys")
"""The settings that only the screen's looks and keys depend on."""


def _complaint(key: str, value: Any) -> str | None:
    """Return what is wrong with a setting's value, in words; None if nothing is."""
    default = getattr(Settings(), key)
    if key == "mark_read" and isinstance(value, int) and not isinstance(value, bool):
        low, high = MARK_READ_SECONDS
        return None if low <= value <= high else f'"{key}" in seconds is a whole number from {low} to {high}'
    if key in CHOICES:
        return _choice_complaint(key, value, CHOICES[key])
    if isinstance(default, bool):
        return None if isinstance(value, bool) else f'"{key}" is true or false'
    if isinstance(default, int):
        low, high = RANGES[key]
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if good else f'"{key}" is a whole number from {low} to {high}'
    if not isinstance(value, str):
        return f'"{key}" is a text in quotes'
    if key == "theme" and value and value not in THEME_NAMES:
        meant = {"dark": "ink", "light": "paper"}.get(value.lower(), value)
        return f'there is no theme "{value}"{nearest(meant, THEME_NAMES)}'
    return _command_complaint(key, value) if key in COMMAND_KEYS and value else None


def _choice_complaint(key: str, value: Any, choices: tuple[str | int, ...]) -> str | None:
    if value in choices and not isinstance(value, bool):
        return None
    words = ", ".join(str(choice) for choice in choices if choice != "")
    texts = [choice for choice in choices if isinstance(choice, str)]
    hint = nearest(value, texts) if isinstance(value, str) else ""
    return f'"{key}" is one of {words}, not "{value}"{hint}'


def _command_complaint(key: str, value: str) -> str | None:
    """Return why a command cannot be used, in words; None if it can."""
    try:
        fill_template(value, {"url": ""}, append="url")
    except BadTemplate as error:
        return f'"{key}" is a command that cannot be used: {error}'
    return None


def _check_keys(value: Any, preset: str, text: str, path: Path) -> None:
    if not isinstance(value, dict):
        raise ConfigError(
            f'{_place(path, text, "keys")}: "keys" is a table: [keys], then lines as star = "s"'
        )
    texts = {action: keys for action, keys in value.items() if isinstance(keys, str) and keys.strip()}
    found = [
        (action, f'"keys.{action}" is a text in quotes, as "s,f12"')
        for action in value
        if action not in texts
    ]
    if found := [*found, *keys_complaints(preset, texts)]:
        raise ConfigError(
            *(f"{_place_in_keys(path, text, action)}: {complaint}" for action, complaint in found)
        )


def read_hosts(value: Any, text: str, path: Path) -> dict[str, Host]:
    """Read the tables `[hosts."example.org"]`. Raises `ConfigError`, which never contains a value."""
    if not isinstance(value, dict):
        raise ConfigError(f"{_place(path, text, 'hosts')}: {HOSTS_FORM}")
    hosts, wrong = {}, []
    for name, table in value.items():
        complaint = _host_complaint(name, table)
        if name.lower() in hosts:
            complaint = name, f'"{name}" is there twice: capital letters make no other host'
        if complaint:
            key, words = complaint
            wrong.append(f"{_place_in_host(path, text, name, key)}: {words}")
        else:
            hosts[name.lower()] = Host(**table)
    if wrong:
        raise ConfigError(*wrong)
    return hosts


HOSTS_FORM = '"hosts" holds tables: [hosts."example.org"], then lines as user = "me"'
"""The complaint about hosts that are no tables."""

OWN_HEADERS = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "expect", "host", "if-modified-since"}
    | {"if-none-match", "te", "trailer", "transfer-encoding", "upgrade", "user-agent"}
)
"""The headers that settings cannot set, because requests depend on them; in lower case."""


def _host_complaint(name: str, table: Any) -> tuple[str, str] | None:
    """Return what is wrong with a host's table: the key on whose line it is, and the complaint; else None."""
    if not isinstance(table, dict):
        return name, HOSTS_FORM
    form = re.fullmatch(r"(?:[^\s/@:*?#]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?", name)
    if not form or int(form[1] or 0) > 65_535:
        return name, f'"{name}" is no host: name it alone, as "example.org" or "example.org:8080"'
    for key, value in table.items():
        if key not in ("user", "password", "headers"):
            hint = nearest(key, ("user", "password", "headers"))
            if isinstance(value, dict):
                hint = f'; a host is named in quotes: [hosts."{name}.{key}"]'
            return key, f'there is no setting "hosts.{name}.{key}"{hint}'
        if key == "headers":
            if complaint := _headers_complaint(value):
                return complaint
        elif not isinstance(value, str) or not value.isprintable():
            return key, f'"{key}" is a text in quotes, on one line'
    if "password" in table and not table.get("user"):
        return "password", '"password" goes with a "user"'
    if ":" in table.get("user", ""):
        return "user", 'a "user" has no colon in it'
    if table.get("user") and "authorization" in (header.lower() for header in table.get("headers", {})):
        return "user", '"user" and the header Authorization say the same thing twice'
    return None


def _headers_complaint(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, dict):
        return "headers", '"headers" is a table, as headers = { "X-Api-Key" = "secret" }'
    for header, text in value.items():
        if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", header):
            return header, f'"{header}" is not the name of a header'
        if header.lower() in OWN_HEADERS:
            return header, f"the header {header} cannot be set"
        if not isinstance(text, str) or not text.isprintable():
            return header, f"the header {header} is a text in quotes, on one line"
    return None


def _place(path: Path, text: str, key: str) -> str:
    """Return the file and the line on which a top-level key or table first stands."""
    pattern = re.compile(rf"""\s*(\[\s*){{,2}}["']?{re.escape(key)}["']?\s*[=.\]]""")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return f"{path}, line {number}"
    return str(path)


def _place_in_keys(path: Path, text: str, action: str) -> str:
    """Return the file and the line on which an action first stands in `[keys]`, else that of the table."""
    lines = text.splitlines()
    word = rf"""["']?{re.escape(action)}["']?\s*="""
    start = next((n for n, line in enumerate(lines) if re.match(r"\s*\[?\s*keys\b", line)), 0)
    for number in range(start, len(lines)):
        if re.match(rf"\s*(keys\s*\.\s*|keys\s*=\s*{{.*?)?{word}", lines[number]):
            return f"{path}, line {number + 1}"
    return _place(path, text, "keys")


def _place_in_host(path: Path, text: str, host: str, key: str) -> str:
    """Return the file and the line on which a word first stands in a host's table, else the table's."""
    lines = text.splitlines()
    table = re.compile(rf"""\s*\[?\s*(hosts\s*\.\s*)?["']?{re.escape(host)}["']?\s*[=.\]]""")
    start = next((n for n, line in enumerate(lines) if table.match(line)), None)
    if start is None:
        return _place(path, text, "hosts")
    word = re.compile(rf"""(^|.*[\s{{,.\[])["']?{re.escape(key)}["']?\s*[=.\]]""")
    rest = range(start, len(lines))
    return f"{path}, line {1 + next((n for n in rest if word.match(lines[n])), start)}"
