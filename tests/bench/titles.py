#!/usr/bin/env python3
"""Compare facts of copied pages with what people say they are: python -m tests.bench.titles FOLDER [--fit]

Each `.txt` below FOLDER is a copy as `tests/sources/saved/copies` has them: lines `title: ...`, `published:
2026-11-28`, `author: ...` and `site: ...` (only the title is needed, and several are allowed), a line `---`,
and what a browser gives on select all and copy; `none` says that there must be none. Prints how many of each
are right, and the wrong titles.

With --fit it prints the weights of `reader.sources.saved.text.headline` anew instead: each copy of a whole
page asks that its title gets the largest sum among the lines that may be it (a softmax over these lines), and
large weights cost something. Fit on pages of many sites, and look at others to see what it is worth.
"""

import argparse
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.sources.saved import UnreadableFile, read_saved
from reader.sources.saved.lines import read_lines
from reader.sources.saved.text.headline import WEIGHTS, Page, clues
from reader.sources.saved.text.segment import find_body
from reader.sources.saved.text.title import WHOLE_PAGE, lines_of_whole_page

_COST = 0.006
"""What a weight's square costs: small sets of pages need more."""
_ROUNDS = 300
_NOW = 1_800_000_000


@dataclass(frozen=True, slots=True)
class Copy:
    """A copied page and what it says."""

    path: Path
    text: str
    facts: dict[str, list[str]]

    def is_title(self, line: str) -> bool:
        """Return whether the line is a title of the page, whatever its signs and spaces are."""
        return _plain(line) in map(_plain, self.facts["title"])


@dataclass(frozen=True, slots=True)
class Example:
    """The clues of each line of a page that may be its title, and which of them are."""

    lines: list[list[tuple[int, float]]]
    right: list[bool]


def main() -> None:
    """Measure or fit on the folder given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", action="store_true", help="print the weights of a headline's clues anew")
    chosen = parser.parse_args()
    copies = read_copies(chosen.folder)
    if chosen.fit:
        names, examples = examples_of(copies)
        for name, weight in zip(names, fit(examples, len(names)), strict=True):
            print(f'    "{name}": {weight:.2f},')
    else:
        measure(copies)


def read_copies(folder: Path) -> list[Copy]:
    """Return the copies below the folder that have a title."""
    copies = []
    for path in sorted(folder.rglob("*.txt")):
        head, _, text = path.read_text("utf-8").partition("\n---\n")
        facts: dict[str, list[str]] = {}
        for name, value in re.findall(r"^(\w+): (.*)$", head, re.MULTILINE):
            facts.setdefault(name, []).append(value)
        if "title" in facts and text:
            copies.append(Copy(path, re.sub("^> ", "", text, flags=re.MULTILINE), facts))
    return copies


def measure(copies: Sequence[Copy]) -> None:
    """Print how many facts are right, and the titles that are not."""
    known, right = Counter[str](), Counter[str]()
    for copy in copies:
        try:
            (article,) = read_saved(copy.text.encode(), "copy.txt", None, _NOW)
        except UnreadableFile:
            continue
        found = {
            "title": article.title,
            "published": article.published.iso()[:10] if article.published else "none",
            "author": article.author or "none",
            "site": article.site or "none",
        }
        for name in found.keys() & copy.facts.keys():
            known[name] += 1
            wanted = [value[:10] if name == "published" else value for value in copy.facts[name]]
            right[name] += _plain(found[name]) in map(_plain, wanted)
        if not copy.is_title(article.title):
            print(f"{copy.path.name}: {article.title!r}, wanted {copy.facts['title'][0]!r}")
    for name, count in known.items():
        print(f"{name:10} {right[name]:5} of {count:5} right, {right[name] / count:.3f}")


def examples_of(copies: Sequence[Copy]) -> tuple[list[str], list[Example]]:
    """Return the names of the clues, and an example of each copy of a whole page that shows its title."""
    names = list(WEIGHTS)
    examples = []
    for copy in copies:
        pieces, run = find_body(read_lines(copy.text))
        places = lines_of_whole_page(pieces, run)
        right = [copy.is_title(pieces[place].line.text) for place in places]
        if len(places) < WHOLE_PAGE or not any(right):
            continue
        page = Page(pieces, run)
        found = [clues(page, place) for place in places]
        lines = [
            [(at, float(line[name])) for at, name in enumerate(names) if line.get(name)] for line in found
        ]
        examples.append(Example(lines, right))
    return names, examples


def fit(examples: Sequence[Example], size: int) -> list[float]:
    """Return the weights that make the right lines most probable, by gradient descent (Adam)."""
    weights, slow, fast = [0.0] * size, [0.0] * size, [0.0] * size
    for step in range(1, _ROUNDS + 1):
        slope = [_COST * weight for weight in weights]
        for example in examples:
            _add_slope(slope, example, weights, 1 / len(examples))
        rate = 0.15 if step < _ROUNDS * 0.6 else 0.05
        for at, value in enumerate(slope):
            slow[at] = 0.9 * slow[at] + 0.1 * value
            fast[at] = 0.99 * fast[at] + 0.01 * value * value
            scale = math.sqrt(fast[at] / (1 - 0.99**step)) + 1e-8
            weights[at] -= rate * slow[at] / (1 - 0.9**step) / scale
    return weights


def _add_slope(slope: list[float], example: Example, weights: Sequence[float], share: float) -> None:
    """Add what the example asks of each weight: less for the wrong lines, more for the right ones."""
    sums = [sum(weights[at] * value for at, value in line) for line in example.lines]
    largest = max(sums)
    chances = [math.exp(value - largest) for value in sums]
    whole = sum(chances)
    good = sum(chance for chance, right in zip(chances, example.right, strict=True) if right) + 1e-30
    for line, chance, right in zip(example.lines, chances, example.right, strict=True):
        change = share * (chance / whole - (chance / good if right else 0.0))
        if abs(change) > 1e-9:
            for at, value in line:
                slope[at] += change * value


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


if __name__ == "__main__":
    main()
