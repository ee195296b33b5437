"""Settings: defaults, mistakes that name their line, and where things lie."""

from dataclasses import fields
from pathlib import Path

import pytest

from reader.config import ConfigError, Paths, Settings, find_paths, now, parse_settings, read_settings

PLACE = Path("/somewhere/config.toml")


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml") == Settings()


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(
        b"\xef\xbb\xbfmeasure = 80\r\ntheme = 'nord'\r\nrefresh_minutes = 0\r\nmark_read = 'shown'\r\n"
        b"inbox = '~/News'\r\nretention_days = 90\r\nretention_articles = 9\r\nallow_private = true\r\n"
        b"browser = 'lynx %u'\r\nproxy = 'http://127.0.0.1:3128'\r\nca_file = '/ca.pem'\r\n"
        b"[keys]\r\nstar = 's,f'\r\n"
    )
    settings = read_settings(path)
    assert settings.measure == 80
    assert settings.keys == {"star": "s,f"}
    changed = [
        item.name
        for item in fields(Settings)
        if getattr(settings, item.name) != getattr(Settings(), item.name)
    ]
    assert changed == [item.name for item in fields(Settings)]


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


def test_all_but_the_settings_lies_in_the_data_directory(own_home: Path) -> None:
    paths = find_paths(None, None, {})
    assert own_home in paths.data.parents
    assert own_home in paths.config.parents
    for place in (paths.library, paths.log, paths.files, paths.backups, paths.cache):
        assert paths.data in place.parents


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-01-02T03:04:05Z")
    assert now() == 1_767_323_045
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-01-02T04:04:05+01:00")
    assert now() == 1_767_323_045
