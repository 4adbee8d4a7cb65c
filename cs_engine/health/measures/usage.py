"""Measures of use: is the product used, by whom, how widely, and is it growing."""

from datetime import timedelta

from cs_engine.frames.facts import RECENT_DAYS
from cs_engine.health.facts import Facts, day, number, text
from cs_engine.health.measures.measured import MISSING, NOT_APPLICABLE, Measure, Measured, on_day, six_digits
from cs_engine.health.moment import Moment
from cs_engine.policy import SEATS_MIN_DAYS, TREND_MIN_WEEKS, YEAR_WEEKS
from cs_engine.records.receipt import FactorState

SOURCE = "usage"
SEATLESS_MODELS = frozenset({"unlimited", "consumption"})
"""Contracts in which no number of seats was bought."""


def usage_trend(facts: Facts, moment: Moment) -> Measured:
    """Return how use moved: 1 is unchanged.

    Formula: active users of 28 days / the same 28 days last year, given 56 weeks of history; otherwise
        (active users of 28 days / the 84 days before) / the median of that ratio in the segment.
    Source: the field's four-weeks-against-quarter comparison, freed of season by year or peers.
    """
    if _young(facts):
        return NOT_APPLICABLE
    now, prior = number(facts, "active_users"), number(facts, "active_users_prior")
    last_year = number(facts, "active_users_last_year")
    if last_year and (number(facts, "usage_history_weeks") or 0) >= YEAR_WEEKS:
        return _known(facts, moment, now, last_year)
    if prior == 0:
        return NOT_APPLICABLE
    return _known(facts, moment, now, prior, number(facts, "peer_trend") or 1.0)


def seat_utilization(facts: Facts, moment: Moment) -> Measured:
    """Return active users as a share of the seats bought; may exceed 1.

    Formula: active users of 28 days / seats. Concurrent seats are shared, so there the people expected
        to use the product stand for the seats. Not judged in the first 60 days, nor without a seat model.
    Source: the field's licence utilisation.
    """
    model, tenure = text(facts, "seat_model"), number(facts, "tenure_days")
    if model in SEATLESS_MODELS or (tenure is not None and tenure < SEATS_MIN_DAYS):
        return NOT_APPLICABLE
    seats = number(facts, "seats")
    if model == "concurrent":
        seats = number(facts, "expected_active_users")
        if seats is None:
            return NOT_APPLICABLE
    return _known(facts, moment, number(facts, "active_users"), seats)


def active_days_share(facts: Facts, moment: Moment) -> Measured:
    """Return the share of the country's business days of the last 28 days with any use.

    Formula: active days / business days. Weekly rows cannot tell days: not applicable there.
    Source: the field's frequency of use.
    """
    if "usage_last_day" in facts and "active_days" not in facts:
        return NOT_APPLICABLE
    return _known(facts, moment, number(facts, "active_days"), number(facts, "business_days"))


def breadth(facts: Facts, moment: Moment) -> Measured:
    """Return the share of the known features that were used in the last 28 days.

    Formula: features used / features known. Usage that names no feature: not applicable.
    Source: the field's breadth of adoption.
    """
    if "usage_last_day" in facts and not number(facts, "features_known"):
        return NOT_APPLICABLE
    return _known(facts, moment, number(facts, "features_used"), number(facts, "features_known"))


def depth(facts: Facts, moment: Moment) -> Measured:
    """Return things done per active user in the last 28 days; nobody active means nothing to divide by."""
    if number(facts, "active_users") == 0:
        return NOT_APPLICABLE
    return _known(facts, moment, number(facts, "events_per_user"), 1.0)


def usage_level(facts: Facts, moment: Moment) -> Measured:
    """Return one share, 0-1, of what use could be.

    Formula: mean of seat utilisation, share of active business days, breadth and trend, each cut off at 1;
        what is unknown drops out. Depth is left out: events per user have no natural ceiling.
    Source: the usage score of the simple health formula, (usage + satisfaction) / 2.
    """
    parts = [read(facts, moment) for read in (seat_utilization, active_days_share, breadth, usage_trend)]
    values = [min(part.raw, 1.0) for part in parts if part.raw is not None]
    if values:
        return _known(facts, moment, sum(values) / len(values), 1.0)
    return MISSING if any(part.state is FactorState.MISSING for part in parts) else NOT_APPLICABLE


def is_quiet(facts: Facts, moment: Moment) -> bool:
    """Tell whether the last 28 days touch a month in which this customer normally uses little."""
    quiet = text(facts, "quiet_months")
    if quiet is None:
        return False
    first, last = moment.today - timedelta(days=RECENT_DAYS), moment.today - timedelta(days=1)
    return not {first.month, last.month}.isdisjoint(int(part) for part in quiet.split(",") if part.strip().isdigit())


def _young(facts: Facts) -> bool:
    """Tell whether the customer or its usage data is too young for a trend."""
    tenure, weeks = number(facts, "tenure_days"), number(facts, "usage_history_weeks")
    return (tenure is not None and tenure < TREND_MIN_WEEKS * 7) or (weeks is not None and weeks < TREND_MIN_WEEKS)


def _known(facts: Facts, moment: Moment, part: float | None, whole: float | None, divisor: float = 1.0) -> Measured:
    """Return part / whole / divisor as of the last day with usage data, or why there is no such number."""
    if SOURCE not in moment.connected or is_quiet(facts, moment):
        return NOT_APPLICABLE
    last = day(facts, "usage_last_day")
    if last is None or part is None or not whole:
        return MISSING
    return on_day(six_digits(part / whole / divisor), last, moment.days_uncovered(last))


USAGE_MEASURES = (
    Measure("usage_trend", "ratio", SOURCE, usage_trend),
    Measure("seat_utilization", "share", SOURCE, seat_utilization),
    Measure("active_days_share", "share", SOURCE, active_days_share),
    Measure("breadth", "share", SOURCE, breadth),
    Measure("depth", "per_user", SOURCE, depth),
    Measure("usage_level", "share", SOURCE, usage_level),
)
