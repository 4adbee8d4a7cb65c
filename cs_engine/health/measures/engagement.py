"""Measures of engagement: only what the customer did. Our own mail and calls never count."""

from cs_engine.health.facts import Facts, instant, number, text
from cs_engine.health.measures.measured import MISSING, NOT_APPLICABLE, Measure, Measured, on_day, six_digits
from cs_engine.health.moment import Moment
from cs_engine.policy import DIGITAL_SEGMENT


def two_way_days(facts: Facts, moment: Moment) -> Measured:
    """Return days since the customer last took part in a contact; since sign-up when it never did.

    Silence is judged only where touches are logged, and not for accounts that nobody is meant to call.
    """
    if "touchpoints" not in moment.connected or text(facts, "segment") == DIGITAL_SEGMENT:
        return NOT_APPLICABLE
    last = instant(facts, "last_two_way_at")
    if last is not None:
        return on_day(moment.days_since(last), moment.local_day(last))
    tenure = number(facts, "tenure_days")
    return MISSING if tenure is None else on_day(tenure, moment.covered)


def survey_participation(facts: Facts, moment: Moment) -> Measured:
    """Return the share of the surveys of the last 180 days that were answered; none delivered: not applicable."""
    delivered = number(facts, "surveys_delivered")
    if "responses" not in moment.connected or not delivered:
        return NOT_APPLICABLE
    return on_day(six_digits((number(facts, "surveys_answered") or 0) / delivered), moment.covered)


def champion_seen_days(facts: Facts, moment: Moment) -> Measured:
    """Return days since the champion last took part in anything; no champion, or never seen: missing.

    A leaving that only we noted changes nothing here: taking a low value out of a score would raise it.
    """
    if "contacts" not in moment.connected:
        return NOT_APPLICABLE
    seen = instant(facts, "champion_seen_at")
    if seen is None or ("champion_left_on" in facts and not facts.get("champion_left_logged")):
        return MISSING
    return on_day(moment.days_since(seen), moment.local_day(seen))


def last_human_signal(facts: Facts, moment: Moment) -> int | None:
    """Return days since a person at the customer last spoke to us: a two-way contact, an answer, the champion.

    Tickets do not count: a complaint is no evidence of health. None when nobody ever did.
    """
    names = ("last_two_way_at", "nps_at", "csat_at", "ces_at", "champion_seen_at")
    return min((moment.days_since(at) for name in names if (at := instant(facts, name))), default=None)


ENGAGEMENT_MEASURES = (
    Measure("two_way_days", "days", "touchpoints", two_way_days, grows_by_itself=True),
    Measure("survey_participation", "share", "responses", survey_participation),
    Measure("champion_seen_days", "days", "contacts", champion_seen_days, grows_by_itself=True),
)
