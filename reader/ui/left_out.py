"""What Textual imports for a few of its own features, and the first paint does without."""

import sys
from collections.abc import Collection
from importlib import import_module
from types import ModuleType

LEFT_OUT = ("textual.command", "platformdirs")
"""Textual's palette, which needs a dozen widgets, and the folder that its screenshots go to.

Our own palette imports the former when it is wanted, and there are no such screenshots.
"""


class _Names(ModuleType):
    """Stands for a module of which only the names are taken: each is an empty class."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def import_without(wanted: str, left_out: Collection[str]) -> None:
    """Import a module while empty classes stand for all that it takes from others; these can come later.

    Where these will not do, or one of the modules is there already, nothing is left out.
    """
    if sys.modules.keys() & {wanted, *left_out}:
        return
    before = set(sys.modules)
    sys.modules.update((name, _Names(name)) for name in left_out)
    try:
        import_module(wanted)
    except Exception:  # noqa: BLE001 - another version of it needs more than names: it is imported as usual
        package = wanted.partition(".")[0]
        for name in sys.modules.keys() - before:
            if name.partition(".")[0] == package:
                del sys.modules[name]
    finally:
        for name in left_out:
            sys.modules.pop(name, None)
