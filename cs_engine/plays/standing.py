"""How an account stands, as plays see it: the numbers that goals and triggers may name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType

from cs_engine.frames.columns import Column, Kind, amount, text
from cs_engine.frames.facts import FACTS
from cs_engine.health.facts import Facts, day, instant, number
from cs_engine.health.facts import text as word
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Family

HUNDREDTHS = 100
OPINION_DAYS = 180
"""An older survey answer says nothing about today; the score halves its weight at the same age."""
SEATS_COUNT_IN = frozenset({"named", "concurrent"})
"""Only these seats can be used or not; unlimited ones have no share."""
RENEWED_DAYS = 28
"""A decision date this much later than before is the next term's, not a correction of the old one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One account at the present moment.

    Attributes:
        snapshot: its latest.
        now: aware, in the workspace's zone.
        decision_date: next day by which the customer decides; None when unknown or any day (monthly contracts).
        families: what its open risk episode is about; empty without one.
        since: when the play in question was started; None before.
        decision_before: the decision date as it was then.
        renewed_at: when a renewal was recorded last.
        arr_before: annual recurring revenue a year ago, in today's currency; only read for success plans.
        lifetime_value: as it was kept last; only read for success plans.
    """

    snapshot: Snapshot
    now: datetime
    decision_date: date | None = None
    families: frozenset[Family] = frozenset()
    since: datetime | None = None
    decision_before: date | None = None
    renewed_at: datetime | None = None
    arr_before: float | None = None
    lifetime_value: float | None = None

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Metric:
    """One number: its name in files, its unit as ``records.Factor.unit`` lists them, and how it is read.

    ``may_be_goal`` is false for what changes by itself, so that nobody is credited with the calendar; ``less`` says
    that less of it is better.
    """

    key: str
    unit: str
    read: Callable[[Standing], float | None]
    may_be_goal: bool = True
    less: bool = False


def _score(standing: Standing) -> float | None:
    score = standing.snapshot.score
    return None if score is None else score / HUNDREDTHS


def _fact(name: str) -> Callable[[Standing], float | None]:
    return lambda standing: number(standing.snapshot.facts, name)


def _group(*names: str) -> Callable[[Standing], float | None]:
    """Read the score of a group of the scorecard: the mean of its measures that have data, by weight."""

    def read(standing: Standing) -> float | None:
        lines = [(line.sub_score, line.weight) for line in standing.snapshot.lines if line.group in names]
        scored = [(score, weight) for score, weight in lines if score is not None]
        total = sum(weight for _, weight in scored)
        return sum(score * weight for score, weight in scored) / total / HUNDREDTHS if total else None

    return read


def _confidence(standing: Standing) -> float | None:
    coverage = standing.snapshot.coverage
    return None if coverage is None else coverage.share


def _retained(standing: Standing) -> float | None:
    return _share(standing.snapshot.arr, standing.arr_before)


def _usage_trend(standing: Standing) -> float | None:
    return _share(
        number(standing.snapshot.facts, "active_users"), number(standing.snapshot.facts, "active_users_prior")
    )


def _seat_use(standing: Standing) -> float | None:
    facts = standing.snapshot.facts
    counted = word(facts, "seat_model") in SEATS_COUNT_IN | {None}
    return _share(number(facts, "active_users"), number(facts, "seats")) if counted else None


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else float(f"{part / whole:.6g}")


def _days_since(name: str) -> Callable[[Standing], float | None]:
    def read(standing: Standing) -> float | None:
        at = _local_day(standing, name)
        return None if at is None else float(max((standing.today - at).days, 0))

    return read


def _contact_since(standing: Standing) -> float | None:
    """Tell whether the customer took part in anything since the play began; 0 before it begins."""
    at = instant(standing.snapshot.facts, "last_two_way_at")
    if standing.since is None:
        return 0.0
    return float(at is not None and at.replace(tzinfo=UTC) >= standing.since)


def _champion_in_place(standing: Standing) -> float | None:
    facts = standing.snapshot.facts
    if day(facts, "champion_left_on") is not None:
        return 0.0
    return None if word(facts, "champion") is None else 1.0


def _zero_without(fact: str, count: str) -> Callable[[Standing], float | None]:
    """Read a fact that is zero, not unknown, where it is known that there is nothing to count."""

    def read(standing: Standing) -> float | None:
        facts = standing.snapshot.facts
        return 0.0 if number(facts, count) == 0 else number(facts, fact)

    return read


def _opinion(survey: str) -> Callable[[Standing], float | None]:
    def read(standing: Standing) -> float | None:
        at = _local_day(standing, f"{survey}_at")
        fresh = at is not None and (standing.today - at).days <= OPINION_DAYS
        return number(standing.snapshot.facts, f"{survey}_score") if fresh else None

    return read


def _renewed(standing: Standing) -> float | None:
    """Tell whether the contract was renewed since the play began: recorded, or the book shows the next term."""
    if standing.since is None:
        return 0.0
    recorded = standing.renewed_at is not None and standing.renewed_at >= standing.since
    before, now = standing.decision_before, standing.decision_date
    return float(recorded or (before is not None and now is not None and (now - before).days >= RENEWED_DAYS))


def _days_to_decision(standing: Standing) -> float | None:
    return None if standing.decision_date is None else float((standing.decision_date - standing.today).days)


def _local_day(standing: Standing, name: str) -> date | None:
    at = instant(standing.snapshot.facts, name)
    return None if at is None else at.replace(tzinfo=UTC).astimezone(standing.now.tzinfo).date()


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.key: metric
        for metric in (
            Metric("score", "score", _score),
            Metric("active_users", "users", _fact("active_users")),
            Metric("usage_trend", "ratio", _usage_trend),
            Metric("seat_use", "share", _seat_use),
            Metric("seats", "count", _fact("seats")),
            Metric("arr", "money", _fact("arr")),
            Metric("features_used", "count", _fact("features_used")),
            Metric("two_way_touches", "count", _fact("two_way_touches")),
            Metric("two_way_days", "days", _days_since("last_two_way_at"), less=True),
            Metric("champion_days", "days", _days_since("champion_seen_at"), less=True),
            Metric("contact_since", "flag", _contact_since),
            Metric("champion_in_place", "flag", _champion_in_place),
            Metric("overdue_days", "days", _zero_without("overdue_days", "invoices_overdue"), less=True),
            Metric("urgent_tickets", "count", _fact("tickets_open_urgent"), less=True),
            Metric("milestones_overdue", "count", _fact("milestones_overdue"), less=True),
            Metric(
                "milestone_late_days", "days", _zero_without("milestone_late_days", "milestones_overdue"), less=True
            ),
            Metric("nps", "score_10", _opinion("nps")),
            Metric("nps_days", "days", _days_since("nps_at"), may_be_goal=False),
            Metric("csat", "score_5", _opinion("csat")),
            Metric("ces", "score_7", _opinion("ces")),
            Metric("usage_score", "score", _group("usage")),
            Metric("satisfaction_score", "score", _group("voice", "satisfaction")),
            Metric("confidence", "share", _confidence),
            Metric("renewed", "flag", _renewed),
            Metric("days_to_decision", "days", _days_to_decision, may_be_goal=False),
        )
    }
)
"""Everything that is measured, by name."""

AGREED: Mapping[str, Metric] = MappingProxyType(
    {key: metric for key, metric in METRICS.items() if metric.may_be_goal and metric.unit != "flag"}
    | {
        "nrr": Metric("nrr", "share", _retained),
        "lifetime_value": Metric("lifetime_value", "money", lambda standing: standing.lifetime_value),
    }
)
"""What a success plan may agree on: every figure of the catalogue that a single account has.

Figures of many customers, such as cohorts or a conversion rate, are targets of a team.
"""

TRIGGERS: Mapping[str, Column] = MappingProxyType(
    {column.name: column for column in FACTS if column.kind not in {Kind.DATE, Kind.INSTANT}}
    | {metric.key: amount(metric.key, "measured") for metric in METRICS.values()}
    | {"band": text("band", "health band", choices=tuple(Band))}
)
"""What a trigger or a stop condition may name."""


def readings(standing: Standing) -> Facts:
    """Return everything known that a condition may name; what is unknown is absent."""
    measured = {metric.key: metric.read(standing) for metric in METRICS.values()}
    band = standing.snapshot.band
    known = {key: value for key, value in measured.items() if value is not None}
    words = {"status": standing.snapshot.status} | ({"band": str(band)} if band else {})
    facts = {name: value for name, value in standing.snapshot.facts.items() if name not in METRICS}
    return {**facts, **known, **words}
