"""How many segments there are, and that none are made up."""

import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from cs_engine.segments.choosing import choose
from cs_engine.segments.clustering import Clustering, by_kmeans, by_ward
from cs_engine.segments.preparing import prepare
from tests.shared import shared
from tests.unit.segments.customers import noise, planted


@pytest.mark.parametrize("clustering", [by_kmeans, by_ward])
@pytest.mark.parametrize("groups", [2, 3, 4])
def test_planted_groups_are_found(clustering: Clustering, groups: int) -> None:
    """As many as there are, and nearly everybody where they belong."""
    frame = planted(groups=groups)
    found = choose(prepare(frame).matrix, clustering)
    assert found.labels is not None
    assert found.labels.nunique() == groups
    assert adjusted_rand_score([place % groups for place in range(len(frame))], found.labels) > 0.9


@pytest.mark.parametrize("kind", ["bell", "box", "skewed", "counts", "one direction", "words"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_groups_none_are_made_up(kind: str, seed: int) -> None:
    """One cloud, whatever its shape, is no segments, and a sentence says so."""
    found = choose(prepare(noise(kind, seed=seed)).matrix, by_kmeans)
    assert not found.structure
    assert found.labels is None
    assert "tiers or rules" in str(found.why)


def test_the_table_tells_why_each_number_was_or_was_not_taken() -> None:
    """Two to eight were tried; exactly one is chosen."""
    found = choose(prepare(planted()).matrix, by_kmeans)
    assert [each.k for each in found.candidates] == list(range(2, 9))
    assert [each.k for each in found.candidates if each.chosen] == [4]
    assert all(str(each.verdict) for each in found.candidates)


def test_what_is_left_within_groups_falls_as_they_get_more() -> None:
    """From most of all differences to few; four planted groups four deviations apart leave a fifth."""
    within = [each.within for each in choose(prepare(planted()).matrix, by_kmeans).candidates]
    assert within == sorted(within, reverse=True)
    assert 0 < within[-1] < within[2] < 0.3 < within[0] < 1


def test_two_are_taken_only_where_nothing_finer_is_sound() -> None:
    """On real buyers the silhouette prefers two; a team is better served by more."""
    table = pd.read_csv(shared("data", "cdnow", "cdnow_summary.csv"), index_col="ID")
    found = choose(prepare(table).matrix, by_kmeans)
    best = max(found.candidates, key=lambda each: each.silhouette)
    taken = next(each for each in found.candidates if each.chosen)
    assert best.k == 2
    assert 3 <= taken.k <= 6
    assert taken.stability >= 0.75
    assert taken.smallest >= 0.05


def test_an_asked_number_is_taken_and_its_quality_told() -> None:
    """Whoever insists gets three groups of noise, and is told that they are worth nothing."""
    found = choose(prepare(noise("bell")).matrix, by_kmeans, 3)
    assert found.labels is not None
    assert found.labels.nunique() == 3
    assert not found.structure
    assert "no better" in str(found.candidates[0].verdict)


def test_a_handful_of_customers_is_too_few() -> None:
    """Four customers make no groups of five."""
    assert "too few" in str(choose(prepare(planted(4)).matrix, by_kmeans).why)


def test_ward_of_many_customers_puts_the_others_to_the_nearest_center() -> None:
    """Beyond what the tree can hold everybody is still put somewhere, and rightly."""
    frame = planted(4400)
    found = by_ward(prepare(frame).matrix.to_numpy(), (4,), 1)[4]
    assert adjusted_rand_score([place % 4 for place in range(len(frame))], found) > 0.9
