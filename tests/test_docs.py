"""What the documents name is there: modules, classes, functions, files, tests."""

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("docs/architecture.md", "docs/security.md", "docs/vocabulary.md", "CONTRIBUTING.md")
ROOMS = {path.stem for path in (ROOT / "reader").iterdir() if path.suffix in ("", ".py")} - {"__pycache__"}


def named(document: str) -> list[str]:
    """The dotted names in a document that begin with a room of the program: `store.state.value`."""
    text = (ROOT / document).read_text(encoding="utf-8")
    words = re.findall(r"`([a-z_]+(?:\.\w+)+)(?:\(\))?`", text)
    return sorted(
        {word for word in words if word.split(".")[0] in ROOMS and not word.endswith((".py", ".toml"))}
    )


def exists(name: str) -> bool:
    """Whether the name is a module of the program, or what one holds, by its first parts."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(["reader", *parts[:end]]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_is_there(document: str) -> None:
    assert [name for name in named(document) if not exists(name)] == []


def test_the_architecture_names_most_rooms() -> None:
    assert len(named("docs/architecture.md")) > 40


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_files_that_a_document_names_are_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:reader|tests|docs)/[\w/.-]+)`", text) + re.findall(
        r"\]\((?!http)([\w/.-]+)\)", text
    )
    here = (ROOT / document).parent
    assert [path for path in paths if not (ROOT / path).exists() and not (here / path).exists()] == []


def defined(path: Path) -> dict[str, bool]:
    """The tests that a file defines, each with whether it is one of those that take long."""
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]
    return {
        node.name: any(ast.unparse(mark).startswith("pytest.mark.long") for mark in node.decorator_list)
        for node in functions
    }


def test_the_tests_that_hold_a_promise_are_there() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    held = re.findall(r"`(tests/[^`]*?)::(\w+)`( \(long\))?", text)
    assert len(held) == text.count("::") > 200
    there = {path: defined(ROOT / path) if (ROOT / path).is_file() else {} for path, _, _ in held}
    wrong = [f"{path}::{name}{long}" for path, name, long in held if there[path].get(name) is not bool(long)]
    assert wrong == []


@pytest.mark.parametrize(("kind", "count"), [("T", 35), ("F", 25)])
def test_every_threat_and_fault_has_one_row_with_a_test_or_the_reason_why_not(kind: str, count: int) -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| {kind}(\d+) [^|]+ \| [^|]+ \| (.*) \|$", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, count + 1))
    assert all("::" in tests or tests in ("no test", "not tested") for _, tests in rows)
