"""Measures of promises kept: payments and milestones."""

from cs_engine.health.facts import Facts, number
from cs_engine.health.measures.measured import MISSING, NOT_APPLICABLE, Measure, Measured, on_day, six_digits
from cs_engine.health.moment import Moment


def overdue_beyond_habit_days(facts: Facts, moment: Moment) -> Measured:
    """Return days by which the oldest undisputed invoice is later than this customer usually pays; 0 when it is not.

    Formula: max(0, days overdue - median days late of the last 12 months).
    Source: a customer who always pays late is not about to leave; one who pays later than ever may be.
    """
    if "invoices" not in moment.connected:
        return NOT_APPLICABLE
    if "last_invoice_on" not in facts:
        return MISSING
    late = (number(facts, "overdue_days") or 0) - (number(facts, "payment_habit_days") or 0)
    return on_day(six_digits(max(late, 0)), moment.covered)


def milestones_done(facts: Facts, moment: Moment) -> Measured:
    """Return the share of the milestones due by now that are reached; none due: not applicable."""
    due = number(facts, "milestones_due")
    if "milestones" not in moment.connected or not due:
        return NOT_APPLICABLE
    return on_day(six_digits((number(facts, "milestones_done") or 0) / due), moment.covered)


def milestone_late_days(facts: Facts, moment: Moment) -> Measured:
    """Return days by which the latest unreached milestone is late; 0 when all that were due are reached."""
    if "milestones" not in moment.connected or not number(facts, "milestones_due"):
        return NOT_APPLICABLE
    return on_day(number(facts, "milestone_late_days") or 0, moment.covered)


COMMERCIAL_MEASURES = (
    Measure("overdue_beyond_habit_days", "days", "invoices", overdue_beyond_habit_days, grows_by_itself=True),
    Measure("milestones_done", "share", "milestones", milestones_done),
    Measure("milestone_late_days", "days", "milestones", milestone_late_days, grows_by_itself=True),
)
