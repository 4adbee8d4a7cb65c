"""Pages of figures as they are kept from refresh to refresh, and as a person is told them."""

from dataclasses import dataclass
from datetime import datetime

from cs_engine.records.metrics import MetricsPage
from cs_engine.records.sight import Withheld


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of a closed period that the book now says otherwise.

    Attributes:
        group: whose figure it is, None for the whole book.
        id: its id in the catalogue.
        of: what it is told apart by, as in ``Figure``.
        unit: as in ``Figure``.
        told: as it was told when the period was closed, None for no value.
        now: as the book gives it today.
    """

    group: str | None
    id: str
    of: str | None
    unit: str
    told: float | None
    now: float | None


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was told first, and what the book says otherwise since.

    Attributes:
        page: what is told; it stays as it is once it has settled.
        told_at: when it was told first.
        checked_at: when it was compared with the book last.
        restated: every figure that has changed since it settled.
    """

    page: MetricsPage
    told_at: datetime
    checked_at: datetime
    restated: tuple[Restated, ...] = ()
    withheld: frozenset[Withheld] = frozenset()


@dataclass(frozen=True, slots=True)
class NotKept:
    """There is no such page; ``periods`` are those that there are, the newest first."""

    asked: str
    periods: tuple[str, ...]
