"""What plays have done, as it is kept from refresh to refresh."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptWork:
    """What one play has done for all customers.

    Attributes:
        as_of: up to when runs and scores counted.
        runs: started.
        judged: of these, met or missed their goal; stopped ones are in neither.
        met: share of the judged that met it, with its 95 % interval; None without any.
        points: health gained against similar accounts without the play, with its 95 % interval; None below the fewest
            pairs.
        pairs: how many pairs were found.
        missing: pairs that are missing until something is said; 0 where it is.
    """

    play: str
    as_of: datetime
    runs: int
    judged: int
    met: float | None
    met_low: float | None
    met_high: float | None
    points: float | None
    low: float | None
    high: float | None
    pairs: int
    missing: int
