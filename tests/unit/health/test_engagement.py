"""Engagement is what the customer did."""

import pytest

from cs_engine.records.receipt import FactorState
from tests.unit.health.accounts import EVERYTHING, MONDAY, an_account, assessed, day_ago, days_ago, line


def test_ten_left_messages_change_nothing() -> None:
    """A score nobody can raise by typing: outbound contacts move the last touch only."""
    for facts in (an_account(), an_account(last_touch_at=None, last_two_way_at=None)):
        before, after = assessed(facts), assessed(facts | {"last_touch_at": days_ago(0)})
        assert (after.score, after.band, after.lines) == (before.score, before.band, before.lines)


@pytest.mark.parametrize(
    ("days", "sub_score"), [(0, 10_000), (30, 10_000), (31, 8_500), (61, 5_500), (90, 5_500), (91, 2_000), (400, 2_000)]
)
def test_silence_is_rated_in_steps(days: int, sub_score: int) -> None:
    """Within a step a quiet week changes nothing."""
    found = line(assessed(an_account(last_two_way_at=days_ago(days))), "two_way_days")
    assert (found.raw, found.sub_score, found.as_of) == (float(days), sub_score, day_ago(days))


def test_silence_is_judged_only_where_touches_are_logged() -> None:
    """Without a mail, calendar or CRM source nobody knows who talked."""
    snapshot = assessed(an_account(last_two_way_at=None), connected=EVERYTHING - {"touchpoints"})
    assert line(snapshot, "two_way_days").state is FactorState.NOT_APPLICABLE


def test_a_customer_who_never_took_part_has_been_silent_since_sign_up() -> None:
    """The silence of a new customer is short."""
    found = line(assessed(an_account(last_two_way_at=None, tenure_days=20)), "two_way_days")
    assert (found.raw, found.sub_score) == (20.0, 10_000)
    unknown = line(assessed(an_account(last_two_way_at=None, tenure_days=None)), "two_way_days")
    assert unknown.state is FactorState.MISSING


def test_silence_says_nothing_about_the_digital_segment() -> None:
    """Nobody is meant to call these accounts."""
    assert line(assessed(an_account(segment="digital")), "two_way_days").state is FactorState.NOT_APPLICABLE


def test_surveys_are_rated_by_the_share_answered() -> None:
    """Surveys that were never sent are no refusal."""
    assert line(assessed(an_account(surveys_answered=1)), "survey_participation").raw == 0.5
    assert line(assessed(an_account(surveys_answered=None)), "survey_participation").raw == 0.0
    for facts, connected in (
        (an_account(surveys_delivered=0), EVERYTHING),
        (an_account(), EVERYTHING - {"responses"}),
    ):
        snapshot = assessed(facts, MONDAY, connected=connected)
        assert line(snapshot, "survey_participation").state is FactorState.NOT_APPLICABLE


def test_a_champion_nobody_has_seen_is_missing() -> None:
    """As is one who left; without contacts in the book nobody can tell."""
    states = [
        line(assessed(an_account(champion_seen_at=None)), "champion_seen_days").state,
        line(assessed(an_account(champion_left_on=day_ago(90))), "champion_seen_days").state,
        line(assessed(an_account(), connected=EVERYTHING - {"contacts"}), "champion_seen_days").state,
    ]
    assert states == [FactorState.MISSING, FactorState.MISSING, FactorState.NOT_APPLICABLE]


def test_the_distance_to_the_renewal_is_never_points() -> None:
    """Tomorrow or in a year: urgency, not health."""
    near, far = assessed(an_account(renewal_date=day_ago(-1))), assessed(an_account(renewal_date=day_ago(-400)))
    assert (near.score, near.lines) == (far.score, far.lines)
