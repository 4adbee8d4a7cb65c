"""How long contracts last when customers differ: the shifted-beta-geometric model of renewals."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaln, digamma, gammaln, hyp2f1

from cs_engine.errors import BadInput
from cs_engine.value.likelihood import Fit, Numbers, maximize

NOBODY_LEFT_OR_STAYED = "Renewals tell nothing about who will stay when nobody has left yet or nobody has stayed."


def fit_sbg(lost: pd.Series, kept: pd.Series) -> Fit:
    """Return ``alpha`` and ``beta`` of the chances to leave, from renewals seen in one cohort or in many.

    Args:
        lost: index: the number of the renewal, from 1; how many customers left at it. Missing is nobody.
        kept: index: a number of renewals, from 0; how many customers have made just as many and are still there.

    Raises:
        BadInput: nobody has left, or nobody has passed a renewal.

    Formula:
        P(leaves at renewal t) = B(alpha + 1, beta + t - 1) / B(alpha, beta); P(makes t) = B(alpha, beta + t) / B
    Source:
        Fader and Hardie 2007, How to Project Customer Retention; gradient by digamma functions.
    """
    left, stayed = _counts(lost), _counts(kept)
    passed = sum(count for renewal, count in zip(*left, strict=True) if renewal > 1) + stayed[1][stayed[0] > 0].sum()
    if left[1].sum() <= 0 or passed <= 0:
        raise BadInput(NOBODY_LEFT_OR_STAYED)
    customers = int(left[1].sum() + stayed[1].sum())
    return maximize(lambda values: _likelihood(values, left, stayed), ("alpha", "beta"), (1.0, 1.0), customers)


def renewals(periods: pd.Series, lost: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return ``fit_sbg``'s counts from one row per customer.

    Args:
        periods: how many renewals the customer has made; unknown ones do not count.
        lost: whether the customer left at the next one, or is still there.
    """
    known = periods.notna() & lost.notna()
    made, gone = periods[known].astype("int64"), lost[known].astype("bool")
    return (made[gone] + 1).value_counts().sort_index(), made[~gone].value_counts().sort_index()


@dataclass(frozen=True, slots=True)
class Renewing:
    """Chances to leave at a renewal: a beta distribution over customers, after ``made`` renewals of this one."""

    alpha: float
    beta: float
    made: int = 0

    def survival(self, steps: int) -> Numbers:
        """Return the chance to make each of the next ``steps`` renewals, given the customer is here; first entry 1.

        Formula:
            s_k = B(alpha, beta + made + k) / B(alpha, beta + made)
        Source:
            Fader and Hardie 2007; conditional on being alive the distribution stays a beta.
        """
        here = self.beta + self.made
        logs = betaln(self.alpha, here + np.arange(steps + 1)) - betaln(self.alpha, here)
        return np.asarray(np.exp(logs), dtype="float64")

    def residual_lifetime(self, discount: float) -> float:
        """Return the discounted expected number of further terms, counted just before the next renewal is decided.

        Args:
            discount: per term, above 0: without a discount the sum may be infinite.

        Formula:
            (beta + n) / (alpha + beta + n) x 2F1(1, beta + n + 1; alpha + beta + n + 1; 1 / (1 + d)), n = made
        Source:
            Fader and Hardie 2010, Customer-Base Valuation in a Contractual Setting.
        """
        here = self.beta + self.made
        series = hyp2f1(1, here + 1, self.alpha + here + 1, 1 / (1 + discount))
        return float(here / (self.alpha + here) * series)


def _counts(counts: pd.Series) -> tuple[Numbers, Numbers]:
    known = counts[counts > 0]
    return known.index.to_numpy("float64"), known.to_numpy("float64")


def _likelihood(
    values: Numbers, left: tuple[Numbers, Numbers], stayed: tuple[Numbers, Numbers]
) -> tuple[float, Numbers]:
    """Return the log-likelihood and its gradient: left at t means made t - 1 and then took the chance to leave."""
    alpha, beta = values
    (at, gone), (made, there) = left, stayed
    total = gone.sum() * np.log(alpha)
    slope = np.array([gone.sum() / alpha, 0.0])
    for beyond, passed, count in ((at, at - 1, gone), (made, made, there)):
        total += count @ (gammaln(beta + passed) - gammaln(alpha + beta + beyond))
        outer = digamma(alpha + beta + beyond)
        slope -= (count @ outer, count @ (outer - digamma(beta + passed)))
    everybody = gone.sum() + there.sum()
    total += everybody * (gammaln(alpha + beta) - gammaln(beta))
    slope += everybody * np.array([digamma(alpha + beta), digamma(alpha + beta) - digamma(beta)])
    return float(total), slope
