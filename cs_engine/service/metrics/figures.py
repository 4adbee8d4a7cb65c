"""One set of figures: of a book or a group, over one period."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import pandas as pd

from cs_engine.metrics.cohorts import cohort_triangle, months_survived
from cs_engine.metrics.contracts_held import Contracts
from cs_engine.metrics.conversion import conversion_of_period
from cs_engine.metrics.intervals import bootstrap_mean, ratio_interval
from cs_engine.metrics.loyalty import retention_sheet
from cs_engine.metrics.repurchase import repurchase_rate
from cs_engine.metrics.revenue import movements, quick_ratio, waterfall
from cs_engine.metrics.satisfaction import WINDOW_DAYS, Share, answer_rate, ces, csat, latest_answers, nps, wilson
from cs_engine.metrics.survival import lifetimes, survival_curve, surviving
from cs_engine.metrics.wellbeing import satisfaction_score, simple_health, usage_score
from cs_engine.service.metrics.reading import Material

NO_REFERRALS = "nothing in the book says who referred whom"
FEW_ANSWERS = "fewer than ten answers"
NOTHING_LOST = "nothing was lost"
YEAR_DAYS, YEAR_MONTHS = 365, 12
USAGE_FRESH_DAYS = 14
"""Two weekly deliveries may fail; older usage says nothing about today."""
SCORED = frozenset({"active", "notice_given"})
"""Who has a score and not a status in its place."""
Rates = Callable[[datetime], Mapping[str, float]]
"""The exchange rates at an instant; empty where there is one currency only."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of one period, before it is compared; ``of`` as in ``Figure``."""

    id: str
    value: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    of: str | None = None
    answer_rate: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A period's two instants, and the money it is told in: currency by currency, or one by rates."""

    start: datetime
    end: datetime
    rates: Rates | None
    reporting: str | None

    def moved(self, contracts: Contracts) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the movements of each currency, or of all at the rates of their days."""
        rates = self.rates
        if rates is not None and self.reporting is not None:
            yield self.reporting, movements(contracts, self.start, self.end, rates(self.start), rates(self.end))
            return
        for currency, those in contracts.by_currency.items():
            yield currency, movements(those, self.start, self.end)


@dataclass(frozen=True, eq=False)
class Course:
    """What became of every customer over a stretch, found once for all groups of them, from all contracts."""

    stretch: Stretch
    contracts: Contracts

    def moved(self, accounts: pd.Index) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the movements of some accounts, by currency as they are told.

        Raises:
            BadInput: a rate is missing.
        """
        for currency, billed, moved in self._money:
            if billed.isin(accounts).any():
                yield currency, _among(moved, accounts)

    def counted(self, accounts: pd.Index) -> pd.DataFrame:
        """Return the movements of some accounts over all currencies, where only who came and went counts."""
        return _among(self._heads, accounts)

    def lasted(self, accounts: pd.Index) -> pd.DataFrame:
        """Return how long some accounts have been customers by the end, as in ``lifetimes``."""
        return _among(self._lifetimes, accounts)

    @cached_property
    def _money(self) -> tuple[tuple[str, pd.Index, pd.DataFrame], ...]:
        together = self.stretch.reporting is not None
        apart = {} if together else self.contracts.by_currency
        return tuple(
            (currency, pd.Index(apart.get(currency, self.contracts).lines["account_id"].unique()), moved)
            for currency, moved in self.stretch.moved(self.contracts)
        )

    @cached_property
    def _heads(self) -> pd.DataFrame:
        alike = dict.fromkeys(self.contracts.lines["currency"].fillna("").unique(), 1.0)
        return movements(self.contracts, self.stretch.start, self.stretch.end, alike, alike)

    @cached_property
    def _lifetimes(self) -> pd.DataFrame:
        return lifetimes(self.contracts, self.stretch.end)


def readings(material: Material, course: Course) -> Iterator[Reading]:
    """Yield every figure that the material gives, and a note where it gives none.

    Raises:
        BadInput: a rate is missing.
    """
    yield from without_money(material, course)
    yield from _revenue(course.moved(material.accounts))


def without_money(material: Material, course: Course) -> Iterator[Reading]:
    """Yield the figures that need no exchange rate."""
    stretch = course.stretch
    yield from _surveys(material, stretch.end)
    yield from _customers(course.counted(material.accounts))
    yield _shared("L3", repurchase_rate(material.orders, stretch.start, stretch.end))
    yield Reading("L4", None, note=NO_REFERRALS)
    yield from _lasting(material.lines, course.lasted(material.accounts), stretch.end)
    yield _shared("G4", conversion_of_period(material.prospects, stretch.start, stretch.end))
    yield from _health(material, stretch.end)


def _among(table: pd.DataFrame, accounts: pd.Index) -> pd.DataFrame:
    return table[table.index.isin(accounts)]


def _surveys(material: Material, end: datetime) -> Iterator[Reading]:
    responses = material.responses
    for survey, told in (("csat", _csat), ("nps", _nps), ("ces", _ces)):
        rate = answer_rate(responses, end, survey).value
        for occasion in ("relationship", "transactional", None):
            scores = latest_answers(responses, end, survey, occasion)["score"]
            if len(scores):
                yield from told(scores, occasion, rate)
    rated = _recent_ratings(material.tickets, end)
    if len(rated):
        yield from _csat(rated, "tickets", None)


def _recent_ratings(tickets: pd.DataFrame, end: datetime) -> pd.Series:
    last = pd.Timestamp(end).tz_convert("UTC").tz_localize(None)
    recent = (tickets["closed_at"] < last) & (tickets["closed_at"] >= last - timedelta(days=WINDOW_DAYS))
    return tickets.loc[recent, "csat"].dropna()


def _csat(scores: pd.Series, of: str | None, rate: float | None) -> Iterator[Reading]:
    yield Reading("S1", float(scores.mean()), len(scores), *bootstrap_mean(scores), "bootstrap", of, rate)
    yield _shared("S2", csat(scores), of, rate)


def _nps(scores: pd.Series, of: str | None, rate: float | None) -> Iterator[Reading]:
    found = nps(scores)
    note = None if found.value is not None else FEW_ANSWERS
    yield Reading("S6", found.value, found.n, found.low, found.high, "adjusted_wald", of, rate, note)


def _ces(scores: pd.Series, of: str | None, rate: float | None) -> Iterator[Reading]:
    yield Reading("S7", ces(scores).mean, len(scores), *bootstrap_mean(scores), "bootstrap", of, rate)


def _customers(moved: pd.DataFrame) -> Iterator[Reading]:
    """Customers are counted over all currencies, so one unit of each is as good as another."""
    sheet = retention_sheet(moved)
    lost = int(sheet["left"].sum())
    yield _shared("L1", wilson(len(sheet) - lost, len(sheet)))
    yield _shared("L2", wilson(lost, len(sheet)))


def _revenue(moved_by_currency: Iterable[tuple[str, pd.DataFrame]]) -> Iterator[Reading]:
    for currency, moved in moved_by_currency:
        sheet = retention_sheet(moved)
        start = sheet["start"]
        for name, kept in (("L5", sheet["kept_at_most"]), ("L6", sheet["kept"])):
            value = float(kept.sum() / start.sum()) if len(sheet) else None
            yield Reading(name, value, len(sheet), *ratio_interval(kept, start), of=currency)
        totals = waterfall(moved)
        ratio = quick_ratio(totals)
        yield Reading("G5", ratio, len(moved), of=currency, note=NOTHING_LOST if ratio is None else None)
        earning = int((moved["end"] > 0).sum())
        yield Reading("MRR", float(totals["end"]) / 100 if earning else None, earning, of=currency)


def _lasting(lines: pd.DataFrame, lasted: pd.DataFrame, end: datetime) -> Iterator[Reading]:
    first = lines["start_date"].min()
    if pd.notna(first):
        triangle = cohort_triangle(lines, first.date(), end.date())
        yield _shared("L7", wilson(*months_survived(triangle, YEAR_MONTHS)), "12 months")
    if len(lasted):
        share, low, high = surviving(survival_curve(lasted["days"], lasted["lost"]), YEAR_DAYS)
        yield Reading("L8", share, len(lasted), low, high, "log_log", "12 months")


def _health(material: Material, end: datetime) -> Iterator[Reading]:
    facts = material.facts.get(end, pd.DataFrame())
    scored = facts[facts["status"].isin(SCORED)] if len(facts) else facts
    if len(scored):
        usage, satisfaction = _usage(scored), _satisfaction(scored, end)
        yield _mean("H1", simple_health(usage, satisfaction))
        yield _mean("H3", usage)
        yield _mean("H4", satisfaction)
    scores = material.scores.get(end, pd.DataFrame())
    if len(scores):
        yield _mean("H2", scores["score"])
        yield _mean("H5", scores["coverage"])


def _usage(facts: pd.DataFrame) -> pd.Series:
    seats = facts["seats"].astype("float64").where(facts["seat_model"] != "unlimited")
    known, prior = facts["features_known"].astype("float64"), facts["active_users_prior"]
    figures = pd.DataFrame(
        {
            "active_days": facts["active_days"].astype("float64"),
            "features_used": facts["features_used"].astype("float64") / known.where(known > 0),
            "events_per_user": facts["events_per_user"],
            "seats_used": facts["active_users"] / seats.where(seats > 0),
            "trend": facts["active_users"] / prior.where(prior > 0),
        }
    )
    fresh = (facts["usage_age_days"].astype("float64") <= USAGE_FRESH_DAYS).to_numpy()
    return usage_score(figures.where(pd.Series(fresh, index=figures.index), axis=0))


def _satisfaction(facts: pd.DataFrame, end: datetime) -> pd.Series:
    instant = pd.Timestamp(end).tz_convert("UTC").tz_localize(None)
    names = ("nps", "csat", "ces")
    answers = pd.DataFrame({name: facts[f"{name}_score"] for name in names})
    ages = pd.DataFrame({name: (instant - facts[f"{name}_at"]).dt.total_seconds() / 86_400 for name in names})
    return satisfaction_score(answers, ages)


def _mean(name: str, values: pd.Series) -> Reading:
    known = values.dropna().astype("float64")
    if known.empty:
        return Reading(name, None, 0)
    return Reading(name, float(known.mean()), len(known), *bootstrap_mean(known), "bootstrap")


def _shared(name: str, share: Share, of: str | None = None, rate: float | None = None) -> Reading:
    method = None if share.value is None else "wilson"
    return Reading(name, share.value, share.n, share.low, share.high, method, of, rate)
