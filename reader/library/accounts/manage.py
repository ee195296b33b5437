"""Adding an account, giving it another password, removing it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from reader.accounts import ANOTHER_NAME, USER, USER_AND_PASSWORD, Account
from reader.document.sanitize import sanitize_line
from reader.library.accounts.connection import backend_for, secret_of
from reader.library.accounts.secrets import Secret, SecretFile
from reader.library.library import Library
from reader.library.network.session import Network, open_network
from reader.library.outcome import Problem
from reader.sources.accounts.backend import AccountError, AuthNeeded, Backend, Identity, Offline
from reader.store.accounts import accounts
from reader.store.database.errors import StoreError
from reader.urls.credentials import hide_secrets, hide_secrets_in
from reader.urls.target import BadAddress, target
from reader.urls.typed import typed_url

EMPTY = "the password is empty"


@dataclass(frozen=True, slots=True)
class Password:
    """What a password is known by: its own words, or a command that tells it."""

    words: str = ""
    command: str | None = None


async def add_account(
    library: Library, kind: str, address: str, user: str, name: str | None, password: Password
) -> Account | Problem:
    """Log in on a server, and keep the account. Returns it, or why nothing was kept. Raises `StoreError`."""
    url = _server_address(library, address)
    if isinstance(url, Problem):
        return url
    taken = accounts.accounts(library.db, library.clock())
    called = sanitize_line(name or "")[:100].strip() or sanitize_line(_host(url))[:100]
    if any(account.name == called for account in taken):
        return Problem(called, f"there is an account of this name: {ANOTHER_NAME}")
    if any((account.kind, account.url, account.user) == (kind, url, user) for account in taken):
        return Problem(address, "there is this account already")
    if not password.command and not password.words:
        return Problem(address, EMPTY)
    SecretFile.of(library.paths).check()
    secret = Secret(url, user, "" if password.command else password.words)
    async with open_network(library) as network:
        logged_in = await _log_in(network, kind, secret, password.command, address)
    if isinstance(logged_in, Problem):
        return logged_in
    backend, identity = logged_in
    id = accounts.add(
        library.db,
        kind=kind,
        name=called,
        url=url,
        user=user,
        command=password.command,
        details="{}",
        now=library.clock(),
    )
    _keep_secret(library, id, secret)
    accounts.write(
        library.db,
        id,
        identity=identity.name,
        feeds_editable=int(backend.caps.edit_feeds),
        keeps_tags=int(backend.caps.item_labels),
    )
    return _account(library, id)


def _keep_secret(library: Library, id: int, secret: Secret) -> None:
    """Keep a new account's secret; without it there is no account. Raises `OSError` and `StoreError`."""
    try:
        SecretFile.of(library.paths).keep(id, secret)
    except (OSError, StoreError):
        accounts.take_out(library.db, id)
        raise


def _server_address(library: Library, address: str) -> str | Problem:
    """Return the address of a server, or why none can be asked at it."""
    url = typed_url(address)
    if url is None:
        return Problem(address, "this is not the address of a server")
    if urlsplit(url).username is not None:
        return Problem(address, USER_AND_PASSWORD)
    if library.offline:
        return Problem(address, "offline: an account is added with a network")
    return url


async def _log_in(
    network: Network, kind: str, secret: Secret, command: str | None, subject: str
) -> tuple[Backend, Identity] | Problem:
    """Log in, and see that the feeds can be listed."""
    for text, what in (
        (secret.user, "user's name"),
        (secret.password, "password"),
        (command or "", "command"),
    ):
        if not _is_text(text):
            return Problem(subject, f"the {what} is not text in UTF-8: no server can be told it")
    backend = backend_for(network, kind, secret, command)
    try:
        identity = await backend.connect()
        await backend.feeds()
    except AccountError as error:
        return Problem(subject, hide_secrets_in(sanitize_line(f"{error}{_advice(error, secret)}")))
    return backend, identity


def _advice(error: AccountError, secret: Secret) -> str:
    """Return what can be done about a login that failed, where the error does not say so itself."""
    if isinstance(error, AuthNeeded) and not secret.user:
        return f": {USER}"
    if not isinstance(error, Offline) or error.reached:
        return ""
    if "certificate" in str(error):
        return ": if it is your own, name the file that has it as `ca_file` in the settings"
    if secret.url.startswith("https:"):
        return ": is this its address, does it run, and does it speak https?"
    return ": is this its address, and does it run?"


async def give_password(library: Library, account: Account, password: Password) -> Problem | None:
    """Try another password, and keep it. Returns why it was not kept. Raises `StoreError`."""
    if library.offline:
        return Problem(account.name, "offline: a password is tried with a network")
    if not password.command and not password.words:
        return Problem(account.name, EMPTY)
    kept = {name: value for name, value in secret_of(library, account).kept.items() if name == "base"}
    secret = Secret(account.url, account.user, "" if password.command else password.words, kept)
    async with open_network(library) as network:
        logged_in = await _log_in(network, account.kind, secret, password.command, account.name)
    if isinstance(logged_in, Problem):
        return logged_in
    if account.identity not in (None, logged_in[1].name):
        return Problem(account.name, "the server has another account under this name: nothing was changed")
    SecretFile.of(library.paths).keep(account.id, secret)
    accounts.write(
        library.db, account.id, password_command=password.command, refused=0, error=None, next_due=0
    )
    return None


def remove_account(library: Library, account: Account) -> None:
    """Remove an account with its feeds, its password and what waits. Raises `StoreError`."""
    secrets = SecretFile.of(library.paths)
    secrets.check()
    accounts.remove(library.db, account.id, now=library.clock())
    library.finish()
    secrets.forget(account.id)


def _is_text(words: str) -> bool:
    """Return whether words from a command line or an input are whole: bytes that are no text are not."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def _account(library: Library, id: int) -> Account:
    found = accounts.account(library.db, id, library.clock())
    assert found is not None, "an account that was just added is there"
    return found


def _host(url: str) -> str:
    try:
        return target(url).host
    except BadAddress:
        return hide_secrets(url)


def is_open_to_listeners(url: str) -> bool:
    """Return whether a password goes over the network as it is: http, and not to this machine."""
    try:
        asked = target(url)
    except BadAddress:
        return False
    here = asked.host in ("localhost", "::1", "[::1]") or asked.host.startswith("127.")
    return asked.scheme == "http" and not here
