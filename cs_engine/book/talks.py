"""When customers took part in a talk, of every account."""

from datetime import datetime

import pandas as pd

from cs_engine.book import asof
from cs_engine.book.facts_engagement import took_part
from cs_engine.book.facts_prepared import prepare
from cs_engine.book.opened import Book


def talks(book: Book, as_of: datetime) -> pd.DataFrame:
    """Return the instants at which customers took part in a talk, known before an instant.

    Returns:
        Columns ``account_id`` and ``at`` (UTC), in no particular order.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    rows = asof.view(book.table("touchpoints"), "touchpoints")
    return prepare(book.backend, rows.filter(took_part(rows)).select("account_id", "at")).at(as_of)
