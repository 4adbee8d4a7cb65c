"""What moved a score most, and what costs it most."""

import pytest

from cs_engine.health.assess import assess
from cs_engine.health.drivers import cost, drivers, weakest
from cs_engine.health.reading import load_presets
from cs_engine.health.snapshot import Move, Snapshot
from tests.unit.health.accounts import (
    DIAL,
    MONDAY,
    an_account,
    assessed,
    context,
    days_ago,
    dialled,
    line,
    weeks_on,
)

NEXT = weeks_on(1)


def a_week_later(before: Snapshot, **changes: object) -> Snapshot:
    """Return the next weekly snapshot with some facts changed."""
    return assessed(an_account(NEXT, **changes), NEXT, earlier=[before])


def test_a_driver_has_raw_values_before_and_now_and_its_points() -> None:
    """The largest first, in words a card can use."""
    now = a_week_later(assessed(an_account()), active_users=28.0, active_days=10)
    trend = now.drivers_down[0]
    assert (trend.key, trend.unit, trend.before, trend.now, trend.window_days) == ("usage_trend", "ratio", 1.0, 0.7, 7)
    assert [move.key for move in now.drivers_down] == ["usage_trend", "seat_utilization", "active_days_share"]
    assert now.drivers_up == ()


def test_a_drivers_points_are_what_the_score_would_gain_without_it() -> None:
    """With a single move that is the whole change."""
    before = assessed(dialled(80), MONDAY, DIAL)
    now = assessed(dialled(55, NEXT), NEXT, DIAL, [before])
    assert now.drivers_down == (Move("survey_participation", "share", 0.8, 0.55, -2_500, 7),)
    assert drivers(now, before) == now.drivers_down


def test_a_rise_is_a_driver_up() -> None:
    """Good news has numbers too."""
    now = a_week_later(assessed(an_account(nps_score=6.0)), nps_score=10.0)
    assert [(move.key, move.before, move.now, move.points > 0) for move in now.drivers_up] == [("nps", 6.0, 10.0, True)]


def test_an_urgent_ticket_is_a_driver_although_support_did_not_apply_before() -> None:
    """What the customer brought about is shown with what it cost."""
    urgent = {
        "tickets": 1,
        "tickets_open": 1,
        "tickets_open_urgent": 2,
        "oldest_open_days": 1.0,
        "first_response_hours": 1.0,
    }
    now = a_week_later(assessed(an_account()), **urgent)
    assert [(move.key, move.before, move.now) for move in now.drivers_down] == [("open_urgent", None, 2.0)]
    assert now.split is not None
    assert now.drivers_down[0].points == now.split.customer


def test_a_measure_that_appears_or_expires_is_no_driver() -> None:
    """Drivers are the customer's."""
    before = assessed(an_account(csat_score=None, csat_at=None, nps_score=0.0, nps_at=days_ago(360)))
    now = a_week_later(before, csat_score=1.0, csat_at=days_ago(0), nps_score=0.0, nps_at=days_ago(360))
    assert (now.drivers_down, now.drivers_up) == ((), ())


def test_each_factor_is_shown_once_over_the_window_in_which_it_moved_more() -> None:
    """A slow slide shows over 28 days, a sudden fall over 7."""
    past = [
        assessed(an_account(weeks_on(week), active_users=users, nps_score=nps), weeks_on(week))
        for week, users, nps in ((-4, 40.0, 9.0), (-1, 30.0, 10.0))
    ]
    now = assessed(an_account(active_users=28.0, nps_score=3.0), earlier=past)
    windows = {move.key: move.window_days for move in now.drivers_down}
    assert (windows["usage_trend"], windows["nps"]) == (28, 7)


def test_the_product_with_the_largest_fall_is_named() -> None:
    """Only for customers with several products, and only beside a falling trend."""
    before = assessed(an_account())
    several = {"products": "crm,mail", "worst_product": "mail"}
    fallen = a_week_later(before, active_users=20.0, **several)
    assert {move.key: move.product for move in fallen.drivers_down}["usage_trend"] == "mail"
    assert {move.key: move.product for move in fallen.drivers_down}["seat_utilization"] is None
    single = a_week_later(before, active_users=20.0, worst_product="crm")
    assert {move.product for move in single.drivers_down} == {None}


def test_the_products_fall_is_not_named_beside_a_rise() -> None:
    """A product that fell did not lift the whole."""
    before = assessed(an_account(active_users=28.0))
    risen = a_week_later(before, active_users=40.0, products="crm,mail", worst_product="mail")
    assert {move.product for move in risen.drivers_up} == {None}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (an_account(status="trial"), an_account(NEXT)),
        (an_account(), an_account(NEXT, status="paused")),
    ],
)
def test_without_two_scores_there_are_no_drivers(before: dict[str, object], now: dict[str, object]) -> None:
    """A status is nothing to compare with."""
    earlier = assessed(before)
    later = assessed(now, NEXT, earlier=[earlier])
    assert drivers(later, earlier) == ()
    assert later.drivers_down == ()


def test_receipts_of_two_formulas_are_not_compared_line_by_line() -> None:
    """Their lines mean different things; an assessment rescores the earlier facts first."""
    earlier = assessed(dialled(80), MONDAY, DIAL)
    later = assessed(an_account(NEXT), NEXT, earlier=[earlier])
    assert drivers(later, earlier) == ()


def test_drivers_survive_a_switch_of_the_scorecard() -> None:
    """The week in which onboarding ends still says what the customer did."""
    cards = load_presets()
    before = assess(an_account(status="onboarding"), cards, context(MONDAY))
    now = assess(an_account(NEXT, active_days=8), cards, context(NEXT), [before])
    assert (before.scorecard, now.scorecard) == ("onboarding", "balanced")
    assert [(move.key, move.before, move.now) for move in now.drivers_down] == [("active_days_share", 1.0, 0.4)]


def test_the_weakest_lines_are_those_that_cost_most() -> None:
    """For when nothing moved: what could be gained."""
    snapshot = assessed(an_account(nps_score=0.0, active_days=10, seats=45, surveys_answered=1))
    assert [each.key for each in weakest(snapshot)] == ["nps", "active_days_share"]
    assert cost(line(snapshot, "ces")) == 0
    assert sum(cost(each) for each in snapshot.lines) == pytest.approx(
        10_000 - (snapshot.score or 0), abs=len(snapshot.lines)
    )


def test_a_perfect_account_has_no_weak_line() -> None:
    """Nothing is listed for the sake of a list."""
    assert weakest(assessed(an_account())) == ()
