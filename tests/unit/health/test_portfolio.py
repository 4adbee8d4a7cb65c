"""Many accounts at once: parents, and the first picture."""

import pytest

from cs_engine.health.portfolio import Distribution, Verdict, distribution, worst_child
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.account import Child
from cs_engine.records.bands import Band
from tests.unit.health.accounts import DIAL, an_account, assessed, dialled


def child(account_id: str, score: float, arr: float | None, **changes: object) -> Snapshot:
    """Return the snapshot of a child account."""
    return assessed(dialled(score, account_id=account_id, name=account_id.upper(), arr=arr, **changes), card=DIAL)


def book(at_risk: int, of: int) -> list[Snapshot]:
    """Return accounts of which some are at risk."""
    return [child(f"a{index}", 30 if index < at_risk else 80, 100.0) for index in range(of)]


def test_a_parent_shows_its_worst_large_child_and_not_the_mean() -> None:
    """Two happy children do not make a third one safe."""
    children = [child("a", 90, 500.0), child("b", 40, 300.0), child("c", 95, 200.0)]
    assert worst_child(children) == Child("b", "B", Band.AT_RISK, 40.0, 0.3)


def test_a_child_with_less_than_a_fifth_of_the_money_does_not_decide() -> None:
    """19 % is too small, 20 % is not."""
    assert worst_child([child("a", 90, 81.0), child("b", 10, 19.0)]) == Child("a", "A", Band.HEALTHY, 90.0, 0.81)
    assert worst_child([child("a", 90, 80.0), child("b", 10, 20.0)]) == Child("b", "B", Band.AT_RISK, 10.0, 0.2)


def test_leaving_is_worse_than_at_risk_and_unknown_is_worse_than_watch() -> None:
    """Not knowing is never shown as fine."""
    leaving = child("a", 90, 100.0, status="notice_given")
    unknown = assessed(an_account(account_id="b", name="B", arr=100.0, surveys_delivered=0), card=DIAL)
    watch, at_risk = child("c", 60, 100.0), child("d", 40, 100.0)
    assert [worst_child(children) for children in ([leaving, at_risk], [unknown, watch], [unknown, at_risk])] == [
        Child("a", "A", Band.LEAVING, None, 0.5),
        Child("b", "B", Band.UNKNOWN, None, 0.5),
        Child("d", "D", Band.AT_RISK, 40.0, 0.5),
    ]


def test_between_equal_bands_the_lower_score_decides() -> None:
    """45 is worse than 49."""
    found = worst_child([child("a", 49, 100.0), child("b", 45, 100.0)])
    assert found is not None
    assert found.account_id == "b"


@pytest.mark.parametrize(
    "children",
    [
        [],
        [child("a", 40, None)],
        [child("a", 40, 0.0)],
        [child("a", 40, 100.0, status="trial")],
        [child(f"a{index}", 40, 10.0) for index in range(6)],
    ],
)
def test_without_a_large_child_with_a_band_nobody_decides(children: list[Snapshot]) -> None:
    """No money known, no band, or all of them small."""
    assert worst_child(children) is None


@pytest.mark.parametrize(
    ("at_risk", "of", "verdict"),
    [
        (26, 100, Verdict.TOO_MANY),
        (25, 100, Verdict.SENSIBLE),
        (3, 100, Verdict.SENSIBLE),
        (2, 100, Verdict.TOO_FEW),
        (7, 7, Verdict.SENSIBLE),
        (8, 8, Verdict.TOO_MANY),
    ],
)
def test_a_first_picture_has_between_3_and_25_percent_at_risk(at_risk: int, of: int, verdict: Verdict) -> None:
    """A book that is mostly red is closed on day one; one without red sees nothing."""
    assert distribution(book(at_risk, of)).verdict is verdict


def test_a_first_picture_that_makes_no_sense_comes_with_a_proposal() -> None:
    """Which factor to look at, and how to try a change."""
    found = distribution(book(4, 8))
    assert found.bands == ((Band.AT_RISK, 4), (Band.HEALTHY, 4))
    assert (found.costliest, found.costs) == ("survey_participation", 45.0)
    assert found.proposal == (
        "4 of 8 accounts (50%) are at risk, more than a team can act on; survey_participation costs 45.0 points on "
        "average: change its curve in a copy of the scorecard and try it with `steward simulate`."
    )


def test_a_first_picture_without_any_lost_point_says_so() -> None:
    """Perfect everywhere is no picture either."""
    found = distribution([child(f"a{index}", 100, 100.0) for index in range(8)])
    assert (found.verdict, found.costliest) == (Verdict.TOO_FEW, None)
    assert found.proposal is not None
    assert found.proposal.startswith(
        "0 of 8 accounts (0%) are at risk, fewer than companies usually lose; no factor costs points"
    )


def test_a_sensible_picture_needs_no_proposal() -> None:
    """Unknown and Leaving are listed and not counted in."""
    accounts = [*book(1, 8), assessed(an_account(surveys_delivered=0), card=DIAL)]
    found = distribution(accounts)
    assert found.proposal is None
    assert found == Distribution(
        9,
        8,
        1,
        ((Band.AT_RISK, 1), (Band.UNKNOWN, 1), (Band.HEALTHY, 7)),
        Verdict.SENSIBLE,
        "survey_participation",
        26.25,
    )


def test_an_empty_book_has_an_empty_picture() -> None:
    """Nothing to divide by."""
    assert distribution([]) == Distribution(0, 0, 0, (), Verdict.SENSIBLE, None, 0.0)
