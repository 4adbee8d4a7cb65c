"""The table of families: what each sees, when it still holds, what it needs, and how it can be our data's doing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cs_engine.episodes import families_events as events
from cs_engine.episodes import families_levels as levels
from cs_engine.episodes.declaration import Alerts, AtRisk, UsageDrop, Usual
from cs_engine.episodes.sighting import Look, Sighting
from cs_engine.records.bands import Band
from cs_engine.records.episode_view import FamilyStanding, Standing
from cs_engine.records.episodes import Family

Sees = Callable[[Look, Any], Sighting | None]
Stays = Callable[[Look, Any], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """One family.

    Attributes:
        sees: whether it holds, and with which numbers.
        stays: whether it still holds once it has held, where that needs less.
        needs: the book's tables, or ``model``, that it cannot do without; of several all.
        facts: what must have been known at the review before, or the family appeared with our data.
        group: the scorecard's group that tells the same, so that one weakness is not counted twice.
    """

    sees: Sees
    stays: Stays | None = None
    needs: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    group: str | None = None


def _still_at_risk(look: Look, rule: AtRisk) -> bool:
    del rule
    return look.now.band in {Band.AT_RISK, Band.UNKNOWN}  # not knowing any more is no recovery


def _still_low(look: Look, rule: UsageDrop) -> bool:
    share = levels.remaining_share(look, rule)
    return share is None or share < rule.eased_share


MODEL = "model"
"""What a family needs that goes by a model; no table of the book."""
KINDS: Mapping[Family, Kind] = MappingProxyType(
    {
        Family.NOTICE_GIVEN: Kind(events.notice_given),
        Family.CHAMPION_LEFT: Kind(events.champion_left, needs=("contacts",), group="engagement"),
        Family.AT_RISK: Kind(levels.at_risk, _still_at_risk),
        Family.USAGE_DROP: Kind(
            levels.usage_drop,
            _still_low,
            ("usage",),
            ("usage_last_day", "active_users", "active_users_prior"),
            "usage",
        ),
        Family.DECISION_NEAR: Kind(levels.decision_near, needs=("subscriptions",)),
        Family.KEY_DETRACTOR: Kind(events.key_detractor, needs=("responses", "contacts"), group="voice"),
        Family.URGENT_TICKET: Kind(events.urgent_ticket, needs=("tickets",), group="support"),
        Family.INVOICE_OVERDUE: Kind(events.invoice_overdue, needs=("invoices",), group="commercial"),
        Family.ONBOARDING_LATE: Kind(events.onboarding_late, needs=("milestones",), group="milestones"),
        Family.SILENCE: Kind(levels.silence, needs=("touchpoints",), group="engagement"),
        Family.UNUSED_SEATS: Kind(
            levels.unused_seats, needs=("usage",), facts=("usage_last_day", "active_users", "seats"), group="usage"
        ),
        Family.SCORE_DROP: Kind(levels.score_drop),
        Family.PROBABILITY: Kind(levels.probability, needs=(MODEL,)),
        Family.DETRACTOR: Kind(events.detractor, needs=("responses",), group="voice"),
    }
)
DECIDED = frozenset({"trial", "paused", "left"})
"""Statuses in which nothing is alerted."""


def sightings(look: Look, alerts: Alerts, segment: str | None) -> dict[Family, Sighting]:
    """Return every family that holds, but for those switched off; nothing for trial, paused and left accounts."""
    if look.now.status in DECIDED:
        return {}
    rules = alerts.rules_of(segment)
    on = {family: rule for family, rule in rules.items() if rule.route is not Usual.OFF}
    seen = {family: found for family, rule in on.items() if (found := KINDS[family].sees(look, rule))}
    if Family.KEY_DETRACTOR in seen:
        seen.pop(Family.DETRACTOR, None)  # one answer is one reason
    if Family.AT_RISK in seen and not _is_manifold(look, seen, rules[Family.AT_RISK]):
        del seen[Family.AT_RISK]
    return seen


def stays(look: Look, family: Family, alerts: Alerts, segment: str | None) -> bool:
    """Tell whether a family that has held still does."""
    rule, kind = alerts.rules_of(segment)[family], KINDS[family]
    if look.now.status in DECIDED or rule.route is Usual.OFF:
        return False
    return kind.stays(look, rule) if kind.stays else kind.sees(look, rule) is not None


def standing(family: Family, alerts: Alerts, connected: frozenset[str]) -> FamilyStanding:
    """Return what a company does with a family, given the book's tables that hold anything."""
    route = alerts.rules[family].route
    if route is Usual.OFF:
        return FamilyStanding(family, Standing.SWITCHED_OFF)
    absent = tuple(need for need in KINDS[family].needs if need not in connected)
    if absent:
        return FamilyStanding(family, Standing.NEEDS_DATA, absent)
    return FamilyStanding(family, Standing.ON if route.speaks else Standing.DIGEST)


def _is_manifold(look: Look, seen: Mapping[Family, Sighting], rule: Any) -> bool:  # noqa: ANN401 - the rule of At risk
    """Tell whether several different things are weak: groups of the scorecard, and families about something else."""
    others = (KINDS[family].group for family in seen)
    weak = {*levels.weak_groups(look.now, rule), *(group for group in others if group)}
    return len(weak) >= int(rule.signals)
