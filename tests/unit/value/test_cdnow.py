"""Catalogue V7 on the CDNOW customers: published parameters, and forecasts of the 39 weeks after."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from cs_engine.value.bgnbd import fit_bgnbd
from cs_engine.value.bgnbd_future import expected_purchases, probability_alive
from cs_engine.value.histories import purchase_histories
from cs_engine.value.pareto_nbd import fit_pareto_nbd, pareto_alive, pareto_purchases
from cs_engine.value.spend import expected_spend, fit_gamma_gamma
from tests.shared import shared

CALIBRATED, HOLDOUT_WEEKS = date(1997, 9, 30), 39.0


def orders() -> pd.DataFrame:
    """Return all 6,919 purchases."""
    file = shared("data", "cdnow", "cdnow_transactions.csv.gz")
    rows = pd.read_csv(file, parse_dates=["date"])
    return rows.rename(columns={"sample_id": "customer", "amount_usd": "amount"})


def summary() -> pd.DataFrame:
    """Return the published summary of the 39 weeks for fitting."""
    names = {"x": "frequency", "t_x": "recency", "T": "age", "zbar": "spend"}
    return pd.read_csv(shared("data", "cdnow", "cdnow_summary.csv")).rename(columns=names).set_index("ID")


def made_after() -> pd.Series:
    """Return how many purchases each customer really made in the 39 weeks after."""
    later = orders().loc[lambda rows: rows["date"] > pd.Timestamp(CALIBRATED)].drop_duplicates(["customer", "date"])
    return later.groupby("customer").size().reindex(summary().index, fill_value=0)


def test_histories_from_transactions_are_the_published_ones() -> None:
    """2,357 customers: equal numbers of purchases, times and amounts as far as the summary is printed."""
    ours, theirs = purchase_histories(orders(), CALIBRATED), summary()
    assert ours.index.equals(theirs.index.rename("customer"))
    np.testing.assert_array_equal(ours["frequency"], theirs["frequency"])
    for name, printed in (("recency", 0.005), ("age", 0.005), ("spend", 0.0051)):
        np.testing.assert_allclose(ours[name].fillna(0), theirs[name], rtol=0, atol=printed)


def test_bgnbd_has_the_published_parameters() -> None:
    """Fader, Hardie and Lee 2005, table 2: 0.243, 4.414, 0.793, 2.426; log-likelihood -9582.4."""
    fit = fit_bgnbd(summary())
    assert fit.parameters == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=5e-4)
    assert fit.log_likelihood == pytest.approx(-9582.43, abs=0.005)
    assert fit.loose == ()


def test_bgnbd_has_the_standard_errors_of_a_hessian_from_the_likelihood_alone() -> None:
    """Second differences of the log-likelihood in the parameters themselves, without any gradient."""
    rows, fit = summary(), fit_bgnbd(summary())
    steps = np.diag(np.array(fit.parameters) * 1e-3)

    def at(values: np.ndarray) -> float:
        return textbook_likelihood(tuple(values), rows)

    best = np.array(fit.parameters)
    hessian = [
        [
            (at(best + i + j) - at(best + i - j) - at(best - i + j) + at(best - i - j)) / (4 * i.sum() * j.sum())
            for j in steps
        ]
        for i in steps
    ]
    assert fit.errors == pytest.approx(np.sqrt(np.diag(np.linalg.inv(-np.array(hessian)))), rel=1e-3)


def textbook_likelihood(values: tuple[float, ...], rows: pd.DataFrame) -> float:
    """Return the log-likelihood as the paper's appendix prints it."""
    special = pytest.importorskip("scipy.special")
    r, alpha, a, b = values
    x, recency, age = (rows[name].to_numpy() for name in ("frequency", "recency", "age"))
    here = (alpha + age) ** -(r + x)
    gone = np.where(x > 0, a / np.maximum(b + x - 1, 1e-9) * (alpha + recency) ** -(r + x), 0)
    counts = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
    return float(np.sum(counts + special.betaln(a, b + x) - special.betaln(a, b) + np.log(here + gone)))


def test_pareto_nbd_has_the_published_parameters() -> None:
    """Fader, Hardie and Lee 2005, table 2: 0.553, 10.578, 0.606, 11.669; log-likelihood -9595.0."""
    fit = fit_pareto_nbd(summary())
    assert fit.parameters == pytest.approx((0.553, 10.578, 0.606, 11.669), abs=1.5e-3)
    assert fit.log_likelihood == pytest.approx(-9594.98, abs=0.01)


def test_gamma_gamma_has_the_published_parameters() -> None:
    """Fader and Hardie 2013: 6.25, 3.74, 15.44, from 946 repeat buyers."""
    fit = fit_gamma_gamma(summary())
    assert fit.n == 946
    assert fit.parameters == pytest.approx((6.25, 3.744, 15.447), abs=5e-3)
    assert fit.log_likelihood == pytest.approx(-4055.92, abs=0.005)


def test_expected_spend_lies_between_ones_own_mean_and_everybodys() -> None:
    """Who has no repeat purchase spends p gamma / (q - 1): 6.25 x 15.44 / 2.74 = 35.2 dollars."""
    rows = summary()
    spend = expected_spend(fit_gamma_gamma(rows), rows)
    everybody = spend[rows["frequency"] == 0]
    assert everybody.to_numpy() == pytest.approx(35.17, abs=0.01)
    middle, again = everybody.iloc[0], rows["spend"] > 0
    low, high = np.minimum(rows["spend"], middle)[again], np.maximum(rows["spend"], middle)[again]
    assert spend[again].between(low - 1e-9, high + 1e-9).all()


def test_the_forecast_of_the_next_39_weeks_is_as_good_as_the_published_one() -> None:
    """1,882 purchases were made; BG/NBD says 1,653 with RMSE 1.608, Pareto/NBD 1,666 with 1.603."""
    rows, made = summary(), made_after()
    assert made.sum() == 1_882
    expected = expected_purchases(fit_bgnbd(rows).parameters, rows, HOLDOUT_WEEKS)
    beside = pareto_purchases(fit_pareto_nbd(rows).parameters, rows, HOLDOUT_WEEKS)
    for forecast, total, error in ((expected, 1_653, 1.608), (beside, 1_666, 1.603)):
        assert forecast.sum() == pytest.approx(total, abs=0.6)
        assert np.sqrt(((forecast - made) ** 2).mean()) == pytest.approx(error, abs=5e-4)


def test_expected_purchases_rank_who_buys_again_and_the_chance_to_be_alive_does_not() -> None:
    """AUC 0.77 against 0.32: P(alive) is 1 for everybody without a repeat purchase."""
    rows, bought = summary(), made_after() > 0
    fit = fit_bgnbd(rows)
    by_purchases = area(expected_purchases(fit.parameters, rows, HOLDOUT_WEEKS), bought)
    by_chance = area(probability_alive(fit.parameters, rows), bought)
    assert by_purchases == pytest.approx(0.77, abs=0.005)
    assert by_chance == pytest.approx(0.32, abs=0.005)


def area(score: pd.Series, truth: pd.Series) -> float:
    """Return the share of pairs in which who bought ranks above who did not (ROC-AUC)."""
    ranks, positive = score.rank(), int(truth.sum())
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / (positive * (len(truth) - positive)))


def test_both_models_agree_about_who_is_gone() -> None:
    """Chances lie in 0-1 and move together among repeat buyers."""
    rows = summary().loc[lambda all_: all_["frequency"] > 0]
    ours = probability_alive(fit_bgnbd(summary()).parameters, rows)
    beside = pareto_alive(fit_pareto_nbd(summary()).parameters, rows)
    assert ours.between(0, 1).all()
    assert beside.between(0, 1).all()
    assert ours.corr(beside, method="spearman") > 0.9
