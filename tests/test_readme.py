"""The README says what the code does: its tables of keys, settings and commands are held to it."""

import ast
import re
from inspect import getsource
from itertools import pairwise
from pathlib import Path

import click
import pytest

from reader.commands.main import COMMANDS, newsreader
from reader.config import Settings
from reader.keys import ACTIONS, key_names
from reader.presets import PRESETS

README = Path(__file__).parent.parent / "README.md"


def tables() -> dict[str, list[str]]:
    """The README's tables as the code would have them, by the heading they stand under."""
    return {
        "Keys": key_rows(),
        "Key presets": preset_rows(),
        "Settings": setting_rows(),
        "Command line": command_rows(),
    }


def key_rows() -> list[str]:
    return [
        f"| {written(action.keys)} | `{action.id}` | {action.name}: {action.tooltip} |" for action in ACTIONS
    ]


def written(keys: str) -> str:
    """Keys as a cell of a table."""
    return " ".join(f"`{name}`" for name in key_names(keys)).replace("|", "\\|")


def preset_rows() -> list[str]:
    """The actions that have other keys in a preset, in the order of the table of keys."""
    return [
        " | ".join([f"| `{action.id}`", *(written(keys.get(action.id, "")) for keys in PRESETS.values()), ""])
        .replace("``", "")
        .rstrip()
        for action in ACTIONS
        if any(action.id in keys for keys in PRESETS.values())
    ]


def setting_rows() -> list[str]:
    """Each setting with its default and the docstring that stands under it."""
    body = ast.parse(getsource(Settings)).body[0]
    assert isinstance(body, ast.ClassDef)
    statements = body.body
    said = {
        before.target.id: after.value.value
        for before, after in pairwise(statements)
        if isinstance(before, ast.AnnAssign)
        and isinstance(before.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    }
    defaults = Settings()
    return [
        f"| `{name}` | {default_of(getattr(defaults, name))} | {said[name]} |"
        for name in Settings.__struct_fields__
    ]


def default_of(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if isinstance(value, int) else f'`"{value}"`' if isinstance(value, str) else "none"


def command_rows() -> list[str]:
    context = click.Context(newsreader, info_name="newsreader")
    rows = []
    for name in COMMANDS:
        command = newsreader.get_command(context, name)
        assert command is not None
        words = [item.make_metavar(context) for item in command.params if isinstance(item, click.Argument)]
        options = [
            f"[{option.opts[0]}]" if option.is_flag else f"[{option.opts[0]} {option.make_metavar(context)}]"
            for option in command.params
            if isinstance(option, click.Option) and not option.hidden
        ]
        call = " ".join([name, *words, *options]).replace("|", "\\|")
        rows.append(f"| `{call}` | {(command.help or '').splitlines()[0]} |")
    return rows


@pytest.mark.parametrize("heading", ["Keys", "Key presets", "Settings", "Command line"])
def test_the_readmes_table_is_what_the_code_does(heading: str) -> None:
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", README.read_text(encoding="utf-8"), re.M | re.S)
    assert section, heading
    rows = [line for line in section[1].splitlines() if line.startswith("| ")][2:]
    assert rows == tables()[heading]


def test_the_readme_begins_with_two_commands() -> None:
    lines = re.findall(r"^python3 -m venv .*$", README.read_text(encoding="utf-8"), re.M)
    assert len(lines) == 2
    assert lines[0].endswith("newsreader --demo")
    assert lines[1].endswith("pytest")


if __name__ == "__main__":
    for heading, rows in tables().items():
        print(f"## {heading}", *rows, sep="\n")
