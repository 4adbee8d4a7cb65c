"""Segments as they are kept from refresh to refresh, and as a person is told them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cs_engine.records.segments import Axis, Method, Segment
from cs_engine.records.sight import Withheld
from cs_engine.wording import Sentence


@dataclass(frozen=True, slots=True)
class Kept:
    """A segmentation as it is kept; who is in which segment stands beside.

    Attributes:
        as_of: the instant that facts were read at.
        since: that of the segmentation before, None at the first; moves are between the two.
        method: how segments were made.
        why: one sentence about that.
        structure: whether there are groups in the data.
        segments: in the order to be shown.
        across, up: what the directions of the map mean; None where there is no map.
        worth: of one unit of a currency, where rates are known; empty otherwise.
    """

    as_of: datetime
    since: datetime | None
    method: Method
    why: Sentence
    structure: bool
    segments: tuple[Segment, ...]
    across: Axis | None
    up: Axis | None
    worth: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Member:
    """One account: its segment if it is in one, and where it stands on the map if it is drawn."""

    account_id: str
    segment: str | None
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class KeptMove:
    """An account went from one segment to another; what these were called then is kept with it."""

    account_id: str
    at: datetime
    before: str
    after: str
    before_name: Sentence
    after_name: Sentence


@dataclass(frozen=True, slots=True)
class Count:
    """Accounts of a segment in one currency, and their ARR; None where none is known."""

    segment: str | None
    currency: str | None
    accounts: int
    arr: float | None


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move with the account's name."""

    account_id: str
    name: str
    before: str
    after: str
    before_name: Sentence
    after_name: Sentence


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment among the accounts that somebody may see.

    Attributes:
        segment: with its profile, which is about all accounts.
        size: accounts in it.
        share: of all accounts in sight (0-1).
        arr_share: of their ARR (0-1), None where it cannot be compared or is not known.
        arr: by currency, the largest first.
        plays: titles of the plays that are suggested.
        came, went: accounts since the segmentation before.
    """

    segment: Segment
    size: int
    share: float
    arr_share: float | None
    arr: tuple[tuple[str, float], ...]
    plays: tuple[str, ...]
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class SegmentsView:
    """What `/cs segments` tells."""

    as_of: datetime
    since: datetime | None
    method: Method
    why: Sentence
    structure: bool
    lines: tuple[SegmentLine, ...]
    accounts: int
    unassigned: int
    moves: tuple[MoveLine, ...]
    drawable: bool
    withheld: frozenset[Withheld] = frozenset()
