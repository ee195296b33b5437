"""Exchanging the library's files: interrupted at every step, and the damaged file's log never gets lost."""

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.config import Paths
from reader.library.care import swap

DAMAGED, LOG, NEW = b"damaged", b"its log", b"new"


class Killed(BaseException):
    """Stands for the end of the process."""


def state(paths: Paths) -> tuple[bytes, bytes | None]:
    log = paths.library.with_name("library.db-wal")
    return paths.library.read_bytes(), log.read_bytes() if log.exists() else None


def killing(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """End the process at that change of the folder."""
    counter = itertools.count(1)

    def counted(whole: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **named: Any) -> Any:
            if next(counter) == at:
                raise Killed
            return whole(*args, **named)

        return step

    for name in ("link", "unlink", "rename", "replace", "mkdir"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))


def test_no_step_leaves_the_damaged_file_without_its_log_or_the_new_one_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in itertools.count(1):
        paths = Paths(tmp_path / f"{at}", tmp_path / "config.toml")
        paths.data.mkdir()
        paths.library.write_bytes(DAMAGED)
        paths.library.with_name("library.db-wal").write_bytes(LOG)
        swap.made_anew(paths).write_bytes(NEW)
        with monkeypatch.context() as patched:
            killing(patched, at)
            try:
                swap.set_aside(paths, 1_760_000_000)
                swap.put_in_place(paths)
            except Killed:
                ended = False
            else:
                ended = True
        library, log = state(paths)
        if library == DAMAGED:
            assert log == LOG
        else:
            [aside] = (paths.data / "damaged").iterdir()
            assert [(aside / name).read_bytes() for name in ("library.db", "library.db-wal")] == [
                DAMAGED,
                LOG,
            ]
            assert swap.is_begun(paths) == (library == swap.BEING_REPLACED)
            assert library == swap.BEING_REPLACED or (library, log) == (NEW, None)
        if ended:
            break
        if swap.is_begun(paths):
            swap.put_in_place(paths)
            assert state(paths) == (NEW, None)
    assert at > 6
    assert (library, log) == (NEW, None)


def test_damaged_files_of_one_second_are_kept_beside_each_other(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path / "config.toml")
    folders = []
    for content in (b"one", b"two"):
        paths.library.unlink(missing_ok=True)
        paths.library.write_bytes(content)
        folders.append(swap.set_aside(paths, 1_760_000_000))
    assert [(folder / "library.db").read_bytes() for folder in folders] == [b"one", b"two"]
    assert folders[0] != folders[1]
