"""Maximum likelihood of positive parameters: the best values, how sure they are, and whether the data settle them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import starmap

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Numbers = npt.NDArray[np.float64]
Objective = Callable[[Numbers], tuple[float, Numbers]]
"""From parameters to the log-likelihood and its gradient by parameter."""

WIDTH = np.log(1e5)
"""A parameter 100,000 times its natural scale or a 100,000th of it describes a limit, not a population."""
LOOSE_ERROR = 2.0
"""A standard error of 2 on the logarithm spans a factor of 50 either way: the data do not settle the parameter."""
FLAT = 1e-8
"""Slope per observation at which the search ends: parameters move by less than a hundredth of an error then."""
STEP = 1e-4
"""Step of the Hessian on the logarithm: far above rounding, far below any parameter's standard error."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Parameters of greatest likelihood.

    ``log_covariance`` is that of the parameters' logarithms; ``loose`` names the parameters that ended at a bound or
    that the data do not settle: with any of those the fit has degenerated and its model must not be used.
    """

    names: tuple[str, ...]
    parameters: tuple[float, ...]
    log_covariance: Numbers
    log_likelihood: float
    n: int
    loose: tuple[str, ...]

    @property
    def errors(self) -> tuple[float, ...]:
        """Standard errors of the parameters themselves, by the delta method; NaN where there is none.

        Formula:
            value x sqrt(variance of its logarithm)
        Source:
            the inverse of the negative Hessian of the log-likelihood at its maximum.
        """
        with np.errstate(invalid="ignore"):
            spread = np.sqrt(np.diag(self.log_covariance))
        return tuple(float(each) for each in np.array(self.parameters) * spread)

    @property
    def logs(self) -> Numbers:
        """The logarithms of the parameters, in which they are searched and drawn."""
        return np.asarray(np.log(np.array(self.parameters)), dtype="float64")


def maximize(
    objective: Objective, names: tuple[str, ...], start: tuple[float, ...], n: int, near: Fit | None = None
) -> Fit:
    """Return the parameters of greatest likelihood.

    Args:
        objective: the log-likelihood of all observations and its gradient.
        names: what the parameters are called.
        start: their natural scale; the search stays within a factor of 100,000.
        n: the number of observations, by which the likelihood is scaled.
        near: the fit of a part of the observations, from which the search starts with its curvature.
    """
    center = np.log(np.array(start))

    def downhill(logs: Numbers) -> tuple[float, Numbers]:
        values = np.exp(logs)
        likelihood, gradient = objective(values)
        return -likelihood / n, -gradient * values / n

    best = _searched(downhill, center) if near is None else _refined(downhill, near)
    covariance = _covariance(lambda logs: downhill(logs)[1] * n, best)
    return Fit(
        names=names,
        parameters=tuple(float(each) for each in np.exp(best)),
        log_covariance=covariance,
        log_likelihood=-downhill(best)[0] * n,
        n=n,
        loose=_loose(names, np.abs(best - center), covariance),
    )


def _searched(downhill: Objective, center: Numbers) -> Numbers:
    bounds = [(each - WIDTH, each + WIDTH) for each in center]
    found = minimize(
        downhill, center, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-14, "gtol": FLAT}
    )
    return np.asarray(found.x, dtype="float64")


def _refined(downhill: Objective, near: Fit) -> Numbers:
    """Search on from a good fit: with its curvature a few steps are enough."""
    curvature = (near.log_covariance + near.log_covariance.T) / 2 * near.n
    found = minimize(downhill, near.logs, jac=True, method="BFGS", options={"gtol": FLAT, "hess_inv0": curvature})
    return np.asarray(found.x, dtype="float64")


def _covariance(slope: Callable[[Numbers], Numbers], logs: Numbers) -> Numbers:
    """Invert the Hessian, made from central differences of the exact gradient; NaN where it has no inverse."""
    steps = STEP * np.eye(len(logs))
    hessian = np.array([(slope(logs + step) - slope(logs - step)) / (2 * STEP) for step in steps])
    try:
        return np.asarray(np.linalg.inv((hessian + hessian.T) / 2), dtype="float64")
    except np.linalg.LinAlgError:
        return np.full_like(hessian, np.nan)


def _loose(names: tuple[str, ...], distances: Numbers, covariance: Numbers) -> tuple[str, ...]:
    def is_loose(distance: float, variance: float) -> bool:
        return distance > WIDTH - 2 * STEP or not 0 <= variance < LOOSE_ERROR**2

    flags = starmap(is_loose, zip(distances, np.diag(covariance), strict=True))
    return tuple(name for name, flag in zip(names, flags, strict=True) if flag)
