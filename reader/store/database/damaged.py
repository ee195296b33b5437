"""Reading rows whose text is damaged: what is wrong with one row must not keep a reader from the others.

SQLite hands on whatever bytes a text has; only Python minds if they are no UTF-8. So rows are read the quick
way, and once more in this way where that fails.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import apsw

if TYPE_CHECKING:
    from apsw import Binding


class DamagedText(str):
    """Text that is no UTF-8 in the database, with replacement characters where its bytes mean nothing."""

    __slots__ = ()


def lenient_rows(
    db: apsw.Connection, sql: str, values: "Sequence[Binding] | Mapping[str, Binding]"
) -> list[tuple[Any, ...]]:
    """Run a query, taking damaged text as it is. Returns all its rows, with `DamagedText` in them.

    Raises `apsw.Error`. The query may be run after it has failed: it only reads.
    """
    from apsw.ext import query_info  # nobody needs it who reads a sound library

    names = [f"c{number}" for number in range(len(query_info(db, sql, values).description))]
    columns = ", ".join(
        f"typeof({name}), iif(typeof({name}) = 'text', CAST({name} AS BLOB), {name})" for name in names
    )
    # Materialized, so that SQLite evaluates the query as it stands, its order and its aggregates too.
    lenient = f"WITH found ({', '.join(names)}) AS MATERIALIZED ({sql}) SELECT {columns} FROM found"
    found: list[tuple[Any, ...]] = db.execute(lenient, values).fetchall()
    return [tuple(_value(*row[at : at + 2]) for at in range(0, len(row), 2)) for row in found]


def _value(kind: str, value: Any) -> Any:
    if kind != "text":
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        return DamagedText(value.decode("utf-8", "replace"))
