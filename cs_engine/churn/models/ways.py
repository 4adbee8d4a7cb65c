"""The table of ways to learn: how each is fitted and read back, and the few settings that are tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cs_engine.churn.models.cat import fit_catboost, load_catboost
from cs_engine.churn.models.ebm import fit_ebm, load_ebm
from cs_engine.churn.models.fitting import Fitted, Setting, Task
from cs_engine.churn.models.logistic import fit_logistic, load_logistic
from cs_engine.churn.models.monotone import fit_monotone, load_monotone
from cs_engine.churn.models.trees import fit_forest, fit_tree, load_trees
from cs_engine.churn.models.xgb import fit_xgboost, load_xgboost
from cs_engine.records.churn import Model


@dataclass(frozen=True, slots=True)
class Way:
    """One way to learn.

    Attributes:
        fit: learns.
        load: returns what was learned from its files.
        settings: to try, the likeliest first.
        grows: tells after each round how well it does, so that the number of rounds is chosen and not tried.
        adds: its reasons are exact on the log-odds, so it may be blended.
        stops: when time is up, and then knows less; others take no longer than they need.
    """

    fit: Callable[[Task, Setting], Fitted]
    load: Callable[[Mapping[str, bytes]], Fitted]
    settings: tuple[Setting, ...]
    grows: bool = False
    adds: bool = True
    stops: bool = False


WAYS: Mapping[Model, Way] = MappingProxyType(
    {
        Model.LOGISTIC: Way(
            fit_logistic,
            load_logistic,
            (
                {"strength": 0.1, "bent": 1},
                {"strength": 0.01, "bent": 1},
                {"strength": 1.0, "bent": 1},
                {"strength": 1.0, "bent": 0},
                {"strength": 0.1, "bent": 0},
                {"strength": 0.01, "bent": 0},
                {"strength": 0.003, "bent": 0},
                {"strength": 0.001, "bent": 0},
            ),
        ),
        Model.MONOTONE: Way(fit_monotone, load_monotone, ({"trees": 80}, {"trees": 40}, {"trees": 160})),
        Model.XGBOOST: Way(
            fit_xgboost,
            load_xgboost,
            (
                {"depth": 4, "rate": 0.05, "columns": 0.5},
                {"depth": 2, "rate": 0.07, "columns": 0.5},
                {"depth": 6, "rate": 0.05, "columns": 0.8, "weight": 1},
            ),
            grows=True,
            stops=True,
        ),
        Model.CATBOOST: Way(
            fit_catboost,
            load_catboost,
            (
                {"depth": 6, "rate": 0.04, "columns": 1.0},
                {"depth": 4, "rate": 0.06, "columns": 0.5},
                {"depth": 8, "rate": 0.06, "columns": 0.8, "ridge": 6},
            ),
            grows=True,
            stops=True,
        ),
        Model.EBM: Way(fit_ebm, load_ebm, ({"pairs": 0}, {"pairs": 10}), stops=True),
        Model.FOREST: Way(
            fit_forest,
            load_trees,
            ({"leaf": 5, "share": 0}, {"leaf": 2, "share": 0.4}, {"leaf": 1, "share": 0}, {"leaf": 15, "share": 0.4}),
            adds=False,
            stops=True,
        ),
        Model.TREE: Way(fit_tree, load_trees, ({"depth": 6, "leaf": 20}, {"depth": 4, "leaf": 50}), adds=False),
    }
)
"""In the order in which they are tried: what is quick and usually good comes first."""
