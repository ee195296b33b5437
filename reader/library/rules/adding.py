"""Adding a rule to the settings file."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from reader.config import ConfigError, Paths, Rule
from reader.folders import private_folder
from reader.library.files import write_whole

OWNERS = 0o600
"""The rights of a settings file that is made: it may hold passwords one day."""


def add_rule(paths: Paths, rule: Rule) -> tuple[Rule, ...]:
    """Write a rule at the end of the settings file, whole or not at all. Returns all rules of the file.

    A symbolic link stays one, and the file's rights stay. Raises `ConfigError`, in a sentence, where the file
    has a mistake or takes no more rules, and `OSError`.
    """
    from reader.settings.adding import with_rule  # most runs add no rule

    if paths.config == Path(os.devnull):  # a demo, or a screen that does without settings with a mistake
        raise ConfigError("a demo has none, and a mistake in them is mended first")
    with suppress(FileNotFoundError):
        paths.config.stat()  # links in a circle are an `OSError` here; for `resolve` each Python has another
    path, data, rights = paths.config.resolve(), b"", OWNERS
    if path.exists():
        data, rights = _read(path, paths.config), stat.S_IMODE(path.stat().st_mode)
    else:
        private_folder(path.parent)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{paths.config}: the settings cannot be read: it is not UTF-8") from None
    added, rules = with_rule(text, rule, paths.config)
    write_whole(path, data + added.encode(), rights=rights)
    return rules


def _read(path: Path, name: Path) -> bytes:
    """Return what the settings file says, which must be one that can be written."""
    if not path.is_file():
        raise ConfigError(f"{name} is no file that a rule can be added to")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return path.read_bytes()
