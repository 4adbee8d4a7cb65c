"""What a machine would say if a few things that somebody can change were different."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cs_engine.churn.account_features import Known, account_features
from cs_engine.churn.contributions import contributions
from cs_engine.churn.features import Floats
from cs_engine.churn.levers import LEVERS, Around
from cs_engine.churn.machine import Machine
from cs_engine.churn.models.fitting import to_log_odds, to_probability
from cs_engine.churn.noise import by_topic
from cs_engine.churn.topics import kind_of
from cs_engine.churn.training_set import current_features
from cs_engine.records.risk import Change, ReasonKind, WhatIf

MOST = 3
"""Things to work on at once."""
WORTH = 0.01
"""One percentage point: less cannot be seen in what is told."""


def what_ifs(machine: Machine, now: Known, earlier: Known | None, accounts: pd.Index) -> dict[str, WhatIf]:
    """Return what one to three changes would come to, for the accounts for which they come to something.

    Only what raises the risk of an account and can be changed is moved, at most once per kind, and no farther than to
    what is usual among those the machine learned from or what the account itself showed a quarter earlier, whichever is
    nearer. What follows from a change is worked out from the changed facts: users fill seats, lift their trend and do
    more. A change must lower the log-odds by as much as effects of its kind must be for not being noise (`noise`), and
    all together the probability by a point. It is what goes with such values elsewhere, not what the change causes.

    Args:
        machine: learned from the past of a book.
        now: what is known.
        earlier: a quarter before.
        accounts: ids, of those that are live.
    """
    if not len(accounts):
        return {}
    bench = _Bench.of(machine, now, earlier, accounts)
    chosen = bench.chosen()
    steps = [bench.said([found[:count] for found in chosen]) for count in range(1, MOST + 1)]
    return {
        str(account): found
        for place, account in enumerate(accounts)
        if (found := bench.told(place, chosen[place], [step[place] for step in steps])) is not None
    }


@dataclass(frozen=True, eq=False)
class _Bench:
    """Accounts on which levers are tried, one after another.

    Attributes:
        usual: log-odds as things are.
        pushing: what each kind adds to the log-odds, for each account.
        accounts: their ids.
        values: of the levers' measures, one column per lever in their order; NaN is unknown.
        goals: the same as they could be; NaN where there is nothing to change.
    """

    machine: Machine
    now: Known
    earlier: Known | None
    usual: Floats
    pushing: Sequence[Mapping[str, float]]
    accounts: pd.Index
    values: Floats
    goals: Floats

    @classmethod
    def of(cls, machine: Machine, now: Known, earlier: Known | None, accounts: pd.Index) -> "_Bench":
        features = current_features(now, earlier).loc[accounts]
        before = features.iloc[:0] if earlier is None else account_features(earlier, None)
        around = Around(features, before.reindex(accounts), machine.typical, now.facts.loc[accounts])
        used = features.reindex(columns=list(machine.preparation.columns))
        pushing = by_topic(contributions(machine, used).on_log_odds(), kind_of).to_dict("records")
        values = features[[lever.measure for lever in LEVERS]].to_numpy("float64")
        goals = np.column_stack([lever.target(around).to_numpy("float64") for lever in LEVERS])
        usual = to_log_odds(machine.probability(used))
        return cls(machine, now, earlier, usual, pushing, accounts, values, goals)  # type: ignore[arg-type]  # topics are words

    def chosen(self) -> list[list[int]]:
        """Return for each account the levers that lower its risk most, the best first and one per kind."""
        gains = np.column_stack([self._gain(lever) for lever in range(len(LEVERS))])
        return [_first_of_kinds(row) for row in gains]

    def said(self, levers: Sequence[Sequence[int]]) -> Floats:
        """Return the log-odds if all the levers of each account were pulled."""
        known = self.now
        for place, lever in enumerate(LEVERS):
            pulled = np.array([place in some for some in levers])
            if pulled.any():
                known = lever.pull(known, pd.Series(self.goals[:, place], self.accounts).where(pulled))
        return self._of(known, self.accounts)

    def told(self, account: int, levers: Sequence[int], said: Sequence[float]) -> WhatIf | None:
        """Return what the levers of one account come to: as many as each still lowers what the ones before left."""
        if not levers:
            return None
        count, before = 1, said[0]
        for lever, after in zip(levers[1:], said[1:], strict=False):
            if before - after < self._least(lever):
                break
            count, before = count + 1, after
        usual, then = to_probability(np.array([self.usual[account], before])).tolist()
        if usual - then < WORTH:
            return None
        return WhatIf(tuple(self._change(account, lever) for lever in levers[:count]), then)

    def _gain(self, place: int) -> Floats:
        """Return by how much one lever alone lowers the log-odds of each account; 0 where that is noise."""
        raises = np.array([self._kind(account, place)[1] > 0 for account in range(len(self.accounts))])
        moved = np.flatnonzero(raises & ~np.isnan(self.goals[:, place]))
        gain = np.zeros(len(self.accounts))
        if len(moved):
            goals = pd.Series(self.goals[moved, place], self.accounts[moved])
            gain[moved] = self.usual[moved] - self._of(LEVERS[place].pull(self.now, goals), goals.index)
        return np.where(gain >= self._least(place), gain, 0.0)

    def _least(self, lever: int) -> float:
        """Return from which effect on a lever tells something."""
        return min((self.machine.telling.get(kind, np.inf) for kind in LEVERS[lever].kinds), default=np.inf)

    def _kind(self, account: int, lever: int) -> tuple[ReasonKind, float]:
        """Return what raises the risk most of what a lever acts on, and by how much."""
        adds = self.pushing[account]
        return max(((kind, adds.get(kind, 0.0)) for kind in LEVERS[lever].kinds), key=lambda one: one[1])

    def _of(self, known: Known, accounts: pd.Index) -> Floats:
        features = current_features(known, self.earlier).loc[accounts]
        used = features.reindex(columns=list(self.machine.preparation.columns))
        return to_log_odds(self.machine.probability(used))

    def _change(self, account: int, lever: int) -> Change:
        now = float(self.values[account, lever])
        kind, _ = self._kind(account, lever)
        known = None if np.isnan(now) else now
        return Change(kind, LEVERS[lever].measure, known, float(self.goals[account, lever]))


def _first_of_kinds(gains: Floats) -> list[int]:
    found: dict[ReasonKind, int] = {}
    for lever in sorted(np.flatnonzero(gains > 0).tolist(), key=lambda each: (-gains[each], each)):
        found.setdefault(LEVERS[lever].kinds[0], lever)
    return list(found.values())[:MOST]
