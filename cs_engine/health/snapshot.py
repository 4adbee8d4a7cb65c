"""The stored truth about one account at one instant.

A snapshot keeps the facts it was computed from and every line of its receipt, so that reports, history,
a later rescore and a simulation need nothing else. Scores and points are whole hundredths of a point.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Self

from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from cs_engine.health.facts import Facts, facts_as_json, number, plain_facts, text
from cs_engine.health.moment import Moment
from cs_engine.records.bands import Band
from cs_engine.records.receipt import Coverage, FactorState, Hold, Veto

StoredFacts = Annotated[Facts, PlainValidator(plain_facts), PlainSerializer(facts_as_json)]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the receipt.

    Attributes:
        sub_score: hundredths, None unless scored.
        weight: weight after decay, in the scorecard's whole numbers; 0 unless scored.
        as_of: the day the value stands for; without a value, the day up to which the customer did nothing.
        share: this line's part of the whole in hundredths of a percent; the lines add up to 10,000.
            0 for a line that only subtracts and has nothing to subtract.
        points: hundredths; the lines add up to the score. None where there is no score or no value.
        change_7d: points against the snapshot that the account's 7-day change is measured against.
    """

    key: str
    group: str
    unit: str
    source: str
    state: FactorState
    target: float
    raw: float | None = None
    as_of: date | None = None
    sub_score: int | None = None
    weight: int = 0
    share: int = 0
    points: int | None = None
    change_7d: int | None = None
    only_subtracts: bool = False


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """Hundredths of a point against an earlier snapshot, whose local day is named."""

    points: int
    since: date


@dataclass(frozen=True, slots=True)
class Split:
    """Why the score moved over 7 days, in hundredths; the three add up to the change."""

    customer: int
    data: int
    formula: int


@dataclass(frozen=True, slots=True)
class Move:
    """A customer-caused move of one factor.

    ``points``: hundredths by which the score would differ without it. ``product``: the product with the
    largest fall, where an account has several and its use fell.
    """

    key: str
    unit: str
    before: float | None
    now: float | None
    points: int
    window_days: int
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One account at one instant.

    Attributes:
        band: as shown, after vetoes; None for accounts with a status instead of a score.
        score: hundredths; None with a status instead of a score, and below the coverage floor.
        score_band: band by the score and its history alone, which the next snapshot continues from.
        leaving_since: day since which the score has been beyond the border at which a held band is left.
        drivers_down: largest customer-caused falls over 7 and 28 days, worst first.
        scorecard_before: the formula version used until less than four weeks ago.
        score_before: today's score under it; None where that scorecard is no longer at hand.
        from_book: the book's facts, where people noted something that changes them; else empty.
    """

    account_id: str
    as_of: datetime
    data_ends: date
    connected: tuple[str, ...]
    facts: StoredFacts
    status: str
    scorecard: str
    formula_version: str
    band: Band | None = None
    score: int | None = None
    coverage: Coverage | None = None
    lines: tuple[Line, ...] = ()
    score_band: Band | None = None
    leaving_since: date | None = None
    hold: Hold | None = None
    vetoes: tuple[Veto, ...] = ()
    change_7d: ScoreChange | None = None
    change_30d: ScoreChange | None = None
    split: Split | None = None
    drivers_down: tuple[Move, ...] = ()
    drivers_up: tuple[Move, ...] = ()
    scorecard_before: str | None = None
    score_before: int | None = None
    from_book: StoredFacts = field(default_factory=dict)

    @property
    def book_facts(self) -> Facts:
        """The facts as the book told them, without what people noted."""
        return self.from_book or self.facts

    @property
    def name(self) -> str:
        """What people call the account."""
        return text(self.facts, "name") or self.account_id

    @property
    def arr(self) -> float | None:
        """Annual recurring revenue in the account's currency, None when unknown."""
        return number(self.facts, "arr")

    @property
    def moment(self) -> Moment:
        """The instant it was taken at, as measures need it."""
        return Moment.at(self.as_of, self.data_ends, frozenset(self.connected))

    def days_before(self, as_of: datetime) -> int:
        """Return local calendar days from this snapshot to an instant."""
        return (as_of.date() - self.as_of.date()).days

    def document(self) -> str:
        """Return one line of canonical JSON: sorted keys, no spaces, nothing that is empty."""
        content = _SNAPSHOT.dump_python(self, mode="json", exclude_defaults=True)
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the document, in hexadecimal."""
        return digest_of(self.document())

    @classmethod
    def from_document(cls, document: str) -> Self:
        """Return the snapshot of a document."""
        content: Mapping[str, object] = json.loads(document)
        return _SNAPSHOT.validate_python(content)  # type: ignore[return-value]  # nobody subclasses a snapshot


def digest_of(document: str) -> str:
    """Return the SHA-256 of a snapshot's document, in hexadecimal."""
    return sha256(document.encode()).hexdigest()


_SNAPSHOT = TypeAdapter(Snapshot)
