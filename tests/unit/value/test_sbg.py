"""The shifted-beta-geometric model, against what its authors published and against closed forms."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.value.likelihood import Fit
from cs_engine.value.sbg import Renewing, fit_sbg, renewals
from tests.shared import shared

FITTED_YEARS = 7


def published(segment: str) -> tuple[Fit, np.ndarray]:
    """Return the fit to the first seven years and the share there at the end of all years."""
    alive = pd.read_csv(shared("data", "sbg", "sbg_retention.csv"))[f"{segment}_alive"].to_numpy("float64")
    seen = alive[: FITTED_YEARS + 1]
    lost = pd.Series(-np.diff(seen), index=range(1, FITTED_YEARS + 1))
    return fit_sbg(lost, pd.Series({FITTED_YEARS: seen[-1]})), alive


def renewing(fit: Fit, made: int = 0) -> Renewing:
    """Return the fitted chances after some renewals."""
    alpha, beta = fit.parameters
    return Renewing(alpha, beta, made)


@pytest.mark.parametrize(
    ("segment", "parameters", "likelihood"),
    [("regular", (0.704, 1.182), -1680.265), ("highend", (0.668, 3.806), -1611.158)],
)
def test_the_published_parameters_come_out(segment: str, parameters: tuple[float, float], likelihood: float) -> None:
    """Fader and Hardie 2007, table 2, to every printed digit."""
    fit, _ = published(segment)
    assert fit.parameters == pytest.approx(parameters, abs=5e-4)
    assert fit.log_likelihood == pytest.approx(likelihood, abs=5e-4)
    assert fit.loose == ()


@pytest.mark.parametrize(
    ("segment", "forecast", "error"),
    [
        ("regular", [220.1, 204.4, 191.2, 179.9, 170.0], 2.88),
        ("highend", [460.4, 435.8, 414.2, 395.1, 378.0], 11.91),
    ],
)
def test_the_published_projection_comes_out(segment: str, forecast: list[float], error: float) -> None:
    """Years 8 to 12 of 1,000 customers, and the mean error against what happened."""
    fit, alive = published(segment)
    ahead = 1_000 * renewing(fit).survival(12)[8:]
    assert ahead == pytest.approx(forecast, abs=0.05)
    assert np.abs(ahead - alive[8:]).mean() == pytest.approx(error, abs=0.005)


def test_the_published_residual_lifetime_comes_out() -> None:
    """Fader and Hardie 2010: High End, 10 % a year, just before the 8th renewal: 7.530; Regular 6.842."""
    for segment, expected in (("highend", 7.530), ("regular", 6.842)):
        assert renewing(published(segment)[0], made=7).residual_lifetime(0.1) == pytest.approx(expected, abs=5e-4)


def test_residual_lifetime_is_the_sum_that_it_stands_for() -> None:
    """Before a decision: the chance of each renewal ahead, discounted from the next one on, over 20,000 terms."""
    after_two = Renewing(0.7, 1.2, made=2)
    chances = after_two.survival(20_000)[1:]
    assert after_two.residual_lifetime(0.1) == pytest.approx(chances @ 1.1 ** -np.arange(20_000.0), rel=1e-9)


def test_the_gradient_is_that_of_the_likelihood() -> None:
    """At the maximum both slopes are nothing, so a step of 1 % either way in any parameter loses likelihood."""
    lost, kept = pd.Series({1: 30, 2: 10, 3: 6}), pd.Series({1: 20, 3: 54})
    fit = fit_sbg(lost, kept)

    def likelihood(alpha: float, beta: float) -> float:
        curve = Renewing(alpha, beta).survival(3)
        return float(lost @ np.log(-np.diff(curve)) + kept @ np.log(curve[kept.index]))

    assert likelihood(*fit.parameters) == pytest.approx(fit.log_likelihood, rel=1e-12)
    for factor in (0.99, 1.01):
        assert likelihood(fit.parameters[0] * factor, fit.parameters[1]) < fit.log_likelihood
        assert likelihood(fit.parameters[0], fit.parameters[1] * factor) < fit.log_likelihood


def test_drawn_renewals_give_their_parameters_back() -> None:
    """Of 50,000 drawn customers seen for up to six terms, within three standard errors."""
    chance = np.random.default_rng(5)
    leaves = chance.geometric(chance.beta(0.8, 2.5, 50_000))
    seen = chance.integers(1, 7, 50_000)
    lost = pd.Series(leaves <= seen)
    made = pd.Series(np.where(lost, leaves - 1, seen))
    fit = fit_sbg(*renewals(made, lost))
    for value, error, truth in zip(fit.parameters, fit.errors, (0.8, 2.5), strict=True):
        assert abs(value - truth) < 3 * error


def test_renewals_are_counted_from_customers() -> None:
    """Who made 0 renewals and left, left at the first; unknown rows do not count."""
    lost, kept = renewals(pd.Series([0, 0, 2, 2, None]), pd.Series([True, True, True, False, True]))
    assert lost.to_dict() == {1: 2, 3: 1}
    assert kept.to_dict() == {2: 1}


def test_who_has_stayed_longer_is_safer() -> None:
    """The next renewal's chance rises with every one made; survival starts at 1 and falls."""
    chances = [Renewing(0.7, 1.2, made).survival(1)[1] for made in range(5)]
    assert chances == sorted(chances)
    curve = Renewing(0.7, 1.2).survival(60)
    assert curve[0] == 1
    assert (np.diff(curve) < 0).all()


def test_equal_customers_degenerate_and_it_is_noticed() -> None:
    """Half of those who are left leave at every renewal: one chance for all, so no distribution can be found."""
    fit = fit_sbg(pd.Series({1: 512, 2: 256, 3: 128, 4: 64, 5: 32}), pd.Series({5: 32}))
    assert fit.loose == ("alpha", "beta")


@pytest.mark.parametrize(
    ("lost", "kept"), [({}, {3: 5}), ({1: 5}, {}), ({1: 5}, {0: 5})], ids=["nobody left", "nobody stayed", "all new"]
)
def test_renewals_that_tell_nothing_are_refused(lost: dict[int, int], kept: dict[int, int]) -> None:
    """Nobody has left yet, or nobody has passed a renewal."""
    with pytest.raises(BadInput, match="Renewals tell nothing"):
        fit_sbg(pd.Series(lost, dtype="float64"), pd.Series(kept, dtype="float64"))
