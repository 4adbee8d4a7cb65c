"""What the book tells that a growth plan begins with, as it is kept from refresh to refresh."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Known:
    """A share (0-1) that the book tells, with its 95 % interval and of how many it is."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class ChannelCost:
    """Cost of a new customer: ``each`` with its 95 % interval, empty where nobody came or the end is open.

    The first one of a list is about all channels together and is named ``blended``.
    """

    name: str
    cost: float
    customers: int
    each: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class KeptGrowth:
    """What a growth plan can begin with.

    Attributes:
        start, end: of the twelve months that it is about; the end is exclusive.
        currency: of every amount; None where the book names none.
        costs: all channels together, then each; empty where unknown.
        contact_cost: money per contact of the campaigns that say how many they reached; ``contacts`` of them.
        response: contacts that became prospects.
        conversion: prospects that became customers.
        retention: customers of a year ago who have stayed since.
        monthly_revenue: mean of the new customers, ``revenue_customers`` of them.
    """

    start: date
    end: date
    currency: str | None
    costs: tuple[ChannelCost, ...]
    contact_cost: float | None
    contacts: int
    response: Known | None
    conversion: Known | None
    retention: Known | None
    monthly_revenue: float | None
    revenue_customers: int
