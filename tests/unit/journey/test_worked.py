"""What worked, by hand."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from cs_engine.plays.worked import AFTER, FEWEST_PAIRS, effect_of, what_worked
from cs_engine.records.plays import PlayRun, RunState

START = datetime(2026, 1, 5, tzinfo=UTC)
ENDED = {RunState.MET, RunState.MISSED, RunState.STOPPED}


def run(account: str, state: RunState = RunState.MET, play: str = "silence") -> PlayRun:
    """Return a play that began on the first Monday of the year."""
    over = START + timedelta(days=30) if state in ENDED else None
    return PlayRun(f"r-{play}-{account}", account, play, "1", START, None, state, ended_at=over)


def scored(
    account: str, before: float, after: float, segment: str = "mid", stage: str = "active"
) -> list[dict[str, object]]:
    """Return an account's scores when the play began and eight weeks later."""
    fixed = {"account_id": account, "segment": segment, "stage": stage}
    return [{**fixed, "as_of": START, "score": before}, {**fixed, "as_of": START + AFTER, "score": after}]


def company(pairs: int, **changes: str) -> pd.DataFrame:
    """Return pairs of accounts: with the play 40 to 52, without it 41 to 45; so the effect is 12 - 4 = 8."""
    with_play = [row for number in range(pairs) for row in scored(f"with{number}", 40, 52 + number % 2)]
    without = [row for number in range(pairs) for row in scored(f"without{number}", 41, 45, **changes)]
    return pd.DataFrame(with_play + without)


def test_the_effect_is_the_difference_of_the_differences() -> None:
    """Ten pairs, five of which differ by 8 and five by 9: 8.5 +- t(9) 0.527 / sqrt(10) = 8.5 +- 0.377."""
    (worked,) = what_worked([run(f"with{number}") for number in range(10)], company(10))
    assert worked.effect.pairs == 10
    assert worked.effect.points == pytest.approx(8.5)
    assert worked.effect.low == pytest.approx(8.5 - 0.377, abs=1e-3)


def test_below_ten_pairs_nothing_is_said() -> None:
    """The number of pairs is."""
    (worked,) = what_worked([run(f"with{number}") for number in range(9)], company(9))
    assert (worked.effect.points, worked.effect.low, worked.effect.pairs) == (None, None, 9)
    assert effect_of([1.0] * FEWEST_PAIRS).points == 1.0


@pytest.mark.parametrize("other", [{"segment": "enterprise"}, {"stage": "onboarding"}])
def test_only_accounts_of_the_same_segment_and_stage_are_alike(other: dict[str, str]) -> None:
    """Others are no pair."""
    (worked,) = what_worked([run("with0")], company(1, **other))
    assert worked.effect.pairs == 0


def test_scores_further_apart_than_ten_points_are_not_alike() -> None:
    """A weak account has more to gain."""
    rows = pd.DataFrame([*scored("a", 40, 50), *scored("b", 51, 55)])
    assert what_worked([run("a")], rows)[0].effect.pairs == 0


def test_an_account_is_the_twin_of_one_run_at_most_and_never_of_its_own_play() -> None:
    """Two runs and one account without the play make one pair."""
    rows = pd.DataFrame([*scored("a", 40, 50), *scored("b", 40, 50), *scored("c", 40, 44)])
    (worked,) = what_worked([run("a"), run("b")], rows)
    assert worked.effect.pairs == 1


def test_goals_are_met_of_those_that_could_be_told() -> None:
    """Two met, one missed: two of three. Stopped and running ones are in neither."""
    states = [RunState.MET, RunState.MET, RunState.MISSED, RunState.STOPPED, RunState.ACTIVE]
    (worked,) = what_worked([run(str(place), state) for place, state in enumerate(states)], company(1))
    assert (worked.runs, worked.ended, worked.met.n) == (5, 4, 3)
    assert worked.met.value == pytest.approx(2 / 3)


def test_the_most_used_play_comes_first() -> None:
    """Between equals by name."""
    runs = [run("a", play="welcome"), run("a", play="silence"), run("b", play="welcome")]
    assert [each.play for each in what_worked(runs, company(1))] == ["welcome", "silence"]
