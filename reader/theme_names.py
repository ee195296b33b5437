"""The names of the themes, as data: the settings are checked against them where Textual is not imported."""

FOLLOWING = "auto"
"""Our own theme for the terminal's ground, as the terminal tells it."""

OWN_THEME_NAMES = ("ink", "paper")
"""The program's own themes: the dark and the light one."""

THEME_NAMES = (
    FOLLOWING,
    *OWN_THEME_NAMES,
    "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte",
    "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord",
    "rose-pine", "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark",
    "textual-light", "tokyo-night",
)  # fmt: skip
"""All that `theme` in the settings may be."""
