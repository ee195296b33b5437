"""User and password in an address."""

import pytest

from reader.urls.credentials import authorization_of, with_credentials, without_credentials


def test_the_password_of_an_address_is_decoded() -> None:
    assert authorization_of("ann", "p%40w") == "Basic YW5uOnBAdw=="
    assert authorization_of("ann", None) == "Basic YW5uOg=="
    assert authorization_of(None, None) is None


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        ("https://example.org/new", "https://ann:pw@example.org/new"),
        ("https://bob:x@example.org/new", "https://bob:x@example.org/new"),
        ("https://other.example/new", "https://other.example/new"),
    ],
)
def test_a_password_stays_with_its_host(new: str, kept: str) -> None:
    assert with_credentials("https://ann:pw@example.org/old", new) == kept


def test_a_message_shows_no_password() -> None:
    assert without_credentials("odd://ann:p@w@example.org/a") == "odd://example.org/a"
    assert without_credentials("https://example.org//@ann/a@b") == "https://example.org//@ann/a@b"
    assert without_credentials("example.org/a@b") == "example.org/a@b"
