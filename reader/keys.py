"""The actions of the screen and their keys, as data.

`[keys]` in the settings is checked against it; the bindings, the bottom line, help,
the palette and the README's table are made from it.
"""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

import msgspec

from reader.key_names import SIGNS


class Action(msgspec.Struct, frozen=True):
    """What a key does. The method that does it is called `action_` and the id."""

    id: str
    """The name in `[keys]` and in the code."""
    keys: str
    """The default keys by Textual's names, separated by commas."""
    name: str
    """The title in help and palette."""
    tooltip: str
    """What it does, in the words behind the title."""


ACTIONS = (
    Action("down", "j,down", "Down", "the next row, or line of the article"),
    Action("up", "k,up", "Up", "the previous row, or line of the article"),
    Action("top", "g,home", "Top", "the first row, or the article's beginning"),
    Action("bottom", "G,end", "Bottom", "the last row, or the article's end"),
    Action("page_down", "pagedown", "Page down", "a screenful on"),
    Action("page_up", "pageup", "Page up", "a screenful back"),
    Action("open", "enter,l,right", "Open", "read the article, or show the feed"),
    Action("back", "escape,h,left", "Back", "to the list, or to what was shown before"),
    Action("read_on", "space", "Read on", "scroll the article; then the next unread one, then the next feed"),
    Action("scroll_back", "minus", "Scroll back", "the article; at its beginning the one read before"),
    Action("article_down", "J", "Article down", "scroll the article from the list"),
    Action("article_up", "K", "Article up", "scroll the article from the list"),
    Action("next_unread", "n", "Next unread", "go to it"),
    Action("previous_unread", "p", "Previous unread", "go to it"),
    Action("next_feed", "right_square_bracket", "Next feed", "show it"),
    Action("previous_feed", "left_square_bracket", "Previous feed", "show it"),
    Action("next_pane", "tab", "Next pane", "feeds, headlines, article"),
    Action("previous_pane", "shift+tab", "Previous pane", "article, headlines, feeds"),
    Action("feeds", "f", "Feeds", "show or hide the feeds"),
    Action("feeds_with_unread", "full_stop", "Feeds with unread", "those only, and all of them again"),
    Action("narrower", "less_than_sign", "Narrower list", "more room for the article"),
    Action("wider", "greater_than_sign", "Wider list", "less room for the article"),
    Action("layout", "L", "Layout", "headlines beside the article, or above it"),
    Action("zen", "z", "Article alone", "and back"),
    Action("show_all", "1", "All", "every article"),
    Action("show_unread", "2", "Unread", "articles that are not read"),
    Action("show_today", "6", "Today", "what is from today"),
    Action("show_starred", "3", "Starred", "articles with a star"),
    Action("show_saved", "4", "Saved", "articles from files and pages"),
    Action("show_begun", "5", "Continue reading", "articles that were begun and not finished"),
    Action("show_highlights", "7", "Highlights", "articles of which you kept passages"),
    Action("plan", "M", "Fifteen minutes", "unread articles that fit into them; again asks how many"),
    Action("sort", "backslash", "Sort", "newest first, oldest first, by feed"),
    Action("search", "slash", "Search", "in all articles, as you type"),
    Action("keep_search", "S", "Keep this search", "as a scope in the feeds pane"),
    Action("filter", "F", "Filter", "this list, as you type"),
    Action("find", "ctrl+f", "Find", "in the article"),
    Action("find_next", "n", "Next place", "of what is found in the article"),
    Action("find_previous", "N", "Previous place", "of what is found in the article"),
    Action("outline", "T", "Outline", "the article's headings, to go to one"),
    Action("highlight", "apostrophe", "Highlight", "keep a passage of the article, with a note"),
    Action("star", "s", "Star", "or take the star off"),
    Action("toggle_read", "m", "Read or unread", "change it"),
    Action("unread", "u", "Mark unread", "keep it for later"),
    Action("mark_many", "A", "Mark many read", "all listed, above, below, on the screen, older"),
    Action("select", "comma", "Select", "this article or drop it; marks then act on all selected ones"),
    Action("select_to", "equals_sign", "Select to here", "from the one selected last"),
    Action("select_all", "ctrl+a", "Select all", "of the list, also of a search"),
    Action("tags", "t", "Tags", "change the article's tags"),
    Action("delete", "d", "Delete", "the article; it can be taken back"),
    Action("undo", "U", "Undo", "the last change, also of yesterday"),
    Action("actions", "Z", "Actions", "what you did, and any of it taken back"),
    Action("full_text", "x", "Full text", "fetch the article's page; then to the feed's text and back"),
    Action("fetch_all", "X", "Fetch all", "complete the whole list, for a trip; again stops it"),
    Action("images", "I", "Pictures", "fetch those of the article, and show them"),
    Action("original", "v", "Original", "the saved file's text, with the lines that were kept"),
    Action("former", "V", "Former text", "what an edited article said before"),
    Action("facts", "i", "Facts", "the article's dates, and where each fact is from"),
    Action("browser", "o", "Browser", "open the article's page"),
    Action("links", "semicolon", "Links", "open, copy, save or subscribe to what the article links to"),
    Action("comments", "C", "Comments", "open the page with the article's comments"),
    Action("play", "P", "Play", "a file that the article carries, as a podcast's"),
    Action("download", "D", "Download", "a file that the article carries; again stops it"),
    Action("copy_link", "y", "Copy link", "the article's address"),
    Action("write", "w", "Write to a file", "the article, as Markdown"),
    Action("pipe", "vertical_line", "Pipe", "the article's text to a command, or those of the selected ones"),
    Action("share", "b", "Share", "give the article to a command of your settings"),
    Action("add", "a", "Add", "a feed, a site, a page or a file"),
    Action("add_account", "at", "Add an account", "a server, as FreshRSS, or a shared folder"),
    Action("edit_feed", "e", "Edit feed", "rename, move, unsubscribe"),
    Action("health", "H", "Feed health", "how each feed and account fares, what to do"),
    Action("rules", "W", "Rules", "what each has done, and what it would do"),
    Action("starters", "i", "Starter list", "well-known feeds to begin with"),
    Action("refresh_feed", "r", "Refresh feed", "ask this one now"),
    Action("refresh_all", "R", "Refresh all", "what is due; again stops it"),
    Action("redraw", "ctrl+l", "Redraw", "paint all of the screen, where something else wrote over it"),
    Action("help", "question_mark", "Help", "all keys"),
    Action("palette", "colon,ctrl+p", "Commands", "all commands by name"),
    Action("quit", "q", "Close or quit", "what is open, the innermost first; at the list, the program"),
    Action("quit_at_once", "Q", "Quit at once", "everything is kept already"),
)

FINDING = ("find_next", "find_previous")
"""The actions that there are while something is found in the article; then their keys do nothing else."""

BOTTOM_LINE: dict[str, tuple[tuple[str, str], ...]] = {
    "headlines": (
        ("read_on", "read on"), ("next_unread", "next unread"), ("star", "star"), ("search", "search"),
        ("add", "add"), ("undo", "undo"), ("mark_many", "mark many read"), ("feeds", "feeds"),
    ),
    "article": (
        ("read_on", "read on"), ("back", "list"), ("star", "star"), ("links", "links"),
        ("browser", "browser"), ("full_text", "full text"), ("images", "pictures"), ("find", "find"),
        ("zen", "alone"),
    ),
    "guide": (
        ("add", "add"), ("starters", "starter list"), ("palette", "commands"), ("quit", "quit"),
    ),
    "feeds": (
        ("open", "show"), ("read_on", "fold"), ("edit_feed", "edit"), ("refresh_feed", "refresh"),
        ("add", "add"), ("health", "health"), ("next_pane", "headlines"),
    ),
}  # fmt: skip
"""The actions of the bottom line for each pane, and for the guide in an empty library, with a word or two,
the most needed first.
"""

ON_ARTICLES = {
    "star": "stars articles", "unread": "marks articles unread", "tags": "tags articles",
    "scroll_back": "scrolls an article back", "article_down": "scrolls an article",
    "article_up": "scrolls an article", "find": "finds words in an article",
    "full_text": "fetches an article's page", "original": "shows an article's original",
    "former": "shows an article's former text", "facts": "shows an article's dates",
    "browser": "opens an article's page", "links": "opens an article's links",
    "copy_link": "copies an article's address", "write": "writes an article to a file",
    "pipe": "gives an article to a command",
    "share": "shares an article",
    "highlight": "highlights words of an article",
    "select": "selects articles",
    "select_to": "selects articles",
    "select_all": "selects articles",
    "images": "shows an article's pictures",
    "outline": "shows an article's headings",
    "play": "plays what an article brings",
    "download": "downloads what an article brings",
    "comments": "opens an article's comments",
}  # fmt: skip
"""What actions do that are about an article: while the feeds have the keys, they only say so."""

ON_LISTS = {
    "sort": "sorts a list", "filter": "filters a list", "fetch_all": "fetches all of a list",
}  # fmt: skip
"""What actions do that are about the list: in the feeds they act where the listed scope has the cursor."""

HELP = ("help", "keys")
"""The action that the bottom line always has room for."""

NEVER_TOGETHER = frozenset((frozenset(("facts", "starters")),))
"""The actions that may share a key, because at no time both of them are available."""


def action_ids() -> frozenset[str]:
    """Return the ids that `[keys]` in the settings may name."""
    return frozenset(action.id for action in ACTIONS)


def bottom_keys(
    lit: str, own: Mapping[str, str], idle: Collection[str] = frozenset()
) -> tuple[tuple[str, str], ...]:
    """List what the bottom line says while that pane has the keys. Returns pairs of a key's sign and words.

    `own`: keys of the settings by action. `idle`: actions that would do nothing, which are left out. The
    first pair is that for help.
    """
    shown = (HELP, *((action, words) for action, words in BOTTOM_LINE[lit] if action not in idle))
    return tuple((key_of(action, own), words) for action, words in shown)


KeyOf = Callable[[str], str]
"""Names the first key of an action, for sentences that name keys."""


def key_of(identity: str, own: Mapping[str, str] = MappingProxyType({})) -> str:
    """Name the first key of an action; `own` are the keys of the settings by action."""
    default = {action.id: action.keys for action in ACTIONS}
    return key_names(own.get(identity, default[identity]))[0]


def key_names(keys: str) -> list[str]:
    """Name keys as people write them: `escape,less_than_sign` gives `escape` and `<`."""
    return [SIGNS.get(key.strip(), key.strip()) for key in keys.split(",")]
