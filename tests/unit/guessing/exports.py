"""What an export is for measuring a guess: its cells, and the truth about every column of it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

ROWS = 60
FIRST = date(2024, 1, 3)
Draw = Callable[[random.Random, int], str]


@dataclass(frozen=True, slots=True)
class Export:
    """One file as a vendor writes it.

    ``truth`` names, by column, where it may go (``table.column``); every column that is not in it must be left out,
    and ``-`` among the places says that leaving it out is right as well.
    """

    file: str
    truth: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, Draw]
    rows: int = ROWS

    def cells(self) -> pd.DataFrame:
        """Return the file's cells as text, empty ones missing; always the same ones."""
        chance = random.Random(self.file)
        drawn = {name: [draw(chance, row) for row in range(self.rows)] for name, draw in self.columns.items()}
        frame = pd.DataFrame(drawn, dtype=pd.StringDtype(na_value=float("nan")))
        return frame.mask(frame == "")


def to(*places: str) -> tuple[str, ...]:
    """Name where a column may go."""
    return places


def key(pattern: str, among: int = ROWS) -> Draw:
    """Number the rows: the same row of another file has the same key."""
    return lambda _chance, row: pattern.format(row % among)


def ref(pattern: str, among: int = ROWS) -> Draw:
    """Name any of another file's keys."""
    return lambda chance, _row: pattern.format(chance.randrange(among))


def one(*values: str) -> Draw:
    """Take one of some values."""
    return lambda chance, _row: chance.choice(values)


def num(low: float, high: float, places: int = 0) -> Draw:
    """Draw a number."""
    return lambda chance, _row: f"{chance.uniform(low, high):.{places}f}"


def day(written: str = "%Y-%m-%d", span: int = 900) -> Draw:
    """Draw a day, or a moment if it is written so."""
    return lambda chance, _row: _moment(chance, span).strftime(written)


def step(written: str = "%Y-%m-%d", days: int = 7, every: int = 10) -> Draw:
    """Step through periods, one per ``every`` rows."""
    return lambda _chance, row: (FIRST - timedelta(days=2) + timedelta(days=days * (row // every))).strftime(written)


def some(draw: Draw, share: float = 0.4) -> Draw:
    """Leave some cells empty."""
    return lambda chance, row: draw(chance, row) if chance.random() < share else ""


def named(*names: Sequence[str]) -> Draw:
    """Make different company names."""
    return lambda _chance, row: " ".join(
        part[row // len(part) ** place % len(part)] for place, part in enumerate(names)
    )


def _moment(chance: random.Random, span: int) -> datetime:
    start = datetime(FIRST.year, FIRST.month, FIRST.day)  # noqa: DTZ001 - exports carry no zone
    return start + timedelta(days=chance.randrange(span), seconds=chance.randrange(86_400))


COMPANY = named(
    ("Northwind", "Blue", "Acorn", "Vertex", "Harbor", "Cedar", "Lumen", "Orbit"),
    ("Labs", "Group", "Foods", "Systems", "Health", "Logistics", "Media", "Works"),
)
PERSON = named(("Ana", "Ben", "Chloé", "Dirk", "Ewa"), ("Silva", "Meyer", "Okafor", "Tanaka", "Rossi"))
WORDS = one(
    "Cannot log in", "Where is the export?", "Great tool", "Too slow on Mondays", "Need an invoice copy, please"
)
