"""Lifetime values as they are kept from night to night, and as a person is told them."""

from dataclasses import dataclass
from datetime import date, datetime

from cs_engine.records.lifetime_value import LifetimeValue, Measure, Method
from cs_engine.records.sight import Withheld


@dataclass(frozen=True, slots=True)
class KeptTotal:
    """What all accounts of one currency and kind come to.

    Attributes:
        currency: of the money; None is unknown.
        purchases: whether these are customers who buy without a contract.
        day: from which the future counts.
        accounts: how many were valued.
        total: sum of the known values; None where none is known.
        low, high: ends of its 95 % interval; None without one.
    """

    currency: str | None
    purchases: bool
    day: date
    accounts: int
    total: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class KeptValues:
    """What is about all values that were kept last; those of the accounts stand beside.

    Attributes:
        as_of: the instant that facts were read at.
        day: the same as a day: from it on the future of contracts counts; purchases have their own.
        measure: lifetime value or lifetime revenue.
        horizon_months: the cap; nothing after it is counted.
        discount: per year.
        margin: share of revenue that is profit; None where nobody said.
        totals: by currency; contracts and purchases apart.
    """

    as_of: datetime
    day: date
    measure: Measure
    horizon_months: int
    discount: float
    margin: float | None
    totals: tuple[KeptTotal, ...]


@dataclass(frozen=True, slots=True)
class MethodSum:
    """Accounts in sight of one currency that were valued in one way.

    Attributes:
        currency: None is unknown.
        method: how their values were made.
        accounts: all of them.
        known: those whose value is known.
        value: sum of the known values; None where there is none.
    """

    currency: str | None
    method: Method
    accounts: int
    known: int
    value: float | None


@dataclass(frozen=True, slots=True)
class ValueLine:
    """An account among those that are worth most."""

    account_id: str
    name: str
    currency: str | None
    value: float


@dataclass(frozen=True, slots=True)
class CurrencyValue:
    """What the accounts in sight of one currency come to.

    Attributes:
        currency: None is unknown.
        accounts: all that were valued.
        unknown: those among them whose value is unknown.
        value: sum of the others; None where there are none.
        low, high: ends of its 95 % interval; None where it is not known of just these accounts.
        methods: the same by method, most accounts first.
        top: those worth most, the first ones.
    """

    currency: str | None
    accounts: int
    unknown: int
    value: float | None
    low: float | None
    high: float | None
    methods: tuple[MethodSum, ...]
    top: tuple[ValueLine, ...]


@dataclass(frozen=True, slots=True)
class ValuesView:
    """What `/cs value` tells; ``unvalued`` accounts have no contract with revenue and no purchase."""

    about: KeptValues
    currencies: tuple[CurrencyValue, ...]
    unvalued: int
    withheld: frozenset[Withheld] = frozenset()


@dataclass(frozen=True, slots=True)
class DatedValue:
    """The value of an account in one currency, and the day from which its future counts."""

    day: date
    value: LifetimeValue


@dataclass(frozen=True, slots=True)
class AccountValue:
    """What one account is still worth: one line per currency that it pays in, none where nothing could be valued."""

    about: KeptValues
    lines: tuple[DatedValue, ...]
    withheld: frozenset[Withheld] = frozenset()
