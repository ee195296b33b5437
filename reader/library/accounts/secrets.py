"""Passwords and tokens of accounts: in a file of their own that its owner alone can read, nowhere else."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from reader.config import Paths
from reader.folders import private_folder
from reader.library.accounts.locks import locked
from reader.store.database.errors import StoreError

LARGEST = 1 << 20
"""Bytes of the file at most."""


class Secret(msgspec.Struct, omit_defaults=True):
    """What is kept of one account. It is never printed."""

    url: str
    """Whose it is: the account's address and user, so that no other account ever gets it."""
    user: str
    password: str = ""
    """The password; empty where a command tells it."""
    kept: dict[str, str] = {}
    """What the last login gave."""

    def __repr__(self) -> str:
        return f"Secret({self.url!r}, ...)"


class _File(msgspec.Struct):
    format: int = 1
    accounts: dict[str, Secret] = {}


@dataclass(frozen=True, slots=True)
class SecretFile:
    """The file of secrets."""

    path: Path
    _lock: Path = field(repr=False)

    @classmethod
    def of(cls, paths: Paths) -> "SecretFile":
        """Return the file of a library."""
        return cls(paths.data / "secrets.json", paths.data / "secrets.lock")

    def of_account(self, account: int, url: str, user: str) -> Secret:
        """Return what is kept of an account; nothing where it is another account's. Raises `StoreError`."""
        found = self._read().accounts.get(str(account))
        return found if found and (found.url, found.user) == (url, user) else Secret(url, user)

    def check(self) -> None:
        """Check that the file can be written, before what depends on it is done. Raises `StoreError`."""
        self._read()

    def keep(self, account: int, secret: Secret) -> None:
        """Keep what belongs to an account, in place of what was kept. Raises `StoreError`."""
        with self._changed() as accounts:
            accounts[str(account)] = secret

    def forget(self, account: int) -> None:
        """Forget what belongs to an account. Raises `StoreError`."""
        if self.path.exists():
            with self._changed() as accounts:
                accounts.pop(str(account), None)

    def values(self) -> list[str]:
        """Return all secrets, for what hides them in other texts; none where the file cannot be read."""
        try:
            accounts = self._read().accounts.values()
        except StoreError:
            return []
        found = [value for secret in accounts for value in (secret.password, *secret.kept.values())]
        return [value for value in found if value and "://" not in value]

    def _read(self) -> _File:
        try:
            status = self.path.lstat()
            mode = status.st_mode
            if not stat.S_ISREG(mode):
                raise StoreError(f"{self.path} is not a file: move it away")
            if os.name == "posix" and mode & 0o077:
                raise StoreError(f"{self.path} can be read by others: make it yours with `chmod 600`")
            if status.st_size > LARGEST:
                raise ValueError("this is no file of secrets")
            return msgspec.json.decode(self.path.read_bytes(), type=_File)
        except FileNotFoundError:
            return _File()
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is damaged"
            raise StoreError(
                f"{self.path} cannot be read ({why}): move it away, and give passwords anew"
            ) from None

    @contextmanager
    def _changed(self) -> Iterator[dict[str, Secret]]:
        private_folder(self.path.parent)
        with locked(self._lock):
            file = self._read()
            yield file.accounts
            from reader.library.files import write_whole  # most runs only read what is kept

            write_whole(self.path, msgspec.json.encode(file))
