"""Chances of a loss as they are kept from night to night, the models behind them, and as a person is told them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cs_engine.records.bands import Band
from cs_engine.records.churn_accounts import OutOfTime
from cs_engine.records.churn_audit import Audit
from cs_engine.records.churn_contacts import HoldOut
from cs_engine.records.risk import AccountRisk, ReasonKind, Step
from cs_engine.records.sight import Withheld
from cs_engine.wording import Sentence


@dataclass(frozen=True, slots=True)
class KeptRisks:
    """What is about all probabilities that were kept last.

    Attributes:
        as_of: the day that begins when the last one they stand on ends.
        made_at: when.
        horizon: days.
        step: of the ladder.
        method: the way of learning; empty without a model.
        n: past losses they stand on.
        model: id of the model; None without one.
        why: why it is no higher step, or what to know; None where there is nothing to say.
        holdout: accounts for which nothing acts on the chance alone; None without any.
    """

    as_of: date
    made_at: datetime
    horizon: int
    step: Step
    method: str
    n: int
    model: str | None
    why: Sentence | None
    holdout: HoldOut | None = None

    def holds_out(self, account_id: str) -> bool:
        """Tell whether nothing acts on the chance of an account."""
        return self.holdout is not None and self.holdout.holds(account_id)

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.as_of - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of a model that was learned from the book.

    Attributes:
        id: the first digits of its checksum.
        learned_at: when.
        step: of the ladder that it stands for.
        method: the way of learning.
        first: the first as-of day it learned from.
        last: the last.
        accounts: different ones.
        rows: accounts, once for every as-of day.
        losses: different losses within the horizon.
        horizon: days.
        features: what it goes by, the most important first.
        left_out: columns that could not have been known, with the reason.
        tested: on days after everything it had learned from; None where that could not be.
        verdict: why it is used, or why it is not.
    """

    id: str
    learned_at: datetime
    step: Step
    method: str
    first: date
    last: date
    accounts: int
    rows: int
    losses: int
    horizon: int
    features: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    tested: OutOfTime | None
    verdict: Sentence


@dataclass(frozen=True, slots=True)
class KeptModel:
    """A model in the memory; at most one is in use."""

    card: ModelCard
    in_use: bool


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One account of the list.

    Attributes:
        name: of the account.
        band: as shown.
        owner: who looks after it.
        arr: annual recurring revenue; None is unknown or withheld.
        currency: of the money.
        decision_date: by which the customer decides; None is any day, or unknown.
        expected: expected revenue at risk; None is unknown, withheld, or an early warning.
        risk: its probability.
    """

    name: str
    band: Band | None
    owner: str | None
    arr: float | None
    currency: str | None
    decision_date: date | None
    expected: float | None
    risk: AccountRisk


@dataclass(frozen=True, slots=True)
class RisksView:
    """Who may be lost, by expected revenue at risk and how soon; early warnings apart.

    Attributes:
        about: all of them; None where none were ever made.
        lines: the first of the list.
        count: how many the list has.
        early: contracts whose decision is more than half a year off, the likeliest losses first.
        early_count: how many of these there are.
        unknown: accounts of which too little is known.
        withheld: what the role does not see.
    """

    about: KeptRisks | None
    lines: tuple[RiskLine, ...]
    count: int
    early: tuple[RiskLine, ...]
    early_count: int
    unknown: int
    withheld: frozenset[Withheld] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountChance:
    """How likely one account is lost, with what is about all probabilities; without one it is not live."""

    about: KeptRisks
    risk: AccountRisk | None

    @property
    def workable(self) -> tuple[ReasonKind, ...]:
        """What raises the chance and can be worked on, the largest reason first; nothing of who is held out."""
        if self.risk is None or self.about.holds_out(self.risk.account_id):
            return ()
        return tuple(reason.kind for reason in self.risk.reasons if reason.changeable and reason.times > 1)


@dataclass(frozen=True, slots=True)
class ModelView:
    """What probabilities and the health score are good for.

    Attributes:
        about: all probabilities; None where none were ever made.
        model: the one in use; None without one.
        audit: whether the health score predicts; None without enough history.
        narrow: whether its reader sees some accounts only: then figures of all customers are not told.
    """

    about: KeptRisks | None
    model: ModelCard | None
    audit: Audit | None
    narrow: bool = False

    @property
    def drawable(self) -> OutOfTime | None:
        """What can be drawn of the model in use; None without one, and where too little of it was tested."""
        tested = self.model.tested if self.model else None
        return tested if tested and tested.alike else None
