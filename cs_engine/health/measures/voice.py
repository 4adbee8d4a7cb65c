"""Measures of what the customer said: the latest answers, never an average of one."""

from cs_engine.health.facts import Facts, instant, number
from cs_engine.health.measures.measured import MISSING, NOT_APPLICABLE, Measure, Measured, at_instant, six_digits
from cs_engine.health.moment import Moment

SOURCE = "responses"
NPS_TOP, CSAT_TOP, CES_TOP = 10.0, 5.0, 7.0
LOWEST_RATING = 1.0
"""CSAT and CES start at 1, NPS at 0."""


def nps(facts: Facts, moment: Moment) -> Measured:
    """Return the latest NPS answer, 0-10; a survey delivered and never answered is missing."""
    if SOURCE not in moment.connected:
        return NOT_APPLICABLE
    absent = MISSING if number(facts, "surveys_delivered") else NOT_APPLICABLE
    return _answer(facts, moment, "nps", absent)


def csat(facts: Facts, moment: Moment) -> Measured:
    """Return the mean CSAT answer, 1-5, of the last 120 days; no answer means none was due."""
    return _answer(facts, moment, "csat", NOT_APPLICABLE)


def ces(facts: Facts, moment: Moment) -> Measured:
    """Return the latest CES answer, 1-7; no answer means none was due."""
    return _answer(facts, moment, "ces", NOT_APPLICABLE)


def satisfaction(facts: Facts, moment: Moment) -> Measured:
    """Return one share, 0-1, of the answers' scales, as of the latest answer.

    Formula: mean of NPS / 10, (CSAT - 1) / 4 and (CES - 1) / 6; what is unknown drops out.
    Source: the satisfaction score of the simple health formula, (usage + satisfaction) / 2.
    """
    found = [(nps(facts, moment), 0.0, NPS_TOP), (csat(facts, moment), LOWEST_RATING, CSAT_TOP)]
    found.append((ces(facts, moment), LOWEST_RATING, CES_TOP))
    shares = [(answer.raw - low) / (top - low) for answer, low, top in found if answer.raw is not None]
    if not shares:
        return found[0][0]
    latest = max(at for name in ("nps_at", "csat_at", "ces_at") if (at := instant(facts, name)))
    return at_instant(six_digits(sum(shares) / len(shares)), latest, moment)


def _answer(facts: Facts, moment: Moment, survey: str, absent: Measured) -> Measured:
    """Return a survey's answer as of the moment it was given, or ``absent``."""
    score, at = number(facts, f"{survey}_score"), instant(facts, f"{survey}_at")
    return absent if score is None or at is None else at_instant(score, at, moment)


VOICE_MEASURES = (
    Measure("nps", "score_10", SOURCE, nps),
    Measure("csat", "score_5", SOURCE, csat),
    Measure("ces", "score_7", SOURCE, ces),
    Measure("satisfaction", "share", SOURCE, satisfaction),
)
