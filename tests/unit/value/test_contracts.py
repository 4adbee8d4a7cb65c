"""What contracts are still worth, on the file computed by hand and on drawn books."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.records.lifetime_value import Assumptions, Method
from cs_engine.value.choosing_contracts import RenewalModel, learn_renewals
from cs_engine.value.contracts import ValuedContracts, value_contracts
from tests.unit.metrics.builders import midnight
from tests.unit.value.books import contracts

NOW = midnight("2026-07-01")


def valued(margin: float | None = None, discount: float = 0.0) -> ValuedContracts:
    """Return the values of the file computed by hand."""
    return value_contracts(contracts(), NOW, Assumptions(discount=discount, margin=margin))


def test_the_file_computed_by_hand_is_valued_as_by_hand() -> None:
    """Every number stands in the comments of contracts.csv; who has left has no value, not 0."""
    accounts = valued().accounts
    assert sorted(accounts.index) == ["A", "C", "D"]
    assert accounts["value"].sort_index().tolist() == pytest.approx([1743.75, 600, 70])
    assert [accounts[name]["A"] for name in ("term", "left", "made")] == [12, 6, 1]
    assert accounts["leaves"].to_dict() == {"A": False, "C": True, "D": False}
    assert valued().totals.index.tolist() == ["EUR", "USD"]
    assert valued().totals["value"].tolist() == pytest.approx([2343.75, 70])


def test_a_margin_scales_every_value() -> None:
    """0.8 of 1,743.75 and of 600."""
    assert valued(margin=0.8).accounts["value"].loc[["A", "C"]].tolist() == pytest.approx([1395, 480])


def test_what_is_certain_has_no_interval_and_the_rest_lies_within() -> None:
    """Notice given: 600, whatever renewals are like. A discount lowers everything."""
    accounts = valued().accounts.sort_index()
    assert accounts["low"].tolist()[1:] == pytest.approx([600, 70])
    assert accounts["high"].tolist()[1:] == pytest.approx([600, 70])
    assert accounts["low"].iloc[0] < 1743.75 < accounts["high"].iloc[0]
    later = valued(discount=0.1).accounts.sort_index()
    assert (later["value"] < accounts["value"])[["A", "C"]].all()


@pytest.mark.parametrize(("ends", "left"), [("2025-08-31", 6), ("2025-08-01", 2)])
def test_an_upgrade_within_the_term_leaves_the_renewals_where_they_were(ends: str, left: int) -> None:
    """A without an agreed renewal renews on 2027-01-01, six months ahead; a new contract starts terms of its own."""
    lines = contracts()
    lines["renewal_date"] = pd.NaT
    old, new = lines.iloc[[0]].assign(end_date=pd.Timestamp(ends), mrr=60.0), lines.iloc[[0]]
    new = new.assign(subscription_id="S5", start_date=pd.Timestamp("2025-09-01"))
    found = value_contracts(pd.concat([old, new, lines.iloc[1:]], ignore_index=True), NOW, Assumptions())
    assert found.accounts["left"]["A"] == left


def test_the_same_book_gives_the_same_interval() -> None:
    """Draws are seeded."""
    pd.testing.assert_frame_equal(valued().accounts, valued().accounts)


def test_an_empty_book_has_no_values() -> None:
    """No rows, no totals."""
    found = value_contracts(contracts().head(0), NOW, Assumptions())
    assert found.accounts.empty
    assert found.totals.empty


def seen(alpha: float, beta: float, customers: int = 4_000) -> pd.DataFrame:
    """Return drawn customers with annual terms, up to five of them seen."""
    chance = np.random.default_rng(9)
    leaves = chance.geometric(np.clip(chance.beta(alpha, beta, customers), 1e-9, 1))
    watched = chance.integers(1, 6, customers)
    lost = leaves <= watched
    return pd.DataFrame({"term": 12, "made": np.where(lost, leaves - 1, watched), "lost": lost})


def test_customers_who_differ_are_told_apart() -> None:
    """Shifted-beta-geometric: who has renewed three times is safer than who is new; the sentence tells why."""
    model = learn_renewals(seen(0.8, 2.5))[12]
    assert model.method is Method.SBG
    assert model.next_chance(3) > model.next_chance(0) + 0.1
    assert "who has stayed longer is safer" in str(model.why)


def test_customers_who_are_alike_get_one_chance() -> None:
    """A beta distribution without width degenerates: it is replaced, and said."""
    model = learn_renewals(seen(2e5, 8e5))[12]
    assert model.method is Method.CONSTANT
    assert model.chance == pytest.approx(0.8, abs=0.01)
    assert model.next_chance(0) == model.next_chance(3)
    assert "one chance of 79.9% to renew holds for all" in str(model.why)


def test_few_losses_are_no_distribution() -> None:
    """9 losses are too few, and the chance is never certain: 0 of 4 gives 4.5 / 5."""
    assert RenewalModel(12, 20, 0, 4, None).chance == pytest.approx(0.9)
    few = pd.DataFrame({"term": 12, "made": [0] * 9 + [3] * 30, "lost": [True] * 9 + [False] * 30})
    assert learn_renewals(few)[12].method is Method.CONSTANT


def test_without_a_renewal_only_what_is_under_contract_counts() -> None:
    """No chance is made up."""
    model = learn_renewals(pd.DataFrame({"term": [12], "made": [0], "lost": [False]}))[12]
    assert model.method is Method.COMMITTED
    assert model.survival(np.zeros(1))[0, :3].tolist() == [1, 0, 0]
    assert "only what is under contract" in str(model.why)


def test_intervals_hold_the_truth_about_95_times_of_100() -> None:
    """The chance of the next renewal of a new customer, from 25 drawn books of 1,500 customers, at least 21 times."""
    truth, held = 2.5 / 3.3, 0
    everybody = seen(0.8, 2.5, 37_500)
    for book in range(25):
        model = learn_renewals(everybody.iloc[book * 1_500 : (book + 1) * 1_500])[12]
        chances = [float(each[0, 1]) for each in model.draws(np.zeros(1))]
        low, high = np.percentile(chances, [2.5, 97.5])
        held += bool(low <= truth <= high)
    assert held >= 21
