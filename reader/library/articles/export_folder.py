"""A folder of files, one for each article: stable names, and only the library's own are replaced."""

import os
import re
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Literal
from uuid import uuid4

import platformdirs

from reader.config import Settings
from reader.document.sanitize import SafeText
from reader.folders import chosen_folder, private_folder
from reader.library.files import write_new, write_whole
from reader.library.library import Library
from reader.library.output import html_file, markdown_file
from reader.library.output.html_index import Entry, entry_from, entry_of, html_index
from reader.model import Article
from reader.store import state

MARK = "export"
"""The key in the store's state of the library's mark, which its exported files bear."""

HEAD = 4_096
"""Bytes at the beginning of a file in which its mark is looked for."""

INDEX = "index.html"
"""The page that lists all exported HTML files."""

INDEX_ID = "0"
"""What stands in its origin where an article's file has the article's id."""

Form = Literal[".md", ".html"]
"""The form of exported files, as their names end."""

_OWN_NAME = re.compile(r"-(\d{1,19})(?:-[0-9a-f]{8})?(\.md|\.html)")

_ORIGINS: dict[str, tuple[str, re.Pattern[str]]] = {
    ".md": ("\n---\n", re.compile(rf'^{markdown_file.ORIGIN}: "([0-9a-f]+)/(\d+)"$', re.MULTILINE)),
    ".html": (
        "<title>",
        re.compile(rf'^<meta name="{html_file.ORIGIN}" content="([0-9a-f]+)/(\d+)">$', re.M),
    ),
}
"""What ends the part of a file in which its origin stands, and how it stands there."""


def export_folder(settings: Settings) -> Path:
    """Return the folder of the settings for what is written, else the home's Documents, else the home."""
    return chosen_folder(settings.export_dir, platformdirs.user_documents_path())


class ExportFolder:
    """The folder, and which of its files are this library's."""

    def __init__(self, library: Library, folder: Path, form: Form) -> None:
        """Make the folder where it is missing, for its owner alone. Raises `OSError`."""
        private_folder(folder)
        self._folder, self._form = folder, form
        self.mark = library_mark(library)
        """What tells this library's files from all others."""
        self._own = {
            identity: name
            for name in sorted(os.listdir(folder), reverse=True)
            if (identity := self._owned(name)) is not None
        }
        self.index = self._index_name() if form == ".html" else ""
        """The name of the page that lists all of them; "" for a form that has none."""
        self._entries: dict[str, Entry] = {}

    def _index_name(self) -> str:
        """Return `index.html`, or another name where somebody else's file is called so."""
        path = self._folder / INDEX
        is_another = os.path.lexists(path) and not self._is_index(path)
        return f"index-{self.mark[:8]}.html" if is_another else INDEX

    def _is_index(self, path: Path) -> bool:
        end, origin = _ORIGINS[".html"]
        found = origin.search(_head(path).partition(end)[0])
        return found is not None and found.groups() == (self.mark, INDEX_ID)

    def write_index(self, last: Callable[[str], SafeText]) -> bool:
        """Write the page that lists all of the library's files here; `last` makes its text fit to be seen.

        Returns False where another file has its name. Raises `OSError`.
        """
        if not self.index:
            return True
        before = {name: entry_from(name, _head(self._folder / name)) for name in self._own.values()}
        text = last(html_index((before | self._entries).values(), origin=f"{self.mark}/{INDEX_ID}"))
        path = self._folder / self.index
        if os.path.lexists(path) and not self._is_index(path):
            return False
        write_whole(path, text.encode())
        return True

    def _owned(self, name: str) -> int | None:
        """Return the article of one of the library's own files; None for any other file."""
        own = _OWN_NAME.search(name)
        if own is None or own[2] != self._form:
            return None
        end, origin = _ORIGINS[self._form]
        found = origin.search(_head(self._folder / name).partition(end)[0])
        ours = found is not None and found[1] == self.mark and found[2] == own[1]
        return int(own[1]) if ours else None

    def write(self, article: Article, text: SafeText) -> bool:
        """Write an article's file, over its former one.

        Returns False where others have files of both its names, which are left alone. Raises `OSError`.
        """
        headline, data = article.headline, text.encode()
        if own := self._own.get(headline.id):
            write_whole(self._folder / own, data)
            self._entries[own] = entry_of(own, headline)
            return True
        name = markdown_file.file_name(headline, "")
        for choice in (f"{name}{self._form}", f"{name}-{self.mark[:8]}{self._form}"):
            try:
                write_new(self._folder / choice, data)
            except FileExistsError:
                continue
            self._entries[choice] = entry_of(choice, headline)
            return True
        return False


def library_mark(library: Library) -> str:
    """Return the library's mark, made when it is first asked for; of a read-only library that of its path."""
    mark = state.value(library.db, MARK)
    if mark and re.fullmatch("[0-9a-f]{32}", mark):
        return mark
    if library.readonly:
        return sha256(os.fsencode(library.paths.library.resolve())).hexdigest()[:32]
    mark = uuid4().hex
    library.remember(MARK, mark)
    return mark


def _head(path: Path) -> str:
    """Read the beginning of a regular file, never through a link; "" where that cannot be."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return ""
    try:
        regular = stat.S_ISREG(os.fstat(number).st_mode)
        return os.read(number, HEAD).decode("utf-8", "replace") if regular else ""
    finally:
        os.close(number)
