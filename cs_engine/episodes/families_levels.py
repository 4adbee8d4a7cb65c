"""Families about where an account stands: use, score, seats, silence, and the day it decides."""

from collections import defaultdict
from datetime import timedelta

from cs_engine.episodes.declaration import (
    AtRisk,
    DecisionNear,
    Probability,
    ScoreDrop,
    Silence,
    UnusedSeats,
    UsageDrop,
)
from cs_engine.episodes.sighting import Look, Numbers, Sighting
from cs_engine.health.contract import contract_of
from cs_engine.health.curves import HUNDREDTHS
from cs_engine.health.facts import day, number
from cs_engine.health.measures.engagement import two_way_days
from cs_engine.health.measures.usage import is_quiet, seat_utilization
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import MONTHLY, decision_date
from cs_engine.policy import USAGE_FRESH_DAYS, YEAR_WEEKS
from cs_engine.records.bands import Band

OUR_VETOES = frozenset({"usage_unknown"})
"""What we do not know caps a band, but it is not the customer's doing."""
RECENT_WEEKS = 4


def at_risk(look: Look, rule: AtRisk) -> Sighting | None:
    """See At risk on two weekly snapshots; the rest of the rule needs the other families: ``weak_groups``.

    Numbers: ``score`` in points and ``groups``, the weak ones, comma separated.
    """
    if look.now.band is not Band.AT_RISK or look.week is None or look.week.band is not Band.AT_RISK:
        return None
    groups = ",".join(weak_groups(look.now, rule))
    return Sighting(look.today, {"score": (look.now.score or 0) / HUNDREDTHS, "groups": groups})


def weak_groups(snapshot: Snapshot, rule: AtRisk) -> tuple[str, ...]:
    """Return the groups of the scorecard that earned less than the rule's percentage, in their order.

    Formula: sum(weight x sub-score) / sum(weight) over the group's lines that have a value.
    """
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in snapshot.lines:
        if line.sub_score is not None:
            sums[line.group][0] += line.weight * line.sub_score
            sums[line.group][1] += line.weight
    return tuple(
        group for group, (points, weight) in sums.items() if weight and points < rule.weak_below * HUNDREDTHS * weight
    )


def usage_drop(look: Look, rule: UsageDrop) -> Sighting | None:
    """See a fall in active users: numbers ``before``, ``now``, ``share``, ``weeks`` of the recent window."""
    share = remaining_share(look, rule)
    if share is None or share > rule.share:
        return None
    before, now = (number(look.now.facts, name) for name in ("active_users_prior", "active_users"))
    return Sighting(look.today, {"before": before, "now": now, "share": share, "weeks": RECENT_WEEKS})


def remaining_share(look: Look, rule: UsageDrop) -> float | None:
    """Return the share of the earlier active users that is left, freed of season; None where it cannot be judged.

    Formula: (active users of 28 days / the 84 days before) / the segment's median of it, where that fell.
    Source: use that falls everywhere is a holiday. Quiet months, stale or young data, few users, and accounts at or
        above the same four weeks of last year are not judged; a first year grows, so it says nothing about the second.
    """
    facts, moment = look.now.facts, look.now.moment
    now, prior = number(facts, "active_users"), number(facts, "active_users_prior")
    last, weeks = day(facts, "usage_last_day"), number(facts, "usage_history_weeks")
    if now is None or prior is None or prior < rule.users or is_quiet(facts, moment):
        return None
    if last is None or moment.days_uncovered(last) > USAGE_FRESH_DAYS or weeks is None or weeks < rule.history_weeks:
        return None
    last_year = number(facts, "active_users_last_year")
    if last_year is not None and weeks >= YEAR_WEEKS and now >= last_year:
        return None
    return round(now / prior / min(number(facts, "peer_trend") or 1.0, 1.0), 3)


def decision_near(look: Look, rule: DecisionNear) -> Sighting | None:
    """See a decision ahead of an account that is not Healthy: numbers ``days``, ``decision_on``, ``band``."""
    contract = contract_of(look.now.facts)
    decided = None if contract.term_months == MONTHLY else decision_date(contract, look.today)
    band = own_band(look.now)
    if decided is None or band is None or band not in rule.bands or (decided - look.today).days > rule.days:
        return None
    numbers: Numbers = {"days": (decided - look.today).days, "decision_on": decided.isoformat(), "band": band.value}
    return Sighting(decided - timedelta(days=rule.days), numbers)


def own_band(snapshot: Snapshot) -> Band | None:
    """Return the band without the vetoes that only say what we do not know."""
    ours = bool(snapshot.vetoes) and all(veto.key in OUR_VETOES for veto in snapshot.vetoes)
    return snapshot.score_band if ours and snapshot.band is Band.WATCH else snapshot.band


def silence(look: Look, rule: Silence) -> Sighting | None:
    """See a customer who has not taken part in anything for long: number ``days``."""
    days = two_way_days(look.now.facts, look.now.moment).raw
    if days is None or days < rule.days:
        return None
    return Sighting(look.today - timedelta(days=int(days) - rule.days), {"days": days})


def unused_seats(look: Look, rule: UnusedSeats) -> Sighting | None:
    """See seats that lie idle: numbers ``now`` (active users), ``before`` (seats), ``share``."""
    facts = look.now.facts
    share = seat_utilization(facts, look.now.moment).raw
    if share is None or share >= rule.share or (number(facts, "tenure_days") or 0) < rule.tenure_days:
        return None
    numbers = {"now": number(facts, "active_users"), "before": number(facts, "seats"), "share": share}
    return Sighting(look.today, numbers)


def score_drop(look: Look, rule: ScoreDrop) -> Sighting | None:
    """See a fall of the score by what the customer did: numbers ``points`` and ``days``."""
    split = look.now.split
    if split is None or split.customer > -rule.points * HUNDREDTHS:
        return None
    return Sighting(look.today, {"points": split.customer / HUNDREDTHS, "days": 7})


def probability(look: Look, rule: Probability) -> Sighting | None:
    """See a high chance of a loss by a model: number ``probability``."""
    if look.probability is None or look.probability < rule.at_least:
        return None
    return Sighting(look.today, {"probability": look.probability})
