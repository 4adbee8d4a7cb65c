"""How to foresee what customers who buy without a contract will buy: which method, and why."""

from dataclasses import dataclass

import pandas as pd

from cs_engine.records.lifetime_value import Method
from cs_engine.value.activity import Activity
from cs_engine.value.amounts import FEWEST_REPEATERS, Amounts
from cs_engine.value.bgnbd import fit_bgnbd
from cs_engine.value.histories import DAYS
from cs_engine.value.likelihood import Fit
from cs_engine.wording import Sentence, in_a_row, phrase, sentence

WHY_BGNBD = phrase(
    "no contracts, so customers stop unseen; BG/NBD tells "
    "who still buys and how often, from {repeaters} repeat customers"
)
WHY_LOOSE = phrase(
    "BG/NBD finds no hold in these purchases ({parameters} at a bound, or not settled by the data), "
    "so purchase rates are carried on and fade by the {repeat} that go on buying every {days} days"
)
WHY_FEW = phrase(
    "{repeaters} repeat customers are too few for BG/NBD (it needs {fewest}), "
    "so purchase rates are carried on and fade by the {repeat} that go on buying every {days} days"
)
WHY_UNKNOWN = phrase(
    "nobody who has bought again has been known for longer than {days} days, so nothing tells who goes on buying: "
    "what is still to come is unknown"
)
WHY_GAMMA = phrase("gamma-gamma tells what a purchase brings")
WHY_AVERAGE = phrase("gamma-gamma finds no hold in the amounts, so each customer's own average counts")


@dataclass(frozen=True, slots=True, eq=False)
class PurchaseModel:
    """What was learned from a book of purchases.

    ``fit`` is BG/NBD's, ``None`` where it has degenerated or has too little to learn from; then ``activity`` serves.
    """

    fit: Fit | None
    activity: Activity
    amounts: Amounts
    why: Sentence

    @property
    def method(self) -> Method:
        """How purchases are foreseen."""
        return Method.ACTIVITY if self.fit is None else Method.BG_NBD

    @property
    def parameters(self) -> tuple[tuple[str, float], ...]:
        """What was learned from all customers, by name; times in weeks."""
        found = [fit for fit in (self.fit, self.amounts.fit) if fit is not None]
        named = [pair for fit in found for pair in zip(fit.names, fit.parameters, strict=True)]
        if self.fit is None:
            named.append(("purchases per week", self.activity.rate))
            named += [] if self.activity.goes_on is None else [("share going on", self.activity.goes_on)]
        return tuple(named)


def learn(histories: pd.DataFrame) -> PurchaseModel:
    """Choose and fit how to foresee purchases.

    Args:
        histories: ``purchase_histories`` in weeks.
    """
    activity, amounts = Activity.of(histories), Amounts.learned(histories)
    repeaters = int((histories["frequency"] > 0).sum())
    fit = fit_bgnbd(histories) if repeaters >= FEWEST_REPEATERS else None
    holds = fit is not None and not fit.loose
    why = in_a_row((_why(fit, activity, repeaters), sentence(WHY_AVERAGE if amounts.fit is None else WHY_GAMMA)))
    return PurchaseModel(fit if holds else None, activity, amounts, why)


def _why(fit: Fit | None, activity: Activity, repeaters: int) -> Sentence:
    share, days = activity.goes_on, f"{activity.window * DAYS:.0f}"
    if share is None and (fit is None or fit.loose):
        return sentence(WHY_UNKNOWN, days=days)
    fading = {"repeat": "" if share is None else f"{100 * share:.3g}%", "days": days}
    if fit is None:
        return sentence(WHY_FEW, repeaters=repeaters, fewest=FEWEST_REPEATERS, **fading)
    if fit.loose:
        return sentence(WHY_LOOSE, parameters=", ".join(fit.loose), **fading)
    return sentence(WHY_BGNBD, repeaters=f"{repeaters:,}")
