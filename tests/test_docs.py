"""What the documents name is there: modules, classes, functions, files."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("docs/architecture.md", "docs/vocabulary.md", "CONTRIBUTING.md")
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
