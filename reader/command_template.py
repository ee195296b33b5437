"""Commands that the reader writes and that are given text from outside: a browser, a pipe, a player.

No shell ever reads them. A placeholder is an argument of its own, so that an address or a title can neither
end an argument nor begin an option, whatever it holds.
"""

import re
import shlex
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePath
from typing import Literal

Placeholder = Literal["url", "title", "file"]
"""What a command can be given: an article's address, its title, or the path of a file."""

OTHER_NAMES = {"%u": "{url}", "%s": "{url}"}
"""What other programs call the address, as `$BROWSER` does."""

_PLACEHOLDER = re.compile(r"\{(url|title|file)\}")

_NAME = re.compile(r"\{[A-Za-z_]+\}")
"""What looks like a placeholder: another name is a mistake in typing, not a word that a program wants."""

_OTHER_NAME = re.compile("|".join(map(re.escape, OTHER_NAMES)))

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

INTERPRETERS = frozenset(
    {"ash", "awk", "bash", "busybox", "bun", "csh", "dash", "deno", "elvish", "fish", "gawk", "guile", "ion"}
    | {"ksh", "lua", "luajit", "mawk", "mksh", "node", "nodejs", "nu", "osascript", "perl", "php", "pwsh"}
    | {"powershell", "python", "rc", "Rscript", "ruby", "sed", "sh", "tclsh", "tcsh", "vim", "wish", "xonsh"}
    | {"yash", "zsh"}
)
"""Programs that run the first word that is no option, or what stands behind `-c`."""

JOINERS = frozenset(
    {"cmd", "eval", "mosh", "parallel", "rsh", "script", "ssh", "start", "su", "watch", "xargs"}
)
"""Programs that hand their words on to a shell, joined again."""

_CODE_OPTION = re.compile(r"-[A-Za-z]{0,3}[ce]|/[cCkK]|--?(?:command|eval|exec|execute)")
"""Options behind which programs expect code."""


class BadTemplate(ValueError):
    """A command that cannot be used; the text is a clause that says why."""


def parse_template(
    template: str, known: Collection[str] = ("url",), *, other_names: bool = True
) -> list[str]:
    """Split a command into its words, each of which is a placeholder or has none in it.

    `known` are the placeholders that it can be given; `other_names`: whether `%u` and `%s` stand for the
    address, too. Raises `BadTemplate`.
    """
    try:
        words = shlex.split(template)
    except ValueError as error:
        raise BadTemplate(f"{str(error)[:1].lower()}{str(error)[1:]}") from error
    if _CONTROL.search(template):
        raise BadTemplate("it is on one line, without control characters")
    if other_names:
        words = [OTHER_NAMES.get(word, word) for word in words]
    return check_words(words, known, other_names=other_names)


def check_words(words: list[str], known: Collection[str], *, other_names: bool = False) -> list[str]:
    """Return a command's words, each of which is a placeholder or has none in it. Raises `BadTemplate`."""
    if not words or not words[0]:
        raise BadTemplate("it names no program")
    if any(map(_CONTROL.search, words)):
        raise BadTemplate("it is on one line, without control characters")
    for place, word in enumerate(words):
        _check_word(word, place, known, other_names)
    for place, word in enumerate(words):
        if _PLACEHOLDER.fullmatch(word):
            _refuse_code(words[:place], word)
    return words


def _check_word(word: str, place: int, known: Collection[str], other_names: bool) -> None:
    found = _PLACEHOLDER.search(word) or (_OTHER_NAME.search(word) if other_names else None)
    if found is None:
        if _NAME.fullmatch(word):
            raise BadTemplate(_not_known(word, known))
        return
    if found[0] != word:
        raise BadTemplate(f"{found[0]} stands inside a longer word, but must be an argument of its own")
    if place == 0:
        raise BadTemplate(f"{word} stands where the program's name must be")
    if word[1:-1] not in known:
        raise BadTemplate(_not_known(word, known))


def _not_known(word: str, known: Collection[str]) -> str:
    return f"{word} is not known here, but {' and '.join(f'{{{name}}}' for name in known)}"


def _refuse_code(before: Sequence[str], placeholder: str) -> None:
    """Refuse a placeholder that a shell or another interpreter would run. Raises `BadTemplate`."""
    for place, word in enumerate(before):
        # python3.12, bash.exe and /bin/sh are python, bash and sh.
        program = re.sub(r"[\d.]+$", "", PurePath(word).name.removesuffix(".exe"))
        arguments = [other for other in before[place + 1 :] if not other.startswith("-")]
        if program in JOINERS or (program in INTERPRETERS and not arguments):
            raise BadTemplate(f"{program} would run what {placeholder} stands for as a command")
    if _CODE_OPTION.fullmatch(before[-1]):
        raise BadTemplate(f"{placeholder} stands behind {before[-1]}, where programs expect code")


def fill_template(
    template: str, values: Mapping[Placeholder, str], *, append: Placeholder | None, other_names: bool = True
) -> list[str]:
    """Return the words of a command with the values in place of their placeholders, for no shell.

    The value of `append` goes behind the last word where no placeholder is named. Raises `BadTemplate`, also
    for a value that would be read as an option, unless `--` stands before it.
    """
    words = parse_template(template, tuple(values), other_names=other_names)
    if append and not any(map(_PLACEHOLDER.fullmatch, words)):
        _refuse_code(words, f"{{{append}}}")
        words.append(f"{{{append}}}")
    return fill_words(words, values)


def fill_words(words: Sequence[str], values: Mapping[Placeholder, str]) -> list[str]:
    """Return the words with the values in place of their placeholders. Raises `BadTemplate` as above."""
    filled: list[str] = []
    for word in words:
        filled.append(_value(word, values, behind="--" in filled) if _PLACEHOLDER.fullmatch(word) else word)
    return filled


def _value(word: str, values: Mapping[Placeholder, str], *, behind: bool) -> str:
    value = values[word[1:-1]]  # type: ignore[index]  # the pattern knows no other names
    if _CONTROL.search(value):
        raise BadTemplate(f"what {word} stands for has control characters in it")
    if value.startswith("-") and not behind:
        raise BadTemplate(f"what {word} stands for begins with a hyphen: put -- before {word}")
    return value
