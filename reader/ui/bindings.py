"""Every key of the screen, once: footer, help, palette and the README's table are made from it."""

from collections.abc import Mapping

from textual.binding import Binding, BindingType

MOVE = Binding.Group("Move", compact=True)


def _key(keys: str, identity: str, description: str, tooltip: str, *, show: bool = False) -> Binding:
    """A binding whose action has its id for a name; `show` is for the few that the footer has room for."""
    return Binding(keys, identity, description, show=show, tooltip=tooltip, id=identity)


BINDINGS: list[BindingType] = [
    Binding("j,down", "down", "Down", tooltip="the next row, or line of the article", id="down", group=MOVE),
    Binding("k,up", "up", "Up", tooltip="the previous row, or line of the article", id="up", group=MOVE),
    _key("g,home", "top", "Top", "the first row, or the article's beginning"),
    _key("G,end", "bottom", "Bottom", "the last row, or the article's end"),
    _key("pagedown", "page_down", "Page down", "a screenful on"),
    _key("pageup", "page_up", "Page up", "a screenful back"),
    _key("enter,l,right", "open", "Open", "read the article, or show the feed", show=True),
    _key("escape,h,left", "back", "Back", "to the list, or to what was shown before"),
    _key("space", "read_on", "Read on", "scroll the article; at its end the next unread one", show=True),
    _key("minus", "scroll_back", "Scroll back", "the article, by a screenful"),
    _key("J", "article_down", "Article down", "scroll the article from the list"),
    _key("K", "article_up", "Article up", "scroll the article from the list"),
    _key("n", "next_unread", "Next unread", "go to it", show=True),
    _key("p", "previous_unread", "Previous unread", "go to it"),
    _key("right_square_bracket", "next_feed", "Next feed", "show it"),
    _key("left_square_bracket", "previous_feed", "Previous feed", "show it"),
    _key("tab", "next_pane", "Next pane", "feeds, headlines, article"),
    _key("shift+tab", "previous_pane", "Previous pane", "article, headlines, feeds"),
    _key("f", "feeds", "Feeds", "show or hide the feeds", show=True),
    _key("less_than_sign", "narrower", "Narrower list", "more room for the article"),
    _key("greater_than_sign", "wider", "Wider list", "less room for the article"),
    _key("z", "zen", "Article alone", "and back"),
    _key("1", "show_all", "All", "every article"),
    _key("2", "show_unread", "Unread", "articles that are not read"),
    _key("3", "show_starred", "Starred", "articles with a star"),
    _key("4", "show_saved", "Saved", "articles from files and pages"),
    _key("backslash", "sort", "Sort", "newest first, oldest first, by feed"),
    _key("slash", "search", "Search", "in all articles, as you type", show=True),
    _key("S", "keep_search", "Keep this search", "as a scope in the feeds pane"),
    _key("F", "filter", "Filter", "this list, as you type"),
    _key("ctrl+f", "find", "Find", "in the article"),
    _key("s", "star", "Star", "or take the star off", show=True),
    _key("m", "toggle_read", "Read or unread", "change it"),
    _key("u", "unread", "Mark unread", "keep it for later"),
    _key("A", "mark_many", "Mark many read", "all shown, above, below, older", show=True),
    _key("t", "tags", "Tags", "change the article's tags"),
    _key("d", "delete", "Delete", "the article; U brings it back"),
    _key("U", "undo", "Undo", "the last change, also of yesterday"),
    _key("x", "full_text", "Full text", "fetch the article's page; then to the feed's text and back"),
    _key("X", "fetch_all", "Fetch all", "complete the whole list, for a trip; again stops it"),
    _key("v", "original", "Original", "the saved file's text, with the lines that were kept"),
    _key("V", "former", "Former text", "what an edited article said before"),
    _key("o", "browser", "Browser", "open the article's page"),
    _key("semicolon", "links", "Links", "open one of the article's links by its number"),
    _key("y", "copy_link", "Copy link", "the article's address"),
    _key("w", "write", "Write to a file", "the article, as Markdown"),
    _key("vertical_line", "pipe", "Pipe", "the article's text to a command"),
    _key("a", "add", "Add", "a feed, a site, a page or a file", show=True),
    _key("e", "edit_feed", "Edit feed", "rename, move, unsubscribe"),
    _key("H", "health", "Feed health", "how each one fares, what to do"),
    _key("i", "starters", "Starter list", "well-known feeds to begin with"),
    _key("r", "refresh_feed", "Refresh feed", "ask this one now"),
    _key("R", "refresh_all", "Refresh all", "what is due; again stops it"),
    _key("question_mark", "help", "Help", "all keys", show=True),
    Binding("colon", "app.command_palette", "Commands", False, tooltip="all commands by name", id="palette"),
    _key("q", "quit", "Quit", "everything is kept already"),
]


def binding_ids() -> frozenset[str]:
    """What `[keys]` in the settings may name."""
    return frozenset(binding.id for binding in BINDINGS if isinstance(binding, Binding) and binding.id)


def unknown_ids(keys: Mapping[str, str]) -> list[str]:
    """Names in `[keys]` that no binding has; Textual would ignore them without a word."""
    return sorted(set(keys) - binding_ids())
