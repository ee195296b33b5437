"""Opening the library for a command, with the secrets that it must not print."""

from reader.config import Paths, Settings
from reader.library.accounts.secrets import SecretFile
from reader.library.library import Library, open_library
from reader.library.output.secrets import Secrets, library_secrets


def opened(paths: Paths, settings: Settings, *, offline: bool, writing: bool) -> tuple[Library, Secrets]:
    """Open the library. Returns it and the secrets of its feeds and of the settings; raises `StoreError`.

    What a process that was killed has left of an action is finished before anything else is written.
    """
    library = open_library(paths, settings, offline=offline, writing=writing)
    if writing:
        library.finish()
    return library, library_secrets(library.db, library.settings, SecretFile.of(paths).values())
