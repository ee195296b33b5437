"""Which keys the actions have: their own, those of a preset, and those of `[keys]` in the settings."""

from collections.abc import Iterator, Mapping

from reader.key_names import SIGNS, TAKEN, every_name, is_key, key_list, likely_key
from reader.keys import ACTIONS, FINDING, NEVER_TOGETHER, action_ids
from reader.nearest import nearest
from reader.presets import PRESETS


def chosen_keys(preset: str, own: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of all actions that have others than their own, by id: the preset's, then `[keys]`."""
    return {**PRESETS.get(preset, {}), **own}


def keys_complaints(preset: str, own: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what is wrong with `[keys]`: for each mistake the action on whose line it is, and the complaint.

    Where all names are right, two actions on one key are a mistake.
    """
    found = []
    for action, keys in own.items():
        if action not in action_ids():
            found.append((action, f'there is no action "{action}"{nearest(action, action_ids())}'))
            continue
        wrong = (_key_complaint(action, key.strip()) for key in keys.split(","))
        if complaint := next(filter(None, wrong), None):
            found.append((action, complaint))
    return found or _clash_complaints(chosen_keys(preset, own), own)


def _key_complaint(action: str, key: str) -> str | None:
    if not key:
        return f'"keys.{action}" names a key between two commas that is none; the key itself is "comma"'
    if key_list(key)[0] in TAKEN:
        return f'the key "{key}" cannot be given to "{action}": it is the program\'s own'
    if is_key(key):
        return None
    likely = likely_key(key)
    return f'there is no key "{key}"{nearest(likely, [likely]) if likely else nearest(key, every_name())}'


def _clash_complaints(chosen: Mapping[str, str], own: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the first clash of each action of `[keys]` that has a part in one."""
    bound = {action.id: key_list(chosen.get(action.id, action.keys)) for action in ACTIONS}
    found: dict[str, str] = {}
    for first, second, key in _clashes(bound):
        action, other = (first, second) if first in own else (second, first)
        if action in own:
            hint = "" if other in own else f'; [keys] can give that one another, as {other} = "f12"'
            words = f'the key "{SIGNS.get(key, key)}" is given to "{action}" and to "{other}"{hint}'
            found.setdefault(action, words)
    return [(action, found[action]) for action in own if action in found]


def _clashes(bound: Mapping[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield each two actions that have one key and are available together, and the key."""
    holders: dict[str, list[str]] = {}
    for action, keys in bound.items():
        for key in dict.fromkeys(keys):
            for other in holders.get(key, ()):
                both = frozenset((other, action))
                if both not in NEVER_TOGETHER and both.isdisjoint(FINDING):
                    yield other, action, key
            holders.setdefault(key, []).append(action)
