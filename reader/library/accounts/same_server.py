"""Whether a server that wanted a new login is the one that an account's articles came from.

A server that was set up anew may know the same user under the same name, with other articles behind the same
ids: nothing that waits may be sent there.
"""

import shlex

from reader.library.accounts.connection import Work
from reader.sources.accounts.backend import AccountError
from reader.store.accounts import items
from reader.urls.safe import safe_url
from reader.urls.target import same_request

SAMPLE = 50
"""The newest articles, which are looked up on the server."""

FEWEST = 5
"""With fewer articles than that nothing can be told."""


async def check_articles(work: Work) -> None:
    """Look up the newest articles. Raises `AccountError` where four of five are not there, or other ones."""
    known = dict(items.newest(work.library.db, work.account.id, SAMPLE))
    if len(known) < FEWEST:
        return
    found = [item async for batch in work.backend.contents(list(known)) for item in batch]
    same = sum(not item.link or not known[item.id] or _is_same(item.link, known[item.id]) for item in found)
    if same * 5 < len(known):
        name = shlex.quote(work.account.name)
        raise AccountError(
            "its server has other articles than those that are here, as one that was set up anew, and"
            f" nothing is sent to it: to start over, `newsreader account remove --force {name}`, and add it"
            " again; starred articles stay here"
        )


def _is_same(link: str, kept: str) -> bool:
    """Return whether two links lead to one page; what is kept was made safe."""
    return same_request(safe_url(link) or link) == same_request(kept)
