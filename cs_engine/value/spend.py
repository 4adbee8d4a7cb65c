"""What a customer spends per purchase: the gamma-gamma model, fitted and applied."""

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln

from cs_engine.value.likelihood import Fit, Numbers, maximize

HAS_MEAN_ABOVE = 1.0
"""With q at 1 or below the model's mean spend is infinite."""


def fit_gamma_gamma(histories: pd.DataFrame) -> Fit:
    """Return ``p``, ``q`` and ``gamma`` of greatest likelihood, from customers with repeat purchases.

    Args:
        histories: one row per customer: ``frequency`` (repeat purchases) and ``spend`` (their mean amount); customers
            without both are left out.

    Formula:
        G(px+q) / (G(px) G(q)) x gamma^q z^(px-1) x^(px) / (gamma + xz)^(px+q)
    Source:
        Fader and Hardie 2013, The Gamma-Gamma Model of Monetary Value; spend must not depend on frequency.
    """
    known = histories[(histories["frequency"] > 0) & (histories["spend"] > 0)]
    x, z = known["frequency"].to_numpy("float64"), known["spend"].to_numpy("float64")
    scale = float(z.mean()) if len(z) else 1.0
    return maximize(lambda values: _likelihood(values, x, z), ("p", "q", "gamma"), (1.0, 2.0, scale), max(len(z), 1))


def expected_spend(fit: Fit, histories: pd.DataFrame) -> pd.Series:
    """Return the mean amount of a customer's future purchases, in the unit of ``spend``; same index.

    Who has no repeat purchase is expected to spend what the average customer does; the more purchases a customer
    has made, the more the customer's own mean counts.

    Formula:
        p (gamma + x z) / (p x + q - 1)
    Source:
        Fader and Hardie 2013.
    """
    p, q, gamma = fit.parameters
    own = (histories["frequency"] * histories["spend"]).fillna(0.0)
    times = histories["frequency"].where(own > 0, 0.0)
    amounts: pd.Series = p * (gamma + own) / (p * times + q - 1)
    return amounts


def _likelihood(values: Numbers, x: Numbers, z: Numbers) -> tuple[float, Numbers]:
    p, q, gamma = values
    times, total = p * x, gamma + x * z
    terms = gammaln(times + q) - gammaln(times) - gammaln(q) + q * np.log(gamma) - (times + q) * np.log(total)
    likelihood = float(np.sum(terms + (times - 1) * np.log(z) + times * np.log(x)))
    both = digamma(times + q)
    by_p = x @ (both - digamma(times) + np.log(x * z) - np.log(total))
    by_q = np.sum(both - digamma(q) + np.log(gamma) - np.log(total))
    by_gamma = np.sum(q / gamma - (times + q) / total)
    return likelihood, np.array([by_p, by_q, by_gamma])
