"""How true forecasts were of accounts that were contacted afterwards, and of those that were not."""

import numpy as np

from cs_engine.churn import ranking
from cs_engine.churn.features import Floats, Label
from cs_engine.churn.folds import Groups
from cs_engine.churn.measuring import draws
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_contacts import ByContact, ContactGroup

FEWEST = 10
"""With fewer lost accounts in a group, one more or one less moves its share by a tenth."""


def by_contact(
    label: Label, ranked: Floats, groups: Groups, touched: np.ndarray, *, are_chances: bool = True
) -> ByContact:
    """Return how those that were contacted fared, and those that were not.

    Args:
        label: 1 where a loss followed.
        ranked: higher where a loss was held to be likelier.
        groups: the account of each row.
        touched: whether a contact followed.
        are_chances: what is ranked by is a probability.
    """

    def group(rows: np.ndarray) -> ContactGroup:
        return _group(label, ranked, groups, np.flatnonzero(rows), are_chances=are_chances)

    return ByContact(group(touched), group(~touched))


def _group(label: Label, ranked: Floats, groups: Groups, rows: np.ndarray, *, are_chances: bool) -> ContactGroup:
    own, accounts = label[rows], len(np.unique(groups[rows]))
    lost = len(np.unique(groups[rows][own == 1]))
    if lost < FEWEST:
        return ContactGroup(len(rows), accounts, lost, None, None, None)
    drawn = draws(rows, groups)
    happened = _estimate(float(own.mean()), [float(label[each].mean()) for each in drawn])
    area = None
    if own.sum() < len(rows):
        areas = [ranking.roc_auc(label[each], ranked[each]) for each in drawn]
        area = _estimate(ranking.roc_auc(own, ranked[rows]), areas)
    said = float(ranked[rows].mean()) if are_chances else None
    return ContactGroup(len(rows), accounts, lost, said, happened, area)


def _estimate(value: float, drawn: list[float]) -> Estimate:
    spread = float(np.nanstd(drawn))
    return Estimate(value, max(0.0, value - Z_95 * spread), min(1.0, value + Z_95 * spread))
