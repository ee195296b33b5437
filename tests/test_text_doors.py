"""Text from outside has one way to the screen and to the terminal: through the filter.

`SafeText` is what the doors take, and mypy holds everybody to it. These tests hold what mypy cannot see: that
nobody else makes a `SafeText`, and that nobody goes past the doors.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import reader

ROOT = Path(reader.__file__).parent

FILTER = ROOT / "document" / "sanitize.py"

SHOWN = ROOT / "ui" / "text" / "shown.py"

SAFE = frozenset(
    {"Content", "content", "joined", "literal", "message_line", "rich_text", "sanitize", "sanitize_line"}
)
"""What returns filtered text, or what is made of it; a call of `Content` itself is looked at for itself."""

MAKERS = frozenset({"Content", "Text", "Segment", "Option", "Selection"})
"""What widgets draw; only constants go into these outside `ui.text.shown`."""

WIDGETS = frozenset(
    {
        "Button",
        "Checkbox",
        "Collapsible",
        "Field",
        "Input",
        "Label",
        "Markdown",
        "RadioButton",
        "Static",
        "TagField",
    }
)

ATTRIBUTES = frozenset({"border_title", "border_subtitle", "label", "placeholder", "tooltip", "sub_title"})


def is_constant(node: ast.expr) -> bool:
    """Whether the expression says itself what it is: strings, also chosen, joined or repeated."""
    match node:
        case ast.Constant():
            return True
        case ast.IfExp():
            return is_constant(node.body) and is_constant(node.orelse)
        case ast.BinOp():
            return is_constant(node.left) and is_constant(node.right)
    return False


def is_safe(node: ast.expr) -> bool:
    """Whether the expression is a constant or what a function of the filter returns."""
    match node:
        case ast.IfExp():
            return is_safe(node.body) and is_safe(node.orelse)
        case ast.Call(func=ast.Name(id=name)):
            return name in SAFE
    return is_constant(node)


def name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def past_the_doors(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of a module of the screen on which text may reach a widget past the filter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if _is_bare(node):
                yield node.lineno
        elif isinstance(node, ast.Assign):
            named = [name_of(target) for target in node.targets if isinstance(target, ast.Attribute)]
            if (
                ATTRIBUTES.intersection(named)
                and not is_safe(node.value)
                and not _returns_content(node.value)
            ):
                yield node.lineno


def _is_bare(call: ast.Call) -> bool:
    name = name_of(call.func)
    texts = call.args[:1]
    if isinstance(call.func, ast.Attribute) and name_of(call.func.value) in ("Content", "Text"):
        return name in ("from_markup", "from_text", "assemble", "from_ansi", "styled") and not all(
            map(is_safe, texts)
        )
    if name in MAKERS or name == "notify":
        return not all(map(is_safe, texts))
    if name in WIDGETS:
        named = [word.value for word in call.keywords if word.arg in (*ATTRIBUTES, "value", "renderable")]
        return not all(is_safe(text) or _returns_content(text) for text in [*texts, *named])
    return False


def _returns_content(node: ast.expr) -> bool:
    """Whether a method makes it, whose return type mypy checks, or it is one of a table of constants."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"))):
            return True
        case ast.Subscript(value=ast.Name(id=name)):
            return name.isupper()
    return False


def test_no_text_reaches_a_widget_past_the_filter() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "ui").rglob("*.py"))
        if path != SHOWN
        for line in past_the_doors(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "Content(title)", "Content(f'{title}')", "Content.styled(title, 'bold')", "Content.assemble(title)",
        "Content.from_markup(title)", "Text(feed.title)", "Segment(row.name, style)", "Label(title)",
        "Static(str(x))", "Button(name)", "Field(self._value)", "Input(placeholder=title)", "Option(title)",
        "Input(value=title)", "app.notify(title)", "self.app.notify(f'{link}')", "box.border_title = title",
        "box.border_title = Content(title)", "self.tooltip = feed.title", "Static(headline.title.upper())",
        "Markdown(text)", "Label('a' + title)", "Label(shown if wide else 'x')",
        "self.query_one(Input).placeholder = name",
    ],
)  # fmt: skip
def test_a_bare_string_is_found(line: str) -> None:
    assert list(past_the_doors(ast.parse(line))) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "Content('All')", "content(title)", "Label(content(message_line(error)))", "Label('')",
        "Input(sanitize_line(x))", "Segment(' ' * 3)", "app.notify(message_line(problem), title='Settings')",
        "box.border_title = Content('Add')", "Content('\\n').join(parts)", "Button(PAGES[kind])",
        "Static(self._table(rows))", "Label('a' if x else 'b')",
    ],
)  # fmt: skip
def test_filtered_text_and_the_programs_own_words_pass(line: str) -> None:
    assert list(past_the_doors(ast.parse(line))) == []


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield the calls of a function of this name in the whole program."""
    for path in ROOT.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if name in source:
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and name_of(node.func) == name:
                    yield path, node


def test_nothing_but_the_filter_makes_safe_text() -> None:
    made = {path for path, _ in calls("SafeText")}
    cast = {path for path, node in calls("cast") if "SafeText" in ast.unparse(node.args[0])}
    assert (made | cast) - {FILTER} == set()


def test_a_literal_is_one() -> None:
    found = [(path, node) for path, node in calls("literal") if name_of(node.func) == "literal"]
    wrong = [
        f"{path}:{node.lineno}"
        for path, node in found
        if not isinstance(node.func, ast.Attribute) and not all(map(is_constant, node.args))
    ]
    assert len(found) > 20
    assert wrong == []


PRINTERS = {"commands/context.py", "commands/progress.py"}
"""Modules whose `click.echo` and `print` take filtered text, or a constant."""


def test_the_command_line_prints_through_its_doors() -> None:
    printed = [*calls("echo"), *calls("secho")]
    printed += [(path, node) for path, node in calls("print") if isinstance(node.func, ast.Name)]
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, node in printed
        if str(path.relative_to(ROOT)) not in PRINTERS and not _is_safe_line(node.args[0])
    ]
    assert bare == []


def _is_safe_line(node: ast.expr) -> bool:
    """Whether it is a constant or filtered, or a format string of only such pieces."""
    if isinstance(node, ast.JoinedStr):
        pieces = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return all(is_safe(piece) for piece in pieces)
    return is_safe(node)


DOORS = """
from rich.style import Style
from reader.commands.context import put, put_each
from reader.document.sanitize import joined, sanitize, sanitize_line
from reader.library.output.markdown_file import with_front_matter
from reader.model import Headline
from reader.ui.dialogs.ask import AskDialog
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.shell import Shell
from reader.ui.text.cells import crop, fit, fit_right
from reader.ui.text.shown import content, rich_text, segment
from reader.ui.widgets.status_line import StatusLine

def bare(shell: Shell, status: StatusLine, headline: Headline) -> None:
    title = headline.title
    put({0})
    shell.show_message({0})
    shell.show_error({0})
    status.show_message({0})
    status.error = {0}
    status.busy = {0}
    status.message = {0}
    content({0})
    segment({0}, Style())
    rich_text({0})
    fit({0}, 3)
    fit_right({0}, 3)
    crop({0}, 3)
    joined({0})
    AskDialog({0}, sanitize(""))
    ChooseDialog({0}, ())
    ChooseDialog(sanitize(""), [{0}])
"""


@pytest.mark.long
def test_the_type_checker_lets_no_bare_text_through_a_door(tmp_path: Path) -> None:
    def complaints(text: str) -> list[str]:
        file = tmp_path / "bare.py"
        file.write_text(DOORS.format(text))
        words = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(file)]
        printed = subprocess.run(words, cwd=ROOT.parent, capture_output=True, text=True, check=False).stdout
        return [line for line in printed.splitlines() if line.startswith(str(file)) and ": error: " in line]

    assert complaints("sanitize_line(title)") == []
    assert len(complaints("title")) == DOORS.count("{0}")
    assert len(complaints('f"Opened {title}"')) == DOORS.count("{0}")
