"""No customer and no later day helps its own forecast."""

import numpy as np

from cs_engine.churn.folds import by_customer, by_time, by_time_and_customer, without_shared


def test_rows_of_a_customer_stay_together() -> None:
    """And everybody is tested once."""
    label = np.tile([0, 0, 1], 40).astype(np.int8)
    groups = np.repeat(np.arange(40), 3)
    folds = by_customer(label, 5, 0, groups)
    assert sorted(np.concatenate([tested for _, tested in folds])) == list(range(120))
    assert all(not set(groups[learned]) & set(groups[tested]) for learned, tested in folds)


def test_there_are_never_more_folds_than_positives() -> None:
    """A fold without any would test nothing."""
    label = np.array([1, 1, 1] + [0] * 30, dtype=np.int8)
    folds = by_customer(label, 10, 0)
    assert len(folds) == 3
    assert all(label[tested].sum() == 1 for _, tested in folds)


def test_what_was_settled_after_a_test_began_is_not_learned_from() -> None:
    """The gap is as wide as the label's window."""
    days = np.datetime64("2025-01-01") + np.repeat(np.arange(0, 360, 30), 5)
    folds = by_time(days, days + np.timedelta64(90, "D"), 3)
    assert len(folds) == 3
    for learned, tested in folds:
        assert (days[learned] + np.timedelta64(90, "D")).max() < days[tested].min()


def test_a_customer_who_is_tested_is_not_learned_from_on_an_earlier_day() -> None:
    """Where asked for."""
    folds = [(np.array([0, 1]), np.array([2, 3]))]
    ((learned, tested),) = without_shared(folds, np.array([7, 8, 8, 9]))
    assert (learned.tolist(), tested.tolist()) == ([0], [2, 3])


def test_by_time_and_customer_tests_others_on_later_days() -> None:
    """Nobody who is tested is learned from, nothing was settled after the test began, and both kinds are learned."""
    days = np.datetime64("2025-01-01") + np.repeat(np.arange(0, 360, 30), 30)
    groups = np.tile(np.arange(30), 12)
    settled = days + np.timedelta64(90, "D")
    folds = by_time_and_customer(days, settled, groups, 6, 0)
    assert len(folds) == 6
    for learned, tested in folds:
        assert settled[learned].max() < days[tested].min()
        assert not set(groups[learned]) & set(groups[tested])
        assert len(set(groups[learned])) == 20
