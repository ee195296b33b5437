"""Passwords of accounts: kept for their owner alone, in one file, and nowhere else."""

import os
import stat
import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.library.accounts.passwords import from_command
from reader.library.accounts.secrets import Secret, SecretFile
from reader.sources.accounts.backend import AuthNeeded
from reader.store.database.errors import StoreError


@pytest.fixture
def file(tmp_path: Path) -> SecretFile:
    return SecretFile.of(Paths(tmp_path / "data", tmp_path / "config.toml"))


def test_what_is_kept_is_its_owners_alone_and_its_accounts_alone(file: SecretFile) -> None:
    file.keep(1, Secret("https://a.example", "me", "pw", {"auth": "token"}))
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert file.of_account(1, "https://a.example", "me").password == "pw"
    assert file.of_account(1, "https://b.example", "me").password == ""
    assert file.of_account(1, "https://a.example", "you").kept == {}
    assert file.of_account(2, "https://a.example", "me").password == ""
    file.keep(2, Secret("https://b.example", "me", "other"))
    file.forget(1)
    assert file.of_account(1, "https://a.example", "me").password == ""
    assert file.of_account(2, "https://b.example", "me").password == "other"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(file: SecretFile, mode: int) -> None:
    file.keep(1, Secret("https://a.example", "me", "pw"))
    file.path.chmod(mode)
    with pytest.raises(StoreError, match="chmod 600"):
        file.of_account(1, "https://a.example", "me")
    assert file.values() == []


@pytest.mark.parametrize("said", [b"", b"[]", b'{"accounts": {"1": {"url": 3}}}', b"\xff", b"[" * 100_000])
def test_a_damaged_file_is_named_in_one_sentence(file: SecretFile, said: bytes) -> None:
    file.keep(1, Secret("https://a.example", "me", "pw"))
    file.path.write_bytes(said)
    with pytest.raises(StoreError, match=r"secrets\.json"):
        file.of_account(1, "https://a.example", "me")


def test_a_link_or_a_pipe_in_its_place_is_refused(file: SecretFile) -> None:
    file.path.parent.mkdir(parents=True)
    os.mkfifo(file.path)
    with pytest.raises(StoreError, match="not a file"):
        file.of_account(1, "https://a.example", "me")
    file.path.unlink()
    file.path.symlink_to("/etc/passwd")
    with pytest.raises(StoreError, match="not a file"):
        file.of_account(1, "https://a.example", "me")


def test_a_secret_does_not_tell_itself() -> None:
    assert "pw" not in repr(Secret("https://a.example", "me", "pw", {"auth": "pw"}))


def test_a_commands_first_line_is_the_password() -> None:
    assert from_command(f"{sys.executable} -c \"print('pass word');print('more')\"") == "pass word"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("/no/such/command", "No such file"),
        ("'unclosed", "it is no command"),
        ("", "it is no command"),
        (f"{sys.executable} -c pass", "printed none"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "exit code 3"),
    ],
)
def test_a_command_that_tells_none_says_why(command: str, why: str) -> None:
    with pytest.raises(AuthNeeded, match=why):
        from_command(command)


def test_no_shell_sees_the_command(tmp_path: Path) -> None:
    made = tmp_path / "made"
    with pytest.raises(AuthNeeded):
        from_command(f"{sys.executable} -c pass; touch {made}")
    assert not made.exists()
