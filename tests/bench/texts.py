#!/usr/bin/env python3
"""Compare articles with what people say they are: python -m tests.bench.texts FOLDER

Each folder below FOLDER is a page: `source.html`, the article in `expected.html` or `expected.txt`, and
`publishedTime` in `expected-metadata.json`, where that is known. Prints the mean token F1 of newsreader and
of trafilatura alone in the same run, the pages below .5, and how many days were found and wrong.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.document.encoding import decode
from reader.document.html.reader import from_html
from reader.document.plain import to_text
from reader.sources.saved import UnreadableFile
from reader.sources.saved.web.page import Origin, read_html
from reader.sources.saved.web.trafilatura_text import article_text

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one page; None for what nobody says of it."""

    page: str
    ours: float | None
    trafilatura: float | None
    day: str
    """The day that the page should have; "" where it is not known."""
    found: str


def tokens(text: str) -> Counter[str]:
    """The words of a text, and single signs of scripts without spaces."""
    return Counter(_TOKEN.findall(text.casefold()))


def f1(found: str, wanted: str) -> float:
    """How far two texts have the same words."""
    one, other = tokens(found), tokens(wanted)
    shared = sum((one & other).values())
    return 2 * shared / (one.total() + other.total()) if one or other else 1.0


def wanted_text(folder: Path) -> str | None:
    """The article as somebody wrote it down; None where nobody did."""
    if (folder / "expected.txt").exists():
        return (folder / "expected.txt").read_text("utf-8")
    page = folder / "expected.html"
    return to_text(from_html(page.read_bytes())) if page.exists() else None


def wanted_day(folder: Path) -> str:
    facts = folder / "expected-metadata.json"
    told = json.loads(facts.read_text("utf-8")) if facts.exists() else {}
    return str(told.get("publishedTime") or "")[:10]


def measured(folder: Path) -> Result:
    data = (folder / "source.html").read_bytes()
    wanted = wanted_text(folder)
    try:
        article = read_html(data, Origin(path=str(folder)))
    except UnreadableFile:
        return Result(folder.name, 0.0 if wanted else None, None, wanted_day(folder), "")
    alone = article_text(decode(data), fast=False)
    return Result(
        folder.name,
        None if wanted is None else f1(article.text, wanted),
        None if wanted is None else f1(alone, wanted),
        wanted_day(folder),
        article.published.iso()[:10] if article.published else "",
    )


def report(results: Sequence[Result]) -> None:
    scored = [result for result in results if result.ours is not None]
    for name in ("ours", "trafilatura"):
        values = [getattr(result, name) or 0.0 for result in scored]
        low = [result.page for result, value in zip(scored, values, strict=True) if value < 0.5]
        print(f"{name:12} F1 {sum(values) / max(1, len(values)):.4f} on {len(values)} pages, below .5: {low}")
    dated = [result for result in results if result.day]
    right = sum(result.found == result.day for result in dated)
    wrong = [result.page for result in dated if result.found not in ("", result.day)]
    print(f"days         {right} of {len(dated)} right, {len(wrong)} wrong: {wrong}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    report([measured(page.parent) for page in sorted(chosen.folder.glob("*/source.html"))])


if __name__ == "__main__":
    main()
