"""The program's themes: which one it begins with, which is tried on, and which is kept."""

import os
import sys
from pathlib import PurePath
from types import ModuleType

from textual.app import App
from textual.reactive import Initialize, Reactive
from textual.theme import Theme

from reader.document.sanitize import SafeText, message_line
from reader.library.library import Library
from reader.store import state
from reader.theme_names import FOLLOWING, THEME_NAMES
from reader.ui.terminal.colours import Colours, in_256_colours
from reader.ui.themes import GROUNDS, INK, OWN_THEMES, PAPER, letter_styles, role_colours, textual_colours

if sys.platform != "win32":  # Windows has no such terminals
    from reader.ui.terminal.driver import GroundReported


def import_palette() -> ModuleType:
    """Import the palette and what it alone opens."""
    from reader.ui import palette  # it is seldom opened at once

    return palette


def _ground_here(*, dark: bool) -> str:
    """Write down the ground of this terminal: what another one said is no word about it."""
    names = (os.environ.get(name, "") for name in ("TERM", "TERM_PROGRAM"))
    return " ".join(("dark" if dark else "light", *names)).rstrip()


class ThemedApp(App[None]):
    """An app that has our themes besides Textual's, follows the terminal's ground, and keeps the choice."""

    def __init__(self, library: Library, *, colours: Colours, css_path: list[str | PurePath] | None) -> None:
        """`colours` is what the terminal has."""
        self._colours: Colours = colours
        self._themes: dict[str, Theme] | None = None
        self.chosen_theme = FOLLOWING
        """What was chosen, or `auto`."""
        self._ground = ""
        """The ground that the terminal last told, and which terminal that was."""
        self._previewing = False
        """Whether themes are only looked at."""
        self.library = library
        super().__init__(css_path=css_path)  # it looks up the first theme, which is kept in the library

    def remember(self, name: str, value: str) -> None:
        """Keep a value in the library."""
        raise NotImplementedError

    def tell(self, text: SafeText) -> None:
        """Show a message."""
        raise NotImplementedError

    @property
    def available_themes(self) -> dict[str, Theme]:
        """All themes by their names: our own before Textual's."""
        if self._themes is None:  # it is asked for hundreds of times while styles are made
            self._themes = {theme.name: theme for theme in OWN_THEMES} | super().available_themes
        return self._themes

    def first_theme(self) -> str:
        """Return the name of the theme to begin with: as the settings say, else as was last chosen."""
        wanted = self.library.settings.theme or state.value(self.library.db, "theme") or FOLLOWING
        self.chosen_theme = wanted if wanted in (FOLLOWING, *self.available_themes) else FOLLOWING
        self._ground = state.value(self.library.db, "ground") or ""
        return self.theme_of(self.chosen_theme)

    def theme_of(self, chosen: str) -> str:
        """Return the name of the theme for what was chosen: `auto` is ours for the terminal's ground.

        Where colours are few, ours are the terminal's own.
        """
        if chosen not in (FOLLOWING, INK.name, PAPER.name):
            return chosen
        light = chosen == PAPER.name or (chosen == FOLLOWING and self._ground == _ground_here(dark=False))
        if self._colours == "few":
            return "ansi-light" if light else "ansi-dark"
        return PAPER.name if light else INK.name

    # With it as the first value, the stylesheet is not read for one theme and then for another.
    theme: Reactive[str] = Reactive(Initialize(first_theme))

    def search_themes(self) -> None:
        """Ask which theme it shall be; each is on the screen while it is looked at, and goes with escape."""
        words = {name: "dark" if theme.dark else "light" for name, theme in self.available_themes.items()}
        words |= {FOLLOWING: "as the terminal is"}
        self._previewing = True
        themes = [(name, words[name]) for name in THEME_NAMES if name in words]
        dialog = import_palette().ThemeDialog(themes, self.chosen_theme, self._preview_theme)
        self.push_screen(dialog, self._end_previews)

    def _preview_theme(self, name: str) -> None:
        if self._previewing:
            self.theme = self.theme_of(name)

    def _end_previews(self, name: str | None) -> None:
        """Put on the theme that was chosen and keep it; without one, take the previews back."""
        self._previewing = False
        if name is not None:
            self.chosen_theme = name
            self.remember("theme", name)
            if named := self.library.settings.theme:
                self.tell(message_line(f"the settings say {named} at the next start"))
        self.theme = self.theme_of(self.chosen_theme)

    def on_ground_reported(self, event: "GroundReported") -> None:
        """Follow the terminal's ground, and keep it: the next start has no time to wait for the answer."""
        ground = _ground_here(dark=event.dark)
        if ground != self._ground:
            self._ground = ground
            self.remember("ground", ground)
        if self.chosen_theme == FOLLOWING and not self._previewing:
            self.theme = self.theme_of(FOLLOWING)

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's colours as our roles, and Textual's own variables in these."""
        theme, variables = self.current_theme, super().get_css_variables()
        roles = role_colours(variables, dark=theme.dark, ansi=theme.ansi)
        if self._colours == "256" and not theme.ansi:
            roles = in_256_colours(roles, tuple(f"reader-{name}" for name in (*GROUNDS, "line")))
        self.theme_variables = variables | roles | textual_colours(roles) | letter_styles(ansi=theme.ansi)
        return self.theme_variables
