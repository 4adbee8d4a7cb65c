"""Where each step of the ladder takes over: ``python -m tests.benchmarks.learning_curves [ACCOUNTS] [SEED …]``.

A sample company is simulated. Its later as-of days are forecast from parts of its earlier past: from so many accounts,
drawn by chance, as hold so many losses. Prints mean log loss and ROC-AUC by number of losses, as a table in Markdown.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import fact_rows
from cs_engine.churn import ranking
from cs_engine.churn.account_features import Known
from cs_engine.churn.customers import Customers
from cs_engine.churn.features import Floats, Rows
from cs_engine.churn.ladder import band_risk
from cs_engine.churn.learning import learn
from cs_engine.churn.out_of_time import without_moments
from cs_engine.churn.training_set import TrainingSet, training_set
from cs_engine.errors import BadInput
from cs_engine.health.assess import Context, assess
from cs_engine.health.reading import load_presets
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import ASSUMED, MONTHLY, OUTCOME_DAYS, BaseRates, Seen
from cs_engine.records.bands import Band
from cs_engine.records.churn import Model, Wanted
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.churn.past import PastReader
from cs_engine.service.intake.sampling import load_sample
from cs_engine.service.scoring.refresh import connected_at

LOSSES = (5, 10, 15, 20, 30, 40, 60, 80, 120, 160, 240)
DRAWS = 3
FULL_FROM, FULL_BUDGET = 60, 40.0
"""The best of all ways takes long, and is no match where there are few losses."""
UNTIL = date(2026, 10, 31)
LEARNED = 0.6
"""Share of the as-of days before the first tested one."""
APART = 3
"""Of as-of days: windows that bands are counted in do not overlap."""


@dataclass(frozen=True, eq=False)
class Company:
    """Rows to learn from, those to test on, and the band of each."""

    customers: Customers
    bands: Sequence[Band | None]
    learned: Rows
    tested: Rows

    def losses(self, rows: Rows) -> int:
        """Return how many accounts were lost in some rows."""
        groups = self._groups[rows]
        return len(np.unique(groups[self.customers.label[rows] == 1]))

    def part(self, losses: int, seed: int) -> Rows:
        """Return the past of so many accounts, drawn by chance, as hold so many losses."""
        accounts = np.random.default_rng(seed).permutation(np.unique(self._groups))
        lost = np.isin(accounts, self._groups[self.learned][self.customers.label[self.learned] == 1])
        chosen = accounts[: int(np.searchsorted(np.cumsum(lost), losses)) + 1]
        return self.learned[np.isin(self._groups[self.learned], chosen)]

    @property
    def _groups(self) -> Rows:
        return np.asarray(self.customers.groups)


def main(accounts: str = "3000", *seeds: str) -> None:
    """Print the curves."""
    found: dict[tuple[int, str], list[tuple[float, float]]] = defaultdict(list)
    for seed in seeds or ("7", "8"):
        one = company(int(accounts), int(seed))
        print(f"seed {seed}: {one.losses(one.learned)} losses to learn from, {len(one.tested):,} rows to test on")
        for losses in LOSSES:
            if losses <= one.losses(one.learned):
                _try(one, losses, found)
    ways = ("assumed", "bands", "small", "full")
    print("| losses |" + "|".join(ways) + "|\n|" + "---|" * (len(ways) + 1))
    for losses in LOSSES:
        print(f"| {losses} |" + "|".join(_cell(found[losses, way]) for way in ways) + "|")


def company(accounts: int, seed: int) -> Company:
    """Simulate a company and read its past."""
    with TemporaryDirectory() as folder:
        url = f"duckdb://{folder}/book.duckdb"
        load_sample(SampleSpec(accounts=accounts, seed=seed, until=UNTIL), book_url=url, workdir=Path(folder))
        with open_book(url) as book:
            reader = PastReader(book, UTC)
            past = list(reader.past())
            read = training_set(past, reader.last)
    bands = _bands(past, read)
    known, settled = np.asarray(read.customers.known), np.asarray(read.customers.settled)
    days = np.unique(known)
    first = days[int(len(days) * LEARNED)]
    scored = np.array([band in ASSUMED for band in bands])
    return Company(read.customers, bands, np.flatnonzero(settled <= first), np.flatnonzero((known >= first) & scored))


def _bands(past: Sequence[Known], read: TrainingSet) -> Sequence[Band | None]:
    """Return the band of every row, as the score of its day was or would have been."""
    cards, before = load_presets(), dict[str, Snapshot]()
    found: dict[tuple[str, pd.Timestamp], Band | None] = {}
    for known in past:
        context = Context(known.as_of, (known.day - timedelta(days=1)).date(), connected_at(known.facts))
        for row in fact_rows(known.facts):
            name = str(row["account_id"])
            before[name] = assess(row, cards, context, [before[name]] if name in before else [])
            found[name, known.day] = before[name].band
    return [found[name, day] for name, day in zip(read.accounts, read.days, strict=True)]


def _try(one: Company, losses: int, found: dict[tuple[int, str], list[tuple[float, float]]]) -> None:
    label = one.customers.label[one.tested]
    for draw in range(DRAWS):
        part = one.part(losses, draw)
        ways: dict[str, Callable[[], Floats]] = {
            "assumed": lambda: _by_band(one, BaseRates()),
            "bands": lambda part=part: _by_band(one, _rates(one, part)),  # type: ignore[misc]  # bound at once
            "small": lambda part=part: _learned(one, part, Model.MONOTONE, 30.0),  # type: ignore[misc]  # same
        }
        if losses >= FULL_FROM:
            ways["full"] = lambda part=part: _learned(one, part, Model.AUTO, FULL_BUDGET)  # type: ignore[misc]  # same
        for way, run in ways.items():
            try:
                said = run()
            except BadInput:
                continue
            found[losses, way].append((ranking.log_loss(label, said), ranking.roc_auc(label, said)))
            print(losses, draw, way, len(part), *found[losses, way][-1], file=sys.stderr, flush=True)


def _learned(one: Company, part: Rows, model: Model, budget: float) -> Floats:
    machine = learn(without_moments(one.customers.take(part)), Wanted(time.monotonic, model, budget))
    return machine.probability(one.customers.frame.iloc[one.tested])


def _by_band(one: Company, rates: BaseRates) -> Floats:
    frame = one.customers.frame.iloc[one.tested]
    asked = zip(one.tested, frame["term_months"], frame["decision_days"], strict=True)
    found = [band_risk(one.bands[row], _whole(term), _whole(days), rates) for row, term, days in asked]
    return np.array([0.0 if risk is None else risk.probability for risk in found])


def _rates(one: Company, part: Rows) -> BaseRates:
    """Count losses by band as they are counted in the memory: in windows that do not overlap."""
    known = np.asarray(one.customers.known)
    days = np.unique(known[part])[::-APART]
    counts: tuple[dict[Band, list[int]], ...] = ({}, {}, {})
    frame = one.customers.frame
    for row in part[np.isin(known[part], days)]:
        band = one.bands[row]
        if band is not None:
            seen = counts[_kind(frame["term_months"].iloc[row], frame["decision_days"].iloc[row])].setdefault(
                band, [0, 0]
            )
            seen[0] += int(one.customers.label[row])
            seen[1] += 1
    return BaseRates(*(_seen(each) for each in counts))


def _kind(term: float, days: float) -> int:
    if term == MONTHLY:
        return 0
    return 1 if days <= OUTCOME_DAYS else 2


def _seen(counts: Mapping[Band, list[int]]) -> dict[Band, Seen]:
    return {band: Seen(*each) for band, each in counts.items()}


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _cell(found: Sequence[tuple[float, float]]) -> str:
    if not found:
        return " "
    loss, area = np.mean(found, axis=0)
    return f"{loss:.4f} ({area:.2f})"


if __name__ == "__main__":
    main(*sys.argv[1:])
