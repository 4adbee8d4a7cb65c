"""Who is held out stays held out, and what that tells."""

from datetime import date, timedelta

import pytest

from cs_engine.churn.held_out import FEWEST_FORECASTS, held_out
from cs_engine.records.churn_contacts import HoldOut, HoldOutTried

SINCE = date(2026, 1, 5)
LAST = date(2026, 6, 1)
HALF = HoldOut(0.5, SINCE)
NAMES = [f"A{number:04}" for number in range(2000)]
HELD = [name for name in NAMES if HALF.holds(name)]
OTHERS = [name for name in NAMES if not HALF.holds(name)]


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_as_many_are_held_out_as_asked_for(share: float) -> None:
    """By chance, within three standard errors."""
    found = sum(HoldOut(share, SINCE).holds(name) for name in NAMES)
    assert abs(found - share * len(NAMES)) < 3 * (share * (1 - share) * len(NAMES)) ** 0.5


def test_the_same_accounts_are_held_out_every_night() -> None:
    """The day plays no part, and who is held out of a small share is of every larger one."""
    small = [name for name in NAMES if HoldOut(0.1, LAST).holds(name)]
    assert small == [name for name in NAMES if HoldOut(0.1, SINCE).holds(name)]
    assert set(small) < set(HELD)
    assert HELD[:4] == ["A0002", "A0005", "A0007", "A0009"]  # a new draw would end every comparison


def tried(lost_held: int, lost_others: int, each: int = 200, day: date = SINCE) -> HoldOutTried:
    """Return what became of so many forecasts on either side, of which so many accounts were lost."""
    said = [(name, day, 0.2) for name in [*HELD[:each], *OTHERS[:each]]]
    losses = {name: [day + timedelta(days=30)] for name in [*HELD[:lost_held], *OTHERS[:lost_others]]}
    return held_out(HALF, said, losses, 90, LAST)


def test_fewer_losses_among_the_others_are_told_with_their_interval() -> None:
    """60 of 200 held out were lost and 30 of 200 others: 15 points fewer, by Newcombe from 6.9 to 22.9."""
    found = tried(60, 30)
    assert (found.held.forecasts, found.held.losses, found.others.losses) == (200, 60, 30)
    assert found.held.said == pytest.approx(0.2)
    assert found.difference is not None
    assert found.difference.value == pytest.approx(-0.15)
    assert found.difference.low == pytest.approx(-0.229, abs=0.002)
    assert found.difference.high == pytest.approx(-0.069, abs=0.002)


def test_below_the_minimum_only_counts_are_told() -> None:
    """Too few on a side, or too few losses in all."""
    assert tried(20, 20, FEWEST_FORECASTS - 1).difference is None
    assert tried(5, 4).difference is None
    assert tried(5, 5).difference is not None
    nothing = held_out(HALF, [], {}, 90, LAST)
    assert (nothing.held.forecasts, nothing.held.said, nothing.difference) == (0, None, None)


def test_forecasts_from_before_or_not_yet_due_do_not_count() -> None:
    """Nor does a second one while the first window of an account runs."""
    assert tried(20, 20, day=SINCE - timedelta(days=1)).held.forecasts == 0
    assert tried(20, 20, day=LAST - timedelta(days=89)).held.forecasts == 0
    name = HELD[0]
    said = [(name, SINCE + timedelta(days=7 * week), 0.3) for week in range(9)]
    lost = {name: [SINCE + timedelta(days=80)]}
    found = held_out(HALF, said, lost, 90, LAST).held
    assert (found.forecasts, found.losses) == (1, 1)
