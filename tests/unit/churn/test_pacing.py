"""There is time for all customers of most files, and for some of very long ones."""

from collections.abc import Callable
from itertools import count

import numpy as np

from cs_engine.churn.learning import learn
from cs_engine.churn.pacing import rows_compared, rows_learned
from cs_engine.churn.preparation import prepare
from cs_engine.churn.roles import roles_of
from cs_engine.records.churn import Model, Wanted
from tests.unit.churn.people import customers


def compared(rows: int, seconds: float, budget: float) -> int:
    """Return on how many rows ways are compared where every look at the clock is so many seconds after the last."""
    people = customers(rows)
    clock = (seconds * look for look in count()).__next__
    wanted = Wanted(clock, budget=budget, since=0.0)
    return rows_compared(people, prepare(people.frame, roles_of(people.frame).roles), wanted)


def test_ways_are_compared_on_all_rows_where_there_is_time() -> None:
    """And there are not so many that more would change nothing."""
    assert compared(400, 10.0, 1.0) == 400
    assert compared(12_000, 0.01, 60) == 12_000
    assert compared(30_000, 0.01, 60) == 20_000


def test_of_a_long_file_some_are_compared_where_time_is_short() -> None:
    """But never so few that it is not worth it."""
    assert compared(30_000, 0.5, 60) == 7_080
    assert compared(30_000, 10.0, 60) == 5_000


def test_as_many_are_learned_from_as_there_is_time_for() -> None:
    """At least those that were compared."""
    assert rows_learned(100_000, 20_000, seconds=2.0, left=60) == 100_000
    assert rows_learned(100_000, 20_000, seconds=20.0, left=60) == 41_739
    assert rows_learned(100_000, 20_000, seconds=20.0, left=0) == 20_000


def hurried(after: int) -> Callable[[], float]:
    """Return a clock that stands still for some looks, and then is far too late."""
    looks = count()
    return lambda: 0.0 if next(looks) < after else 1e9


def test_what_there_is_no_time_to_learn_again_is_taken_from_the_folds() -> None:
    """What was cut short would know less than what was judged."""
    people, looks = customers(150), count()
    learn(people, Wanted(lambda: 0.0 * next(looks), Model.XGBOOST, since=0.0))
    hurries = (Wanted(hurried(after), Model.XGBOOST, since=0.0) for after in range(next(looks) - 40, 0, -20))
    machines = (learn(people, hurry) for hurry in hurries)
    found = next(one for one in machines if any("was not learned again" in said for said in one.learned.warnings))
    assert len(found.parts) == 5
    assert np.isfinite(found.probability(people.frame)).all()
