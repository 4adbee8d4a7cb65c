"""Whether the customer brought a family about, or our data or formula did."""

from datetime import timedelta

from cs_engine.episodes.declaration import Alerts, NoticeGiven
from cs_engine.episodes.families import DECIDED, KINDS
from cs_engine.episodes.families_levels import own_band
from cs_engine.episodes.sighting import Look, Sighting
from cs_engine.health.curves import HUNDREDTHS
from cs_engine.health.facts import text
from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import AT_RISK_BELOW, SEVERITY
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Family

SCORED = frozenset({Family.AT_RISK, Family.SCORE_DROP})
"""Families that a formula decides about: a new formula cannot alert."""


def is_customers(family: Family, sighting: Sighting, look: Look, before: Look, alerts: Alerts) -> bool:
    """Tell whether the customer brought about a family that holds now and did not at the review before.

    Not the customer's: whatever a newly connected source tells; what happened too long before the last review to be
    news; a level whose inputs were unknown then; a score that would not be there without changes of data or formula.
    """
    if before.now.status in DECIDED or _appeared(family, sighting, look, before, alerts):
        return False
    if family is Family.AT_RISK:
        return look.week is not None and (fell_by_itself(look.week) or _spread(look, before))
    if family is Family.DECISION_NEAR:
        return sighting.since > before.today or worsened_by_itself(look.now, before.now)
    return True


def fell_by_itself(crossing: Snapshot) -> bool:
    """Tell whether an account would not be at risk had the customer not moved in the week before a snapshot.

    Formula: score - customer's part of the 7-day change >= the border of At risk.
    """
    split, score = crossing.split, crossing.score
    if split is None or score is None or split.customer >= 0 or crossing.scorecard_before:
        return False
    return score - split.customer >= AT_RISK_BELOW * HUNDREDTHS


def worsened_by_itself(now: Snapshot, before: Snapshot) -> bool:
    """Tell whether a worse band than before is the customer's doing: its part of the change, or a veto of its own."""
    band, earlier = own_band(now), own_band(before)
    if band is None or earlier is None or SEVERITY.index(band) >= SEVERITY.index(earlier):
        return False
    if band is Band.LEAVING:
        return True
    if Band.UNKNOWN in {band, earlier} or now.scorecard_before:
        return False
    vetoes = {veto.key for veto in now.vetoes} - {veto.key for veto in before.vetoes} - {"usage_unknown"}
    split = now.split
    fell = split is not None and split.customer < 0 and split.customer <= split.data + split.formula
    return fell or bool(vetoes)


def _appeared(family: Family, sighting: Sighting, look: Look, before: Look, alerts: Alerts) -> bool:
    """Tell whether a family is there because our data or formula is."""
    kind, now = KINDS[family], look.now
    rule = alerts.rules_of(text(now.facts, "segment"))[family]
    late = rule.late_days if isinstance(rule, NoticeGiven) else alerts.limits.late_days
    return (
        any(need in now.connected and need not in before.now.connected for need in kind.needs)
        or any(name not in before.now.facts for name in kind.facts)
        or sighting.since < before.today - timedelta(days=late)
        or (family in SCORED and (now.scorecard_before is not None or now.scorecard != before.now.scorecard))
    )


def _spread(look: Look, before: Look) -> bool:
    """Tell whether an account that has been at risk for long got worse in more ways."""
    weeks = (before.now, before.week)
    split = look.now.split
    long_at_risk = all(each is not None and each.band is Band.AT_RISK for each in weeks)
    return long_at_risk and split is not None and split.customer < min(0, split.data + split.formula)
