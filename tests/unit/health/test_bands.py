"""Bands are sticky at their borders."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from cs_engine.health.reading import read_scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.bands import Band
from cs_engine.records.receipt import Hold
from tests.unit.health.accounts import DIAL, DIAL_TOML, an_account, assessed, dialled, weeks_on


def weekly(scores: Sequence[float | None], step: timedelta = timedelta(weeks=1)) -> list[Snapshot]:
    """Return the snapshots of an account whose score takes these values; None is a week without evidence."""
    found: list[Snapshot] = []
    for index, score in enumerate(scores):
        as_of = weeks_on(0) + index * step
        facts = dialled(score, as_of) if score is not None else an_account(as_of, surveys_delivered=0)
        found.append(assessed(facts, as_of, DIAL, found))
    return found


def bands(scores: Sequence[float | None]) -> list[Band | None]:
    """Return the bands of weekly scores."""
    return [snapshot.band for snapshot in weekly(scores)]


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, Band.AT_RISK),
        (49.99, Band.AT_RISK),
        (50, Band.WATCH),
        (69.99, Band.WATCH),
        (70, Band.HEALTHY),
        (100, Band.HEALTHY),
    ],
)
def test_without_history_the_score_alone_decides(score: float, band: Band) -> None:
    """At risk below 50, Healthy from 70."""
    assert bands([score]) == [band]


def test_at_risk_is_left_at_55_on_two_weekly_snapshots() -> None:
    """One good week is not enough."""
    assert bands([49, 55, 55]) == [Band.AT_RISK, Band.AT_RISK, Band.WATCH]


def test_at_risk_is_not_left_below_55() -> None:
    """54.99 may last for ever."""
    assert bands([49, 54.99, 54.99, 54.99]) == [Band.AT_RISK] * 4


def test_the_two_weeks_must_follow_each_other() -> None:
    """A week below the border starts the count again."""
    assert bands([49, 60, 54, 60, 60]) == [Band.AT_RISK] * 4 + [Band.WATCH]


def test_at_risk_may_be_left_straight_to_healthy() -> None:
    """After two weeks the score alone decides."""
    assert bands([49, 80, 80]) == [Band.AT_RISK, Band.AT_RISK, Band.HEALTHY]


def test_two_snapshots_on_one_day_are_not_two_weeks() -> None:
    """Rescoring after an action must not shorten the wait."""
    hours = weekly([49, 60, 60, 60], timedelta(hours=6))
    assert [snapshot.band for snapshot in hours] == [Band.AT_RISK] * 4
    days = weekly([49, *[60] * 8], timedelta(days=1))
    assert [snapshot.band for snapshot in days] == [Band.AT_RISK] * 8 + [Band.WATCH]


def test_healthy_is_left_below_66_on_two_weekly_snapshots() -> None:
    """One mediocre week does not take the green away."""
    assert bands([70, 66, 65.99, 65.99]) == [Band.HEALTHY, Band.HEALTHY, Band.HEALTHY, Band.WATCH]


def test_watch_becomes_healthy_only_at_70() -> None:
    """68 keeps green, and does not make it."""
    assert bands([60, 68, 70, 68]) == [Band.WATCH, Band.WATCH, Band.HEALTHY, Band.HEALTHY]


def test_falling_below_50_acts_at_once_even_from_healthy() -> None:
    """Stickiness is for borders, not for falls."""
    assert bands([90, 40]) == [Band.HEALTHY, Band.AT_RISK]


def test_the_hold_says_what_is_still_missing() -> None:
    """The card can say: 52, at risk until 55 for two weeks."""
    found = weekly([40, 52, 56, 56])
    assert [snapshot.hold for snapshot in found] == [
        None,
        Hold(Band.AT_RISK, 55.0, 2),
        Hold(Band.AT_RISK, 55.0, 1),
        None,
    ]
    assert weekly([70, 67])[1].hold == Hold(Band.HEALTHY, 66.0, 2)
    assert weekly([70, 65])[1].hold == Hold(Band.HEALTHY, 66.0, 1)


def test_a_week_without_a_score_does_not_forget_the_band() -> None:
    """A failed delivery must not make 52 out of At risk a Watch."""
    assert bands([40, None, 52]) == [Band.AT_RISK, Band.UNKNOWN, Band.AT_RISK]


def test_history_under_another_scorecard_does_not_hold() -> None:
    """A band continues under its own scorecard only."""
    other = read_scorecard(DIAL_TOML.replace('name = "dial"', 'name = "other"'), "other.toml")
    before = assessed(dialled(40), weeks_on(0), other)
    assert assessed(dialled(52), weeks_on(1), DIAL, [before]).band is Band.WATCH


def test_an_edited_scorecard_of_the_same_name_goes_on_holding() -> None:
    """Changing a curve does not lift an account out of its band."""
    edited = read_scorecard(DIAL_TOML.replace("[1, 100]", "[1, 99]"), "dial.toml")
    before = assessed(dialled(40), weeks_on(0), edited)
    assert assessed(dialled(52), weeks_on(1), DIAL, [before]).band is Band.AT_RISK


def test_later_snapshots_are_not_history() -> None:
    """Refreshing an earlier day knows nothing of what came after it."""
    later = assessed(dialled(40), weeks_on(2), DIAL)
    assert assessed(dialled(52), weeks_on(1), DIAL, [later]).band is Band.WATCH


def test_the_order_of_the_earlier_snapshots_does_not_matter() -> None:
    """The latest counts, wherever it stands."""
    found = weekly([40, 60, 60])
    assert assessed(dialled(60), weeks_on(3), DIAL, found[::-1]).band is Band.WATCH
