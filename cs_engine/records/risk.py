"""How likely a live account is lost, with the step of the ladder it comes from, its interval and its reasons."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTH_DAYS = 30
"""Of a curve's months: twelve of them are its year."""


class Step(StrEnum):
    """Where a probability comes from; each step needs more past losses than the one before it."""

    ASSUMED = "assumed"
    """Nothing was lost yet: the table of the band."""
    BANDS = "bands"
    """What followed the account's band, shrunken towards the table."""
    SMALL = "small"
    """A regularized model of few measures whose directions are known."""
    FULL = "full"
    """The best of all ways to learn."""


class Decides(StrEnum):
    """When a customer decides next: most losses of longer contracts lie at a decision, however things go."""

    ANY_DAY = "any day"
    SOON = "within 90 days"
    LATER = "later"


class ReasonKind(StrEnum):
    """What a reason is about; measures that say the same thing are one reason."""

    USAGE = "usage"
    SEATS = "seats"
    PRODUCT = "product"
    SUPPORT = "support"
    SATISFACTION = "satisfaction"
    TOUCH = "touch"
    CHAMPION = "champion"
    PAYMENT = "payment"
    ONBOARDING = "onboarding"
    CONTRACT = "contract"
    TENURE = "tenure"
    PROFILE = "profile"


FIXED = frozenset({ReasonKind.CONTRACT, ReasonKind.TENURE, ReasonKind.PROFILE})
"""Nobody changes who a customer is or since when; what was agreed is negotiated, not worked on from day to day."""


@dataclass(frozen=True, slots=True)
class RiskReason:
    """One reason of a probability; an association, not a cause.

    Attributes:
        kind: what it is about.
        times: by which it multiplies the odds of a loss, against the average account; above 1 raises them.
        measure: the measure with the largest part in it, as in the training set.
        now: its value; None is unknown, which may itself be the reason. Of a growth or a change it is what changed.
        before: its value a quarter earlier, where known.
        changeable: somebody can do something about it.
        word: its value now, where it is a word, such as a plan.
    """

    kind: ReasonKind
    times: float
    measure: str
    now: float | None
    before: float | None
    changeable: bool
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One measure that may change, from what it is to what it could be."""

    kind: ReasonKind
    measure: str
    now: float | None
    then: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the probability would be if a few changeable measures were different."""

    changes: tuple[Change, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How likely one account is lost by a day.

    Attributes:
        days: after the as-of day.
        probability: in [0, 1]; it never falls from one point to the next.
        low: of its 95 % interval; None where there is none.
        high: of its 95 % interval.
    """

    days: int
    probability: float
    low: float | None
    high: float | None

    @property
    def months(self) -> int:
        """Whole months."""
        return self.days // MONTH_DAYS


@dataclass(frozen=True, slots=True)
class AccountRisk:
    """How likely one live account is lost within the horizon.

    Attributes:
        account_id: the account.
        as_of: the day that begins when the last one it stands on ends.
        horizon: days.
        probability: in [0, 1].
        low: of its 95% interval; None where there is none.
        high: of its 95% interval.
        step: where it comes from.
        method: the way of learning, such as "xgboost"; empty without a model.
        n: past losses it stands on.
        reasons: the strongest first, at most a few; only with a model.
        what_if: the most effective changes; only with a model.
        curve: how likely by one day after another, up to a year; it ends where too little is known.
    """

    account_id: str
    as_of: date
    horizon: int
    probability: float
    low: float | None
    high: float | None
    step: Step
    method: str
    n: int
    reasons: tuple[RiskReason, ...] = ()
    what_if: WhatIf | None = None
    curve: tuple[CurvePoint, ...] = ()

    @property
    def farthest(self) -> CurvePoint | None:
        """How likely by the last day of the curve; None where it does not reach beyond the horizon."""
        return self.curve[-1] if self.curve and self.curve[-1].days > self.horizon else None

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.as_of - timedelta(days=1)
