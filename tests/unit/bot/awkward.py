"""The twelve awkward accounts, as the engine reports them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from cs_engine.records.account import Child, HealthReport, Stake
from cs_engine.records.bands import Band
from cs_engine.records.receipt import Coverage, Driver
from tests.unit.bot.answers import CHAMPION, FALL, STAKE, factor, report, unscored_report

NO_STAKE = Stake(
    arr=None,
    currency=None,
    term_months=None,
    auto_renew=None,
    renewal_date=None,
    decision_date=None,
    days_to_decision=None,
    early_warning=False,
    probability=None,
    probability_basis=None,
    probability_n=None,
    expected_revenue_at_risk=None,
    urgency=None,
)
CALM = {"drivers_down": (), "drivers_up": (), "change_30d": None}


def school_in_july() -> HealthReport:
    """A school on holiday: its months are quiet, so use is not judged and nothing fell."""
    weakest = factor("nps", unit="score_10", raw=8.0, target=9.0, sub_score=75.0, weight=0.4, points=30.0)
    return report(name="Lakeside School", score=84.0, band=Band.HEALTHY, weakest=(weakest,), **CALM)


def always_pays_late() -> HealthReport:
    """A customer 40 days late who is always 35 days late: no cap, and five days beyond habit at most cost points."""
    weakest = factor("overdue_beyond_habit_days", unit="days", raw=5.0, target=0.0, weight=0.09, points=9.0)
    return report(name="Slow Payers Inc", score=78.0, band=Band.HEALTHY, weakest=(weakest,), **CALM)


AWKWARD: dict[str, HealthReport] = {
    "trial": unscored_report(
        "trial",
        name="Test Drive",
        status_since=date(2026, 11, 2),
        status_until=date(2026, 12, 2),
        stake=NO_STAKE,
        champion=None,
    ),
    "paused": unscored_report(
        "paused", name="Winter Sleep", status_since=date(2026, 10, 1), status_until=date(2027, 1, 15)
    ),
    "notice": report(
        name="Going Away",
        status="notice_given",
        status_since=date(2026, 11, 2),
        status_until=date(2026, 12, 31),
        band=Band.LEAVING,
        stake=replace(STAKE, probability=None, probability_basis=None, expected_revenue_at_risk=None),
    ),
    "left": unscored_report("left", name="Gone", status_since=date(2026, 9, 30), stake=NO_STAKE),
    "unlimited seats": report(name="All You Can Eat", seats=None, seats_used=310.0),
    "school in July": school_in_july(),
    "parent": report(
        name="Holding",
        score=81.0,
        band=Band.WATCH,
        worst_child=Child("acc-9", "Acme GmbH", Band.AT_RISK, 38.2, 0.45),
    ),
    "two products": report(
        name="Both", drivers_down=(replace(FALL, key="usage_trend", unit="ratio", product="Mail", product_now=0.4),)
    ),
    "ten days old": report(
        name="Newcomer",
        status="onboarding",
        score=74.0,
        band=Band.WATCH,
        tenure_days=10,
        scorecard="onboarding",
        coverage=Coverage(0.7, 3, 5, None, None),
        stake=replace(
            STAKE,
            days_to_decision=345,
            decision_date=date(2027, 11, 2),
            early_warning=True,
            expected_revenue_at_risk=None,
        ),
        drivers_down=(),
        drivers_up=(Driver("milestones_done", "share", 0.5, 0.8, 6.0, 7),),
        change_30d=None,
    ),
    "always pays late": always_pays_late(),
    "no owner": report(name="Nobody's", owner=None, backup=None),
    "CSM on leave": report(name="Covered", owner="away@steward.test", backup="lee@steward.test"),
}

LONGEST = report(
    name="The Worshipful Company of Extremely Long-Winded Name Owners & Sons",
    owner=None,
    band=Band.AT_RISK,
    hold=None,
    champion=replace(CHAMPION, left_on=date(2026, 11, 9)),
    coverage=Coverage(0.6, 3, 5, "nps", date(2025, 10, 3)),
    data_is_old=True,
    data_ends=date(2024, 12, 31),
    last_two_way_at=datetime(2024, 10, 3, tzinfo=UTC),
)
