"""By what names machines know the same feed, article or saved search: decisions only, no database.

Names are hashes, so that a file tells addresses only to whom the folder's feeds are told anyway.
"""

import base64

from reader.urls.canonical import canonical, same_address

ARTICLE, FEED, SEARCH = 0, 1, 2
"""`said_entity.kind`."""


def feed_entity(url: str) -> str:
    """Return the name of a feed that was first added by this address, in whatever form of it."""
    return f"f:{_hashed('feed', canonical(url) or same_address(url).casefold())}"


def article_entity(feed: str, key: int) -> str:
    """Return the name of an article of a feed, which is given by its own name, by one of its keys."""
    return f"a:{_hashed('article', feed, str(key))}"


def saved_entity(key: int) -> str:
    """Return the name of a saved article by one of its keys, which are of its file's bytes and its text."""
    return f"s:{_hashed('saved', str(key))}"


def page_entity(link: str) -> str | None:
    """Return the name of a saved page by its address; None for one that tells no page."""
    address = canonical(link)
    return f"s:{_hashed('page', address)}" if address else None


def search_entity(name: str) -> str:
    """Return the name of a saved search that was first kept under this name."""
    return f"q:{_hashed('search', ' '.join(name.casefold().split()))}"


def _hashed(*parts: str) -> str:
    """Return a 128-bit hash as 22 letters."""
    import hashlib  # it brings OpenSSL, and commands that only read wait for nothing

    digest = hashlib.blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=16).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
