"""What a model said last of accounts, where it still stands at an instant."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from cs_engine.metrics.stake import ModelChance
from cs_engine.records.account import Basis
from cs_engine.records.risk import AccountRisk
from cs_engine.storage.risks import BY_MODEL
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store

FRESH = timedelta(days=7)
"""What was said longer ago says nothing about today: the band does."""
EVER = float("inf")


def model_chances(store: Store, as_of: datetime) -> Mapping[str, ModelChance]:
    """Return the chances of all accounts of which a model spoke in the week before an instant, by account.

    What is made of them is acted on, so accounts that are held out have none.
    """
    with store.viewing() as memory:
        about = memory.risks.about()
        if about is None or not about.as_of <= as_of.date() <= about.as_of + FRESH:
            return MappingProxyType({})
        said = memory.risks.by_model().items()
        return {account_id: chance_of(risk) for account_id, risk in said if not about.holds_out(account_id)}


def model_chance(store: Store, account_id: str, as_of: datetime) -> ModelChance | None:
    """Return the same for one account."""
    with store.viewing() as memory:
        about, risk = memory.risks.about(), memory.risks.of_account(account_id)
    if about is not None and about.holds_out(account_id):
        return None
    fresh = risk is not None and risk.step in BY_MODEL and risk.as_of <= as_of.date() <= risk.as_of + FRESH
    return chance_of(risk) if risk is not None and fresh else None


def judged_then(rows: Iterable[SnapshotRow]) -> Mapping[str, ModelChance]:
    """Return what a model had said where snapshots were judged by it: taken again, they are judged by the same."""
    return {
        row.account_id: ModelChance(row.probability, row.probability_n or 0, EVER)
        for row in rows
        if row.probability_basis is Basis.MODEL and row.probability is not None
    }


def chance_of(risk: AccountRisk) -> ModelChance:
    """Return a probability as the money at stake is judged by it."""
    return ModelChance(risk.probability, risk.n, risk.horizon)
