"""Scenarios run one after the other on one server with the same two readers, and what failed is named."""

from collections.abc import Iterable

from tests.accounts.scenarios import ALL
from tests.accounts.worlds import World


def run_scenarios(world: World, names: Iterable[str]) -> None:
    """Run these scenarios. Raises all that failed together, each with its number."""
    a, b = world.client("a"), world.client("b")
    failed: list[Exception] = []
    for name in names:
        try:
            world.level(a, b)
            ALL[name](world, a, b)
        except Exception as error:  # noqa: BLE001 - told at the end, with the others
            error.add_note(f"scenario {name}: {ALL[name].__name__}")
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} scenarios failed", failed)
