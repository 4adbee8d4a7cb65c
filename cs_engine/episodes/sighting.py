"""What the families of alerts look at, and what they see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cs_engine.health.snapshot import Snapshot
from cs_engine.records.episodes import Evidence, Family

Numbers = Mapping[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class Look:
    """One account at one instant, with its snapshot of 7-13 days before.

    ``probability``: chance of a loss by a model; None without a model.
    """

    now: Snapshot
    week: Snapshot | None = None
    probability: float | None = None

    @property
    def today(self) -> date:
        """Local day of the instant."""
        return self.now.moment.today


@dataclass(frozen=True, slots=True)
class Sighting:
    """That a family holds: since which day, with the numbers that its words need."""

    since: date
    numbers: Numbers = field(default_factory=dict)

    def line(self, family: Family) -> Evidence:
        """Return it as a line of an episode; counts are kept as floats, like everything that is stored as JSON."""
        return Evidence(family, self.since, {name: _plain(value) for name, value in self.numbers.items()})


def _plain(value: float | str | None) -> float | int | str | None:
    return value if value is None or isinstance(value, str) else float(value)
