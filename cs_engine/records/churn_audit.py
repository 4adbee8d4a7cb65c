"""What is told about a health score that is looked back on: did it rank who left, how early, and what in it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cs_engine.records.bands import Band
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_contacts import ByContact


class Verdict(StrEnum):
    """What a measure has told about losses."""

    SIGNAL = "signal"
    NOISE = "noise"
    AGAINST = "against"
    """Those who left scored higher than those who stayed."""
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Followed:
    """How often a loss followed within a horizon.

    Attributes:
        rows: accounts, counted once for every four weeks.
        accounts: different ones.
        losses: rows that a loss followed.
        share: of the rows, with its interval over accounts.
    """

    rows: int
    accounts: int
    losses: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the scores, from the lowest to the highest, and what followed by horizon in days."""

    lowest: float
    highest: float
    followed: Mapping[int, Followed]


@dataclass(frozen=True, slots=True)
class Ranked:
    """How well a score ranked who was lost: area under the ROC curve; ``None`` with fewer than five losses."""

    rows: int
    losses: int
    auc: Estimate | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter, by its first day, and how well the scores of its days ranked."""

    first: date
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class Before:
    """How lost accounts stood some days before.

    Attributes:
        days: before the loss.
        scored: lost accounts that had a score then.
        low: of these, those below the border to At risk.
        arr: revenue of those scored, by currency.
        arr_low: of this, that of those below the border.
    """

    days: int
    scored: int
    low: int
    arr: Mapping[str, float]
    arr_low: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lead:
    """For how long lost accounts had been At risk without a break when they were lost.

    Attributes:
        lost: accounts.
        seen: of these, those that were At risk at the end.
        median: days over all of them, 0 for those not seen; ``None`` without any.
        early: share (0-1) of all of them that had been At risk for 60 days or longer.
    """

    lost: int
    seen: int
    median: float | None
    early: float | None


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """Accounts that were below the border and not lost within 90 days after any such day.

    Attributes:
        low: all accounts that were below the border.
        false: those that were not lost.
        contacted: of these, those that were contacted after such a day: they may have been saved.
    """

    low: int
    false: int
    contacted: int


@dataclass(frozen=True, slots=True)
class MeasureSignal:
    """What one measure tells by itself about losses within 90 days.

    Attributes:
        weight: its mean share of the score (0-1) where it was scored.
        covered: share (0-1) of all rows in which it was scored.
    """

    key: str
    group: str
    weight: float
    covered: float
    ranked: Ranked
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Tried:
    """A change, tried on the later half of the past after learning from the earlier half.

    Attributes:
        now: figure as things are.
        then: with the change.
        gain: then - now, with its interval over accounts.
    """

    now: float
    then: float
    gain: Estimate

    @property
    def is_sure(self) -> bool:
        """The gain is beyond what chance does."""
        return self.gain.low is not None and self.gain.low > 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to change in one scorecard.

    Attributes:
        scorecard: its name.
        losses: learned from.
        why_not: why nothing is suggested, empty where something is.
        weights: ROC-AUC with other weights.
        border: share of losses below the border less share of others below it, with another border.
        text: the changed scorecard.
        diff: lines that change.
    """

    scorecard: str
    losses: int
    why_not: str = ""
    weights: Tried | None = None
    border: Tried | None = None
    text: str = ""
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """A health score, looked back on.

    Attributes:
        first: day of the first snapshot.
        last: day of the last.
        lost: accounts lost between them that had a score before.
        involuntary: of these, those that did not pay rather than decide.
        bands: what followed, by band and horizon in days.
        ranked: by horizon in days.
        kinds: ranking of voluntary and of involuntary losses, each without the other.
        leads: by group of accounts: all, annual, monthly, contacted, untouched.
        by_contact: what followed within 90 days, by whether a contact came first; None in what was kept before.
    """

    first: date
    last: date
    lost: int
    involuntary: int
    bands: Mapping[Band, Mapping[int, Followed]]
    deciles: tuple[Decile, ...]
    ranked: Mapping[int, Ranked]
    quarters: tuple[Quarter, ...]
    kinds: Mapping[str, Ranked]
    before: tuple[Before, ...]
    false_alarms: FalseAlarms
    leads: Mapping[str, Lead]
    measures: tuple[MeasureSignal, ...]
    suggestions: tuple[Suggestion, ...]
    by_contact: ByContact | None = None
