"""Why a machine says what it says of an account, in a few reasons with the numbers behind them."""

from collections import defaultdict
from collections.abc import Mapping
from math import exp

import pandas as pd

from cs_engine.churn.contributions import contributions
from cs_engine.churn.machine import Machine
from cs_engine.churn.topics import CHANGED, is_changeable, kind_of
from cs_engine.records.risk import ReasonKind, RiskReason

MOST = 5
"""More than a person keeps in mind while deciding what to do."""

Values = Mapping[str, object]
"""Features of one account by name: numbers, words, or a missing value."""


def reasons(machine: Machine, now: pd.DataFrame, earlier: pd.DataFrame | None) -> dict[str, tuple[RiskReason, ...]]:
    """Return the reasons of every account.

    Args:
        machine: learned from the past of a book.
        now: all features of the accounts, indexed by account.
        earlier: the same of a quarter before, as far as they are known.
    """
    added = contributions(machine, now.reindex(columns=list(machine.preparation.columns))).on_log_odds()
    before = pd.DataFrame(columns=now.columns, index=now.index) if earlier is None else earlier.reindex(now.index)
    rows = zip(*(table.to_dict("records") for table in (added, now, before)), strict=True)
    return {
        str(account): reasons_of(effects, values, values_before, machine.telling)
        for account, (effects, values, values_before) in zip(now.index, rows, strict=True)
    }


def reasons_of(
    added: Mapping[str, float], now: Values, earlier: Values, told_from: Mapping[str, float]
) -> tuple[RiskReason, ...]:
    """Return the strongest reasons of one account, whether they raise the risk or lower it.

    What features of one kind add is one reason. It is told if it is no noise: at least as large as effects of its kind
    are on which machines learned without some of the customers agree, and never below 15 % on the odds (`noise`).

    Args:
        added: what each feature adds to the log-odds, against the average account.
        now: features of the account.
        earlier: the same a quarter before.
        told_from: by kind, the smallest effect that is told; kinds that are not in it are all noise.

    Formula:
        times = exp(sum of what the features of the kind add)
    """
    kinds: dict[ReasonKind, dict[str, float]] = defaultdict(dict)
    for name, effect in added.items():
        kinds[kind_of(name)][name] = effect
    sums = {kind: sum(effects.values()) for kind, effects in kinds.items()}
    told = [kind for kind, effect in sums.items() if abs(effect) >= told_from.get(kind, float("inf"))]
    strongest = sorted(told, key=lambda kind: (-abs(sums[kind]), kind))[:MOST]
    return tuple(_reason(kind, kinds[kind], now, earlier) for kind in strongest)


def _reason(kind: ReasonKind, effects: Mapping[str, float], now: Values, earlier: Values) -> RiskReason:
    effect = sum(effects.values())
    measure = max(sorted(effects), key=lambda name: effects[name] * (1 if effect > 0 else -1))
    shown = CHANGED.get(measure, measure)
    value = now.get(shown)
    return RiskReason(
        kind=kind,
        times=exp(effect),
        measure=measure,
        now=_number(value),
        before=_number(earlier.get(shown)),
        changeable=is_changeable(kind),
        word=value if isinstance(value, str) else None,
    )


def _number(value: object) -> float | None:
    return None if isinstance(value, str) or pd.isna(value) else float(value)  # type: ignore[arg-type, call-overload]  # a number or missing
