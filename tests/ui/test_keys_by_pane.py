"""What every action does in each pane: the table that "a key acts on what is lit" stands for.

A case of the table lists what an action changes, of these facts: the marks of articles, the feeds, what is
listed, the cursor of the list and that of the feeds, the article with its place, the pane that has the keys,
the prompt, a dialog, how the window looks. What is not listed must be as it was.
"""

import pytest
from textual.pilot import Pilot

from reader.keys import ON_ARTICLES, action_ids
from reader.store.database.connection import Database, rows
from reader.ui.headlines.scope import ALL, Scope
from tests.ui.screen import Open, add_feed, feeds_pane, parsed, press, screen_of, settle

LONG = "\n\n".join(f"Paragraph {n}." for n in range(60))

LETTERS = {
    "marks": "M", "feeds": "S", "list": "L", "cursor": "C", "feed": "F", "article": "A", "pane": "P",
    "prompt": "T", "dialog": "D", "window": "W",
}  # fmt: skip
"""What a key can change: `feeds` are the subscriptions, `feed` is the cursor of their pane."""

LEFT_OUT = {
    "quit",
    "quit_at_once",
    "palette",
    "redraw",
    "help",
    "add",
    "add_account",
    "health",
    "starters",
    "undo",
}
"""Actions of the whole program, which are about no pane."""


def facts(pilot: Pilot[None], db: Database) -> dict[str, object]:
    """Return all that a key could change."""
    screen = screen_of(pilot)
    controllers, shown, view = screen.controllers, screen.headlines, screen.controllers.article.view
    lit = feeds_pane(pilot).current
    return {
        "marks": rows(db, "SELECT id, read, starred, deleted FROM article ORDER BY id"),
        "feeds": rows(db, "SELECT id, removed, folder, paused FROM feed ORDER BY id"),
        "list": (screen.listing.scope, screen.listing.sort, len(shown.rows)),
        "cursor": shown.current_id,
        "feed": lit.scope if lit else None,
        "article": (view.page, view.scroll_offset.y),
        "pane": controllers.panes.pane,
        "prompt": controllers.search.prompt is not None,
        "dialog": type(pilot.app.screen).__name__ if pilot.app.screen is not screen else "",
        "window": (screen.window.wanted, len(feeds_pane(pilot).rows), tuple(
            widget.display for widget in screen.query("#panes Container")
        )),
    }  # fmt: skip


async def changed_by(pilot: Pilot[None], db: Database, action: str) -> str:
    """Do an action as its key does. Returns which facts it changed, by their letters."""
    before = facts(pilot, db)
    screen = screen_of(pilot)
    if screen.check_action(action, ()):
        screen.perform(action)
    await settle(pilot)
    after = facts(pilot, db)
    return "".join(LETTERS[name] for name in before if before[name] != after[name])


async def light(pilot: Pilot[None], db: Database, pane: str) -> None:
    """Make it as it was before any key: the list of all with its second headline, and a pane lit."""
    screen = screen_of(pilot)
    while pilot.app.screen is not screen:
        await press(pilot, "escape")
    controllers = screen.controllers
    controllers.search.close_prompt()
    controllers.counts._unread_only = controllers.panes._feeds_hidden = False
    db.execute("UPDATE article SET read = 0, starred = 0, deleted = 0")
    db.execute("DELETE FROM position")
    controllers.panes.go_to("headlines")
    screen.listing.sort = "newest"
    controllers.scopes.show(Scope("feed", 1))
    screen.headlines.move_to(1)
    screen.headlines.invalidate()
    await settle(pilot)
    controllers.article.load(screen.headlines.rows.ids[1])
    controllers.article.view.scroll_to(y=5, animate=False, force=True)
    controllers.panes.go_to(
        "feeds" if pane.startswith("feeds") else "article" if pane == "article" else "headlines"
    )
    wanted = {
        "feeds: a feed": Scope("feed", 2),
        "feeds: a folder": Scope("folder", "Coast"),
        "feeds: All": ALL,
    }
    if pane in wanted:
        feeds_pane(pilot).move_to(
            next(at for at, row in enumerate(feeds_pane(pilot).rows) if row.scope == wanted[pane])
        )
    await settle(pilot)


PANES = ("feeds: a feed", "feeds: a folder", "feeds: All", "headlines", "article")

TABLE = """
    article_down      -      -      -      A      A
    article_up        -      -      -      A      A
    back              P      P      P      -      P
    bottom            -      -      -      CA     A
    browser           -      -      -      MD     MD
    copy_link         -      -      -      -      -
    delete            D      D      -      MLCA   MLCA
    down              -      -      -      CA     A
    edit_feed         D      D      -      D      D
    facts             -      -      -      A      A
    feeds             PW     PW     PW     W      W
    feeds_with_unread -      -      -      -      -
    fetch_all         -      -      -      -      -
    filter            -      -      -      T      T
    find              -      -      -      T      T
    former            -      -      -      -      -
    full_text         -      -      -      -      -
    images            -      -      -      -      -
    keep_search       -      -      -      -      -
    layout            W      W      W      W      W
    links             -      -      -      -      -
    mark_many         D      D      D      D      D
    narrower          -      -      -      -      -
    next_feed         -      -      -      LCFA   LCFA
    next_pane         P      P      P      P      P
    next_unread       F      F      F      CA     CA
    open              LCAP   LCAP   LCAP   MP     M
    original          -      -      -      -      -
    page_down         -      -      -      CA     A
    page_up           F      F      F      CA     A
    pipe              -      -      -      D      D
    plan              LCFAP  LCFAP  LCFAP  LCFA   LCFAP
    previous_feed     -      -      -      -      -
    previous_pane     P      P      P      P      P
    previous_unread   F      F      F      CA     CA
    read_on           LCAP   W      LCAP   MA     MA
    refresh_all       -      -      -      -      -
    refresh_feed      -      -      -      -      -
    scroll_back       -      -      -      A      A
    search            T      T      T      T      T
    show_all          LCFA   LCFA   LCFA   LCFA   LCFAP
    show_begun        LF     LF     LF     LF     LFP
    show_highlights   LCFA   LCFA   LCFA   LCFA   LCFAP
    show_saved        LCFA   LCFA   LCFA   LCFA   LCFAP
    show_starred      LCFA   LCFA   LCFA   LCFA   LCFAP
    show_today        LCFA   LCFA   LCFA   LCFA   LCFAP
    show_unread       LCFA   LCFA   LCFA   LCFA   LCFAP
    sort              -      -      -      LCA    L
    star              -      -      -      M      M
    tags              -      -      -      D      D
    toggle_read       M      M      D      M      M
    top               F      F      F      CA     A
    unread            -      -      -      -      -
    up                F      F      F      CA     A
    wider             -      -      -      -      -
    write             -      -      -      D      D
    zen               PW     PW     PW     PW     W
"""
"""What each action changes in each of these panes, by the letters of `LETTERS`; `-` for nothing."""

CASES = {
    words[0]: [word.strip("-") for word in words[1:]] for words in map(str.split, TABLE.strip().splitlines())
}

ROWS_DIFFER = (
    "delete",
    "edit_feed",
    "toggle_read",
    "mark_many",
    "read_on",
    "refresh_feed",
    "open",
    "next_feed",
)
"""The actions that are tried on the other rows of the feeds too."""


def cases(pane: str) -> dict[str, str]:
    """Return the actions that are tried in a pane, each with what it changes."""
    some = ROWS_DIFFER if pane in PANES[1:3] else CASES
    return {action: CASES[action][PANES.index(pane)] for action in some if action in action_ids()}


@pytest.mark.long
@pytest.mark.parametrize("pane", PANES)
async def test_each_key_changes_what_is_lit_and_nothing_else(
    empty: Database, open_screen: Open, pane: str
) -> None:
    for number, name in ((1, "Harbour"), (2, "Lighthouse")):
        made = [parsed(10 * number + n, f"{name} {n}", text=LONG) for n in range(4)]
        add_feed(empty, name, made, "Coast")
    found, changed = {}, "everything"
    async with open_screen(size=(140, 30)) as pilot:
        for action in cases(pane):
            if changed or pilot.app.screen is not screen_of(pilot):
                await light(pilot, empty, pane)
            changed = found[action] = await changed_by(pilot, empty, action)
            if action in ON_ARTICLES and pane.startswith("feeds"):
                assert ON_ARTICLES[action] in screen_of(pilot).status.message
        await light(pilot, empty, pane)
        for action in action_ids() - LEFT_OUT - CASES.keys() if pane == PANES[0] else ():
            assert not set(await changed_by(pilot, empty, action)) & set("MSCA"), action
            await light(pilot, empty, pane)
    assert found == cases(pane)
