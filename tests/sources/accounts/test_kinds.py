"""Each kind of account is a server's, with a backend, or a shared folder."""

import pytest

from reader.accounts import KINDS
from reader.sources.accounts.kinds import BACKENDS, backend_of


def test_every_kind_but_the_folder_has_a_backend() -> None:
    assert sorted(BACKENDS) == sorted({*KINDS} - {"folder"})


@pytest.mark.parametrize("kind", BACKENDS)
def test_every_backend_is_there(kind: str) -> None:
    assert callable(backend_of(kind))
