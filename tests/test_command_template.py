"""Commands of the reader's own: text from outside is an argument, or the command is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.command_template import BadTemplate, Placeholder, fill_template, parse_template

CODE = "http://e.org/;touch$IFS$9CANARY"
"""An address that a shell would run."""

HOSTILE = ("$(touch CANARY)", "`touch CANARY`", "';touch CANARY;'", '";touch CANARY;"', "%u %t {url}", CODE)


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("sh -c 'true %u'", "%u stands inside a longer word"),
        ("sh -c 'true {url}'", "{url} stands inside a longer word"),
        ("firefox --url=%s", "%s stands inside a longer word"),
        ("firefox '%u,new-tab'", "%u stands inside a longer word"),
        ("sh -c %u", "sh would run"),
        ("sh -c", "sh would run"),
        ("sh", "sh would run"),
        ("/bin/bash -lc {url}", "bash would run"),
        ("env X=1 zsh -c {url}", "zsh would run"),
        ("xterm -e sh -c %u", "sh would run"),
        ("python3.12 -c {url}", "python would run"),
        ("perl -e %u", "perl would run"),
        ("bash -o pipefail -c {url}", "behind -c"),
        ("xterm -e {url}", "behind -e"),
        ("ssh desk firefox", "ssh would run"),
        ("eval %u", "eval would run"),
        ("su joe -c firefox {url}", "su would run"),
        ("{url}", "where the program's name must be"),
        ("%u -x", "where the program's name must be"),
        ("firefox {title}", "{title} is not known here, but {url}"),
        ("firefox {adress}", "{adress} is not known here, but {url}"),
        ("firefox 'x", "no closing quotation"),
        ("   ", "it names no program"),
        ("''", "it names no program"),
        ("firefox\n{url}", "on one line"),
    ],
)
def test_a_command_in_which_a_shell_would_read_the_address_is_refused(template: str, reason: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        fill_template(template, {"url": CODE}, append="url")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("firefox", ["firefox", CODE]),
        ("firefox --new-tab %u", ["firefox", "--new-tab", CODE]),
        ("w3m -o 'x y' {url} %s", ["w3m", "-o", "x y", CODE, CODE]),
        ("sh -c 'exec w3m \"$1\"' name {url}", ["sh", "-c", 'exec w3m "$1"', "name", CODE]),
        ("python open.py {url}", ["python", "open.py", CODE]),
        ("firefox -private %u", ["firefox", "-private", CODE]),
        ("xterm -e w3m {url}", ["xterm", "-e", "w3m", CODE]),
    ],
)
def test_a_placeholder_is_one_argument(template: str, words: list[str]) -> None:
    assert fill_template(template, {"url": CODE}, append="url") == words


@pytest.mark.parametrize("value", HOSTILE)
def test_what_shells_obey_is_an_argument(value: str, tmp_path: Path) -> None:
    template = f"{sys.executable} -c 'import sys; print(sys.argv[1:])' {{title}} -- {{file}} {{url}}"
    values: dict[Placeholder, str] = {"title": value, "file": value, "url": value}
    words = fill_template(template, values, append=None)
    printed = subprocess.run(words, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert printed == f"{[value, '--', value, value]}\n"
    assert os.listdir(tmp_path) == []


def test_a_value_that_would_be_an_option_stands_behind_two_hyphens_or_is_refused() -> None:
    assert fill_template("x -- {title}", {"title": "-rf"}, append=None) == ["x", "--", "-rf"]
    with pytest.raises(BadTemplate, match="put -- before"):
        fill_template("x {title}", {"title": "--remote-debugging-port=9222"}, append=None)
    with pytest.raises(BadTemplate, match="put -- before"):
        fill_template("x {title} --", {"title": "-rf"}, append=None)


@pytest.mark.parametrize("value", ["a\0b", "a\nb", "\x1b]0;x\x07", "\x9b2J", "\x7f"])
def test_a_value_with_control_characters_is_refused(value: str) -> None:
    with pytest.raises(BadTemplate, match="control characters"):
        fill_template("x {title}", {"title": value}, append=None)


def test_commands_that_use_percent_signs_otherwise_keep_them() -> None:
    words = ["date", "+%s", "%u"]
    assert parse_template("date +%s %u", other_names=False) == words


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_word_is_made_of_a_template_and_a_value(template: str, value: str) -> None:
    for shape in (f"x {template} {{url}}", f"x {template}", template):
        try:
            known = parse_template(shape)
            words = fill_template(shape, {"url": value}, append="url")
        except BadTemplate:
            continue
        assert set(words) <= {*known, value}
