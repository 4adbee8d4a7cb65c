"""Choose the table that a file fills, and say how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd

from cs_engine.frames.activity import USAGE
from cs_engine.frames.tables import TABLES
from cs_engine.sources.guessing.matching import FileProfile, Match, match

LACKING = 0.7
"""Taken off a table's score for each column it cannot do without and that nothing fills."""
CLEAR = 0.8
"""A lead of this much over the next table leaves no doubt."""
CLOSE = 0.25
"""With less of a lead, the next table fits nearly as well."""
LEAST = 0.4
"""A file that no more speaks for belongs to no table: a single column named like one of ours is chance."""
BELONGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accounts": ("account_id|name",),
        "contacts": ("contact_id|email",),
        "subscriptions": ("start_date", "mrr|renewal_date|term_months|end_date|seats|plan|product"),
        "usage": ("period_start", "events|active_users|minutes|errors"),
        "usage_events": ("day", "feature|user_id|events|minutes"),
        "tickets": ("opened_at", "ticket_id|priority|category|closed_at"),
        "responses": ("score",),
        "orders": ("ordered_at", "amount"),
        "invoices": ("due_date|issued_date", "amount"),
        "touchpoints": ("at", "touch_id|type|by|outcome"),
        "milestones": ("due_date", "name"),
        "churn_events": ("churn_date",),
    }
)
"""What a file needs before it can be such a table; `|` means one of them. Others need what the book requires."""
WELCOME: Mapping[str, str] = MappingProxyType(
    {
        "accounts": "name",
        "contacts": "account_id",
        "subscriptions": "subscription_id",
        "usage_events": "event_id",
        "tickets": "ticket_id",
        "responses": "response_id",
        "orders": "order_id",
        "invoices": "invoice_id",
        "touchpoints": "touch_id",
        "milestones": "milestone_id",
    }
)
"""What such a file nearly always has; a list of accounts with prices lacks the one, a list of contracts the other."""
DISTINCT = 0.98
"""Rows of usage have a key of their own, but for a few repeats; else they are single events."""
FILLED = frozenset({"account_id"})
"""Found in other ways, after all files are known."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The table of a file: its match, how sure the choice is (0 to 1) and why."""

    file: FileProfile
    match: Match
    certainty: float
    reason: str


def choose(file: FileProfile, today: date) -> Chosen | None:
    """Return the table that a file fills, or ``None`` if nothing fits."""
    found = sorted((match(file, table, today) for table in TABLES), key=_merit, reverse=True)
    first, second = found[0], found[1]
    if _merit(first) < LEAST or _lacking(first):
        return None
    lead = _merit(first) - _merit(second)
    certainty = 1.0 if lead >= CLEAR else 0.9 if lead >= CLOSE else 0.6
    named = "by its name and columns" if first.named else "by its columns"
    doubt = "" if lead >= CLOSE else f"; could be {second.table} as well"
    return Chosen(file, first, certainty, named + doubt)


def _merit(found: Match) -> float:
    unwelcome = found.table in WELCOME and WELCOME[found.table] not in found.pairs
    doubled = found.table == "usage" and distinct_share(found, USAGE.key) < DISTINCT
    return found.score - LACKING * (len(_lacking(found)) + unwelcome + 2 * doubled)


def distinct_share(found: Match, columns: Sequence[str]) -> float:
    """Return the share of rows that differ in some columns of a table, 0 to 1."""
    there = [found.pairs[name].profile for name in columns if name in found.pairs]
    if not there:
        return 0.0
    frame = pd.concat([profile.filled_cells.rename(str(place)) for place, profile in enumerate(there)], axis="columns")
    return float(1 - frame.duplicated().mean()) if len(frame) else 0.0


def _lacking(found: Match) -> list[str]:
    needs = BELONGS.get(found.table)
    if needs is None:
        needs = tuple(column.name for column in TABLES[found.table].columns if column.required)
    return [need for need in needs if need not in FILLED and not set(need.split("|")) & set(found.pairs)]
