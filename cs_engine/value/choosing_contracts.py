"""What is known about renewals, per length of term: who differs, who is alike, and which method that allows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cs_engine.records.lifetime_value import CAP_MONTHS, Method
from cs_engine.value.likelihood import Fit, Numbers
from cs_engine.value.sbg import fit_sbg, renewals
from cs_engine.wording import Sentence, phrase, sentence

DRAWS = 400
"""Enough for the ends of a 95 % interval to stand still within a few percent of its width."""
SEED = 20_260_101
"""Any fixed number: the same book gives the same interval."""
FEWEST_LOSSES = 10
"""Below ten losses a distribution of chances is read out of chance."""
STEPS = CAP_MONTHS + 1
WHY_SBG = phrase(
    "of {customers} customers with terms of {months} months {lost} left, fewer at each renewal, "
    "so who has stayed longer is safer (shifted-beta-geometric)"
)
WHY_CONSTANT = phrase(
    "renewals lost in terms of {months} months: {lost} of {decisions}, too few or too even to tell customers apart, "
    "so one chance of {chance} to renew holds for all"
)
WHY_COMMITTED = phrase("no term of {months} months has come up for renewal yet, so only what is under contract counts")


@dataclass(frozen=True, slots=True, eq=False)
class RenewalModel:
    """Chances to renew in terms of one length.

    ``fit`` is the shifted-beta-geometric model, ``None`` where it does not hold; ``lost`` customers in ``decisions``
    renewals are what one chance for all is made of.
    """

    months: int
    customers: int
    lost: int
    decisions: int
    fit: Fit | None

    @property
    def method(self) -> Method:
        """How chances are foreseen."""
        if self.fit is not None:
            return Method.SBG
        return Method.CONSTANT if self.decisions else Method.COMMITTED

    @property
    def chance(self) -> float:
        """One chance to renew for all; nobody is ever certain to stay.

        Formula:
            (renewed + 1/2) / (renewals decided + 1)
        Source:
            posterior mean under Jeffreys' prior.
        """
        return (self.decisions - self.lost + 0.5) / (self.decisions + 1)

    @property
    def why(self) -> Sentence:
        """Why this method."""
        counts = {"months": self.months, "lost": f"{self.lost:,}"}
        if self.method is Method.SBG:
            return sentence(WHY_SBG, customers=f"{self.customers:,}", **counts)
        if self.method is Method.CONSTANT:
            return sentence(WHY_CONSTANT, decisions=f"{self.decisions:,}", chance=f"{self.chance:.1%}", **counts)
        return sentence(WHY_COMMITTED, months=self.months)

    @property
    def parameters(self) -> tuple[tuple[str, float], ...]:
        """What was learned, by name."""
        if self.fit is not None:
            return tuple(
                (f"{name}, {self.months} mo.", each)
                for name, each in zip(self.fit.names, self.fit.parameters, strict=True)
            )
        return ((f"chance to renew, {self.months} mo.", self.chance),) if self.decisions else ()

    def next_chance(self, made: int) -> float:
        """Return the chance 0-1 of the next renewal of a customer who has made so many."""
        return float(self.survival(np.array([float(made)]))[0, 1])

    def survival(self, made: Numbers) -> Numbers:
        """Return the chances to make the next 0, 1, 2 … renewals: one row per number of renewals already ``made``."""
        if self.fit is not None:
            return _sbg_survival(self.fit.parameters, made)
        return self._alike(self.chance if self.decisions else 0.0, made)

    def draws(self, made: Numbers) -> Iterator[Numbers]:
        """Give out ``survival`` as it would be with other parameters that the data allow, seeded."""
        chance = np.random.default_rng(SEED + self.months)
        if self.fit is not None:
            for logs in chance.multivariate_normal(self.fit.logs, self.fit.log_covariance, DRAWS):
                yield _sbg_survival(tuple(np.exp(logs)), made)
            return
        kept, lost = self.decisions - self.lost + 0.5, self.lost + 0.5
        for each in chance.beta(kept, lost, DRAWS) if self.decisions else np.zeros(DRAWS):
            yield self._alike(float(each), made)

    @staticmethod
    def _alike(chance: float, made: Numbers) -> Numbers:
        return np.tile(chance ** np.arange(STEPS, dtype="float64"), (len(made), 1))


def learn_renewals(seen: pd.DataFrame) -> dict[int, RenewalModel]:
    """Return what is known per length of term.

    Args:
        seen: one row per customer, gone or not: ``term`` in months, ``made`` renewals, ``lost`` at the next one.
    """
    terms = [int(term) for term in seen["term"].unique()]
    return {term: _learn(term, seen[seen["term"] == term]) for term in sorted(terms)}


def _learn(term: int, rows: pd.DataFrame) -> RenewalModel:
    lost = int(rows["lost"].sum())
    decisions = int(rows["made"].sum()) + lost
    fit = fit_sbg(*renewals(rows["made"], rows["lost"])) if FEWEST_LOSSES <= lost < decisions else None
    return RenewalModel(term, len(rows), lost, decisions, fit if fit is not None and not fit.loose else None)


def _sbg_survival(parameters: tuple[float, ...], made: Numbers) -> Numbers:
    """Return conditional survival as products of renewal chances, (beta + n) / (alpha + beta + n)."""
    alpha, beta = parameters
    after = beta + made[:, None] + np.arange(STEPS - 1)
    kept = np.cumprod(after / (alpha + after), axis=1)
    return np.hstack([np.ones((len(made), 1)), kept])
