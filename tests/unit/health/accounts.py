"""Accounts, instants and scorecards that tests about health are about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cs_engine.frames.facts import SOURCES
from cs_engine.health.assess import Context, assess
from cs_engine.health.reading import load_preset, read_scorecard
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Line, Snapshot

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 16, tzinfo=ZONE)
EVERYTHING = frozenset(SOURCES)
BALANCED = load_preset("balanced")
DIAL_TOML = """
name = "dial"
purpose = "The share of surveys answered, as it is."
default = true
[groups.dial]
weight = 100
[[groups.dial.factors]]
measure = "survey_participation"
weight = 100
curve = [[0, 0], [1, 100]]
"""
DIAL = read_scorecard(DIAL_TOML, "dial.toml")
"""A scorecard whose score a test can turn by hand: see ``dialled``."""


def weeks_on(weeks: float, start: datetime = MONDAY) -> datetime:
    """Return the instant so many weeks after a Monday."""
    return start + timedelta(weeks=weeks)


def days_ago(days: float, as_of: datetime = MONDAY) -> datetime:
    """Return a book instant (naive UTC) so many days before an instant."""
    return (as_of - timedelta(days=days)).astimezone(UTC).replace(tzinfo=None)


def day_ago(days: int, as_of: datetime = MONDAY) -> date:
    """Return the local calendar day so many days before an instant."""
    return as_of.date() - timedelta(days=days)


def an_account(as_of: datetime = MONDAY, /, **changes: object) -> dict[str, object]:
    """Return the facts of a customer with everything known and nothing wrong, with some facts changed."""
    facts: dict[str, object] = {
        "account_id": "a1",
        "name": "Acme",
        "status": "active",
        "segment": "mid",
        "tenure_days": 700,
        "arr": 12000.0,
        "currency": "EUR",
        "term_months": 12,
        "auto_renew": True,
        "renewal_date": as_of.date() + timedelta(days=100),
        "seat_model": "named",
        "seats": 50,
        "products": "crm",
        "usage_last_day": day_ago(1, as_of),
        "usage_history_weeks": 40,
        "active_users": 40.0,
        "active_users_prior": 40.0,
        "active_days": 20,
        "business_days": 20,
        "events_per_user": 200.0,
        "features_used": 8,
        "features_known": 10,
        "tickets": 0,
        "tickets_open": 0,
        "tickets_open_urgent": 0,
        "tickets_reopened": 0,
        "nps_score": 10.0,
        "nps_at": days_ago(40, as_of),
        "csat_score": 5.0,
        "csat_at": days_ago(40, as_of),
        "last_touch_at": days_ago(10, as_of),
        "last_two_way_at": days_ago(10, as_of),
        "surveys_delivered": 2,
        "surveys_answered": 2,
        "champion": "Jo",
        "champion_seen_at": days_ago(10, as_of),
        "milestones_due": 2,
        "milestones_done": 2,
        "payment_habit_days": 3.0,
        "last_invoice_on": day_ago(20, as_of),
    }
    return facts | changes


def dialled(score: float, as_of: datetime = MONDAY, /, **changes: object) -> dict[str, object]:
    """Return facts that score ``score`` under ``DIAL``."""
    return an_account(as_of, surveys_delivered=10_000, surveys_answered=round(score * 100), **changes)


def context(as_of: datetime = MONDAY, connected: frozenset[str] = EVERYTHING) -> Context:
    """Return a context in which the book is complete until the instant."""
    return Context(as_of, as_of.date() - timedelta(days=1), connected)


def assessed(
    facts: dict[str, object],
    as_of: datetime = MONDAY,
    card: Scorecard = BALANCED,
    earlier: Sequence[Snapshot] = (),
    connected: frozenset[str] = EVERYTHING,
) -> Snapshot:
    """Return the snapshot of an account under one scorecard."""
    return assess(facts, (card,), context(as_of, connected), earlier)


def line(snapshot: Snapshot, key: str) -> Line:
    """Return one line of a snapshot's receipt."""
    return next(each for each in snapshot.lines if each.key == key)
