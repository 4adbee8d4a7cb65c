"""Explaining every account of a large book, against making its features and scoring them."""

from cs_engine.churn.explaining import explained
from cs_engine.churn.machine import Machine
from cs_engine.churn.training_set import current_features
from cs_engine.records.churn import Model
from tests.benchmarks.report import Claim, seconds
from tests.unit.churn.explained import company, machine

ACCOUNTS = 5_000
LIMIT = 45.0
"""About 30 are measured: eleven levers are each tried on the features they would make, and the best together."""


def claims() -> list[Claim]:
    """Measure the claim about reasons."""
    one = machine(Model.XGBOOST)
    now, earlier = company(ACCOUNTS)
    ours = seconds(lambda: explained(one, now, earlier), 3)
    reference = seconds(lambda: _scored(one), 3)
    told = explained(one, now, earlier).values()
    return [
        Claim(
            f"Reasons and what-ifs of {ACCOUNTS:,} accounts / their features and chances",
            ours / reference,
            LIMIT,
            f"{ours:.1f} s against {reference:.2f} s; {sum(bool(each.reasons) for each in told):,} have reasons, "
            f"{sum(each.what_if is not None for each in told):,} a what-if",
        )
    ]


def _scored(one: Machine) -> None:
    frame = current_features(*company(ACCOUNTS))
    one.probability(frame.reindex(columns=list(one.preparation.columns)))
