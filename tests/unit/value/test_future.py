"""Expected purchases against the published hypergeometric form and against plain integration."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.special import hyp2f1
from scipy.stats import beta

from cs_engine.value.bgnbd_future import expected_purchases, probability_alive
from cs_engine.value.pareto_nbd import pareto_alive, pareto_purchases

CDNOW = (0.243, 4.414, 0.793, 2.426)
CUSTOMERS = pd.DataFrame(
    {
        "frequency": [0.0, 0.0, 1.0, 2.0, 7.0, 26.0],
        "recency": [0.0, 0.0, 3.0, 30.43, 24.0, 38.0],
        "age": [0.0, 38.0, 30.0, 38.86, 38.0, 38.9],
    },
    index=list("abcdef"),
)


@pytest.mark.parametrize("horizon", [0.5, 39.0, 260.0])
def test_it_equals_the_published_form_where_that_keeps_its_digits(horizon: float) -> None:
    """Fader, Hardie and Lee 2005, equation 10, to eight digits."""
    r, alpha, a, b = CDNOW
    x, age = CUSTOMERS["frequency"], CUSTOMERS["age"]
    grown = ((alpha + age) / (alpha + age + horizon)) ** (r + x)
    series = hyp2f1(r + x, b + x, a + b + x - 1, horizon / (alpha + age + horizon))
    published = (a + b + x - 1) / (a - 1) * (1 - grown * series) * probability_alive(CDNOW, CUSTOMERS)
    np.testing.assert_allclose(expected_purchases(CDNOW, CUSTOMERS, horizon), published, rtol=1e-8)


def test_the_published_worked_example_comes_out() -> None:
    """Fader, Hardie and Lee 2005: a customer with x 2, t 30.43, T 38.86 makes 1.226 purchases in 39 weeks."""
    assert expected_purchases(CDNOW, CUSTOMERS, 39.0)["d"] == pytest.approx(1.226, abs=5e-4)


@pytest.mark.parametrize(
    ("a", "b", "x", "reach"),
    [
        (1.0, 2.5, 3, 5.0),
        (1.0 + 1e-9, 2.5, 3, 5.0),
        (0.02, 40.0, 0, 9.0),
        (30.0, 900.0, 250, 2.0),
        (0.8, 2.4, 400, 0.5),
    ],
)
def test_it_stays_exact_where_the_published_form_breaks(a: float, b: float, x: int, reach: float) -> None:
    """At a = 1 that divides by nothing; with hundreds of purchases it cancels out. Plain integration agrees."""
    r, alpha = 0.3, 1.0
    row = pd.DataFrame({"frequency": [float(x)], "recency": [10.0 if x else 0.0], "age": [10.0]})
    horizon = reach * (alpha + 10)

    def inner(p: float) -> float:
        return float(-np.expm1(-(r + x) * np.log1p(p * reach)) / p * beta.pdf(p, a, b + x))

    middle = float(beta.mean(a, b + x))
    plain = sum(
        quad(inner, *ends, limit=400)[0] for ends in ((1e-14, middle / 50), (middle / 50, middle), (middle, 1.0))
    )
    ours = expected_purchases((r, alpha, a, b), row, horizon)[0] / probability_alive((r, alpha, a, b), row)[0]
    assert ours == pytest.approx(plain, rel=1e-5)


def test_missing_histories_have_no_value_and_keep_their_place() -> None:
    """The index is that of what was given."""
    rows = CUSTOMERS.assign(age=[1.0, np.nan, 30.0, 38.86, 38.0, 38.9])
    expected = expected_purchases(CDNOW, rows, 10.0)
    assert expected.index.tolist() == list("abcdef")
    assert expected.isna().tolist() == [False, True, False, False, False, False]


def test_who_bought_once_is_alive_for_sure_and_still_expected_to_buy_little() -> None:
    """Which is why the chance to be alive ranks nobody."""
    alive = probability_alive(CDNOW, CUSTOMERS)
    assert alive["b"] == 1
    assert expected_purchases(CDNOW, CUSTOMERS, 39.0).rank()["b"] == 1


def test_pareto_at_s_1_tends_to_its_logarithm() -> None:
    """No jump where the fraction becomes 0 / 0."""
    near, at = ((0.5, 10.0, s, 11.0) for s in (1 + 1e-7, 1.0))
    np.testing.assert_allclose(
        pareto_purchases(near, CUSTOMERS, 39.0), pareto_purchases(at, CUSTOMERS, 39.0), rtol=1e-6
    )


@pytest.mark.parametrize("values", [(0.553, 10.578, 0.606, 11.669), (0.5, 12.0, 0.6, 4.0)])
def test_pareto_alive_is_that_of_the_integral(values: tuple[float, float, float, float]) -> None:
    """Either scale may be the larger one; Schmittlein, Morrison and Colombo's integral by plain quadrature."""
    r, alpha, s, b = values
    for (_, row), ours in zip(CUSTOMERS.iterrows(), pareto_alive(values, CUSTOMERS), strict=True):
        shape = r + row["frequency"]
        here = (alpha + row["age"]) ** -shape * (b + row["age"]) ** -s
        gone = s * quad(lambda u, k=shape: (alpha + u) ** -k * (b + u) ** -(s + 1), row["recency"], row["age"])[0]
        assert ours == pytest.approx(here / (here + gone), rel=1e-6)
