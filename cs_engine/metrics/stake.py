"""The money at stake in one account: when it is decided, how likely it is lost, and what that comes to."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from cs_engine.records.account import Basis, Stake
from cs_engine.records.bands import Band

MONTHLY = 1
"""A term of one month: the customer may leave on any day."""
URGENT_DAYS = 30
"""Inside the last month before a decision nothing is left to wait for."""
DISTANT_DAYS = 180
"""Half a year ahead there is still time for every play."""
DISTANT_URGENCY = 0.25
"""Far decisions still count a quarter: a large distant loss must outrank a tiny near one."""
ASSUMED: Mapping[Band, float] = MappingProxyType({Band.HEALTHY: 0.02, Band.WATCH: 0.06, Band.AT_RISK: 0.18})
"""Chance of being lost within 90 days before we have seen anything: about 8, 22 and 55 % a year, threefold per band.

Always shown as assumed. Unknown and Leaving are not in it: one is not known, the other is decided.
"""
PRIOR_EXPOSURES = 50
"""How many observations the assumed table is worth: about as many as show one loss among Healthy accounts."""
OUTCOME_DAYS = 90
"""Length of the windows in which losses of monthly accounts are counted."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What an account has agreed to; ``None`` is unknown."""

    arr: float | None
    currency: str | None
    term_months: int | None
    renewal_date: date | None
    notice_days: int | None
    auto_renew: bool | None


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a band was followed by a loss: ``losses`` of ``exposures``."""

    losses: int
    exposures: int


@dataclass(frozen=True, slots=True)
class BaseRates:
    """What this company's own past says, by band.

    ``windows`` counts 90-day windows of monthly accounts, ``decisions`` counts decision dates that passed
    in accounts with longer terms. They are kept apart, for a year's contract is not lost a little every day.
    ``waiting`` counts 90-day windows of longer terms in which no decision is due: hardly any of them is lost.
    """

    windows: Mapping[Band, Seen] = field(default_factory=dict)
    decisions: Mapping[Band, Seen] = field(default_factory=dict)
    waiting: Mapping[Band, Seen] = field(default_factory=dict)


NO_HISTORY = BaseRates()


@dataclass(frozen=True, slots=True)
class LossProbability:
    """A chance of loss with where it comes from and how many observations stand behind it."""

    value: float
    basis: Basis
    n: int


@dataclass(frozen=True, slots=True)
class ModelChance:
    """What a model says of one account: chance of a loss within ``horizon`` days, learned from ``n`` losses."""

    value: float
    n: int
    horizon: float


@dataclass(frozen=True, slots=True)
class Position:
    """One account's revenue in a total."""

    arr: float | None
    currency: str | None
    band: Band | None
    open_episode: bool = False


def decision_date(contract: Contract, on: date) -> date | None:
    """Return the next day by which the customer decides, or ``None`` when the contract does not tell.

    Monthly contracts are decided on any day, so on ``on`` itself. Others are decided at the notice deadline,
    or at the renewal when no notice period is known. When the deadline has passed without notice, an
    auto-renewing contract is settled and the next term's deadline counts; any other stays open until its renewal.

    Formula:
        renewal date - notice days
    Source:
        a contract is lost when notice is given, not when it ends; so urgency counts to the last day of notice.
    """
    if contract.term_months == MONTHLY:
        return on
    if contract.renewal_date is None:
        return None
    deadline = contract.renewal_date - timedelta(days=contract.notice_days or 0)
    if deadline >= on:
        return deadline
    if contract.auto_renew and contract.term_months is not None:
        return _next_deadline(contract.renewal_date, contract.term_months, contract.notice_days or 0, on)
    return contract.renewal_date


def urgency(days_to_decision: int | None) -> float | None:
    """Return how much a decision's nearness counts, 0.25-1; ``None`` when the day is unknown.

    Formula:
        1 up to 30 days, 0.25 from 180 days, a straight line between
    """
    if days_to_decision is None:
        return None
    way = (days_to_decision - URGENT_DAYS) / (DISTANT_DAYS - URGENT_DAYS)
    return 1.0 - (1.0 - DISTANT_URGENCY) * min(1.0, max(0.0, way))


def is_early_warning(term_months: int | None, days_to_decision: int | None) -> bool:
    """Whether the decision of a longer contract is too far away to expect a sum from it."""
    return term_months != MONTHLY and days_to_decision is not None and days_to_decision > DISTANT_DAYS


def loss_probability(
    band: Band | None, term_months: int | None, rates: BaseRates = NO_HISTORY
) -> LossProbability | None:
    """Return the chance that the account does not renew at its next decision, or ``None`` for Unknown and Leaving.

    Monthly accounts: lost within 90 days. Longer terms: not renewed at their own next decision date. Before any
    such decision was observed, longer terms use the assumed 90-day figure as it is: it is a placeholder for the
    order of accounts, not an estimate, and ``Basis.ASSUMED`` says so.

    Formula:
        (losses + 50 x assumed) / (exposures + 50)
    Source:
        posterior mean of a beta-binomial whose prior mean is the assumed table; few observations move it little.
    """
    assumed = None if band is None else ASSUMED.get(band)
    if band is None or assumed is None:
        return None
    seen = (rates.windows if term_months == MONTHLY else rates.decisions).get(band)
    if seen is None or seen.exposures == 0:
        return LossProbability(assumed, Basis.ASSUMED, 0)
    shrunken = (seen.losses + PRIOR_EXPOSURES * assumed) / (seen.exposures + PRIOR_EXPOSURES)
    return LossProbability(shrunken, Basis.BASE_RATE, seen.exposures)


def expected_revenue_at_risk(probability: float | None, arr: float | None, *, early_warning: bool) -> float | None:
    """Return the revenue expected to be lost at the next decision, in the contract's currency.

    ``None`` when the chance or the revenue is unknown, and for an early warning, which is not summed.

    Formula:
        P(not renewing at the next decision date) x ARR up for decision then
    Source:
        R1 of the field's renewal forecasts. The whole ARR counts as up at the decision of the largest line.
    """
    if early_warning or probability is None or arr is None:
        return None
    return round(probability * arr, 2)


def by_model(chance: ModelChance, term_months: int | None, days_to_decision: int | None) -> LossProbability | None:
    """Return a model's chance where it is that of the next decision: it lies within the horizon, or may be any day."""
    if term_months == MONTHLY or (days_to_decision is not None and days_to_decision <= chance.horizon):
        return LossProbability(chance.value, Basis.MODEL, chance.n)
    return None


def assess_stake(
    contract: Contract,
    band: Band | None,
    as_of: datetime,
    rates: BaseRates = NO_HISTORY,
    model: ModelChance | None = None,
) -> Stake:
    """Return the money at stake in one account as of an instant.

    What a model says of the next decision wins over what followed the band; of Unknown and Leaving nothing is expected.
    """
    decision = decision_date(contract, as_of.date())
    days = None if decision is None else (decision - as_of.date()).days
    early = is_early_warning(contract.term_months, days)
    chance = loss_probability(band, contract.term_months, rates)
    if chance is not None and model is not None:
        chance = by_model(model, contract.term_months, days) or chance
    value = None if chance is None else chance.value
    return Stake(
        arr=contract.arr,
        currency=contract.currency,
        term_months=contract.term_months,
        auto_renew=contract.auto_renew,
        renewal_date=contract.renewal_date,
        decision_date=decision,
        days_to_decision=days,
        early_warning=early,
        probability=value,
        probability_basis=None if chance is None else chance.basis,
        probability_n=None if chance is None else chance.n,
        expected_revenue_at_risk=expected_revenue_at_risk(value, contract.arr, early_warning=early),
        urgency=urgency(days),
    )


def rank(stake: Stake) -> float:
    """Return what lists are ordered by: expected revenue at risk x urgency; 0 when unknown or an early warning.

    A contract whose decision date is unknown counts as distant: known revenue at risk must not vanish.
    """
    nearness = DISTANT_URGENCY if stake.urgency is None else stake.urgency
    return (stake.expected_revenue_at_risk or 0.0) * nearness


def arr_at_risk(positions: Iterable[Position]) -> dict[str, float]:
    """Return the full ARR of accounts that are At risk or have an open episode, by currency.

    This is not the expected loss: nobody loses all of them. Currencies are never added up; accounts
    without a known ARR or currency are not in it.
    """
    cents: dict[str, int] = {}
    for position in positions:
        counts = position.band is Band.AT_RISK or position.open_episode
        if counts and position.arr is not None and position.currency is not None:
            cents[position.currency] = cents.get(position.currency, 0) + round(position.arr * 100)
    return {currency: cents[currency] / 100 for currency in sorted(cents)}


def _next_deadline(renewal: date, term_months: int, notice_days: int, on: date) -> date:
    """Return the first deadline on or after ``on`` of the terms that follow ``renewal``."""
    terms = 1
    while (deadline := months_later(renewal, terms * term_months) - timedelta(days=notice_days)) < on:
        terms += 1
    return deadline


def months_later(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
