"""Settings: defaults, mistakes that name their line, and where things lie."""

import sys
from pathlib import Path

import platformdirs
import pytest

from reader.bound_keys import keys_complaints
from reader.config import ConfigError, Host, Paths, Rule, Settings, WrongLooks, find_paths
from reader.key_names import is_key
from reader.keys import ACTIONS, action_ids
from reader.presets import PRESETS
from reader.settings.file import read_settings
from reader.settings.text import parse_settings

PLACE = Path("/somewhere/config.toml")


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml") == Settings()


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(
        b"\xef\xbb\xbfmeasure = 80\r\nrows = 2\r\nlayout = 'stacked'\r\nbidi = 'terminal'\r\nplain = true\r\n"
        b"theme = 'nord'\r\nrefresh_minutes = 0\r\nsync_minutes = 0\r\n"
        b"send_seconds = 0\r\nmark_read = 'shown'\r\n"
        b"images = 'always'\r\ngraphics = 'sixel'\r\nbacklog = 5\r\ninbox = '~/News'\r\n"
        b"retention_days = 90\r\nretention_articles = 9\r\nfold_duplicates = false\r\n"
        b"allow_private = true\r\nbrowser = 'lynx %u'\r\nplayer = 'mpv'\r\ndownload_dir = '~/Pods'\r\n"
        b"export_dir = '~/Clippings'\r\n"
        b"proxy = 'http://127.0.0.1:3128'\r\nnotify = ['is:unread']\r\n"
        b"ca_file = '/ca.pem'\r\npreset = 'vim'\r\n"
        b"[[rules]]\r\nwhen = 'title:sponsored'\r\ndo = ['read', 'tag:a b', 'read']\r\n"
        b"[share]\r\nmail = ['mutt', '-s', '{title}', '{url}']\r\n"
        b"[hosts.'example.org']\r\nuser = 'me'\r\npassword = 'a b'\r\nheaders = { 'X-Key' = 'k' }\r\n"
        b"[keys]\r\nstar = 's,?'\r\nhelp = 'f1'\r\n"
    )
    settings = read_settings(path)
    assert settings.measure == 80
    assert settings.keys == {**PRESETS["vim"], "star": "s,?", "help": "f1"}
    assert settings.hosts == {"example.org": Host("me", "a b", {"X-Key": "k"})}
    assert settings.rules == (Rule("title:sponsored", ("read", "tag:a b")),)
    assert settings.share == {"mail": ("mutt", "-s", "{title}", "{url}")}
    names = Settings.__struct_fields__
    assert [name for name in names if getattr(settings, name) == getattr(Settings(), name)] == []


RULE = "[[rules]]\nwhen = 'ferry'\ndo = ['read']\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("rules = 3", 'line 1: "rules" is a list of tables: [[rules]]'),
        ("[rules]\nwhen = 'a'", 'line 1: "rules" is a list of tables'),
        (f"{RULE}[[rules]]\nwhen = 'a'", 'line 4: a rule has a "when" and a "do": "do" is missing'),
        (f"{RULE}[[rules]]\ndo = ['read']", 'line 4: a rule has a "when" and a "do": "when" is missing'),
        (f"{RULE}[[rules]]\nwen = 'a'", 'line 5: there is no "wen" in a rule; did you mean "when"?'),
        (f"{RULE}[[rules]]\nwhen = ' '\ndo = ['read']", 'line 5: "when" is empty, which would mean every'),
        (f"{RULE}[[rules]]\nwhen = 'a'\ndo = 'read'", 'line 6: "do" is a list of read, star, delete,'),
        (f"{RULE}[[rules]]\nwhen = 'a'\ndo = []", 'line 6: "do" is a list of'),
        (
            f"{RULE}[[rules]]\nwhen = 'a'\ndo = [\n 'star',\n 'raed']",
            'line 8: "raed" is nothing that a rule does, but read, star, delete, tag:NAME; did you',
        ),
        (f"{RULE}[[rules]]\nwhen = 'a'\ndo = ['tag: ']", 'line 6: "tag: " in "do" names no tag'),
        (
            f"{RULE}[[rules]]\ndo = ['read']\nwhen = 'a is:unraed'",
            'line 6: "is:unraed" in "when" is no filter; did you mean "is:unread"?',
        ),
        (f"{RULE}[[rules]]\ndo = ['read']\nwhen = 'a titel:b'", 'line 6: "titel:b" in "when" is no filter;'),
        (f"{RULE}[[rules]]\ndo = ['read']\nwhen = 'after:soon'", 'line 6: "after:soon" in "when" is no'),
        (f"{RULE}[[rules]]\ndo = ['read']\nwhen = 'title:\"a'", 'line 6: a quotation mark in "when" is not'),
        ("measure = 72\nrules = [{when = 'x:y', do = ['read']}]", 'line 2: "x:y" in "when" is no filter'),
        ("notify = 'is:unread'", 'line 1: "notify" is a list of queries in quotes'),
        ("notify = [\n'is:unread',\n'is:red']", 'line 3: "is:red" in "notify" is no filter'),
        ("share = 1", 'line 1: "share" is a table: [share]'),
        ("[share]\nmail = 'mutt {url}'", 'line 2: "share.mail" is a list of words in quotes'),
        ("[share]\nmail = []", 'line 2: "share.mail" is a command that cannot be used: it names'),
        ("[share]\na = ['x']\nb = ['x', '-s={title}']", 'line 3: "share.b" is a command'),
        ("[share]\nb = ['sh', '-c', '{title}']", 'line 2: "share.b" is a command that cannot be used: sh'),
        ("[share]\nb = ['x', '{file}']", 'line 2: "share.b" is a command that cannot be used: {fi'),
        ("[share]\nb = ['x', '{titel}']", 'line 2: "share.b" is a command that cannot be used: {titel}'),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_names_its_line_and_its_word(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_settings(text, PLACE)
    assert str(caught.value).startswith(f"{PLACE}, {complaint}")


SECRET = "s3cret"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("hosts = 's3cret'", 'line 1: "hosts" holds tables: [hosts."example.org"]'),
        ("[hosts]\n'a.example' = 's3cret'", 'line 2: "hosts" holds tables'),
        ("[hosts.'https://a.example/']\nuser = 's3cret'", 'line 1: "https://a.example/" is no host'),
        ("[hosts.'*.example']\nuser = 's3cret'", 'line 1: "*.example" is no host'),
        ("[hosts.'a.example:65536']\nuser = 's3cret'", 'line 1: "a.example:65536" is no host'),
        ("[hosts.'A.example']\n[hosts.'a.example']", 'line 2: "a.example" is there twice'),
        ("[[hosts]]\nuser = 's3cret'", 'line 1: "hosts" holds tables'),
        ("[hosts.a.example]\nuser = 's3cret'", 'a host is named in quotes: [hosts."a.example"]'),
        (
            "[hosts.'a.example']\n\npasword = 's3cret'",
            'line 3: there is no setting "hosts.a.example.pasword"; did you mean "password"?',
        ),
        ("[hosts.'a.example']\npassword = 's3cret'", 'line 2: "password" goes with a "user"'),
        ("[hosts.'a.example']\nuser = 's3cret:'", 'line 2: a "user" has no colon in it'),
        ("[hosts.'a.example']\nuser = 7", 'line 2: "user" is a text in quotes'),
        ('[hosts."a.example"]\nuser = "s3cret\\n"', 'line 2: "user" is a text in quotes, on one line'),
        ("[hosts.'a.example']\nheaders = 's3cret'", 'line 2: "headers" is a table'),
        ("[hosts.'a.example'.headers]\n'X Y' = 's3cret'", 'line 2: "X Y" is not the name of a header'),
        ("[hosts.'a.example']\nheaders = { Host = 's3cret' }", "line 2: the header Host cannot be set"),
        ('[hosts."a.example".headers]\nX-Key = "s3cret\\r\\nB: c"', "line 2: the header X-Key is a text"),
        (
            "[hosts.'a.example']\nuser = 's3cret'\nheaders = { authorization = 's3cret' }",
            'line 2: "user" and the header Authorization say the same thing twice',
        ),
    ],
)
def test_a_mistake_in_what_a_host_is_told_tells_no_secret(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_settings(text, PLACE)
    assert complaint in str(caught.value)
    assert SECRET not in str(caught.value)


def test_what_a_host_is_told_is_not_in_the_settings_words() -> None:
    settings = parse_settings("[hosts.'A.example']\nuser = 's3cret'\npassword = 's3cret'", PLACE)
    assert list(settings.hosts) == ["a.example"]
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("theme = 'nord'\nmesure = 80", 'line 2: there is no setting "mesure"; did you mean "measure"?'),
        ("measure = '80'", 'line 1: "measure" is a whole number from 20 to 400'),
        ("measure = 5", 'line 1: "measure" is a whole number from 20 to 400'),
        ("measure = true", 'line 1: "measure" is a whole number'),
        ("\n\nallow_private = 1", 'line 3: "allow_private" is true or false'),
        ("proxy = 8080", 'line 1: "proxy" is a text in quotes'),
        ("mark_read = 'open'", 'not "open"; did you mean "opened"?'),
        ("measure = 80\n[keys]\nstar = 7", 'line 3: "keys.star" is a text'),
        ("keys = 's'", 'line 1: "keys" is a table'),
        ("[keys]\nstra = 'x'", 'line 2: there is no action "stra"; did you mean "star"?'),
        ("theme = 'nrod'", 'line 1: there is no theme "nrod"; did you mean "nord"?'),
        ("theme = 'dark'", 'line 1: there is no theme "dark"; did you mean "ink"?'),
        ("theme = 'Light'", 'line 1: there is no theme "Light"; did you mean "paper"?'),
        ("\npreset = 'newsbeuter'", 'line 2: "preset" is one of newsboat, vim,'),
        ("preset = 'newsbot'", 'not "newsbot"; did you mean "newsboat"?'),
        ("[keys]\nstar = 'entr'", 'line 2: there is no key "entr"; did you mean "enter"?'),
        ("[keys]\nstar = 'esc'", 'line 2: there is no key "esc"; did you mean "escape"?'),
        ("[keys]\nstar = 'shift+a'", 'line 2: there is no key "shift+a"; did you mean "A"?'),
        ("[keys]\nstar = 'ctrl+A'", 'line 2: there is no key "ctrl+A"; did you mean "ctrl+a"?'),
        ("[keys]\nstar = 'strg+a'", 'line 2: there is no key "strg+a"; did you mean "ctrl+a"?'),
        ("[keys]\nstar = 's,,'", 'line 2: "keys.star" names a key between two commas that is none'),
        ("[keys]\nstar = 'ctrl+c'", 'line 2: the key "ctrl+c" cannot be given to "star"'),
        ("[keys]\nsort = 'f9'\nstar = 'x'", 'line 3: the key "x" is given to "star" and to "full_text"'),
        ("[keys]\nstar = '|'", 'line 2: the key "|" is given to "star" and to "pipe"'),
        ("[keys]\nstar = 'f9'\nsort = 'f9'", 'line 3: the key "f9" is given to "sort" and to "star"'),
        ("[keys]\nstar = 'ctrl+i'", 'line 2: the key "tab" is given to "star" and to "next_pane"'),
        ("keys.star = 'x'", 'line 1: the key "x" is given to "star"'),
        ("measure = 80\nkeys = { star = 'x' }", 'line 2: the key "x" is given to "star"'),
        ("preset = 'vim'\n[keys]\nstar = 'u'", 'line 3: the key "u" is given to "star" and to "undo"'),
        ("[key]\nstar = 's'", 'line 1: there is no setting "key"; did you mean "keys"?'),
        ("measure = 80\ntheme = \n", "line 2: this is not TOML"),
        ("measure = 80\nmeasure = 81", "this is not TOML"),
    ],
)
def test_a_mistake_names_its_file_line_and_the_nearest_word(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_settings(text, PLACE)
    assert str(caught.value).startswith(str(PLACE))
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


MISTAKES = """\
mesure = 80
theme = "nrod"
refresh_minutes = "often"
notify = ["is:red", "is:unread", "titel:a"]
[keys]
stra = "x"
star = "entr"
[hosts."a.example"]
password = "s3cret"
[hosts."*"]
user = "me"
[[rules]]
when = "is:raed"
do = ["satr"]
[[rules]]
wen = "a"
[share]
mail = "mutt"
[share.note]
x = 1
"""


def test_every_mistake_is_named_on_a_line_of_its_own_in_the_order_of_the_file() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_settings(MISTAKES, PLACE)
    complaints = caught.value.complaints
    assert [line.removeprefix(f"{PLACE}, line ").partition(":")[0] for line in complaints] == [
        "1", "2", "3", "4", "4", "6", "7", "9", "10", "13", "14", "16", "18", "19",
    ]  # fmt: skip
    assert caught.value.summary == f"{complaints[0]} (and 13 more)"
    assert SECRET not in "".join(complaints)


def test_what_is_wrong_of_looks_alone_is_named_whole() -> None:
    with pytest.raises(WrongLooks) as caught:
        parse_settings("measure = 90\ntheme = 'nrod'\n[keys]\nstar = 'U'\nsort = 'm'", PLACE)
    first, *more = caught.value.complaints
    assert "nrod" in first
    assert [line.partition(" is given to ")[2][:6] for line in more] == ['"star"', '"sort"']
    assert caught.value.settings == Settings(measure=90)


def test_settings_that_cannot_be_read_are_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"theme = '\xff'")
    with pytest.raises(ConfigError, match="it is not UTF-8"):
        read_settings(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_settings(tmp_path)


def test_the_command_line_wins_over_the_environment() -> None:
    environ = {"NEWSREADER_DATA_DIR": "/env/data", "NEWSREADER_CONFIG": "/env/config.toml"}
    assert find_paths(None, None, environ) == Paths(Path("/env/data"), Path("/env/config.toml"))
    assert find_paths("/own", "/own.toml", environ) == Paths(Path("/own"), Path("/own.toml"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked itself")
@pytest.mark.parametrize("named", [None, "", " ", "/else/where", " /else/where ", "~/mine", "not/absolute"])
def test_files_are_where_platformdirs_says(named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        if named is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, named)
    for home in (str(Path.home()), "", "not/absolute"):
        monkeypatch.setenv("HOME", home)
        paths = find_paths(None, None, {})
        assert paths.data == Path(platformdirs.user_data_dir("newsreader", appauthor=False))
        assert paths.config.parent == Path(platformdirs.user_config_dir("newsreader", appauthor=False))


def test_all_but_the_settings_lies_in_the_data_directory(own_home: Path) -> None:
    paths = find_paths(None, None, {})
    assert own_home in paths.data.parents
    assert own_home in paths.config.parents
    for place in (paths.library, paths.log, paths.files, paths.backups, paths.cache):
        assert paths.data in place.parents


@pytest.mark.parametrize("command", ["sh -c 'true %u'", "sh -c {url}", "firefox {title}", "%u", "firefox 'x"])
def test_a_browser_that_would_run_an_address_is_an_error_that_names_the_setting(command: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_settings(f'measure = 72\nbrowser = "{command}"\n', PLACE)
    assert str(refused.value).startswith(f'{PLACE}, line 2: "browser" is a command that cannot be used: ')


def test_the_screen_does_without_wrong_keys_and_keeps_the_other_settings() -> None:
    with pytest.raises(WrongLooks) as caught:
        parse_settings("measure = 90\ntheme = 'nrod'\npreset = 'vim'\n[keys]\nstar = 'u'", PLACE)
    assert caught.value.settings == Settings(measure=90, preset="vim", keys=PRESETS["vim"])


@pytest.mark.parametrize("preset", ["", *PRESETS])
def test_every_preset_names_actions_and_keys_and_no_two_actions_share_one(preset: str) -> None:
    # Every action is named, so that every clash is told.
    own = {action.id: PRESETS.get(preset, {}).get(action.id, action.keys) for action in ACTIONS}
    assert keys_complaints(preset, own) == []
    assert set(PRESETS.get(preset, {})) <= action_ids()


def test_a_key_that_shares_one_where_the_other_is_never_there_is_no_clash() -> None:
    assert parse_settings("[keys]\nfacts = 'f8'\nstarters = 'f8'", PLACE).keys["facts"] == "f8"


def test_what_is_a_key() -> None:
    for key in (
        "s",
        "S",
        "?",
        "|",
        "é",
        "§",
        "5",
        "f24",
        "ctrl+s",
        "alt+enter",
        "ctrl+shift+up",
        "shift+tab",
    ):
        assert is_key(key), key
    for key in ("ss", "f25", "f0", "ctrl", "ctrl+", "ctrl+ctrl+s", "shift+s", "\a", "enter+ctrl", "shift+?"):
        assert not is_key(key), key
