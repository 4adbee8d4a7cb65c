"""What accounts do, kind by kind: which contacts they had and which features they used, as of an instant.

Kinds are what the company's own sources call them, so there is one row per account and kind.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import ibis.expr.types as ir
import pandas as pd

from cs_engine.book import asof
from cs_engine.book.facts_prepared import Prepared, prepare
from cs_engine.book.opened import Book
from cs_engine.frames.activity import ALL_FEATURES
from cs_engine.frames.facts import PRIOR_DAYS, RECENT_DAYS

TOUCH_DAYS = 90


@dataclass(frozen=True, slots=True)
class HabitsQuery:
    """The questions, compiled once."""

    touches: Prepared
    features: Prepared

    @classmethod
    def prepare(cls, book: Book) -> Self:
        """Compile the questions for an open book."""
        known = {name: asof.view(book.table(name), name) for name in ("touchpoints", "usage")}
        return cls(prepare(book.backend, _touches(known["touchpoints"])), prepare(book.backend, _used(known["usage"])))

    def at(self, as_of: datetime) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return touches and features as of an aware instant.

        Returns:
            ``account_id, kind, last_at, recent``: the last contact of a kind, and how many in 90 days; and
            ``account_id, kind, recent, prior``: how often a feature was used in 28 days and in the 84 before.
        """
        return self.touches.at(as_of), self.features.at(as_of)


def _touches(touchpoints: ir.Table) -> ir.Table:
    rows = touchpoints.drop_null("type")
    recent = rows["at"] >= asof.instant(days_ago=TOUCH_DAYS)
    return rows.group_by(["account_id", "type"]).agg(last_at=rows["at"].max(), recent=recent.sum()).rename(kind="type")


def _used(usage: ir.Table) -> ir.Table:
    rows = usage.filter((usage.feature != ALL_FEATURES) & (usage.age < RECENT_DAYS + PRIOR_DAYS))
    now = rows.age < RECENT_DAYS
    return (
        rows.group_by(["account_id", "feature"])
        .agg(recent=rows.events.sum(where=now), prior=rows.events.sum(where=~now))
        .rename(kind="feature")
    )
