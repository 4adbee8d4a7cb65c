"""Chances of prospects: a model where the past allows one, else the base rate, and never more certain than that."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.journey.conversion import Basis, Chances, conversion_chances
from tests.unit.journey.lives import rows

NOW = pd.Timestamp(2026, 6, 30)
CAMPAIGNS = rows("campaigns", "campaign_id,channel,start_date\nc1,paid,2024-01-01\nc2,partner,2024-01-01\n")
SEED = 7


def prospects(count: int, chances: dict[str, float], opened: int = 4) -> pd.DataFrame:
    """Return prospects of two campaigns over two years that convert by chance after 20 days, and some new ones."""
    drawn = np.random.default_rng(SEED)
    campaign = np.where(np.arange(count) % 2 == 0, "c1", "c2")
    created = NOW - pd.to_timedelta(np.linspace(730, 60, count), unit="D")
    won = drawn.random(count) < np.array([chances[name] for name in campaign])
    past = pd.DataFrame(
        {
            "prospect_id": [f"p{number}" for number in range(count)],
            "campaign_id": campaign,
            "created_at": created,
            "converted_at": pd.Series(created + pd.Timedelta(days=20)).where(won),
        }
    )
    new = past.tail(opened).assign(
        prospect_id=[f"open{number}" for number in range(opened)],
        created_at=NOW,
        converted_at=pd.Series(pd.NaT, past.index, dtype="datetime64[us]"),
    )
    return pd.concat([past, new], ignore_index=True).reindex(columns=rows("prospects").columns)


def told(count: int, chances: dict[str, float]) -> Chances:
    """Return the chances of prospects as drawn."""
    return conversion_chances(prospects(count, chances), CAMPAIGNS, NOW)


def test_a_model_tells_apart_what_the_past_tells_apart() -> None:
    """Half of the partners' prospects convert and a tenth of the others: the chances say so, within their noise."""
    found = told(1_000, {"c1": 0.1, "c2": 0.5})
    assert found.basis is Basis.MODEL
    assert found.skill is not None
    assert found.skill > 0.1
    assert found.chance["open0"] == pytest.approx(0.1, abs=0.06)
    assert found.chance["open1"] == pytest.approx(0.5, abs=0.08)
    assert found.tested == 250


def test_too_few_conversions_give_everybody_the_base_rate() -> None:
    """And say why."""
    found = told(100, {"c1": 0.1, "c2": 0.5})
    assert found.basis is Basis.BASE_RATE
    assert "A model needs 50" in found.why
    assert set(found.chance.dropna()) == {found.base.value}


def test_a_model_that_knows_no_more_than_the_average_is_not_used() -> None:
    """Where campaigns make no difference the newest quarter shows it."""
    found = told(600, {"c1": 0.3, "c2": 0.3})
    assert found.basis is Basis.BASE_RATE
    assert "no more than the average" in found.why


def test_who_has_waited_is_less_likely_and_past_the_horizon_unknown() -> None:
    """All conversions come after 20 days; the chance falls to none when that has passed."""
    known = prospects(100, {"c1": 0.5, "c2": 0.5}, opened=3)
    known.loc[known["prospect_id"] == "open1", "created_at"] = NOW - pd.Timedelta(days=19)
    known.loc[known["prospect_id"] == "open2", "created_at"] = NOW - pd.Timedelta(days=21)
    chance = conversion_chances(known, CAMPAIGNS, NOW).chance
    assert chance["open1"] == chance["open0"]
    assert np.isnan(chance["open2"])


def test_before_any_conversion_nothing_is_known() -> None:
    """Zero of a hundred is no chance of zero."""
    found = told(100, {"c1": 0.0, "c2": 0.0})
    assert (found.why, found.horizon_days) == ("No prospect has converted yet.", None)
    assert found.chance.isna().all()
    assert conversion_chances(rows("prospects"), CAMPAIGNS, NOW).base.n == 0


def test_the_order_of_rows_changes_no_chance() -> None:
    """Prospects are a set."""
    known = prospects(400, {"c1": 0.2, "c2": 0.6})
    plain = conversion_chances(known, CAMPAIGNS, NOW)
    shuffled = conversion_chances(known.sample(frac=1, random_state=SEED).reset_index(drop=True), CAMPAIGNS, NOW)
    pd.testing.assert_series_equal(plain.chance.sort_index(), shuffled.chance.sort_index())
