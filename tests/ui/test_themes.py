"""The roles of all themes, and what stands on the screen in them: letters can be read, marks can be seen."""

import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color as RichColor
from textual.command import CommandList
from textual.geometry import Region
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets._toast import Toast

import reader.ui
from reader.store.database.connection import Database
from reader.theme_names import FOLLOWING, OWN_THEME_NAMES, THEME_NAMES
from reader.ui.themes import (
    GROUNDS,
    INK,
    OWN_GROUNDS,
    OWN_THEMES,
    PAPER,
    TEXTS,
    contrast,
    letter_styles,
    mix,
    readable,
    role_colours,
    textual_colours,
)
from tests.many import many
from tests.ui.screen import Open, press, settle

Rgb = tuple[int, int, int]

THEMES = {theme.name: theme for theme in (*OWN_THEMES, *BUILTIN_THEMES.values()) if not theme.ansi}
ANSI = {theme.name: theme for theme in BUILTIN_THEMES.values() if theme.ansi}

LINES = re.compile("[\u2500-\u258b\u258d-\u259f\u2800-\u28ff]")
"""What hair lines, borders and scroll bars are drawn of; the cursor's edge is not among them."""


def roles_of(theme: Theme) -> dict[str, str]:
    variables = theme.to_color_system().generate() | theme.variables
    return role_colours(variables, dark=theme.dark, ansi=theme.ansi)


def rgb(roles: dict[str, str], name: str) -> Rgb:
    red, green, blue = bytes.fromhex(roles[f"reader-{name}"][1:])
    return red, green, blue


def pairs(theme: Theme) -> Iterator[tuple[str, str, float]]:
    """Each role of text, each ground that it stands on, and their contrast."""
    roles = roles_of(theme)
    for text in TEXTS:
        for ground in GROUNDS:
            yield text, ground, contrast(rgb(roles, text), rgb(roles, ground))
    for text, ground in OWN_GROUNDS.items():
        yield text, ground, contrast(rgb(roles, text), rgb(roles, ground))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [((0, 0, 0), (255, 255, 255), 21.0), ((255, 0, 0), (255, 255, 255), 4.0), ((9, 9, 9), (9, 9, 9), 1.0)],
)
def test_contrast_is_that_of_the_guidelines(one: Rgb, other: Rgb, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert round(contrast(one, other), 1) == ratio


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    low = [(text, ground, ratio) for text, ground, ratio in pairs(theme) if ratio < 4.5]
    assert not low
    assert all(ratio >= 7 for text, _, ratio in pairs(theme) if text == "bright")


@pytest.mark.parametrize("theme", OWN_THEMES, ids=lambda theme: theme.name)
def test_our_own_texts_are_clear_and_shown_as_they_were_chosen(theme: Theme) -> None:
    assert all(ratio >= 7 for text, _, ratio in pairs(theme) if text in ("bright", "text"))
    roles = roles_of(theme)
    assert {name: roles[name] for name in theme.variables} == theme.variables


def test_a_role_of_the_look_that_could_not_be_read_is_mixed_as_little_as_it_takes() -> None:
    ground: Rgb = (0x26, 0x2C, 0x38)
    faint: Rgb = (0x7F, 0x87, 0x94)
    assert contrast(faint, ground) < 4.5
    mended = readable(faint, ground, 4.5, dark=True)
    assert 4.5 <= contrast(mended, ground) < 4.8
    assert readable(mended, ground, 4.5, dark=True) == mended
    assert readable((0x75, 0x6D, 0x61), (0xEF, 0xE6, 0xD2), 4.5, dark=False) < (0x75, 0x6D, 0x61)
    assert mix((0, 0, 0), (255, 255, 255), 0.5) == (128, 128, 128)


@pytest.mark.parametrize("theme", ANSI.values(), ids=ANSI)
def test_themes_of_the_terminal_use_its_own_colours(theme: Theme) -> None:
    roles = roles_of(theme)
    assert roles.keys() == roles_of(INK).keys() == roles_of(PAPER).keys()
    assert all(colour.startswith("ansi_") for colour in roles.values())


def test_the_stylesheets_name_roles_only() -> None:
    root = Path(reader.ui.__file__).parent
    sources = [*root.rglob("*.tcss"), *root.glob("widgets/*.py"), *root.glob("dialogs/*.py")]
    named = {name for path in sources for name in re.findall(r"\$([a-z][a-z-]+)", path.read_text("utf-8"))}
    assert named <= roles_of(INK).keys() | letter_styles(ansi=False).keys()
    assert textual_colours(roles_of(INK)).keys().isdisjoint(roles_of(INK))


def test_the_settings_know_the_names_of_all_themes() -> None:
    assert set(THEME_NAMES) == {FOLLOWING, *THEMES, *ANSI}
    assert tuple(theme.name for theme in OWN_THEMES) == OWN_THEME_NAMES


# --- what is on the screen


def seen(pilot: Pilot[None], regions: list[Region]) -> Iterator[tuple[str, Rgb, Rgb]]:
    """Each character of these regions that is no blank and no line, its colour and its ground."""
    theme = pilot.app.ansi_theme

    def triplet(colour: RichColor | None, *, foreground: bool) -> Rgb:
        assert colour is not None
        red, green, blue = colour.get_truecolor(theme, foreground=foreground)
        return red, green, blue

    for y, strip in enumerate(pilot.app.screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            assert style is not None
            assert not style.dim, f"{text!r} is dimmed"
            colour, ground = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
            for character in text:
                if character.strip() and not LINES.match(character) and any((x, y) in one for one in regions):
                    yield character, triplet(colour, foreground=True), triplet(ground, foreground=False)
                x += cell_len(character)


def unreadable(pilot: Pilot[None]) -> set[tuple[str, str, str, float]]:
    """What cannot be read: its kind, an example, the pair of colours, and the contrast."""
    screen = pilot.app.screen
    boxes = [one.region for one in screen.query(".dialog, CommandInput, CommandList, Toast")]
    regions = boxes if screen.is_modal else [screen.region]
    low: dict[tuple[Rgb, Rgb, float], str] = {}
    for character, colour, ground in seen(pilot, regions):
        least = 4.5 if character.isalnum() else 3.0
        if contrast(colour, ground) < least:
            low.setdefault((colour, ground, least), "")
            low[colour, ground, least] += character
    return {
        (text[:20], f"#{bytes(colour).hex()}", f"#{bytes(ground).hex()}", round(contrast(colour, ground), 2))
        for (colour, ground, _), text in low.items()
    }


async def check(pilot: Pilot[None], names: list[str]) -> None:
    """Put on each theme and look at the screen."""
    wrong = {}
    for name in names:
        pilot.app.theme = name
        await pilot.pause()
        await pilot.pause()
        if found := unreadable(pilot):
            wrong[name] = found
    assert not wrong


async def notify(pilot: Pilot[None]) -> None:
    for severity in ("information", "warning", "error"):
        pilot.app.notify("A word about it.", title="Title", severity=severity, timeout=600)
    await pilot.pause(0.2)
    assert pilot.app.screen.query(Toast)


async def palette(pilot: Pilot[None]) -> None:
    await press(pilot, "colon")
    while not pilot.app.screen.query_one(CommandList).option_count > 10:
        await pilot.pause(0.05)
    await pilot.pause()


async def select(pilot: Pilot[None]) -> None:
    await press(pilot, "enter")
    article = pilot.app.screen.query_one("#article")
    article.text_select_all()
    await pilot.pause()


def keys(*names: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press these."""

    async def pressed(pilot: Pilot[None]) -> None:
        await press(pilot, *names)

    return pressed


SIGHTS: dict[str, Callable[[Pilot[None]], Awaitable[None]]] = {
    "list": keys("j", "s", "j", "enter", "h"),
    "article": keys("4", "enter"),
    "feeds": keys("shift+tab", "j"),
    "search": keys("slash", *"harbour"),
    "found": keys("4", "enter", "ctrl+f", *"ferry", "enter"),
    "highlight": keys("4", "apostrophe", "w", "apostrophe", *"why", "enter"),
    "highlighting": keys("4", "apostrophe", "j", "w"),
    "help": keys("question_mark"),
    "add": keys("a", *"harbour"),
    "edit": keys("shift+tab", *"jjjjjjjj", "e"),
    "health": keys("H"),
    "choose": keys("A"),
    "tags": keys("t"),
    "keep": keys("slash", *"harbour", "ctrl+s"),
    "palette": palette,
    "notices": notify,
    "selected": select,
}
"""What is looked at, by how it comes to be seen."""


SELDOM = {"feeds", "help", "edit", "health", "choose", "tags", "keep"}
"""What is looked at only in the long run, in all themes."""


@pytest.mark.parametrize("sight", [sight for sight in SIGHTS if sight not in SELDOM])
async def test_what_is_on_the_screen_can_be_read(library: Database, open_screen: Open, sight: str) -> None:
    async with open_screen((120, 40)) as pilot:
        await SIGHTS[sight](pilot)
        await check(pilot, ["ink", "paper"])


@pytest.mark.long
@pytest.mark.parametrize("sight", SIGHTS)
async def test_it_can_be_read_in_every_theme(library: Database, open_screen: Open, sight: str) -> None:
    """By turns: each theme with every third sight, as the roles of all are held to each other above."""
    async with open_screen((120, 40)) as pilot:
        await SIGHTS[sight](pilot)
        await settle(pilot)
        step = many(3, 1)
        await check(pilot, [*THEMES][list(SIGHTS).index(sight) % step :: step])
