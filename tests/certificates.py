"""Certificates for servers of tests, made by the `openssl` command."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate for a server of tests."""

    certificate: Path
    key: Path


AUTHORITY = """
[ca]
default_ca = tests
[tests]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = names
x509_extensions = server
[names]
commonName = supplied
[req]
distinguished_name = names
[server]
subjectAltName = {alternative}
"""
"""What `openssl ca` must know; unlike `openssl req` it can make a certificate that has expired."""


def self_signed(folder: Path, name: str = "localhost", *, expired: bool = False) -> Certificate | None:
    """A new certificate for a host name or an IPv4 address; None where there is no `openssl` command."""
    if shutil.which("openssl") is None:
        return None
    kind = "IP" if name.replace(".", "").isdigit() else "DNS"
    (folder / "openssl.cnf").write_text(AUTHORITY.format(alternative=f"{kind}:{name}"))
    (folder / "index").write_text("")
    (folder / "serial").write_text("01\n")
    curve = "ec -pkeyopt ec_paramgen_curve:prime256v1"
    period = f"-startdate 20000101000000Z -enddate {'20000102' if expired else '20991231'}000000Z"
    _openssl(folder, f"req -new -newkey {curve} -nodes -subj /CN={name} -keyout key -out wish")
    _openssl(folder, f"ca -selfsign -batch -in wish -keyfile key -out certificate {period}")
    return Certificate(folder / "certificate", folder / "key")


def _openssl(folder: Path, words: str) -> None:
    command = ["openssl", *words.split(), "-config", "openssl.cnf"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
