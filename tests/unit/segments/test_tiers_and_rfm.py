"""Value tiers and RFM, against numbers computed by hand."""

import pandas as pd

from cs_engine.segments.rfm import rfm
from cs_engine.segments.tiers import value_tiers
from tests.shared import shared
from tests.unit.segments.customers import by_hand


def test_tiers_are_those_computed_by_hand() -> None:
    """Half of the money is high, up to four fifths medium; equals share a tier and unknown has none."""
    table = by_hand("tiers.csv")
    assert value_tiers(table["value"]).dropna().to_dict() == table["tier"].dropna().to_dict()


def test_who_brings_nothing_moves_nobody() -> None:
    """Tiers go by money, so a thousand idle customers change no tier of the others."""
    value = by_hand("tiers.csv")["value"]
    idle = pd.Series(0.0, index=[f"idle{number}" for number in range(1000)])
    assert value_tiers(pd.concat([value, idle]))[value.index].equals(value_tiers(value))


def test_where_all_bring_the_same_there_are_no_tiers() -> None:
    """Nobody is high where everybody is."""
    assert value_tiers(pd.Series([5.0, 5.0, 5.0])).isna().all()
    assert value_tiers(pd.Series([0.0, 0.0])).isna().all()


def test_marks_and_segments_are_those_computed_by_hand() -> None:
    """Fifths, with one mark for equals."""
    table = by_hand("rfm.csv")
    found = rfm(table)
    assert found.to_dict() == table[["r", "f", "m", "segment"]].to_dict()


def test_a_missing_figure_leaves_a_customer_out() -> None:
    """Unknown is no mark of 1."""
    table = by_hand("rfm.csv").astype({"monetary": "float64"})
    table.loc["a", "monetary"] = float("nan")
    assert "a" not in rfm(table).index


def test_champions_of_cdnow_buy_again_more_than_others() -> None:
    """On 2,357 buyers of CDs the best RFM segment holds most repeat purchases of a third of the customers."""
    table = pd.read_csv(shared("data", "cdnow", "cdnow_summary.csv"), index_col="ID")
    named = pd.DataFrame({"recency": table["T"] - table["t_x"], "frequency": table["x"], "monetary": table["zbar"]})
    best = rfm(named)["segment"] == "champions"
    assert best.mean() < 0.4
    assert table.loc[best, "x"].sum() > 0.8 * table["x"].sum()
