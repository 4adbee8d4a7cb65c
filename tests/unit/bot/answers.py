"""Answers of the engine, built by hand, and a stand-in that gives them: what the bot's tests ask instead of a store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cs_engine.records.account import (
    Basis,
    Candidate,
    Candidates,
    HealthReport,
    History,
    Opinion,
    Person,
    Stake,
    Support,
    TrendPoint,
)
from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import Freshness
from cs_engine.records.home import Figures, Overview, Setup
from cs_engine.records.lanes import Lanes
from cs_engine.records.portfolio import BandTotal, Portfolio, PortfolioRow, Scope
from cs_engine.records.preferences import Preferences
from cs_engine.records.receipt import Change, ChangeSplit, Coverage, Driver, Factor, FactorState
from cs_engine.records.sight import Sight

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
TODAY = NOW.date()

STAKE = Stake(
    arr=48_000.0,
    currency="USD",
    term_months=12,
    auto_renew=True,
    renewal_date=date(2027, 1, 11),
    decision_date=date(2026, 12, 12),
    days_to_decision=20,
    early_warning=False,
    probability=0.18,
    probability_basis=Basis.ASSUMED,
    probability_n=None,
    expected_revenue_at_risk=8_640.0,
    urgency=1.0,
)
CHAMPION = Person("Ana Silva", "champion", datetime(2026, 11, 2, 10, tzinfo=UTC), None)
FALL = Driver("seat_utilization", "share", 0.85, 0.5, -8.2, 28)
RISE = Driver("depth", "per_user", 10.0, 14.0, 1.5, 28)


def factor(key: str, **changes: Any) -> Factor:  # noqa: ANN401 - any field of a factor
    """Build a scored line of a receipt."""
    usual = Factor(
        key=key,
        group="usage",
        raw=0.5,
        target=0.8,
        unit="share",
        sub_score=66.67,
        weight=0.4,
        points=26.67,
        change_7d=-3.1,
        as_of=date(2026, 11, 21),
        source="usage",
        state=FactorState.SCORED,
    )
    return replace(usual, **changes)


def unscored(key: str, state: FactorState) -> Factor:
    """Build a line that is left out of the score."""
    return factor(key, raw=None, sub_score=None, weight=0.0, points=0.0, change_7d=None, as_of=None, state=state)


RECEIPT = (
    factor("seat_utilization"),
    factor(
        "two_way_days",
        unit="days",
        raw=50.0,
        target=30.0,
        sub_score=55.0,
        weight=0.2,
        points=11.0,
        source="touchpoints",
    ),
    factor(
        "nps",
        unit="score_10",
        raw=3.0,
        target=9.0,
        sub_score=20.0,
        weight=0.4,
        points=4.2,
        change_7d=0.0,
        source="responses",
    ),
    unscored("ces", FactorState.NOT_APPLICABLE),
)


def report(**changes: Any) -> HealthReport:  # noqa: ANN401 - any field of a report
    """Build an account at risk about which everything is known."""
    usual = HealthReport(
        account_id="acc-1",
        name="Acme",
        status="active",
        status_since=date(2024, 1, 11),
        status_until=None,
        owner="dana@steward.test",
        backup="lee@steward.test",
        segment="mid",
        plan="Pro",
        as_of=AS_OF,
        data_ends=date(2026, 11, 21),
        data_is_old=False,
        formula_version="balanced@1a2b3c4d",
        scorecard="balanced",
        scorecard_before=None,
        score_before=None,
        score=41.87,
        band=Band.AT_RISK,
        hold=None,
        vetoes=(),
        coverage=Coverage(0.9, 5, 5, "nps", date(2026, 10, 3)),
        change_7d=Change(-3.1, date(2026, 11, 15)),
        change_30d=Change(-9.2, date(2026, 10, 24)),
        change_split=ChangeSplit(-3.1, 0.0, 0.0),
        drivers_down=(FALL,),
        drivers_up=(RISE,),
        weakest=(RECEIPT[2],),
        stake=STAKE,
        seats=40,
        seats_used=20.0,
        tenure_days=1046,
        last_touch_at=datetime(2026, 11, 12, 8, tzinfo=UTC),
        last_two_way_at=datetime(2026, 10, 3, 15, tzinfo=UTC),
        champion=CHAMPION,
        sponsor=Person("Bo Lee", "sponsor", datetime(2026, 8, 1, tzinfo=UTC), None),
        opinions=(
            Opinion("nps", 3.0, datetime(2026, 10, 3, 12, tzinfo=UTC), "Ana Silva", "champion", "Too slow for us.", 1),
            Opinion("csat", 4.2, datetime(2026, 11, 2, 12, tzinfo=UTC), None, None, None, 5),
        ),
        support=Support(3, 1, 12.0, 7),
        worst_child=None,
        trend=trend(12),
        receipt=RECEIPT,
    )
    return replace(usual, **changes)


def unscored_report(status: str, **changes: Any) -> HealthReport:  # noqa: ANN401 - any field of a report
    """Build an account that has a status instead of a score."""
    nothing: dict[str, Any] = {
        "status": status,
        "score": None,
        "band": None,
        "change_7d": None,
        "change_30d": None,
        "change_split": None,
        "drivers_down": (),
        "drivers_up": (),
        "weakest": (),
        "receipt": (),
        "trend": (),
        "coverage": Coverage(0.0, 0, 0, None, None),
        "stake": replace(STAKE, probability=None, probability_basis=None, expected_revenue_at_risk=None, urgency=None),
    }
    return report(**(nothing | changes))


def trend(weeks: int) -> tuple[TrendPoint, ...]:
    """Build weekly points that fall by one a week to 41."""
    days = [AS_OF.date() - timedelta(weeks=back) for back in reversed(range(weeks))]
    return tuple(
        TrendPoint(day, 41.87 + (weeks - 1 - n), Band.AT_RISK if n > 3 else Band.WATCH, "balanced@1a2b3c4d", "active")
        for n, day in enumerate(days)
    )


def row(number: int, **changes: Any) -> PortfolioRow:  # noqa: ANN401 - any field of a row
    """Build one account of a list."""
    usual = PortfolioRow(
        account_id=f"acc-{number}",
        name=f"Customer {number}",
        status="active",
        band=Band.AT_RISK,
        score=41.87,
        change_7d=-3.1,
        change_30d=-9.2,
        arr=48_000.0,
        currency="USD",
        term_months=12,
        decision_date=date(2026, 12, 12),
        days_to_decision=20,
        early_warning=False,
        expected_revenue_at_risk=8_640.0,
        owner="dana@steward.test",
        driver=FALL,
    )
    return replace(usual, **changes)


def portfolio(**changes: Any) -> Portfolio:  # noqa: ANN401 - any field of a portfolio
    """Build the first page of somebody's book."""
    usual = Portfolio(
        scope=Scope.MINE,
        owner="dana@steward.test",
        bands=(),
        as_of=AS_OF,
        data_ends=date(2026, 11, 21),
        data_is_old=False,
        basis=Basis.ASSUMED,
        totals=(
            BandTotal(Band.AT_RISK, 9, (("EUR", 90_000.0), ("USD", 410_000.0))),
            BandTotal(Band.WATCH, 12, (("USD", 700_000.0),)),
            BandTotal(Band.HEALTHY, 60, (("USD", 2_400_000.0),)),
            BandTotal(Band.UNKNOWN, 4, (("USD", 80_000.0),)),
        ),
        without_score=(("trial", 3), ("paused", 1)),
        unassigned=0,
        rows=tuple(row(number) for number in range(1, 11)),
        page=1,
        pages=9,
    )
    return replace(usual, **changes)


@dataclass
class Wishes:
    """What people have set: nothing but where they are on Home."""

    homes: dict[str, str] = field(default_factory=dict)

    def of(self, person: str) -> Preferences:
        """Return the defaults."""
        return Preferences(person, home=self.homes.get(person, ""))

    def remember_home(self, actor: Actor, home: str) -> None:
        """Keep where somebody is."""
        self.homes[actor.person] = home

    def meet(self, *_told: object) -> None:
        """Forget whoever was met."""

    def channels(self) -> tuple[()]:
        """Tell no channel anything."""
        return ()


class Figured:
    """The figures of Home, when nobody has done anything yet."""

    def overview(self, _actor: Actor, _scope: Scope, _owner: str | None) -> Overview:
        """Return a few figures."""
        fresh = Freshness(date(2026, 11, 21), AS_OF)
        return Overview(AS_OF, fresh, 85, Figures(9, (("EUR", 90_000.0),), 7, 0), None, 0, ())

    def today(self, _actor: Actor, now: datetime) -> Lanes:
        """Return an empty day."""
        return Lanes(now.date())

    def touches(self, _accounts: Iterable[str]) -> dict[str, datetime]:
        """Return nothing."""
        return {}

    def setup(self, _actor: Actor) -> Setup:
        """Return an installation that is complete."""
        return Setup(scored=True, owners=1, channels=1, tested=True)


class EmptyLogbook:
    """A logbook in which nothing was ever written."""

    def timeline(self, _actor: Actor, _account_id: str) -> tuple[()]:
        """Return nothing."""
        return ()


@dataclass
class StandIn:
    """Answers every question from what it was given, and remembers what it was asked."""

    reports: Mapping[str, HealthReport] = field(default_factory=lambda: {"acc-1": report()})
    found: Mapping[str, Candidates] = field(default_factory=dict)
    owners: frozenset[str] = frozenset({"dana@steward.test"})
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    """For whose eyes each answer was."""
    events: set[str] = field(default_factory=set)
    inbox: Any = None
    episodes: Any = None
    logbook: Any = field(default_factory=EmptyLogbook)
    plays: Any = None
    segments: Any = None
    values: Any = None
    risks: Any = None
    metrics: Any = None
    journeys: Any = None
    growth: Any = None
    digests: Any = None
    preferences: Any = field(default_factory=Wishes)
    home: Any = field(default_factory=Figured)

    def account_health(self, query: str, sight: Sight) -> HealthReport | Candidates:
        """Find an account by its exact name, else what was prepared for these words, else nothing."""
        self.sights.append(sight)
        named = [one for one in self.reports.values() if one.name.casefold() == query.casefold()]
        return named[0] if named else self.found.get(query, Candidates(query, exact=False, candidates=()))

    def report(self, account_id: str, sight: Sight) -> HealthReport | None:
        """Return a prepared report."""
        self.sights.append(sight)
        return self.reports.get(account_id)

    def history(self, account_id: str, sight: Sight) -> History | None:
        """Return the trend of a prepared report as its history."""
        self.sights.append(sight)
        known = self.reports.get(account_id)
        return History(known.account_id, known.name, known.data_ends, known.trend) if known else None

    def portfolio(
        self,
        scope: Scope,
        *,
        owner: str | None,
        bands: tuple[Band, ...] = (),
        segment: str | None = None,
        page: int = 1,
        sight: Sight,
    ) -> Portfolio:
        """Return a list of what was asked for."""
        self.sights.append(sight)
        self.asked.append(("portfolio", scope, owner, bands, segment, page))
        return portfolio(scope=scope, owner=owner, bands=bands, page=page)

    def suggest(self, prefix: str, limit: int = 20, *, sight: Sight) -> tuple[Candidate, ...]:
        """Return the accounts whose name starts like this."""
        self.sights.append(sight)
        fitting = [one for one in self.reports.values() if one.name.casefold().startswith(prefix.casefold())]
        return tuple(Candidate(one.account_id, one.name) for one in fitting[:limit])

    def csm_for(self, email: str | None) -> str | None:
        """Return the email if it is an owner's."""
        return email if email in self.owners else None

    def seen_event(self, event_id: str) -> bool:
        """Claim an event."""
        seen = event_id in self.events
        self.events.add(event_id)
        return seen
