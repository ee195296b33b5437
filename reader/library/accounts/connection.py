"""An account that is being synced: its backend, and what both halves of a sync need."""

from collections.abc import Callable
from dataclasses import dataclass, field

from reader.accounts import Account
from reader.library.accounts.passwords import from_command
from reader.library.accounts.secrets import Secret, SecretFile
from reader.library.library import Library
from reader.library.network.session import Network
from reader.sources.accounts.backend import AuthNeeded, Backend, Login
from reader.sources.accounts.kinds import backend_of
from reader.sources.accounts.web import Web


@dataclass(slots=True)
class Work:
    """One sync under way."""

    library: Library
    network: Network
    account: Account
    backend: Backend
    kept: dict[str, str] = field(default_factory=dict)
    """What the backend's logins gave; `new_login` where the articles were not looked at since one."""
    most_tries: int = 3
    """How often the server may refuse a change of a feed before it is dropped."""
    refused: int = 0
    """The marks that the server refused, one by one."""
    sent: int = 0
    new: int = 0
    changed: int = 0
    notices: list[str] = field(default_factory=list)
    """What was refused for good, one sentence each."""
    trouble: str | None = None
    """Why not all could be sent, though the server can be asked."""


def password_of(secret: Secret, command: str | None) -> Callable[[], str]:
    """Return what tells an account's password when a login needs it; it raises `AuthNeeded` for none."""

    def password() -> str:
        if command:
            return from_command(command)
        if not secret.password:
            raise AuthNeeded("no password is kept")
        return secret.password

    return password


def backend_for(network: Network, kind: str, secret: Secret, command: str | None) -> Backend:
    """Return the backend of an account; it asks nothing yet."""
    login = Login(secret.url, secret.user, password_of(secret, command), secret.kept)
    return backend_of(kind)(Web(network.fetcher), login)


def secret_of(library: Library, account: Account) -> Secret:
    """Return what is kept of an account. Raises `StoreError`."""
    return SecretFile.of(library.paths).of_account(account.id, account.url, account.user)
