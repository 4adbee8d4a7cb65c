"""What customers spend per purchase: gamma-gamma where it holds, else everybody's own average."""

from dataclasses import dataclass

import pandas as pd

from cs_engine.value.likelihood import Fit
from cs_engine.value.spend import HAS_MEAN_ABOVE, expected_spend, fit_gamma_gamma

FEWEST_REPEATERS = 30
"""Seven parameters on fewer repeat customers would have four observations each."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How amounts are foreseen; without a fit each customer's own average is."""

    fit: Fit | None

    @classmethod
    def learned(cls, histories: pd.DataFrame) -> "Amounts":
        """Fit gamma-gamma and keep it if it holds: enough customers, no parameter at its bound, a finite mean."""
        known = (histories["frequency"] > 0) & (histories["spend"] > 0)
        if known.sum() < FEWEST_REPEATERS:
            return cls(None)
        fit = fit_gamma_gamma(histories)
        holds = not fit.loose and fit.parameters[1] > HAS_MEAN_ABOVE
        return cls(fit if holds else None)

    def of(self, histories: pd.DataFrame) -> pd.Series:
        """Return the mean amount of each customer's future purchases; same index."""
        if self.fit is not None:
            return expected_spend(self.fit, histories)
        average: pd.Series = histories["total"] / (histories["frequency"] + 1)
        return average
