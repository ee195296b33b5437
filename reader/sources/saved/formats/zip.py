"""Zip files that hold pages: which kind they are, and their members within bounds."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal

from reader.sources.saved.article import UnreadableFile

MEMBERS = 20_000
"""The most files that an archive may hold."""
TOTAL = 200 * 1024 * 1024
"""The most bytes that are unpacked from one archive."""
RATIO = 200
"""The most times by which a member of more than `SMALL` bytes may exceed its packed size."""
SMALL = 1024 * 1024
"""The bytes up to which a member is unpacked whatever its packed size."""
_LIMIT_ENTRY = 40 * 1024 * 1024

ZippedKind = Literal["epub", "wacz", "omnivore", "zipped-csv", "maff", "zipped-page"]


class Archive:
    """A ZIP file in memory whose members can be read up to a total; it is never unpacked to the disk."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise UnreadableFile("The archive is damaged.") from error
        if len(infos) > MEMBERS:
            raise UnreadableFile(f"The archive holds {len(infos)} files, more than {MEMBERS}.")
        self._infos = {info.filename: info for info in infos if not info.is_dir()}
        self._left = TOTAL

    def names(self) -> Iterator[str]:
        """Return the members' names in the archive's order."""
        return iter(self._infos)

    def read(self, name: str) -> bytes:
        """Return a member's bytes. Raises `UnreadableFile` if it is missing, damaged, encrypted or a bomb."""
        info = self._infos.get(name)
        if info is None:
            raise UnreadableFile(f"The archive lacks its part {name[:80]}.")
        limit = min(_LIMIT_ENTRY, self._left)
        if info.file_size > SMALL:
            limit = min(limit, max(SMALL, info.compress_size * RATIO))
        try:
            with self._zip.open(info) as member:
                data = member.read(limit + 1)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            OSError,
            ValueError,
            EOFError,
            NotImplementedError,
            zlib.error,
        ) as error:
            raise UnreadableFile(f"The archive's part {name[:80]} cannot be read.") from error
        if len(data) > limit:
            raise UnreadableFile("The archive unpacks to far more than an article: it is not read.")
        self._left -= len(data)
        return data


def is_zipped(data: bytes) -> bool:
    """Return whether bytes that begin otherwise are a zip file all the same: a page that unpacks itself."""
    return zipfile.is_zipfile(io.BytesIO(data))


def zipped_kind(data: bytes) -> ZippedKind:
    """Return the kind of a ZIP file by its members' names. Raises `UnreadableFile` for unknown ones."""
    names = list(Archive(data).names())
    lowered = {name.lower() for name in names}
    if "meta-inf/container.xml" in lowered:
        return "epub"
    if "datapackage.json" in lowered or any(
        name.startswith("archive/") and "warc" in name for name in lowered
    ):
        return "wacz"
    if any(name.rsplit("/", 1)[-1].startswith("metadata_") and name.endswith(".json") for name in lowered):
        return "omnivore"
    if any(name.endswith("index.rdf") for name in lowered):
        return "maff"
    if any(name.rsplit("/", 1)[-1] in ("index.html", "index.htm") for name in lowered):
        return "zipped-page"
    if any(name.endswith(".csv") for name in lowered):
        return "zipped-csv"
    office = {
        "word/": "a Word document",
        "xl/": "an Excel sheet",
        "ppt/": "a PowerPoint file",
        "content.xml": "an OpenDocument file",
    }
    for beginning, what in office.items():
        if any(name.startswith(beginning) for name in lowered):
            raise UnreadableFile(f"It is {what}, not an article.")
    raise UnreadableFile("It is a ZIP archive without an article that can be read.")
