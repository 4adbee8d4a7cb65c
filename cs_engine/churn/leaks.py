"""Columns that could not have been known: they tell the label rather than forecast it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Features, Floats, Label
from cs_engine.churn.folds import Folds
from cs_engine.churn.preparation import prepare
from cs_engine.churn.ranking import roc_auc
from cs_engine.churn.roles import Role
from cs_engine.errors import BadInput
from cs_engine.records.churn import Remark
from cs_engine.wording import Sentence, phrase, sentence

PERFECT = 0.98
"""No single habit ranks who leaves this well on real customers; what does was written afterwards."""
SUSPECT = 0.9
"""From here on it is worth asking; the column stays."""
PURE = 0.995
FEWEST_FILLED = 20
LARGE = 0.2
"""A column that is filled only for a fifth or more of those who left is a form filled in when they left."""
LOOKED_AT = 5_000
"""Rows that tell such columns as surely as all would…"""
FEWEST_LOOKED_AT, CELLS = 1_000, 1_000_000
"""…and fewer in a wide file, so that it is done in seconds."""

EQUAL = phrase(
    "Column {column} says exactly what the label {label} says, so there is nothing to forecast; "
    "leave it out with --ignore {column}, or name another label."
)
TELLS = phrase("tells the label by itself (ROC-AUC {auc}): it was hardly known before; keep it with --keep")
FILLED = phrase("filled in almost only where it had happened: it was written afterwards; keep it with --keep")
ASKS = phrase("ranks customers by itself with ROC-AUC {auc}: make sure it was known before it happened")


def refuse_copies_of_label(frame: pd.DataFrame, label: Label, name: str) -> None:
    """Refuse a column that divides customers as the label does.

    Raises:
        BadInput: there is one.
    """
    for column in frame:
        values = frame[column]
        if not 2 <= values.nunique(dropna=False) <= 3:  # noqa: PLR2004 - as many as the label has, and missing
            continue
        codes = pd.factorize(values, use_na_sentinel=False)[0]
        if pd.Series(codes).groupby(label).nunique().max() == 1 and len(np.unique(codes)) == 2:  # noqa: PLR2004 - same
            raise BadInput(EQUAL, column=column, label=name)


@dataclass(frozen=True, slots=True)
class Screened:
    """What single columns tell.

    Attributes:
        told: columns that tell the label, and why they are left out.
        asked: warnings about columns that nearly do.
        aucs: how well each column ranks by itself, out of fold.
    """

    told: tuple[Remark, ...]
    asked: tuple[str, ...]
    aucs: Mapping[str, float]


def screen(customers: Customers, roles: Mapping[str, Role], seed: int) -> Screened:
    """Ask every column what it tells by itself."""
    rows = min(LOOKED_AT, max(FEWEST_LOOKED_AT, CELLS // max(len(roles), 1)))
    some = customers.take(customers.sample(rows, seed))
    folds = some.folds(3, seed)
    told, asked, aucs = [], [], {}
    for column, role in roles.items():
        alone = prepare(some.frame, {column: role}).features(some.frame)
        aucs[column] = auc = max(_aucs(alone, some.label, folds), default=0.5)
        filled = _is_filled_afterwards(some.frame[column], some.label)
        if auc >= PERFECT or filled:
            told.append(Remark(column, _why(auc, filled=filled)))
        elif auc >= SUSPECT:
            asked.append(f"{column} {sentence(ASKS, auc=f'{auc:.2f}')}.")
    return Screened(tuple(told), tuple(asked), aucs)


def _why(auc: float, *, filled: bool) -> Sentence:
    return sentence(FILLED) if filled else sentence(TELLS, auc=f"{auc:.3f}")


def _aucs(alone: Features, label: Label, folds: Folds) -> Iterator[float]:
    """Rank customers by a small tree on one column, out of fold."""
    said = np.full(len(label), np.nan)
    for learned, tested in folds:
        table = _ordered(alone, label, learned)
        tree = DecisionTreeClassifier(max_leaf_nodes=8, min_samples_leaf=5, random_state=0)
        said[tested] = tree.fit(table[learned], label[learned]).predict_proba(table[tested])[:, 1]
    tested = ~np.isnan(said)
    if 0 < label[tested].sum() < tested.sum():
        yield roc_auc(label[tested], said[tested])


def _ordered(alone: Features, label: Label, learned: np.ndarray) -> Floats:
    """Return numbers as they are, and words by how often it happened to those who share them, as learned."""
    if not alone.words:
        return alone.numbers
    codes, known = alone.codes[:, 0], label[learned].astype("float64")
    levels = len(alone.words[0].levels)
    counts = np.bincount(codes[learned], minlength=levels)
    shares = (np.bincount(codes[learned], weights=known, minlength=levels) + known.mean()) / (counts + 1)
    return np.asarray(shares[codes])[:, None]


def _is_filled_afterwards(values: pd.Series, label: Label) -> bool:
    filled = values.notna().to_numpy()
    if not FEWEST_FILLED <= filled.sum() < len(label) or label[~filled].mean() > 0.5:  # noqa: PLR2004 - most stayed
        return False
    return bool(label[filled].mean() >= PURE and filled[label == 1].mean() >= LARGE)
