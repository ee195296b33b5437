"""Whether rules are applied to what arrives: most refreshes need no more of them than this."""

from reader.library.library import Library
from reader.store.articles.ingest import Arrived


def rules_at_work(library: Library) -> Arrived | None:
    """Return what applies the rules to new articles in one refresh; None where there are no rules."""
    if not library.settings.rules:
        return None
    from reader.library.rules.at_work import RulesAtWork  # it needs what changes articles

    return RulesAtWork(library).arrived
