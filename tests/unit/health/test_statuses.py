"""Statuses that stand in place of a score."""

from datetime import date

import pytest

from cs_engine.health.assess import assess
from cs_engine.health.reading import load_presets
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.bands import Band
from tests.unit.health.accounts import MONDAY, an_account, assessed, context, weeks_on


@pytest.mark.parametrize("status", ["trial", "paused", "left"])
def test_trial_paused_and_left_accounts_have_a_status_instead_of_a_score(status: str) -> None:
    """They are in no band and have no receipt."""
    snapshot = assessed(an_account(status=status))
    assert (snapshot.status, snapshot.score, snapshot.band, snapshot.lines) == (status, None, None, ())
    assert (snapshot.coverage, snapshot.split, snapshot.change_7d) == (None, None, None)


def test_notice_given_is_leaving_with_its_date() -> None:
    """After notice nothing is scored any more."""
    snapshot = assessed(an_account(status="notice_given", leaves_on=date(2026, 12, 31)))
    assert (snapshot.band, snapshot.score) == (Band.LEAVING, None)
    assert snapshot.facts["leaves_on"] == date(2026, 12, 31)


def test_the_facts_of_an_account_without_a_score_are_kept() -> None:
    """Its card still shows owner, contract and dates."""
    snapshot = assessed(an_account(status="paused", paused_until=date(2027, 1, 1), owner="a@b.example"))
    assert Snapshot.from_document(snapshot.document()) == snapshot
    assert snapshot.facts["paused_until"] == date(2027, 1, 1)


def test_an_account_without_a_known_status_is_scored() -> None:
    """The book knows a customer that nobody classified."""
    assert assessed(an_account(status=None)).score == 10_000


def test_the_change_against_a_week_without_a_score_is_unknown() -> None:
    """A trial that became a customer did not rise from nothing."""
    trial = assessed(an_account(status="trial"))
    now = assessed(an_account(weeks_on(1)), weeks_on(1), earlier=[trial])
    assert (now.change_7d, now.split, now.score_before) == (None, None, None)
    assert {line.change_7d for line in now.lines} == {None}


def test_onboarding_accounts_are_scored_on_milestones() -> None:
    """Two of three reached and one two weeks late, whatever the seats."""
    facts = an_account(
        status="onboarding",
        tenure_days=30,
        milestones_due=3,
        milestones_done=2,
        milestone_late_days=14,
        active_users=2.0,
    )
    snapshot = assess(facts, load_presets(), context(MONDAY))
    assert snapshot.scorecard == "onboarding"
    assert {line.group for line in snapshot.lines} == {"milestones", "usage", "engagement", "support"}
    late = next(line for line in snapshot.lines if line.key == "milestone_late_days")
    assert (late.raw, late.sub_score) == (14.0, 4_000)
    assert not {"usage_trend", "seat_utilization"} & {line.key for line in snapshot.lines}
