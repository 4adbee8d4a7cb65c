"""Who of the open prospects will become a customer: a calibrated model if the past allows one, else the base rate."""

import warnings
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from cs_engine.metrics.satisfaction import Share, wilson

FEWEST = 50
"""Of those who converted, and of those who did not: about ten for each of the five kinds of facts a model reads."""
FEATURES = ("channel", "campaign_id", "segment", "industry", "country", "referred")
RARE = 10
"""Values of fewer prospects are one value, "other": of so few nothing can be learned."""
HORIZON_QUANTILE = 0.9
"""A prospect is judged once it had as long as nine of ten sales take."""
HOLDOUT = 0.25
"""The newest quarter is kept back to test on, as the future will be."""
LEAST_SKILL = 0.01
"""A hundredth of the base rate's error: less is luck."""
FOLDS = 5
SEED = 2026
UNKNOWN = "(unknown)"
DAY_SECONDS = 86_400


class Basis(StrEnum):
    """What chances come from."""

    MODEL = "model"
    BASE_RATE = "base_rate"


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely each open prospect is to become a customer, and how far that can be trusted.

    Attributes:
        chance: index ``prospect_id``; 0-1, given how long it has been open; empty past the horizon.
        basis: the model, or the base rate for everybody.
        why: in one sentence, why this basis.
        base: share of the judged prospects that converted, with interval and n.
        horizon_days: within how many days a conversion counts; empty without conversions.
        skill: Brier skill on the newest quarter: 0 is no better than the base rate, 1 is perfect; empty if not tested.
        auc: share of pairs on the newest quarter that the model ranks right; empty if not tested.
        tested: prospects in that quarter.
    """

    chance: pd.Series
    basis: Basis
    why: str
    base: Share
    horizon_days: float | None
    skill: float | None = None
    auc: float | None = None
    tested: int = 0


def conversion_chances(prospects: pd.DataFrame, campaigns: pd.DataFrame, now: pd.Timestamp) -> Chances:
    """Return how likely each open prospect is to become a customer.

    The model is a calibrated logistic regression on what is known from the first day on. It is used where at least 50
    judged prospects converted and 50 did not, and where on the newest quarter it beat the base rate.

    Args:
        prospects: rows of the book's ``prospects`` as known at ``now``.
        campaigns: rows of the book's ``campaigns``.
        now: UTC without zone.

    Formula:
        chance = p (1 - F(a)) / (1 - p F(a)); p: chance from the first day, F: share of the conversions that had
        happened by the age a
    Source:
        logistic regression with sigmoid calibration (Platt 1999); Bayes' rule for still being open.
    """
    prospects = prospects.sort_values(["created_at", "prospect_id"], ignore_index=True)
    age = (now - prospects["created_at"]).dt.total_seconds() / DAY_SECONDS
    took = (prospects["converted_at"] - prospects["created_at"]).dt.total_seconds() / DAY_SECONDS
    took = took.where(took >= 0)
    is_open = prospects["converted_at"].isna()
    if not took.notna().any():
        chance = pd.Series(np.nan, prospects.loc[is_open, "prospect_id"], dtype="float64")
        return Chances(chance, Basis.BASE_RATE, "No prospect has converted yet.", wilson(0, len(prospects)), None)
    horizon = float(took.quantile(HORIZON_QUANTILE))
    features = _features(prospects, campaigns)
    judged = age >= horizon
    won = (took <= horizon)[judged]
    chances = _from_start(features, won, prospects.loc[judged, "created_at"], is_open, horizon)
    still = _still_open(chances.chance, age[is_open], took[took <= horizon], horizon)
    return replace(chances, chance=still.set_axis(prospects.loc[is_open, "prospect_id"]))


def _from_start(
    features: pd.DataFrame, won: pd.Series, created: pd.Series, is_open: pd.Series, horizon: float
) -> Chances:
    base = wilson(int(won.sum()), len(won))
    everybody = pd.Series(base.value, features.index[is_open], dtype="float64")
    fewest = min(int(won.sum()), int((~won).sum()))
    if fewest < FEWEST:
        why = f"A model needs {FEWEST} prospects that converted and {FEWEST} that did not; the fewer are {fewest}."
        return Chances(everybody, Basis.BASE_RATE, why, base, horizon)
    seen = features.loc[won.index]
    skill, auc, tested = _tested(seen, won, created)
    if skill is None or skill < LEAST_SKILL:
        why = f"On the newest {tested} prospects the model told no more than the average."
        return Chances(everybody, Basis.BASE_RATE, why, base, horizon, skill, auc, tested)
    model = _fitted(seen, won)
    chance = (
        pd.Series(model.predict_proba(features[is_open].to_numpy("object"))[:, 1], everybody.index)
        if len(everybody)
        else everybody
    )
    why = f"Tested on the newest {tested} prospects, which it had not seen."
    return Chances(chance, Basis.MODEL, why, base, horizon, skill, auc, tested)


def _tested(features: pd.DataFrame, won: pd.Series, created: pd.Series) -> tuple[float | None, float | None, int]:
    """Return Brier skill and AUC on the newest quarter of a model that has seen the others."""
    order = created.sort_values(kind="stable").index
    border = round(len(order) * (1 - HOLDOUT))
    old, new = order[:border], order[border:]
    if min(won[old].sum(), (~won[old]).sum()) < FOLDS or won[new].nunique() < 2:  # noqa: PLR2004 - yes and no
        return None, None, len(new)
    said = _fitted(features.loc[old], won[old]).predict_proba(features.loc[new].to_numpy("object"))[:, 1]
    plain = np.full(len(new), won[old].mean())
    skill = 1 - brier_score_loss(won[new], said) / brier_score_loss(won[new], plain)
    return float(skill), float(roc_auc_score(won[new], said)), len(new)


def _fitted(features: pd.DataFrame, won: pd.Series) -> CalibratedClassifierCV:
    encoded = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=RARE, drop=None)
    model = make_pipeline(encoded, LogisticRegression(max_iter=1_000))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    calibrated = CalibratedClassifierCV(model, method="sigmoid", cv=folds)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # judged by the holdout, not by the solver
        warnings.filterwarnings("ignore", "Found unknown categories")  # they are "other"
        return calibrated.fit(features.to_numpy("object"), won.to_numpy(bool))


def _features(prospects: pd.DataFrame, campaigns: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of a prospect from its first day on, one text column per kind."""
    channel = prospects["campaign_id"].map(campaigns.set_index("campaign_id")["channel"])
    rows = prospects.assign(channel=channel, referred=prospects["referred_by"].notna().map({True: "yes", False: "no"}))
    return rows[list(FEATURES)].astype("object").fillna(UNKNOWN)


def _still_open(chance: pd.Series, age: pd.Series, took: pd.Series, horizon: float) -> pd.Series:
    """Return the chances given that nothing has happened for so long; empty past the horizon."""
    times = np.sort(took.to_numpy("float64"))
    passed: npt.NDArray[np.float64] = np.searchsorted(times, age.to_numpy("float64"), side="right") / len(times)
    p = chance.to_numpy("float64")
    left = np.divide(p * (1 - passed), 1 - p * passed, out=np.zeros_like(p), where=p * passed < 1)
    return pd.Series(np.where(age.to_numpy("float64") < horizon, left, np.nan), chance.index)
