"""Draws the README's pictures from the tests' scenes: `python screenshots/take.py [NAME...]`."""

import asyncio
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from reader.config import Paths  # noqa: E402 - needs the path above
from tests.scenes import SCENES, fixed_clock, make_app, make_library, play  # noqa: E402 - needs the path above


async def take(name: str, paths: Paths) -> None:
    """Plays the scene on that library and draws its end."""
    scene = SCENES[name]
    app = make_app(paths, scene)
    async with app.run_test(size=scene.size) as pilot:
        await play(pilot, scene)
        (HERE / f"{name}.svg").write_text(app.export_screenshot(title="newsreader"), encoding="utf-8")


def main() -> None:
    with fixed_clock():
        for name in sys.argv[1:] or SCENES:
            with tempfile.TemporaryDirectory() as folder:
                paths = make_library(Path(folder))
                asyncio.run(take(name, paths))
                print(HERE / f"{name}.svg")


if __name__ == "__main__":
    main()
