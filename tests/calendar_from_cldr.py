"""Write the months and weekdays of every language from CLDR: python -m tests.calendar_from_cldr

CLDR is Unicode's collection of what languages call such things; Babel, which only this needs, ships it. What
people write besides (`Sept`, `Sonnabend`) stands in the languages' own files and is not touched.
"""

import json
import re
from pathlib import Path

from babel import Locale

import reader.sources.saved.vocabulary

FOLDER = Path(reader.sources.saved.vocabulary.__file__).parent
TARGET = FOLDER / "calendar.toml"

HEAD = """\
# The months from January and the weekdays from Monday, by language, in lower case: as they stand in a date,
# and alone. Written from CLDR by `python -m tests.calendar_from_cldr`; what people write besides is in
# languages/.
"""

LOCALES = {"no": "nb", "sr": "sr_Latn"}
"""CLDR's names of languages, where they are others."""

HAN = re.compile("[\u4e00-\u9fff]")


def languages() -> list[str]:
    """Return the codes of the languages that have a file, in order."""
    return sorted(path.stem for path in (FOLDER / "languages").glob("*.toml") if path.stem != "any")


def calendar() -> str:
    """Return the text of the calendar file."""
    return HEAD + "".join(map(_table, languages()))


def _table(language: str) -> str:
    locale = Locale.parse(LOCALES.get(language, language))
    months, days = locale.months, locale.days
    rows = [f"\n[{language}]", "months = ["]
    rows += [f"    {_names(months, number, language)}," for number in range(1, 13)]
    rows += ["]", "weekdays = ["]
    rows += [f"    {_names(days, number, language)}," for number in range(7)]
    return "\n".join([*rows, "]", ""])


def _names(calendar: object, number: int, language: str) -> str:
    """Return the names of a month or a weekday as a TOML list: in a date, and alone where that differs."""
    names = []
    for context in ("format", "stand-alone"):
        name = str(calendar[context]["wide"][number]).lower()  # type: ignore[index]
        # Where a language has no names of its own that stand alone, Babel may fall back to Chinese ones.
        if name not in names and not (context == "stand-alone" and HAN.search(name) and language != "zh"):
            names.append(name)
    return json.dumps(names, ensure_ascii=False)


if __name__ == "__main__":
    TARGET.write_text(calendar(), encoding="utf-8")
