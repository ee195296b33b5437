"""The settings file, read.

It is read once. Mistakes in it are a `ConfigError` that names for each the file, the line and the nearest
valid word.
"""

import os
import stat
from pathlib import Path

from reader.config import ConfigError, Settings, WrongLooks, with_environment


def read_settings(path: Path) -> Settings:
    """Read the settings file. Returns the defaults where there is none; the environment may ask for more.

    Raises `ConfigError`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return with_environment(Settings())
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise ConfigError(f"{path}: the settings cannot be read: {reason}") from error
    from reader.settings.text import parse_settings  # most runs have no settings file

    return with_environment(parse_settings(text, path))


def usable_settings(path: Path) -> tuple[Settings, str | None]:
    """Read the settings for the screen and its workers, which do without what is wrong of looks and keys.

    Returns what can be used, and what is wrong in words. Raises `ConfigError` for all other mistakes.
    """
    try:
        return read_settings(path), None
    except WrongLooks as error:
        return with_environment(error.settings), error.summary


def exposed_passwords(settings: Settings, path: Path) -> str | None:
    """Return a sentence where the settings hold passwords and others can read the file; else None."""
    told_hosts = any(host.password or host.headers for host in settings.hosts.values())
    if os.name != "posix" or not (told_hosts or _names_secret(settings.proxy)):
        return None
    try:
        open_to_others = path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    except OSError:
        return None
    told = f"{path} has passwords in it and can be read by others: `chmod 600` makes it yours"
    return told if open_to_others else None


def _names_secret(proxy: str) -> bool:
    """Return whether a proxy's address has a password in it."""
    if not proxy:
        return False
    from reader.urls.credentials import has_secrets  # few have a proxy: no first paint waits

    return has_secrets(proxy)
