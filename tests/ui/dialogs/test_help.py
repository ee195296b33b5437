"""The keys as the help shows them."""

from reader.keys import ACTIONS, action_ids, key_names
from reader.ui.dialogs.help import COLUMNS


def test_keys_as_people_write_them() -> None:
    assert key_names("right_square_bracket,less_than_sign,space,shift+tab") == [
        "]",
        "<",
        "space",
        "shift+tab",
    ]
    keys = [name for action in ACTIONS for name in key_names(action.keys)]
    assert not [name for name in keys if "_" in name]


def test_the_help_has_every_binding_once() -> None:
    listed = [identity for groups in COLUMNS for group in groups.values() for identity in group]
    assert sorted(listed) == sorted(action_ids())
