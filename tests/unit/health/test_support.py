"""Tickets only subtract."""

import pytest

from cs_engine.health.sums import Weighed, counting_weights
from cs_engine.records.receipt import FactorState
from tests.unit.health.accounts import BALANCED, EVERYTHING, an_account, assessed, line

SUPPORT = ("open_urgent", "oldest_open_days", "first_response_hours", "reopened")
MEDIOCRE = {"active_users": 20.0, "nps_score": 6.0, "surveys_answered": 0}


def test_zero_tickets_is_not_full_marks() -> None:
    """Without a ticket in 90 days support says nothing and earns nothing."""
    snapshot = assessed(an_account(**MEDIOCRE))
    assert {line(snapshot, key).state for key in SUPPORT} == {FactorState.NOT_APPLICABLE}
    assert {line(snapshot, key).points for key in SUPPORT} == {None}


def test_well_kept_tickets_do_not_raise_a_mediocre_score() -> None:
    """A customer who needs help and gets it is not healthier for it."""
    silent = assessed(an_account(**MEDIOCRE))
    served = assessed(an_account(**MEDIOCRE, tickets=4, first_response_hours=1.0))
    assert served.score == silent.score
    assert {line(served, key).share for key in SUPPORT} == {0}
    assert line(served, "open_urgent").sub_score == 10_000


def test_an_urgent_ticket_lowers_the_score() -> None:
    """What goes wrong counts in full."""
    calm = assessed(an_account(tickets=1, first_response_hours=1.0))
    burning = assessed(an_account(tickets=1, first_response_hours=1.0, tickets_open=1, tickets_open_urgent=1))
    assert calm.score is not None
    assert burning.score is not None
    assert burning.score < calm.score


@pytest.mark.parametrize(("mean", "weights"), [(4_000, [1, 0]), (4_500, [1, 0]), (4_501, [1, 1]), (6_000, [1, 1])])
def test_what_only_subtracts_counts_below_the_mean_of_the_others_only(mean: int, weights: list[int]) -> None:
    """45 would lift a score of 40 and lowers a score of 60."""
    assert counting_weights([Weighed(1, mean, False), Weighed(1, 4_500, True)]) == weights


def test_with_nothing_to_subtract_from_everything_counts() -> None:
    """A company that brings tickets only is scored by its tickets."""
    assert counting_weights([Weighed(3, 9_000, True), Weighed(2, 1_000, True)]) == [3, 2]


def test_an_old_ticket_still_open_counts_without_a_new_one() -> None:
    """The 90 days are about new tickets; an open one never drops out of sight."""
    snapshot = assessed(an_account(tickets=0, tickets_open=1, oldest_open_days=120.0))
    assert line(snapshot, "oldest_open_days").sub_score == 0
    assert line(snapshot, "first_response_hours").state is FactorState.NOT_APPLICABLE


def test_the_first_answer_to_a_ticket_that_nobody_noted_is_missing() -> None:
    """There was a ticket, so there should be an answer."""
    assert line(assessed(an_account(tickets=1)), "first_response_hours").state is FactorState.MISSING


@pytest.mark.parametrize("key", SUPPORT)
def test_support_never_connected_is_not_applicable(key: str) -> None:
    """No help desk in the book, no judgment of it."""
    snapshot = assessed(an_account(tickets=None), connected=EVERYTHING - {"tickets"})
    assert line(snapshot, key).state is FactorState.NOT_APPLICABLE


def test_the_support_group_is_the_only_one_that_only_subtracts() -> None:
    """The shipped scorecard says so in its file."""
    assert {factor.group for factor in BALANCED.factors if factor.only_subtracts} == {"support"}
