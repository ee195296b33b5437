"""The ways of an article's feed, and what its reader asks for in it again and again."""

from msgspec.structs import replace

from reader.store.database.connection import Database, rows, transaction
from reader.ways import AS_SET, TIMES, FeedWays, Habit, pack_habits, unpack_habits, unpack_ways


def ways_of(db: Database, article: int) -> FeedWays:
    """Return the ways of an article's feed; those of a saved article are as the settings say."""
    found = rows(db, "SELECT ways FROM feed WHERE id = (SELECT feed FROM article WHERE id = ?)", (article,))
    return unpack_ways(found[0][0]) if found else AS_SET


def pictured(db: Database, articles: list[int], setting: str) -> list[int]:
    """Return those of the articles whose pictures may be shown, where the settings say so of pictures."""
    found = rows(db, "SELECT id, ways FROM feed WHERE ways IS NOT NULL")
    own = {feed: images for feed, packed in found if (images := unpack_ways(packed).images)}
    if not own:
        return [] if setting == "never" else articles
    kept = []
    for article in articles:
        feed = rows(db, "SELECT feed FROM article WHERE id = ?", (article,))
        if feed and own.get(feed[0][0], setting) != "never":
            kept.append(article)
    return kept


def note_asked(db: Database, feed: int, habit: Habit) -> bool:
    """Count that something was asked for in a feed. Returns whether it is to be offered as the feed's way.

    That is so once in the life of a feed.
    """
    with transaction(db, durable=False):
        found = rows(db, "SELECT habits, ways, full_text FROM feed WHERE id = ? AND removed IS NULL", (feed,))
        if not found:
            return False
        habits, (_, ways, full_text) = unpack_habits(found[0][0]), found[0]
        count: int = getattr(habits, habit)
        is_way = unpack_ways(ways).browser if habit == "browser" else full_text != 1
        if is_way or count >= TIMES:
            return False
        changed = replace(habits, **{habit: count + 1})
        db.execute("UPDATE feed SET habits = ? WHERE id = ?", (pack_habits(changed), feed))
    return count + 1 == TIMES
