"""What a customer, or a whole book, is still worth: the figure, how it was made, and why in that way."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cs_engine.errors import BadInput
from cs_engine.wording import Sentence

CAP_MONTHS = 60
"""Five years: nobody's data, price or product says more about the time after; always shown."""
DISCOUNT = 0.10
"""Per year: the usual cost of capital of a company without a rate of its own."""


class Method(StrEnum):
    """How a lifetime value was made."""

    SBG = "sbg"
    """Renewal chances that differ between customers, so that who stays becomes ever safer."""
    CONSTANT = "constant_retention"
    """One renewal chance for all."""
    COMMITTED = "committed"
    """Only what is under contract."""
    BG_NBD = "bg_nbd"
    """Purchase rates and chances to stop that differ between customers."""
    ACTIVITY = "activity"
    """Purchase rate, fading by the share that goes on buying."""

    @property
    def of_purchases(self) -> bool:
        """Whether it is for customers who buy without a contract."""
        return self in {Method.BG_NBD, Method.ACTIVITY}


class Measure(StrEnum):
    """What is counted: profit where the margin is known, else revenue."""

    VALUE = "lifetime value"
    REVENUE = "lifetime revenue"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a person decides before a future is valued.

    ``discount`` is per year; ``margin`` the share of revenue that is profit: without one, revenue is counted.

    Raises:
        BadInput: a discount below 0, or a margin that is no share above 0.
    """

    discount: float = DISCOUNT
    margin: float | None = None
    months: int = CAP_MONTHS

    def __post_init__(self) -> None:
        if not 0 <= self.discount < math.inf:
            raise BadInput("The discount is a share per year from 0 on, such as 0.1 for 10 %.")
        if self.margin is not None and not 0 < self.margin <= 1:
            raise BadInput("The margin is a share of revenue above 0 and at most 1, such as 0.8 for 80 %.")

    @property
    def share(self) -> float:
        """What of each unit of revenue is counted."""
        return 1.0 if self.margin is None else self.margin

    @property
    def measure(self) -> Measure:
        """What the sums are called."""
        return Measure.REVENUE if self.margin is None else Measure.VALUE


MONEY_INPUTS = frozenset({"MRR", "amount of each"})
"""What went into a value and is an amount."""
SHARE_INPUTS = frozenset({"chance of the next renewal", "chance to buy again"})
"""What went into it and is a share."""


@dataclass(frozen=True, slots=True)
class LifetimeValue:
    """What one account is expected to bring from the as-of day on, given that it is still there.

    Attributes:
        account_id: whose.
        value: discounted money; ``None`` is unknown.
        currency: of the value; ``None`` is unknown.
        low: lower end of the 95 % interval of that expectation: how wrong the method's parameters may be, not how
            much luck one customer may have.
        high: its upper end.
        method: how it was made.
        why: why in this way, for this account.
        inputs: what went into it, by name; shares are 0-1.
    """

    account_id: str
    value: float | None
    currency: str | None
    low: float | None
    high: float | None
    method: Method
    why: Sentence
    inputs: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class BookValue:
    """The values of all accounts of one currency and kind, best first, with what they were all made from.

    Attributes:
        measure: lifetime value or lifetime revenue.
        as_of: the day from which the future counts.
        horizon_months: the cap; nothing after it is counted.
        discount: per year.
        margin: share of revenue that is profit; ``None`` where nobody said.
        currency: of all values; ``None`` is unknown.
        total: sum of the known values; ``None`` where none is known.
        low: lower end of the total's 95 % interval; ``None`` without one.
        high: its upper end.
        why: why these values were made in this way.
        parameters: what was learned from all accounts, by name.
        accounts: by expected purchases, or by value where there are contracts.
    """

    measure: Measure
    as_of: date
    horizon_months: int
    discount: float
    margin: float | None
    currency: str | None
    total: float | None
    low: float | None
    high: float | None
    why: Sentence
    parameters: tuple[tuple[str, float], ...]
    accounts: tuple[LifetimeValue, ...]
