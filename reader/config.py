"""The reader's settings, and where the program keeps things.

Settings are read once and passed on as a value. A mistake in them is a `ConfigError` that names the file,
the line and the nearest valid word.
"""

import os
import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

MarkRead = Literal["opened", "shown", "manually"]


class ConfigError(Exception):
    """The settings cannot be used; its text is one line for the reader."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `config.toml` may say; each attribute is a key of it."""

    measure: int = 72
    """The article's greatest line length in columns, 20 to 400."""
    theme: str = ""
    """A theme's name; empty: the one last chosen in the palette."""
    refresh_minutes: int = 60
    """How often the open screen asks the feeds that are due; 0: never."""
    mark_read: MarkRead = "opened"
    """When an article becomes read: `opened` (or scrolled with space), `shown` (rested on), `manually`."""
    inbox: str = ""
    """A folder whose files become saved articles, within seconds while the screen is open; empty: none."""
    retention_days: int = 0
    """Read articles of feeds are deleted when this old, but never starred or tagged ones; 0: all are kept."""
    retention_articles: int = 0
    """Of each feed so many newest articles are kept, and all starred or tagged ones; 0: all are kept."""
    allow_private: bool = False
    """Whether links and redirects may lead to private and loopback addresses."""
    browser: str = ""
    """The command that opens a link, as `firefox` or `firefox --new-tab %u`; empty: `$BROWSER`."""
    proxy: str = ""
    """The proxy's address; empty: as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say."""
    ca_file: str = ""
    """A file of certificates (PEM) that are trusted besides the system's."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of actions, by the action's id: `star = "s,f"`."""


RANGES = {
    "measure": (20, 400),
    "refresh_minutes": (0, 525_600),
    "retention_days": (0, 36_500),
    "retention_articles": (0, 1_000_000),
}


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things lie. All but the settings are in one folder, so that it can be copied whole."""

    data: Path
    config: Path

    @property
    def library(self) -> Path:
        """The store's database."""
        return self.data / "library.db"

    @property
    def log(self) -> Path:
        return self.data / "newsreader.log"

    @property
    def files(self) -> Path:
        """What saved articles were made from, by the hash of the bytes."""
        return self.data / "files"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def cache(self) -> Path:
        """What can be made again and may be deleted at any time."""
        return self.data / "cache"


def find_paths(data: str | None, config: str | None, environ: Mapping[str, str]) -> Paths:
    """The paths as the command line says, else the environment, else the system's custom."""
    data = data or environ.get("NEWSREADER_DATA_DIR")
    config = config or environ.get("NEWSREADER_CONFIG")
    if not (data and config):
        import platformdirs  # takes a while, and whoever names both places does not need it

        data = data or platformdirs.user_data_dir("newsreader", appauthor=False)
        config = config or str(
            Path(platformdirs.user_config_dir("newsreader", appauthor=False)) / "config.toml"
        )
    return Paths(data=Path(data).expanduser().absolute(), config=Path(config).expanduser().absolute())


def read_settings(path: Path) -> Settings:
    """The settings in the file; the defaults where there is no such file.

    Raises `ConfigError`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise ConfigError(f"{path}: the settings cannot be read: {reason}") from error
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """The settings that the TOML text gives; `path` is for the errors' texts."""
    import tomllib  # most runs have no settings file

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        reason = re.sub(r" \(at [^)]*\)$", "", str(error))
        raise ConfigError(f"{path}, line {line}: this is not TOML: {reason}") from error
    known = {item.name: item for item in fields(Settings)}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(f'{_place(path, text, key)}: there is no setting "{key}"{nearest(key, known)}')
        if key == "keys":
            _check_keys(value, text, path)
        elif complaint := _complaint(key, value):
            raise ConfigError(f"{_place(path, text, key)}: {complaint}")
    return Settings(**table)


def _complaint(key: str, value: Any) -> str | None:
    """What is wrong with a setting's value, in words; None if nothing is."""
    default = getattr(Settings(), key)
    if isinstance(default, bool):
        return None if isinstance(value, bool) else f'"{key}" is true or false'
    if isinstance(default, int):
        low, high = RANGES[key]
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if good else f'"{key}" is a whole number from {low} to {high}'
    if not isinstance(value, str):
        return f'"{key}" is a text in quotes'
    if key == "mark_read" and value not in get_args(MarkRead):
        words = get_args(MarkRead)
        return f'"mark_read" is one of {", ".join(words)}, not "{value}"{nearest(value, words)}'
    return None


def _check_keys(value: Any, text: str, path: Path) -> None:
    if not isinstance(value, dict):
        raise ConfigError(
            f'{_place(path, text, "keys")}: "keys" is a table: [keys], then lines as star = "s"'
        )
    for action, keys in value.items():
        if not isinstance(keys, str) or not keys.strip():
            raise ConfigError(f'{_place(path, text, action)}: "keys.{action}" is a text in quotes, as "s,f"')


def check_actions(settings: Settings, known: Collection[str], path: Path) -> None:
    """Raises `ConfigError` where `[keys]` names what is no action; only the screen knows the actions."""
    for action in settings.keys:
        if action not in known:
            place = _place(path, path.read_text(encoding="utf-8-sig"), action)
            raise ConfigError(f'{place}: there is no action "{action}"{nearest(action, known)}')


def nearest(word: str, known: Any) -> str:
    """`; did you mean "measure"?`, or nothing where no known word is near."""
    import difflib  # only a mistake needs it

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f'; did you mean "{near[0]}"?' if near else ""


def _place(path: Path, text: str, key: str) -> str:
    """The file and the line on which a top-level key or table first stands."""
    pattern = re.compile(rf"""\s*(\[\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return f"{path}, line {number}"
    return str(path)


def now() -> int:
    """The time in UTC seconds; tests set it through `NEWSREADER_TEST_NOW` (ISO 8601)."""
    if fixed := os.environ.get("NEWSREADER_TEST_NOW"):
        moment = datetime.fromisoformat(fixed)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    return int(time.time())
