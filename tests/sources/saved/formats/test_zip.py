"""The bounds within which archives are unpacked."""

import pytest

from reader.sources.saved import UnreadableFile
from tests.sources.saved.formats.lamp import read_all, zipped


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(UnreadableFile, match="far more"):
        read_all(zipped({"index.html": b"<p>" + b"a" * 30_000_000}), "bomb.zip")


def test_an_archive_of_too_many_files_is_not_read() -> None:
    with pytest.raises(UnreadableFile, match="more than 20000"):
        read_all(zipped({f"{number}.html": "" for number in range(20_001)}), "many.zip")
