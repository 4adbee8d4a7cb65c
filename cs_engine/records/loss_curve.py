"""What is learned of the year after a chance of a loss was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cs_engine.records.churn_accounts import Alike


class Situation(StrEnum):
    """When a customer can leave, as seen from one stretch of days ahead; the next quarter is near."""

    ANY_DAY = "any day"
    """Monthly contracts, and those of which it is not known when they decide."""
    NEAR_DECIDES = "decides near, and in this stretch"
    NEAR_WAITS = "decides near, not in this stretch"
    FAR_DECIDES = "decides later, in this stretch"
    FAR_WAITS = "decides later, not in this stretch"


@dataclass(frozen=True, slots=True)
class Stretch:
    """How often accounts in one situation are lost in one stretch of days, beside what their chance would come to.

    Attributes:
        situation: of the accounts.
        start: days after the as-of day.
        end: days after the as-of day.
        level: log of the hazard over the constant one that makes the chance.
        slope: what a chance that is e times as high adds to the log of the hazard, less one.
        middle: mean log of the cumulative hazard that makes the chance, from which ``slope`` counts.
        accounts: different ones that were seen in it.
        losses: different ones that were lost in it.
    """

    situation: Situation
    start: int
    end: int
    level: float
    slope: float
    middle: float
    accounts: int
    losses: int


@dataclass(frozen=True, slots=True)
class LossCurve:
    """What the past says of the year after a chance was told.

    Attributes:
        horizon: days of the chance.
        stretches: those of which enough was seen; beyond the others nothing is known.
        alike: by days, accounts of about the same probability and what became of them.
    """

    horizon: int
    stretches: tuple[Stretch, ...]
    alike: Mapping[int, tuple[Alike, ...]]
