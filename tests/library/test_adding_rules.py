"""Adding a rule to the settings file: all that its reader wrote stays, and nothing is half written."""

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import ConfigError, Paths, Rule
from reader.library.rules.adding import add_rule
from reader.settings.adding import with_rule
from reader.settings.file import read_settings
from reader.settings.text import parse_settings

RULE = Rule('title:"sea \\ side" feed:harbour', ("read", "tag:ad’s"))
OWN = """# mine
measure = 80  # narrow
[keys]
star = "f9"

[[rules]]
when = "ferry"   # an old one
do = ["star"]

[share]
mail = ["mutt", "{url}"]"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "settings" / "config.toml")


def written(paths: Paths, text: bytes) -> None:
    paths.config.parent.mkdir()
    paths.config.write_bytes(text)


@pytest.mark.parametrize("end", ["", "\n", "\n# the end", "\r\n"])
def test_all_that_stood_there_stays(paths: Paths, end: str) -> None:
    text = OWN.replace("\n", "\r\n") if end == "\r\n" else OWN
    before = b"\xef\xbb\xbf" + (text + end).encode()
    written(paths, before)
    paths.config.chmod(0o640)
    rules = add_rule(paths, RULE)
    after = paths.config.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") in (0, after.count(b"\n"))
    assert read_settings(paths.config).rules == rules == (Rule("ferry", ("star",)), RULE)
    assert stat.S_IMODE(paths.config.stat().st_mode) == 0o640
    assert os.listdir(paths.config.parent) == ["config.toml"]


def test_a_file_that_is_not_there_is_made_for_its_owner(paths: Paths) -> None:
    assert add_rule(paths, RULE) == (RULE,)
    assert read_settings(paths.config).rules == (RULE,)
    assert stat.S_IMODE(paths.config.stat().st_mode) == 0o600


def test_a_link_stays_a_link(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "dotfiles.toml").write_text("measure = 80\n")
    paths.config.parent.mkdir()
    paths.config.symlink_to(tmp_path / "dotfiles.toml")
    add_rule(paths, RULE)
    assert paths.config.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text().startswith("measure = 80\n\n[[rules]]\n")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"mesure = 80\nbacklog = 'x'", 'line 1: there is no setting "mesure"'),
        (b"measure = ", "line 1: this is not TOML"),
        (b"rules = [{ when = 'tide', do = ['star'] }]", "the rule is to be written there by hand"),
        (b"rules = []\n", "the rule is to be written there by hand"),
        (b"[[rules]]\nwhen = 'ferry'\ndo = ['star', 'star']", "there is such a rule already"),
        (b"theme = '\xff'", "it is not UTF-8"),
    ],
)
def test_a_file_that_takes_no_rule_is_left_as_it_is(paths: Paths, text: bytes, complaint: str) -> None:
    written(paths, text)
    with pytest.raises(ConfigError) as refused:
        add_rule(paths, Rule("ferry", ("star",)))
    assert complaint in str(refused.value)
    assert paths.config.read_bytes() == text


def test_what_is_no_file_and_settings_that_could_not_be_used_take_none(paths: Paths) -> None:
    paths.config.mkdir(parents=True)
    with pytest.raises(ConfigError, match="is no file"):
        add_rule(paths, RULE)
    with pytest.raises(ConfigError, match="a mistake in them is mended first"):
        add_rule(Paths(paths.data, Path(os.devnull)), RULE)


def test_links_in_a_circle_lead_to_no_file(paths: Paths) -> None:
    paths.config.parent.mkdir(parents=True, exist_ok=True)
    paths.config.symlink_to(paths.config.name)
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        add_rule(paths, RULE)
    assert paths.config.is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_left_as_it_is(paths: Paths) -> None:
    written(paths, b"measure = 80\n")
    paths.config.chmod(0o400)
    with pytest.raises(PermissionError):
        add_rule(paths, RULE)
    assert paths.config.read_bytes() == b"measure = 80\n"


@given(st.text(min_size=1, max_size=40), st.sampled_from(["", OWN, OWN + "\n", "measure = 80\r\n"]))
def test_a_rule_is_read_as_it_was_written(words: str, before: str) -> None:
    """Whatever words can stand in a rule, what was written says the same."""
    rule, place = Rule(f"title:{words}".strip(), ("read", "tag:x")), Path("config.toml")
    try:
        parse_settings(f"[[rules]]\nwhen = {_literal(rule.when)}\ndo = ['read', 'tag:x']", place)
    except ConfigError:
        return  # it is none
    added, rules = with_rule(before, rule, place)
    assert parse_settings(before + added, place).rules == rules
    assert rules[-1] == rule


def _literal(text: str) -> str:
    """A text as TOML writes it, each character by its number."""
    return '"' + "".join(f"\\U{ord(one):08x}" for one in text) + '"'
