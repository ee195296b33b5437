"""Which addresses are public, however they are written."""

from ipaddress import ip_address

import pytest

from reader.urls.public import is_local_name, is_public, literal


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1", "192.88.99.1"],
)
def test_public_addresses(address: str) -> None:
    """64:ff9b:: stands for an IPv4 host where there is IPv6 only; without it nothing could be read there."""
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:a00:1::",
        "2001:0:7f00:1::",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2130706433",
        "example.org",
        "",
    ],
)
def test_other_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("::ffff:7f00:1", str(ip_address("::ffff:7f00:1"))),  # Pythons write it in different ways
        ("example.org", None),
        ("1.example.org", None),
        ("256.256.256.256", None),
        ("1.2.3.4.5", None),
        ("face.b00c", None),
        ("127.0.0.1 x", None),
    ],
)
def test_literal_addresses(host: str, address: str | None) -> None:
    assert literal(host) == address


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "a.localhost", "printer", "nas.local", "db.internal", "home.arpa"]
)
def test_names_nearby(host: str) -> None:
    assert is_local_name(host)


@pytest.mark.parametrize(
    "host", ["example.org", "localhost.example.org", "mylocalhost.com", "internal.example"]
)
def test_names_elsewhere(host: str) -> None:
    assert not is_local_name(host)
