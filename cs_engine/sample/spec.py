"""What to simulate, over which days, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cs_engine.errors import BadInput

MOST_ACCOUNTS = 1_000_000
MOST_MONTHS = 120
"""Ten years: longer histories than any book we know, and a guard against a mistyped number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSpec:
    """Which company to simulate. Equal specs give equal bytes.

    Attributes:
        accounts: How many accounts, trials and lost customers included.
        months: Length of the history; ``start`` + ``months`` is the nominal end, on which the named stories lie.
        seed: Another seed, another company.
        until: Last day of data, included.
        start: First day of data; empty = ``months`` before ``until``. With the same seed, accounts, months and
            start, a later ``until`` only adds rows or fills in what became known later.
    """

    accounts: int = 120
    months: int = 27
    seed: int = 7
    until: date
    start: date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated.

        Raises:
            BadInput: a number is out of range or the last day lies before the first.
        """
        if not 1 <= self.accounts <= MOST_ACCOUNTS:
            raise BadInput(f"A sample has 1 to {MOST_ACCOUNTS:,} accounts, not {self.accounts:,}: change --accounts.")
        if not 1 <= self.months <= MOST_MONTHS:
            raise BadInput(f"A sample covers 1 to {MOST_MONTHS} months, not {self.months}: change --months.")
        if self.start is not None and self.start > self.until:
            raise BadInput(f"The sample would end on {self.until}, before it starts on {self.start}: change --until.")


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written: rows per canonical table (and ``truth``), and the days they cover, both included."""

    folder: Path
    start: date
    until: date
    rows: Mapping[str, int]
