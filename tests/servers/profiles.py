"""What the servers that speak the Google Reader API do differently, one switch for each quirk."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.servers.model import BEGAN

READ = "user/-/state/com.google/read"
STARRED = "user/-/state/com.google/starred"
READING_LIST = "user/-/state/com.google/reading-list"
LABEL = "user/-/label/"
LONG = "tag:google.com,2005:reader/item/"

_WRITES = frozenset(
    {
        "edit-tag",
        "mark-all-as-read",
        "rename-tag",
        "disable-tag",
        "subscription/edit",
        "subscription/quickadd",
    }
)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How one kind of server answers."""

    name: str
    base: str = ""
    """The path of the API; the page of the server itself is at `/`."""
    numbering: Callable[[int], int] = lambda place: BEGAN + place
    hex_ids: bool = False
    """Ids of 24 hexadecimal digits, which are no numbers (The Old Reader)."""
    posts_by_token: bool = False
    """A POST is known by its form field T alone, and the header is not read (Miniflux)."""
    checks_token: frozenset[str] = frozenset()
    """Paths that want a right T beside the header."""
    careless_token: bool = False
    """An empty T, or none, is as good as the right one (FreshRSS)."""
    token_lasts: int = 0
    """A write token is good for so many writes; 0: for ever."""
    bad_token_header: str = "X-Reader-Google-Bad-Token"
    without_output_json: int = 200
    """The status of a list that was not asked for as JSON."""
    checks_name: bool = False
    """A user name that cannot be one is 400, not 401 (FreshRSS)."""
    unknown_path: tuple[int, str] = (404, "Not Found")
    read_stream_is_all: bool = False
    """`s=.../read` and a label that does not exist give every item (FreshRSS)."""
    honours_it: bool = False
    label_streams: bool = True
    """False: a label as the stream is 500 (Miniflux)."""
    xt_on_starred: bool = True
    continuation: str = "exact"
    """`exact`; `cursor`: the next page is what is now at or below the last id, but its first (FreshRSS);
    `offset`: a number of rows (Miniflux)."""
    full_page_continues: bool = False
    """A page that is exactly full is said to go on although nothing follows (FreshRSS)."""
    repeats_continuation: bool = False
    """The last page names the continuation that led to it."""
    most_ids: int = 0
    """The most ids of one page, whatever was asked for; 0: as many as asked for."""
    by_published: bool = False
    """Lists, `ot` and mark-all go by the date of publishing, not of arrival (Miniflux)."""
    form_variables: int = 0
    """Further variables of a form are dropped, all but `i` (PHP's max_input_vars); 0: no limit."""
    body_bytes: int = 0
    """What is behind so many bytes of a form is dropped, and the answer is OK; 0: no limit."""
    labels: bool = True
    """Whether items can have labels."""
    tag_types: bool = True
    """Whether tag/list says what is a folder and what a label."""
    many_folders: bool = False
    fullwidth: bool = False
    """Titles have fullwidth forms in place of `& < >` (FreshRSS)."""
    user_in_categories: bool = False
    """Categories are `user/1/...`, not `user/-/...` (Miniflux)."""
    contents_by_get: bool = True
    none_is_refused: bool = False
    """Contents of which it has none are 400, not an empty list (Miniflux)."""
    turns_marks: bool = False
    """A mark that an article has already is taken away by setting it (Miniflux before 2.2.17)."""
    names_by_user: bool = False
    """The user's id is the name (FreshRSS): a server that was set up anew has the same."""
    labels_beside_folders: bool = True
    """False: a label with the name of a folder, or a very long one, is not kept in spite of OK (FreshRSS)."""
    quickadd_in_query: bool = False
    """What is subscribed to is read in the query only, and the answer has a bare number (old FreshRSS)."""
    replay: int = 400
    """The status of a subscription that is there already, of a second removal."""
    rename_replay: int = 400
    unread_count: bool = True
    fault_every: int = 0
    """Each so-manieth request meets the next of the usual faults; 0: none."""


_FRESHRSS = {
    "base": "/api/greader.php",
    "checks_token": _WRITES - {"subscription/edit", "subscription/quickadd"},
    "careless_token": True,
    "bad_token_header": "Google-Bad-Token",
    "without_output_json": 501,
    "checks_name": True,
    "read_stream_is_all": True,
    "honours_it": True,
    "continuation": "cursor",
    "full_page_continues": True,
    "form_variables": 1000,
    "body_bytes": 1 << 20,
    "fullwidth": True,
    "names_by_user": True,
    "labels_beside_folders": False,
}

FRESHRSS = Profile(name="freshrss", **_FRESHRSS)  # type: ignore[arg-type]
MINIFLUX = Profile(
    name="miniflux",
    numbering=lambda place: place,
    posts_by_token=True,
    without_output_json=400,
    unknown_path=(200, "[]"),
    label_streams=False,
    continuation="offset",
    most_ids=1000,
    by_published=True,
    labels=False,
    user_in_categories=True,
    contents_by_get=False,
    none_is_refused=True,
    turns_marks=True,
    replay=500,
    rename_replay=404,
    unread_count=False,
)
TOR = Profile(
    name="tor",
    base="/hidden",
    numbering=lambda place: 0x00157A17B192950B65BE0000 + place,
    hex_ids=True,
    xt_on_starred=False,
    most_ids=10_000,
    labels=False,
    tag_types=False,
)
STRICT = Profile(
    name="strict",
    numbering=lambda place: (BEGAN + place) * (-1 if place % 2 else 1),
    checks_token=_WRITES,
    token_lasts=3,
    tag_types=False,
    many_folders=True,
    repeats_continuation=True,
    most_ids=1000,
)
FLAKY = Profile(name="flaky", **_FRESHRSS, quickadd_in_query=True, fault_every=17)  # type: ignore[arg-type]

PROFILES = (FRESHRSS, MINIFLUX, TOR, STRICT, FLAKY)
