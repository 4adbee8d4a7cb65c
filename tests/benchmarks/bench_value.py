"""Lifetime value at scale: BG/NBD fitted to CDNOW x 100 customers, and a million forecasts."""

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

from cs_engine.records.lifetime_value import Assumptions
from cs_engine.value.bgnbd import fit_bgnbd
from cs_engine.value.bgnbd_future import expected_purchases
from cs_engine.value.choosing_purchases import learn
from cs_engine.value.purchases import value_purchases
from tests.benchmarks.report import Claim, seconds

CUSTOMERS = 235_700
"""A hundred times the customers of the CDNOW sample."""
PUBLISHED = (0.243, 4.414, 0.793, 2.426)
"""What was found of CDNOW's customers; new ones are drawn from it, so that no two histories need be equal."""
MILLION = 1_000_000
WEEKS = 52.0
SLOWER = 3.0
"""Numeric gradients must take at least so many times as long."""
LIMIT_SECONDS = 5.0
AS_WRITTEN = 2.0
"""Exact to ten digits everywhere in at most twice the time of the published formula as one would first write it, which
loses them where customers buy often."""


def claims() -> list[Claim]:
    """Measure the claims about lifetime value."""
    drawn = customers(CUSTOMERS, seed=1)
    ours, plain = seconds(lambda: fit_bgnbd(drawn), 3), seconds(lambda: numeric_fit(drawn), 1)
    found, reference = fit_bgnbd(drawn).log_likelihood, numeric_fit(drawn)
    everybody = customers(MILLION, seed=2)
    model = learn(customers(20_000, seed=3))
    forecast = seconds(lambda: expected_purchases(PUBLISHED, everybody, WEEKS), 3)
    written = seconds(lambda: plain_forecast(everybody), 3)
    np.testing.assert_allclose(expected_purchases(PUBLISHED, everybody, WEEKS), plain_forecast(everybody), rtol=1e-6)
    valued = seconds(lambda: value_purchases(model, everybody, Assumptions()), 1)
    return [
        Claim(
            f"Fitting BG/NBD to {CUSTOMERS:,} customers / numeric gradients on the same likelihood",
            ours / plain,
            1 / SLOWER,
            f"{ours:.2f} s against {plain:.2f} s; log-likelihood {found:.3f} against {reference:.3f}",
        ),
        Claim(
            f"Expected purchases of {MILLION:,} customers / {LIMIT_SECONDS:g} s",
            forecast / LIMIT_SECONDS,
            1.0,
            f"{forecast:.2f} s; with value, discount and interval {valued:.2f} s",
        ),
        Claim(
            f"Expected purchases of {MILLION:,} customers / the formula in plain numpy",
            forecast / written,
            AS_WRITTEN,
            f"{forecast:.2f} s against {written:.2f} s",
        ),
    ]


def customers(number: int, seed: int) -> pd.DataFrame:
    """Return drawn purchase histories by the week and day, as CDNOW's were seen: 27 to 39 weeks, like the published."""
    chance = np.random.default_rng(seed)
    r, alpha, a, b = PUBLISHED
    rate, leaves = chance.gamma(r, 1 / alpha, number), chance.beta(a, b, number)
    age = chance.integers(189, 273, number) / 7
    lives = chance.geometric(np.clip(leaves, 1e-6, 1))
    made, time, last = np.zeros(number), np.zeros(number), np.zeros(number)
    going = np.arange(number)
    while len(going):
        time[going] += chance.exponential(1 / np.maximum(rate[going], 1e-12))
        going = going[time[going] < age[going]]
        made[going] += 1
        last[going] = np.maximum(np.floor(time[going] * 7), 1) / 7
        going = going[made[going] < lives[going]]
    spend = np.where(made > 0, chance.gamma(6.25 * np.maximum(made, 1)) / np.maximum(made, 1), np.nan)
    spend *= 15.44 / chance.gamma(3.74, size=number)
    total = np.nan_to_num(spend * made) + 35.0
    return pd.DataFrame({"frequency": made, "recency": last, "age": age, "spend": spend, "total": total})


def plain_forecast(histories: pd.DataFrame) -> np.ndarray:
    """Evaluate Fader, Hardie and Lee's expected purchases as published, for everybody at once."""
    x, recency, age = (histories[name].to_numpy() for name in ("frequency", "recency", "age"))
    r, alpha, a, b = PUBLISHED
    ahead = alpha + age + WEEKS
    still = ((alpha + age) / ahead) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, WEEKS / ahead)
    gone = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + recency)) ** (r + x), 0)
    purchases: np.ndarray = (a + b + x - 1) / (a - 1) * (1 - still) / (1 + gone)
    return purchases


def numeric_fit(histories: pd.DataFrame) -> float:
    """Fit as one would first write it, and return the log-likelihood: gradients from differences, the same start."""
    x, recency, age = (histories[name].to_numpy() for name in ("frequency", "recency", "age"))

    def downhill(logs: np.ndarray) -> float:
        r, alpha, a, b = np.exp(logs)
        here = -(r + x) * np.log(alpha + age)
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + recency)
        both = np.where(x > 0, np.logaddexp(here, gone), here)
        terms = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b) + both
        return float(-terms.mean())

    start = np.log([1.0, age.mean(), 1.0, 1.0])
    return -float(minimize(downhill, start, method="L-BFGS-B", options={"ftol": 1e-12}).fun) * len(histories)
