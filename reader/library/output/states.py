"""An article's state in words, as plain mode says it on the screen and in what commands print."""

from reader.model import Headline


def state_words(headline: Headline) -> str:
    """Say what an article's marks are: `unread, starred, summary`; what is usual is not said."""
    origins = (headline, *headline.duplicates)
    words = {
        "read": headline.read,
        "unread": not headline.read,
        "starred": headline.starred,
        "saved": any(origin.saved for origin in origins),
        "summary": headline.complete == "summary",
        "no text": headline.complete == "none",
        "edited": headline.edited,
        "damaged": headline.damaged,
        f"from {len(origins)} places": len(origins) > 1,
    }
    return ", ".join(word for word, holds in words.items() if holds)
