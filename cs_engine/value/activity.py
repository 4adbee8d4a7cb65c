"""The simple forecast of repeat purchases, for books in which the BG/NBD model finds no hold."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from cs_engine.metrics.satisfaction import Share, wilson


@dataclass(frozen=True, slots=True)
class Activity:
    """How often customers buy and how many go on.

    ``rate`` and ``trust``: the mean rate of all, and how much observed time it is worth; infinite where all customers
    buy alike. ``repeat``: of repeat customers known for longer than ``window``, the share that bought in the last one.
    """

    rate: float
    trust: float
    window: float
    repeat: Share

    @classmethod
    def of(cls, histories: pd.DataFrame) -> Self:
        """Learn from histories: ``frequency``, ``recency``, ``age``.

        Formula:
            rate = sum x / sum T; trust = rate / between; between = (sum T (x/T - rate)^2 - (n-1) rate)
            / (sum T - sum T^2 / sum T), at least 0
        Source:
            credibility by Buhlmann and Straub 1970, for Poisson counts.
        """
        seen = histories[histories["age"] > 0]
        x, age = seen["frequency"].to_numpy("float64"), seen["age"].to_numpy("float64")
        time = age.sum()
        rate = float(x.sum() / time) if time > 0 else 0.0
        between = age @ (x / np.maximum(age, 1e-300) - rate) ** 2 - (len(x) - 1) * rate
        spread = time - age @ age / time if time > 0 else 0.0
        settled = between > 0 and spread > 0
        window = float(histories["age"].max()) / 2
        return cls(
            rate, float(rate * spread / between) if settled else float("inf"), window, _repeat(histories, window)
        )

    @property
    def goes_on(self) -> float | None:
        """The chance 0-1 to go on buying for another ``window``; nobody is ever certain to. ``None`` is unknown.

        Formula:
            (customers who bought again + 1/2) / (repeat customers known for longer than the window + 1)
        Source:
            posterior mean under Jeffreys' prior.
        """
        share, known = self.repeat.value, self.repeat.n
        return None if share is None else (share * known + 0.5) / (known + 1)

    def rates(self, histories: pd.DataFrame) -> pd.Series:
        """Return each customer's purchases per unit of time: own ones, drawn to the mean; same index."""
        if np.isinf(self.trust):
            return pd.Series(self.rate, index=histories.index)
        return (self.rate * self.trust + histories["frequency"]) / (self.trust + histories["age"])

    def expected_purchases(
        self, histories: pd.DataFrame, horizon: float, discount: float = 0.0, repeat: float | None = None
    ) -> pd.Series:
        """Return how many purchases each customer is expected to make within ``horizon``; same index.

        All are missing where nothing tells who goes on.

        Args:
            histories: ``frequency`` and ``age``.
            horizon: in the unit of the histories.
            discount: per unit of time, continuous: purchases later on count less.
            repeat: the chance to go on per window, where it is not to be ``goes_on``.

        Formula:
            rate x integral over the horizon of repeat^(u / window) e^(-discount u) du
        Source:
            purchases x retention, period by period, as the activity form of lifetime value has it.
        """
        share = self.goes_on if repeat is None else repeat
        if not share or self.window <= 0:
            return self.rates(histories) * 0.0 if share == 0 else self.rates(histories) * np.nan
        fading = discount - np.log(share) / self.window
        return self.rates(histories) * (horizon if fading == 0 else -np.expm1(-fading * horizon) / fading)


def _repeat(histories: pd.DataFrame, window: float) -> Share:
    """Count repeat customers from before the window, and who of them bought in it.

    Who never came back is left out: a low rate of purchases says so already.
    """
    repeaters = histories[(histories["frequency"] > 0) & (histories["age"] > window)]
    again = repeaters["age"] - repeaters["recency"] < window
    return wilson(int(again.sum()), len(repeaters))
