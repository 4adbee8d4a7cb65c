"""Answers, payments and milestones."""

import pytest

from cs_engine.health.reading import load_preset
from cs_engine.records.receipt import FactorState
from tests.unit.health.accounts import EVERYTHING, an_account, assessed, day_ago, days_ago, line

ONBOARDING = load_preset("onboarding")


def test_a_survey_that_was_delivered_and_never_answered_is_missing() -> None:
    """It was due; none delivered means none was."""
    due, none = an_account(nps_score=None), an_account(nps_score=None, surveys_delivered=0)
    assert line(assessed(due), "nps").state is FactorState.MISSING
    assert line(assessed(none), "nps").state is FactorState.NOT_APPLICABLE
    assert line(assessed(due, connected=EVERYTHING - {"responses"}), "nps").state is FactorState.NOT_APPLICABLE


def test_answers_about_cases_that_nobody_was_asked_for_are_not_applicable() -> None:
    """Without a case there is no question."""
    snapshot = assessed(an_account(csat_score=None, csat_at=None))
    assert {line(snapshot, key).state for key in ("csat", "ces")} == {FactorState.NOT_APPLICABLE}


def test_an_answer_stands_for_the_day_it_was_given_in_the_workspace() -> None:
    """Late in the evening in UTC is the next day in Berlin."""
    late = days_ago(3).replace(hour=23, minute=30)
    assert line(assessed(an_account(ces_score=6.0, ces_at=late)), "ces").as_of == day_ago(3)


@pytest.mark.parametrize(("overdue", "habit", "raw"), [(None, None, 0), (10, None, 10), (10, 3.5, 6.5), (10, 20.0, 0)])
def test_payments_are_rated_beyond_habit(overdue: int | None, habit: float | None, raw: float) -> None:
    """Days later than this customer usually pays."""
    found = line(assessed(an_account(overdue_days=overdue, payment_habit_days=habit)), "overdue_beyond_habit_days")
    assert found.raw == raw


@pytest.mark.parametrize(
    ("facts", "connected", "state"),
    [
        ({"milestones_due": 0}, EVERYTHING, FactorState.NOT_APPLICABLE),
        ({"milestones_due": None}, EVERYTHING, FactorState.NOT_APPLICABLE),
        ({}, EVERYTHING - {"milestones"}, FactorState.NOT_APPLICABLE),
        ({"milestone_late_days": 3}, EVERYTHING, FactorState.SCORED),
    ],
)
def test_milestones_count_once_one_is_due(
    facts: dict[str, object], connected: frozenset[str], state: FactorState
) -> None:
    """Most customers have none, and miss nothing."""
    assert line(assessed(an_account(**facts), connected=connected), "milestone_late_days").state is state


def test_milestones_never_connected_say_nothing_about_an_onboarding() -> None:
    """A company may onboard without a plan in its book."""
    snapshot = assessed(an_account(status="onboarding"), card=ONBOARDING, connected=EVERYTHING - {"milestones"})
    assert line(snapshot, "milestones_done").state is FactorState.NOT_APPLICABLE
