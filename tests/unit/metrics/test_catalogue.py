"""The catalogue of figures: every id, each with what a reader must know about it."""

import re

import pytest

from cs_engine.errors import BadInput
from cs_engine.frames.tables import TABLES
from cs_engine.metrics.catalogue import METRICS, Direction, Metric, metric_named

IDS = {
    *(f"S{number}" for number in range(1, 8)),
    *(f"L{number}" for number in range(1, 9)),
    *(f"G{number}" for number in range(1, 6)),
    *(f"H{number}" for number in range(1, 6)),
}
"""Satisfaction, loyalty, growth and health; value has a room of its own."""


def test_every_figure_of_the_four_families_is_there() -> None:
    """And beside them only variants that are marked as unusual."""
    assert {name for name, each in METRICS.items() if not each.unusual} == IDS
    assert {name.split("-")[0] for name, each in METRICS.items() if each.unusual} == {"S6", "G3"}


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_every_figure_states_formula_and_source(metric: Metric) -> None:
    """In its function's own words, with a range, and read from tables that there are."""
    assert metric.formula
    assert metric.source
    assert metric.low < metric.high
    assert set(metric.reads) <= {*TABLES, "scores"}
    assert not metric.function.__name__.startswith("_")


def test_an_unusual_variant_says_so_and_names_the_usual_one() -> None:
    """Nobody takes it for the default."""
    for metric in METRICS.values():
        if metric.unusual:
            assert re.search(r"unusual variant|comprehensive model", metric.function.__doc__ or "")


@pytest.mark.parametrize("said", ["L6", "NRR", "nrr", "net-revenue retention", "Net Revenue Retention"])
def test_a_figure_is_found_by_id_key_and_name(said: str) -> None:
    """However it is spelled."""
    assert metric_named(said) is METRICS["L6"]


def test_no_two_figures_share_a_name() -> None:
    """What people type means one thing."""
    names = [name.casefold() for each in METRICS.values() for name in {each.id, each.key}]
    assert len(names) == len(set(names))


def test_an_unknown_figure_is_a_sentence_with_the_nearest() -> None:
    """Or with all there are."""
    with pytest.raises(BadInput, match=r"'NRRR' is no metric of the catalogue; did you mean NRR\?"):
        metric_named("NRRR")
    with pytest.raises(BadInput, match="write one of S1, S2"):
        metric_named("???")


def test_less_churn_is_better() -> None:
    """The only figure that should fall."""
    assert [name for name, each in METRICS.items() if each.direction is Direction.DOWN] == ["L2"]
