"""Targets: progress, forecast, decision."""

from datetime import date

import pytest

from cs_engine.errors import BadInput
from cs_engine.metrics.catalogue import METRICS, Direction
from cs_engine.metrics.targets import Seen, Target, Track, forecast, progress, read_targets

DUE = date(2026, 12, 31)
MONTH_ENDS = [date(2026, month, 28) for month in range(1, 13)]
ONE = """
[[kpi]]
team = "EMEA"
metric = "NRR"
target = 1.10
owner = "ana@ours.example"
due = 2026-12-31
"""


def aim(target: float, direction: Direction = Direction.UP) -> Target:
    """Return a target for the NRR."""
    return Target("EMEA", METRICS["L6"], target, "ana@ours.example", DUE, direction)


def seen(*values: float) -> list[Seen]:
    """Return one observation a month from January on."""
    return [Seen(day, value) for day, value in zip(MONTH_ENDS, values, strict=False)]


def test_a_target_is_read_with_the_metric_s_own_direction() -> None:
    """NRR is better when higher unless the file says otherwise."""
    (target,) = read_targets(ONE, "kpi.toml")
    assert target == aim(1.10)
    assert read_targets(ONE.replace("NRR", "churn").replace("1.10", "0.05"), "kpi.toml")[0].direction is Direction.DOWN
    assert read_targets("", "kpi.toml") == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("NRR", "NRRR"), "kpi.toml: kpi 1: 'NRRR' is no metric of the catalogue; did you mean NRR?"),
        (("1.10", '"high"'), "kpi.toml: kpi 1: target must be a number from 0 to inf, as NRR is."),
        (("1.10", "-1"), "kpi.toml: kpi 1: target must be a number from 0 to inf, as NRR is."),
        (("2026-12-31", '"soon"'), "kpi.toml: kpi 1: due must be a date without quotes, such as due = 2026-12-31."),
        (('team = "EMEA"', ""), "kpi.toml: kpi 1: Team is missing; a target has team"),
        (('team = "EMEA"', 'team = "EMEA"\ngoal = 1'), "kpi.toml: kpi 1: There is no key goal; a target has team"),
        (('"EMEA"', '""'), "kpi.toml: kpi 1: team must be a text"),
        (("due =", 'direction = "left"\ndue ='), 'kpi.toml: kpi 1: direction must be "up"'),
        (("[[kpi]]", "[kpi]"), "kpi.toml must hold one"),
        (("[[kpi]]", "[[kpi"), "kpi.toml is no valid TOML"),
    ],
)
def test_a_file_that_does_not_fit_is_one_sentence(change: tuple[str, str], sentence: str) -> None:
    """Which target, and what is wrong with it."""
    with pytest.raises(BadInput) as told:
        read_targets(ONE.replace(*change), "kpi.toml")
    assert str(told.value).startswith(sentence)


def test_progress_is_the_part_of_the_way_and_of_the_time() -> None:
    """From 1.00 to 1.05 of 1.10 is half; June 28 is 151 of 337 days."""
    found = progress(aim(1.10), seen(1.00, 1.01, 1.02, 1.03, 1.04, 1.05), date(2026, 6, 28))
    assert found.done == pytest.approx(0.5)
    assert found.elapsed == pytest.approx(151 / 337)
    assert found.latest == Seen(date(2026, 6, 28), 1.05)


def test_a_forecast_goes_on_at_the_drift() -> None:
    """Five equal steps of 30 days: three steps ahead without any doubt."""
    days = [
        date(2026, 1, 1),
        date(2026, 1, 31),
        date(2026, 3, 2),
        date(2026, 4, 1),
        date(2026, 5, 1),
        date(2026, 5, 31),
    ]
    history = [Seen(day, 1 + number / 100) for number, day in enumerate(days)]
    found = forecast(history, date(2026, 8, 29))
    assert found is not None
    assert [found.value, found.low, found.high] == [pytest.approx(1.08)] * 3
    assert found.n == 6


def test_the_interval_widens_with_the_spread_of_the_steps_and_the_steps_ahead() -> None:
    """Steps 3, 1, 2 around a drift of 2 spread by 1; two steps ahead: 1.96 x sqrt(2 x (1 + 2/3)) = 3.578."""
    days = [date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 21), date(2026, 1, 31)]
    history = [Seen(day, value) for day, value in zip(days, (0.0, 3.0, 4.0, 6.0), strict=True)]
    found = forecast(history, date(2026, 2, 20))
    assert found is not None
    assert found.value == pytest.approx(10)
    assert found.high - found.value == pytest.approx(3.578, abs=5e-4)
    cut = forecast(history, date(2026, 2, 20), (0.0, 10.5))
    assert cut is not None
    assert cut.high == 10.5


@pytest.mark.parametrize(
    ("target", "direction", "values", "track"),
    [
        (1.05, Direction.UP, (1.00, 1.02, 1.01, 1.04, 1.05), Track.ON_TRACK),
        (1.16, Direction.UP, (1.00, 1.02, 1.01, 1.04, 1.05), Track.AT_RISK),
        (1.40, Direction.UP, (1.00, 1.02, 1.01, 1.04, 1.05), Track.OFF_TRACK),
        (0.90, Direction.DOWN, (1.00, 1.02, 1.01, 1.04, 1.05), Track.OFF_TRACK),
        (1.10, Direction.UP, (1.00, 1.02), Track.UNKNOWN),
        (1.10, Direction.UP, (), Track.UNKNOWN),
    ],
)
def test_the_decision_rests_on_the_forecast_and_its_interval(
    target: float, direction: Direction, values: tuple[float, ...], track: Track
) -> None:
    """On track when the forecast reaches it, at risk when only its interval does, off track when neither."""
    found = progress(aim(target, direction), seen(*values), date(2026, 6, 15))
    assert found.track is track
    assert found.needs_attention is (track is Track.OFF_TRACK)


def test_once_due_it_is_met_or_missed() -> None:
    """Without a forecast; what is seen later than today does not count."""
    history = [*seen(1.00, 1.02, 1.03, 1.04), Seen(date(2027, 2, 1), 2.0)]
    assert progress(aim(1.04), history, date(2027, 1, 15)).track is Track.MET
    missed = progress(aim(1.05), history, date(2027, 1, 15))
    assert (missed.track, missed.outlook, missed.elapsed) == (Track.OFF_TRACK, None, 1.0)
    assert progress(aim(1.04), history, DUE).track is Track.MET


def test_without_a_way_to_go_there_is_no_part_of_it() -> None:
    """Who starts at the target has done nothing and everything."""
    assert progress(aim(1.0), seen(1.0, 1.1), date(2026, 3, 1)).done is None
