"""The weeks of the past, each with the loss that followed."""

from dataclasses import replace
from datetime import timedelta

from cs_engine.churn.past import past_of
from tests.unit.churn.pasts import gone, live, on


def test_days_from_the_event_of_a_loss_on_are_left_out() -> None:
    """It was known only two weeks after it had happened; the score of the week between is no forecast."""
    past = past_of([live("A", 0, 80), live("A", 1, 80), live("A", 2, 80), gone("A", 3, on(1)), live("B", 3, 90)])
    assert past.frame["account_id"].tolist() == ["A", "B"]
    assert past.lost_within(30).tolist() == [1, 0]
    assert past.lost_within(6).tolist() == [0, 0]


def test_who_came_back_can_be_lost_again() -> None:
    """Each loss counts for the weeks before it."""
    days = [live("A", 0, 80), gone("A", 1, on(1)), live("A", 5, 80), gone("A", 7, on(6))]
    past = past_of(days)
    assert [each.date() for each in past.frame["loss"]] == [on(1), on(6)]


def test_notice_is_the_event_even_when_the_end_is_told_later() -> None:
    """Of one run of weeks the earliest date counts."""
    past = past_of([live("A", 0, 80), gone("A", 1, on(1)), gone("A", 9, on(8))])
    assert past.frame["loss"].iloc[0].date() == on(1)


def test_rates_count_an_account_once_in_four_weeks_and_only_when_the_outcome_is_known() -> None:
    """Nine weeks, a horizon of 28 days: the weeks 0 and 4 before the last, which is too young."""
    past = past_of([live("A", week, 80) for week in range(9)])
    assert [day.date() for day in past.settled(28).frame["day"]] == [on(0), on(4)]


def test_an_unknown_score_is_not_below_the_border() -> None:
    """Nor is the border itself."""
    past = past_of([replace(live("A", 0, 80), score=None), live("B", 0, 50), live("C", 0, 49.9)])
    assert past.low.tolist() == [False, False, True]


def test_nothing_makes_an_empty_past() -> None:
    """Without a day there is no row, and its days span nothing."""
    past = past_of([])
    assert len(past.frame) == 0
    assert (past.last - past.first) < timedelta(0)
