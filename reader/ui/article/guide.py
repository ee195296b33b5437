"""What an empty library shows: a short guide, and feeds to pick from. It is never in the library."""

from collections.abc import Mapping, Sequence

from reader.document.blocks import Block, Document
from reader.keys import KeyOf, key_of
from reader.model import Feed
from reader.ui.article.page import Page, plain_page

STARTERS = (
    ("News", "BBC World", "https://feeds.bbci.co.uk/news/world/rss.xml"),
    ("News", "The Guardian: World", "https://www.theguardian.com/world/rss"),
    ("News", "Deutsche Welle", "https://rss.dw.com/rdf/rss-en-all"),
    ("News", "NPR News", "https://feeds.npr.org/1001/rss.xml"),
    ("Science", "Quanta Magazine", "https://www.quantamagazine.org/feed/"),
    ("Science", "Nature", "https://www.nature.com/nature.rss"),
    ("Science", "NASA", "https://www.nasa.gov/feed/"),
    ("Technology", "Ars Technica", "https://feeds.arstechnica.com/arstechnica/index"),
    ("Technology", "LWN.net", "https://lwn.net/headlines/rss"),
    ("Technology", "Hacker News", "https://news.ycombinator.com/rss"),
    ("Technology", "Python Insider", "https://blog.python.org/feeds/posts/default"),
    ("Culture", "The Marginalian", "https://www.themarginalian.org/feed/"),
    ("Culture", "xkcd", "https://xkcd.com/atom.xml"),
)
"""The folder, title and address of well-known feeds."""

STEPS = (
    ("add", "Add a feed: its address, or just the address of a site."),
    ("add", "Save an article: the address of a page, or a file with a page that you copied or saved."),
    ("add", "Bring your feeds along: the path of an OPML file from another reader."),
    ("add_account", "Bring what a server has, as FreshRSS or Miniflux: its address, your user and password."),
    ("starters", "Pick from a list of well-known feeds."),
    ("help", "See all keys. Every command is also in the palette, on {palette}"),
)
"""What to begin with: the action of a key, and what it does."""


def begin_words(key: KeyOf) -> str:
    """Return the guide in one sentence, for a list that has no room for it beside it."""
    add, starters, show = f"{key('add')} adds", f"{key('starters')} picks", f"{key('help')} shows"
    return (
        f"Nothing to read yet. {add} a feed, a page or a file, {starters} from well-known feeds, "
        f"{show} all keys."
    )


def guide_page(key: KeyOf = key_of) -> Page:
    """Make the page of a short guide."""
    blocks = [
        Block("heading", "Nothing to read yet", level=1),
        Block(
            "paragraph",
            "Here headlines stand in a list and the article beside it. Everything that arrives is kept "
            "in your own library, to be read and searched without a network.",
        ),
        Block("heading", "Begin with one key", level=2),
    ]
    for action, text in STEPS:
        words = text.format(palette=key("palette"))
        blocks.append(Block("paragraph", words, indent=1, marker=key(action)))
    blocks.append(
        Block(
            "paragraph",
            f"Then: {key('down')} and {key('up')} move, {key('open')} opens, {key('read_on')} reads on, "
            f"and {key('undo')} takes back whatever you did last.",
        )
    )
    return plain_page(Document(tuple(blocks)))


EMPTY_LISTS: Mapping[str, tuple[str, str]] = {
    "unread": ("show_all", "All is read. {} lists every article."),
    "today": ("", "What is dated today stands here."),
    "starred": ("star", "{} stars an article, which then stands here."),
    "saved": ("add", "{} saves a page by its address, or a file."),
    "begun": ("", "An article that you begin and leave stands here."),
    "highlights": ("highlight", "{} keeps a passage of an article, which then stands here."),
    "tag": ("tags", "{} tags an article."),
    "search": (
        "",
        "Words are looked for in titles, texts, authors and sites; feed:name lists what a feed brought.",
    ),
}
"""What fills a list that has no articles, by the kind of its scope: the action of a key, and what it does."""


def empty_words(kind: str, key: KeyOf = key_of) -> tuple[str, str]:
    """Say that a list is empty, and what fills it: a heading and a sentence, which may be empty."""
    action, words = EMPTY_LISTS.get(kind, ("", ""))
    return "Nothing found." if kind == "search" else "Nothing here.", words.format(
        key(action) if action else ""
    )


def waiting_words(feeds: Sequence[Feed], key: KeyOf = key_of, asking: int = 0) -> str:
    """Say that there are feeds but no article yet, and what to do; `asking`: how many are being asked."""
    if asking:
        return "Asking one feed …" if asking == 1 else f"Asking {asking:,} feeds …"
    count = "One feed" if len(feeds) == 1 else f"{len(feeds):,} feeds"
    it = "it" if len(feeds) == 1 else "them"
    if all(feed.last_checked is None for feed in feeds):
        return f"{count}, not asked yet: {key('refresh_all')} asks {it}."
    asks, shows = f"{key('refresh_all')} asks those that are due", f"{key('health')} shows what each answered"
    return f"{count}, and no articles yet: {asks}, {shows}."


def told_page(heading: str, words: str) -> Page:
    """Make a page in place of an article: a heading and what can be done; `words` may be empty."""
    paragraphs = (Block("paragraph", words),) if words else ()
    return plain_page(Document((Block("heading", heading, level=1), *paragraphs)))
