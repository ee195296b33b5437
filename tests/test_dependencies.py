"""What the program needs is declared: nothing arrives by luck, through another library."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent

SAVE = """
import sys
from reader import cli
sys.argv = ["newsreader", "--data-dir", sys.argv[1], "--config", "/dev/null", "save", "--json", sys.argv[2]]
sys.exit(cli.run())
"""

PAGE = """The harbour opens in May

By Isla Brown
Published 24 May 2024 at 13:25 EDT

DHAKA: The old harbour opens in May, after three years of work on its walls, the town said on Friday.

Boats that lay in the river will be towed there one by one, and the ferry gets a quay of its own again.
"""


def declared() -> set[str]:
    """The names of the packages in the dependencies, normalized (PEP 503)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in project["dependencies"]}


def imported() -> set[str]:
    """The first names of all modules that the program imports anywhere."""
    names = set()
    for file in (ROOT / "reader").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"reader"}


def test_every_library_that_is_imported_is_declared() -> None:
    owners = packages_distributions()
    missing = {
        name
        for name in imported()
        if name in owners
        and not {owner.lower().replace("_", "-") for owner in owners.get(name, ())} & declared()
    }
    assert missing == set()


def test_a_zone_is_known_where_the_system_knows_none(tmp_path: Path) -> None:
    page = tmp_path / "harbour.txt"
    page.write_text(PAGE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SAVE, str(tmp_path / "data"), str(page)],
        env=os.environ | {"PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"published": "2024-05-24T17:25:00Z"' in done.stdout
    assert "tzdata" in declared()


ALLOWED = {
    "Only the screen knows Textual": {"cli", "commands", "ui"},
    "Only reader.sources.http opens sockets": {"sources"},
    "Only sources know the parsers of feeds and pages": {"library", "sources"},
    "Only the store speaks SQL": {"library", "sources", "store"},
}
"""The rooms that each of the contracts of imports leaves out, or names more closely."""


def test_no_module_is_forgotten_where_imports_are_forbidden() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    forbidden = [contract for contract in tool["contracts"] if contract["type"] == "forbidden"]
    rooms = {
        path.stem
        for path in (ROOT / "reader").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    for contract in forbidden:
        named = {name.removeprefix("reader.") for name in contract["source_modules"]}
        assert rooms - named - {"__init__", "__main__"} <= ALLOWED[contract["name"]], contract["name"]
