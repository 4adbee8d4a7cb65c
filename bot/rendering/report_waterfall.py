"""The picture of what moved recurring revenue: a row for each move, from where the one above it stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import floor, log10
from types import MappingProxyType

from cs_engine.records.metrics import Waterfall

WIDTH, ROW, THICK = 520.0, 26.0, 14.0
"""Of the picture, of a row and of its bar, in units of the picture; the page scales it."""
LEFT, RIGHT = 150.0, 395.0
"""Where bars begin and end: names stand to the left, amounts to the right."""
SEEN = 0.25
"""Where all moves together span less than this share of the revenue, bars that began at zero would hide them."""
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "new": "New",
        "reactivated": "Came back",
        "expansion": "Expansion",
        "price_increase": "Price increase",
        "contraction": "Contraction",
        "churned": "Churned",
        "paused": "Paused, resumed",
        "fx": "Exchange rates",
        "restated": "Restated",
    }
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: ``amount`` in the currency, the rest in units of the picture; ``reached`` is where the next begins."""

    name: str
    amount: float
    kind: str
    x: float
    y: float
    width: float
    reached: float


@dataclass(frozen=True, slots=True)
class Fall:
    """Everything of one currency.

    Attributes:
        currency: in which it is.
        start: revenue at the start, for shares of it.
        bars: start, moves that are not nothing, end; empty where nothing moved.
        begins: what the left edge stands for, above zero where bars are cut.
        left_out: customers who came and left in between.
    """

    currency: str
    start: float
    bars: tuple[Bar, ...]
    begins: float
    left_out: int

    @property
    def height(self) -> float:
        """Of the picture."""
        return ROW * len(self.bars)


def falling(fall: Waterfall) -> Fall:
    """Return the picture of a waterfall."""
    moves = [(name, amount) for name, amount in fall.moves if amount]
    levels = list(accumulate((amount for _, amount in moves), initial=fall.start))
    begins = _begins(levels)
    bars = _bars(fall, moves, levels, begins) if moves else ()
    return Fall(fall.currency, fall.start, tuple(bars), begins, fall.joined_and_left)


def _begins(levels: Sequence[float]) -> float:
    """Return a round number below all levels where the moves are small beside them, else zero."""
    span = max(levels) - min(levels)
    if span == 0 or span > SEEN * max(levels):
        return 0.0
    step = 10.0 ** floor(log10(span))
    return max(0.0, floor((min(levels) - span / 3) / step) * step)


def _bars(fall: Waterfall, moves: Sequence[tuple[str, float]], levels: Sequence[float], begins: float) -> list[Bar]:
    scale = (RIGHT - LEFT) / (max(levels) - begins or 1.0)
    spans = [("Start", fall.start, "whole", begins, fall.start)]
    for (name, amount), before, after in zip(moves, levels, levels[1:], strict=False):
        spans.append((NAMES.get(name, name.capitalize()), amount, "up" if amount > 0 else "down", before, after))
    spans.append(("End", fall.end, "whole", begins, fall.end))
    return [
        Bar(
            name=name,
            amount=amount,
            kind=kind,
            x=LEFT + (min(one, two) - begins) * scale,
            y=row * ROW,
            width=max(1.5, abs(two - one) * scale),
            reached=LEFT + (two - begins) * scale,
        )
        for row, (name, amount, kind, one, two) in enumerate(spans)
    ]
