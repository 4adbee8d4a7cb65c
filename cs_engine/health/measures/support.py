"""Measures of support: tickets only subtract, and no tickets in 90 days says nothing."""

from cs_engine.health.facts import Facts, number
from cs_engine.health.measures.measured import MISSING, NOT_APPLICABLE, Measure, Measured, nothing_until, on_day
from cs_engine.health.moment import Moment

SOURCE = "tickets"


def open_urgent(facts: Facts, moment: Moment) -> Measured:
    """Return how many urgent tickets are open."""
    return _of_tickets(facts, moment, number(facts, "tickets_open_urgent"))


def oldest_open_days(facts: Facts, moment: Moment) -> Measured:
    """Return the age of the oldest open ticket in days; 0 when none is open."""
    age = number(facts, "oldest_open_days") if number(facts, "tickets_open") else 0.0
    return _of_tickets(facts, moment, age)


def reopened(facts: Facts, moment: Moment) -> Measured:
    """Return how many tickets were reopened in the last 90 days."""
    return _of_tickets(facts, moment, number(facts, "tickets_reopened"))


def first_response_hours(facts: Facts, moment: Moment) -> Measured:
    """Return the median hours to the first answer of the last 90 days; needs a ticket opened in them."""
    if SOURCE in moment.connected and number(facts, "tickets") == 0:
        return nothing_until(moment.covered)
    return _of_tickets(facts, moment, number(facts, "first_response_hours"))


def _of_tickets(facts: Facts, moment: Moment, raw: float | None) -> Measured:
    """Return a value of tickets as of now, or why there is none."""
    if SOURCE not in moment.connected:
        return NOT_APPLICABLE
    if number(facts, "tickets") == 0 and not number(facts, "tickets_open"):
        return nothing_until(moment.covered)
    return MISSING if raw is None else on_day(raw, moment.covered)


SUPPORT_MEASURES = (
    Measure("open_urgent", "count", SOURCE, open_urgent),
    Measure("oldest_open_days", "days", SOURCE, oldest_open_days, grows_by_itself=True),
    Measure("reopened", "count", SOURCE, reopened),
    Measure("first_response_hours", "hours", SOURCE, first_response_hours),
)
