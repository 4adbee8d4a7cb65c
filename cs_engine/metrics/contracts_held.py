"""What every customer has under contract on a day: service periods as arrays, so that sixty months cost little."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from cs_engine.errors import BadInput
from cs_engine.metrics.service_periods import FOREVER, as_published, service_periods

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
READS = (
    "subscription_id",
    "account_id",
    "product",
    "plan",
    "start_date",
    "end_date",
    "paused_from",
    "paused_until",
    "seats",
    "mrr",
    "currency",
    "is_trial",
    "known_at",
)
"""The columns of ``subscriptions`` that service is read from."""
INSTANTS_KEPT = 3
"""Figures are made of the ends of a period and of the one before; more would only fill memory."""
ONE_CURRENCY: Mapping[str, float] = {}
"""Without rates, all lines must be in one currency."""


def day_number(day: pd.Timestamp) -> int:
    """Return a day as a whole number since 1970."""
    return int(np.datetime64(day, "D").astype("int64"))


NEVER = day_number(FOREVER)


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """Service periods as arrays: one entry per period, by account and first day; days as whole numbers since 1970.

    ``account`` and ``currency`` are places in ``accounts`` and ``currencies``; ``offer`` numbers what is priced as
    one, an account's product and plan; ``offer_account`` tells whose each is. ``first_seen`` is each account's first
    day of service.
    """

    accounts: pd.Index
    currencies: tuple[str, ...]
    account: Ints
    currency: Ints
    offer: Ints
    offer_account: Ints
    first_seen: Ints
    cents: Ints
    seats: Numbers
    first: Ints
    last: Ints
    pause_first: Ints
    pause_last: Ints
    spell: Ints

    @classmethod
    def of(cls, lines: pd.DataFrame) -> "Periods":
        """Return the service periods of contract lines.

        Args:
            lines: rows of the book's ``subscriptions`` as known at one instant.
        """
        periods = service_periods(lines)
        account, accounts = pd.factorize(periods["account_id"], sort=True)
        currency, currencies = pd.factorize(periods["currency"], sort=True)
        offer, offer_account = _offers(periods, account)
        first = _days(periods["first"])
        return cls(
            accounts=pd.Index(accounts, name="account_id"),
            currencies=tuple(str(each) for each in currencies),
            account=account,
            currency=currency,
            offer=offer,
            offer_account=offer_account,
            first_seen=_earliest(account, first, len(accounts)),
            cents=periods["cents"].to_numpy("int64"),
            seats=periods["seats"].to_numpy("float64"),
            first=first,
            last=_days(periods["last"]),
            pause_first=_days(periods["pause_first"]),
            pause_last=_days(periods["pause_last"]),
            spell=periods["spell"].to_numpy("int64"),
        )


class Contracts:
    """Contract lines, and their service periods, read once for all figures of an instant.

    Attributes:
        lines: rows of the book's ``subscriptions`` as known at one moment; nobody may change them.
        published: their service periods as a month closed at an instant was made from.
    """

    def __init__(self, lines: pd.DataFrame) -> None:
        """Read from ``lines``."""
        self.lines = lines
        self.published = lru_cache(INSTANTS_KEPT)(self._as_published)

    @classmethod
    def of(cls, lines: "pd.DataFrame | Contracts") -> "Contracts":
        """Return what is given, lines or what was read from them already."""
        return lines if isinstance(lines, Contracts) else cls(lines)

    @cached_property
    def periods(self) -> Periods:
        """The service periods of all lines, whenever they became known."""
        return Periods.of(self.lines)

    @cached_property
    def by_currency(self) -> "Mapping[str, Contracts]":
        """The contracts in each currency; empty words stand for an unknown one."""
        found = list(self.lines.groupby(self.lines["currency"].fillna("")))
        if len(found) == 1:
            return {str(found[0][0]): self}
        return {str(name): Contracts(those) for name, those in found}

    def _as_published(self, at: datetime) -> Periods:
        known = as_published(self.lines, at)
        return self.periods if known is self.lines else Periods.of(known)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What holds on one day, integer cents: per account, in the order of ``Periods.accounts``; 0 for nothing.

    ``spell`` counts an account's uninterrupted stretches of service. ``offer_cents`` and ``offer_seats`` are per
    offer, the seats empty where a line does not tell them.
    """

    mrr: Ints
    paused: Ints
    spell: Ints
    offer_cents: Ints
    offer_seats: Numbers

    @property
    def contracted(self) -> Ints:
        """Earning or paused."""
        return self.mrr + self.paused


def held(periods: Periods, day: pd.Timestamp, rates: Mapping[str, float] = ONE_CURRENCY) -> Held:
    """Return what holds on ``day``, valued at ``rates``.

    Raises:
        BadInput: several currencies without rates, or a currency without a rate.
    """
    number = day_number(day)
    now = np.flatnonzero((periods.first <= number) & (periods.last >= number))
    account, offer, cents = periods.account[now], periods.offer[now], _valued(periods, now, rates)
    paused = (periods.pause_first[now] <= number) & (periods.pause_last[now] >= number)
    seats = periods.seats[now]
    spell = np.zeros(len(periods.accounts), dtype="int64")
    spell[account] = periods.spell[now]
    return Held(
        mrr=_sums(account, np.where(paused, 0, cents), len(spell)),
        paused=_sums(account, np.where(paused, cents, 0), len(spell)),
        spell=spell,
        offer_cents=_sums(offer, cents, len(periods.offer_account)),
        offer_seats=_seats(offer, seats, len(periods.offer_account)),
    )


def price_increase(periods: Periods, before: Held, after: Held) -> Ints:
    """Return by how many cents a higher price per seat, at the seats of the end, raised each account's revenue."""
    both = np.flatnonzero((before.offer_cents > 0) & (after.offer_cents > 0))
    now, then = after.offer_cents[both], before.offer_cents[both]
    same_price = np.rint(after.offer_seats[both] * then / before.offer_seats[both])
    higher = np.nan_to_num(np.maximum(now - same_price, 0)).astype("int64")
    return _sums(periods.offer_account[both], higher, len(periods.accounts))


def _valued(periods: Periods, places: Ints, rates: Mapping[str, float]) -> Ints:
    if not rates and len(periods.currencies) <= 1:
        return periods.cents[places]
    used = [periods.currencies[place] for place in np.unique(periods.currency[places])]
    missing = [currency for currency in used if currency not in rates]
    if missing:
        names = ", ".join(currency or "(none)" for currency in missing)
        raise BadInput(f"Revenue in several currencies needs an exchange rate for each; there is none for {names}.")
    rate = np.array([rates.get(currency, np.nan) for currency in periods.currencies], dtype="float64")
    return np.asarray(np.rint(periods.cents[places] * rate[periods.currency[places]]), dtype="int64")


def _seats(offer: Ints, seats: Numbers, length: int) -> Numbers:
    """Add up seats by offer; one line that does not tell them leaves the sum empty."""
    return np.asarray(np.bincount(offer, np.where(seats > 0, seats, np.nan), length), dtype="float64")


def _sums(places: Ints, cents: Ints, length: int) -> Ints:
    """Add up cents by place; sums of floats are exact up to 90 trillion in money."""
    return np.asarray(np.bincount(places, cents, length), dtype="int64")


def _offers(periods: pd.DataFrame, account: Ints) -> tuple[Ints, Ints]:
    product, products = pd.factorize(periods["product"])
    plan, plans = pd.factorize(periods["plan"])
    mixed = (account * max(len(products), 1) + product) * max(len(plans), 1) + plan
    offer, found = pd.factorize(mixed)
    owners = np.zeros(len(found), dtype="int64")
    owners[offer] = account
    return offer, owners


def _days(moments: pd.Series) -> Ints:
    """Return days as whole numbers; what is empty lies beyond all days."""
    days = moments.to_numpy("datetime64[D]")
    return np.asarray(np.where(np.isnat(days), NEVER + 1, days.astype("int64")), dtype="int64")


def _earliest(account: Ints, first: Ints, length: int) -> Ints:
    found = np.full(length, NEVER)
    np.minimum.at(found, account, first)
    return found
