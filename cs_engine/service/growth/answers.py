"""What is told about growth, and what is asked for it."""

from dataclasses import dataclass
from datetime import date, datetime

from cs_engine.journey.conversion import Basis
from cs_engine.journey.planning import PlanResult, Swing
from cs_engine.metrics.acquisition import Acquisition
from cs_engine.metrics.exchange import RateTable
from cs_engine.metrics.satisfaction import Share

__all__ = ["Assumed", "Growth", "Money", "Outlook", "PlanAnswer", "Referrer", "Share", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody assumes for a plan; what is left out is taken from the book where it tells."""

    budget: float
    contact_cost: float = 1.0
    response_rate: float | None = None
    conversion_rate: float | None = None
    target: float | None = None
    lifetime_value: float | None = None
    retention_rate: float | None = None
    satisfied: float | None = None


@dataclass(frozen=True, slots=True)
class Assumed:
    """One input of a plan and where it comes from; ``share`` where the book told it, with interval and n."""

    name: str
    value: float
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """A plan calculated: what went in, what it comes to, and what a fifth less or more of each input does."""

    inputs: tuple[Assumed, ...]
    result: PlanResult
    swings: tuple[Swing, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What comes of the open prospects.

    Attributes:
        basis: the model or the base rate, and ``why``.
        base: share of the judged prospects that converted.
        open: prospects that may still convert.
        past: open ones that have been so for longer than nine of ten sales take.
        expected: customers to expect of the open ones; empty where nothing is known.
        likeliest: prospect, its name, and its chance; the likeliest first, only where a model tells them apart.
    """

    basis: Basis
    why: str
    base: Share
    horizon_days: float | None
    skill: float | None
    auc: float | None
    open: int
    past: int
    expected: float | None
    likeliest: tuple[tuple[str, str | None, float], ...]


@dataclass(frozen=True, slots=True)
class Referrer:
    """An account that sent us others; see ``metrics.acquisition.referral_tree``."""

    account_id: str
    name: str
    referred: int
    converted: int
    downstream: int
    generations: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth over the twelve months to the last closed one.

    Attributes:
        acquisition: cost of new customers; ``None`` without campaigns.
        currency: of every amount; ``None`` where no campaign names one.
        attribution: the rule by which a customer counts for a channel.
        response: prospects of campaigns / contacts reached by them; n = 0 where no campaign says how many it reached.
        conversion: prospects of the period that converted in it.
        monthly_revenue: mean MRR of the period's new customers; ``revenue_customers`` of them have one.
        payback: months, blended; ``payback_paid`` of the paid channel; empty without a margin.
    """

    as_of: datetime
    start: date
    end: date
    acquisition: Acquisition | None
    currency: str | None
    attribution: str
    response: Share
    conversion: Share
    monthly_revenue: float | None
    revenue_customers: int
    margin: float | None
    payback: float | None
    payback_paid: float | None
    outlook: Outlook
    referral_rate: Share
    referrers: tuple[Referrer, ...]
    plan: PlanAnswer | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """How amounts are told: with which rates, and which share of revenue is left after serving a customer."""

    rates: RateTable | None = None
    margin: float | None = None
