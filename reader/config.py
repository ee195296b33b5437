"""The reader's settings as a value that is passed on, and where the program keeps things."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from reader.ways import Images, MarkRead

Rows = Literal["auto", 1, 2]
"""How many lines a headline has; `auto`: two where a title would have too little room on one."""

WantedLayout = Literal["auto", "columns", "stacked"]
"""How headlines and article lie: side by side, one above the other, or as leaves both readable."""

Preset = Literal["", "newsboat", "vim", "netnewswire", "miniflux"]
"""Whose keys the actions have; empty: their own."""

WantedGraphics = Literal["auto", "kitty", "sixel", "iterm", "blocks"]
"""How the terminal draws pictures."""

Bidi = Literal["auto", "terminal", "newsreader"]
"""Who puts text from right to left in order; `auto`: as the terminal needs it."""


class Host(msgspec.Struct, frozen=True):
    """What is sent to one host alone with each request; it is never printed."""

    user: str = ""
    """The user name of Basic authentication (RFC 7617); empty: none is sent."""
    password: str = ""
    """The password that goes with it."""
    headers: Mapping[str, str] = {}
    """Further headers, by their names as written."""

    def __repr__(self) -> str:
        return "Host()"


class Rule(msgspec.Struct, frozen=True):
    """What is done to articles of feeds as they arrive."""

    when: str
    """The query that tells which articles, as it is written."""
    do: tuple[str, ...]
    """What is done to them: `read`, `star`, `delete`, `tag:NAME`."""


class Settings(msgspec.Struct, frozen=True):
    """The settings of `config.toml`; each attribute is one of its keys."""

    measure: int = 72
    """The article's greatest line length in columns, 20 to 400."""
    rows: Rows = "auto"
    """The lines of a headline: 1, 2, or `auto`: two where a title would have too little room on one."""
    layout: WantedLayout = "auto"
    """How headlines and article lie: `columns`, `stacked`, or `auto`: as leaves both readable."""
    bidi: Bidi = "auto"
    """Who puts Arabic and Hebrew in order: the `terminal`, `newsreader`, or `auto`: as the terminal needs."""
    plain: bool = False
    """Whether words and commas stand for signs and boxes, for those who listen to the screen or to lists."""
    theme: str = ""
    """A theme's name, or `auto`: ink or paper, as the terminal's ground is; empty: the one last chosen."""
    refresh_minutes: int = 60
    """How often the open screen asks the feeds that are due; 0: never."""
    sync_minutes: int = 15
    """How often accounts are synced; 0: only when asked for."""
    send_seconds: int = 5
    """Seconds of quiet after which the open screen sends a mark to its account; 0: with the next sync."""
    mark_read: MarkRead | int = "opened"
    """When an article becomes read: `opened` (or read on), `shown`, `end`, `manually`, or after seconds."""
    backlog: int = 20
    """Of a feed's first articles so many newest stay unread, the rest is marked read; 0: none, -1: all."""
    images: Images = "asked"
    """Pictures: `asked` (fetched on a key), `always` (when an article is opened), `never` (nor shown)."""
    graphics: WantedGraphics = "auto"
    """How the terminal draws pictures: `kitty`, `sixel`, `iterm`, `blocks` (of text), `auto`: as it says."""
    inbox: str = ""
    """A folder whose files become saved articles, within seconds while the screen is open; empty: none."""
    retention_days: int = 0
    """Read articles of feeds this old are deleted, but none with a star, tag or highlight; 0: all stay."""
    retention_articles: int = 0
    """Of each feed so many newest articles are kept, and all with a star, tag or highlight; 0: all stay."""
    fold_duplicates: bool = True
    """Whether an article that came from several feeds or files has one row, with `BBC +1` or `2 sources`."""
    allow_private: bool = False
    """Whether links and redirects may lead to private and loopback addresses."""
    browser: str = ""
    """The command that opens a link, as `firefox` or `firefox --new-tab {url}`; empty: `$BROWSER`."""
    player: str = ""
    """The command that plays an enclosure, as `vlc -- {url}`; empty: mpv, vlc, else the browser."""
    download_dir: str = ""
    """The folder for enclosures that are downloaded; empty: Downloads in your home, else your home."""
    export_dir: str = ""
    """The folder that the screen writes articles to; empty: Documents in your home, else your home."""
    proxy: str = ""
    """The proxy's address; empty: as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say."""
    ca_file: str = ""
    """A file of certificates (PEM) that are trusted besides the system's."""
    hosts: Mapping[str, Host] = {}
    """What a host alone is told: `[hosts."example.org"]`, with `user`, `password` and a table `headers`."""
    rules: tuple[Rule, ...] = ()
    """What is done to articles as they arrive: tables `[[rules]]`, each with `when` and `do`."""
    notify: tuple[str, ...] = ()
    """Queries, as `["is:unread tag:urgent"]`: new articles that one finds are told of, once a refresh."""
    share: Mapping[str, tuple[str, ...]] = {}
    """Commands by name, a list of words each, which get `{url}` and `{title}` as arguments of their own."""
    preset: Preset = ""
    """Whose keys the screen has: `newsboat`, `vim`, `netnewswire` or `miniflux`; empty: its own."""
    keys: Mapping[str, str] = {}
    """Keys of actions, by the action's id, above those of the preset: `star = "s,*"`."""


class ConfigError(Exception):
    """The settings cannot be used; the message is one line for the reader, about the first mistake."""

    def __init__(self, *complaints: str) -> None:
        """Take what is wrong, a line for each mistake, in their order in the file."""
        super().__init__(complaints[0])
        self.complaints = complaints
        """A line for each mistake."""

    @property
    def summary(self) -> str:
        """The first mistake, and how many more there are, on one line."""
        more = len(self.complaints) - 1
        return f"{self.complaints[0]} (and {more} more)" if more else self.complaints[0]


class WrongLooks(ConfigError):
    """Keys or the theme cannot be used: mistakes with which the screen can do without."""

    def __init__(self, *complaints: str, settings: Settings) -> None:
        super().__init__(*complaints)
        self.settings = settings
        """The other settings."""


COMMAND_KEYS = ("browser", "player")
"""The settings that are a command."""

CHOICES: dict[str, tuple[str | int, ...]] = {
    "rows": get_args(Rows),
    "layout": get_args(WantedLayout),
    "bidi": get_args(Bidi),
    "mark_read": get_args(MarkRead),
    "preset": get_args(Preset),
    "images": get_args(Images),
    "graphics": get_args(WantedGraphics),
}
"""The values of each setting that is one of a few."""

MARK_READ_SECONDS = (1, 3_600)
"""The least and the greatest number of seconds on the screen after which an article becomes read."""

RANGES = {
    "measure": (20, 400),
    "refresh_minutes": (0, 525_600),
    "sync_minutes": (0, 525_600),
    "send_seconds": (0, 3_600),
    "backlog": (-1, 1_000_000),
    "retention_days": (0, 36_500),
    "retention_articles": (0, 1_000_000),
}
"""The least and the greatest value of each setting that is a number."""


class Paths(msgspec.Struct, frozen=True):
    """Where the program's files are. All but the settings are in one folder, which can be copied whole."""

    data: Path
    """The folder of the library."""
    config: Path
    """The settings file."""

    @property
    def library(self) -> Path:
        """The store's database."""
        return self.data / "library.db"

    @property
    def log(self) -> Path:
        """The file of unexpected errors."""
        return self.data / "newsreader.log"

    @property
    def files(self) -> Path:
        """What saved articles were made from, by the hash of the bytes."""
        return self.data / "files"

    @property
    def backups(self) -> Path:
        """The folder of the daily backups and of whole copies."""
        return self.data / "backups"

    @property
    def cache(self) -> Path:
        """What can be made again and may be deleted at any time."""
        return self.data / "cache"

    @property
    def images(self) -> Path:
        """The pictures of articles, by the hashes of their addresses."""
        return self.cache / "images"


WORKER = "NEWSREADER_WORKER"
"""The environment variable of processes that work for the screen, which tells of the settings itself."""

PLAIN = "NEWSREADER_PLAIN"
"""The environment variable that asks for plain mode, whatever the settings say; empty and `0` do not."""


def with_environment(settings: Settings, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings with what the environment asks for besides."""
    return replace(settings, plain=True) if environ.get(PLAIN, "") not in ("", "0") else settings


def find_paths(data: str | None, config: str | None, environ: Mapping[str, str]) -> Paths:
    """Return the paths that the command line names, else the environment, else the system's convention."""
    library = data or environ.get("NEWSREADER_DATA_DIR") or _usual_folder("data")
    settings = config or environ.get("NEWSREADER_CONFIG") or _usual_folder("config") / "config.toml"
    return Paths(data=Path(library).expanduser().absolute(), config=Path(settings).expanduser().absolute())


def _usual_folder(kind: Literal["data", "config"]) -> Path:
    """Return the folder where this system has the program's data or settings; `~` may stand in it."""
    if sys.platform == "linux" and os.environ.get("HOME", "").startswith("/"):
        named = Path(os.environ.get(f"XDG_{kind.upper()}_HOME", ""))
        usual = Path("~/.local/share" if kind == "data" else "~/.config")
        return (named if named.is_absolute() else usual) / "newsreader"
    import platformdirs  # on Linux it says the above, and takes longer to load than a library to open

    folder = platformdirs.user_data_dir if kind == "data" else platformdirs.user_config_dir
    return Path(folder("newsreader", appauthor=False))
