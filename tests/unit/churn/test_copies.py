"""Customers written many times over are found, whatever the order, and real ones are left alone."""

import numpy as np
import pytest

from cs_engine.churn.copies import find_copies
from tests.unit.churn.people import copied, features, people


def test_copies_in_regular_steps_are_found() -> None:
    """Row 1 again as row 301, 601 and 901."""
    frame, label = copied(300, 4)
    found = find_copies(features(frame), label, [np.arange(len(label))])
    assert found is not None
    assert (found.customers, found.step) == (300, 300)
    assert found.groups.tolist() == np.tile(np.arange(300), 4).tolist()


@pytest.mark.parametrize(("count", "times"), [(300, 4), (40, 30)])
def test_copies_in_no_order_are_found(count: int, times: int) -> None:
    """A few copies of many, and many copies of a few."""
    frame, label = copied(count, times)
    order = np.random.default_rng(5).permutation(len(label))
    found = find_copies(features(frame.iloc[order].reset_index(drop=True)), label[order], [np.arange(len(label))])
    assert found is not None
    assert found.customers == pytest.approx(count, rel=0.03)
    owners = np.tile(np.arange(count), times)[order]
    together = [len(np.unique(owners[found.groups == group])) for group in np.unique(found.groups)]
    assert np.mean(together) < 1.02


def test_copies_of_which_some_rows_are_gone_are_found_by_the_numbers_of_their_ids() -> None:
    """A part of a file, in its order."""
    frame, label = copied(300, 4)
    kept = np.sort(np.random.default_rng(5).permutation(len(label))[:900])
    found = find_copies(features(frame.iloc[kept].reset_index(drop=True)), label[kept], [np.arange(900), kept + 50_001])
    assert found is not None
    assert found.step == 300


@pytest.mark.parametrize("seed", range(3))
def test_real_customers_are_no_copies(seed: int) -> None:
    """Though some are alike."""
    frame, label = people(1500, seed)
    assert find_copies(features(frame), label, [np.arange(len(label))]) is None
    words = frame[["contract", "region", "satisfaction"]]
    assert find_copies(features(words), label, [np.arange(len(label))]) is None
