"""The value figures in the catalogue."""

from cs_engine.value.catalogue import VALUE


def test_every_value_figure_is_listed_with_its_formula_and_source() -> None:
    """V1 to V10; only the variant that falls with retention is marked unusual."""
    assert {each.id.partition("-")[0] for each in VALUE} == {f"V{number}" for number in range(1, 11)}
    assert all(each.formula and each.source for each in VALUE)
    assert [each.id for each in VALUE if each.unusual] == ["V5"]
    assert len({each.key for each in VALUE}) == len(VALUE)
