"""The picture of how accounts flowed from band to band: two columns of bars, and a ribbon for every flow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cs_engine.records.flows import BandFlows, Flow, Place

WIDTH, HEIGHT = 520.0, 280.0
BAR, GAP, LEAST = 12.0, 15.0, 3.0
"""Width of a bar, space between bars, and the height of the smallest one: a name fits beside each."""
MARGIN = 110.0
"""Beside the bars, for their names."""
NAMES: Mapping[Place, str] = MappingProxyType(
    {
        Place.HEALTHY: "Healthy",
        Place.WATCH: "Watch",
        Place.AT_RISK: "At risk",
        Place.LEAVING: "Leaving",
        Place.UNKNOWN: "Unknown",
        Place.UNSCORED: "No score",
        Place.LEFT: "Left",
    }
)
NEW, GONE = "New", "Gone"
"""What an account is called that was not there before, or is not there any more."""
DOWNHILL = (Place.HEALTHY, Place.WATCH, Place.AT_RISK, Place.LEAVING, Place.LEFT)
"""From good to bad; other places are neither."""


class Turn(StrEnum):
    """Which way a flow goes."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Bar:
    """One end of flows, in units of the picture."""

    place: Place
    name: str
    accounts: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One flow as an SVG path."""

    turn: Turn
    path: str
    said: str


@dataclass(frozen=True, slots=True)
class Flowing:
    """Everything of the picture; how many accounts turned which way; and its table, a row for each bar before."""

    before: tuple[Bar, ...]
    after: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    height: float
    turned: Mapping[Turn, int]
    rows: tuple[tuple[Bar, tuple[int, ...]], ...]

    @property
    def accounts(self) -> int:
        """All of them."""
        return sum(bar.accounts for bar in self.before)


def flowing(found: BandFlows) -> Flowing:
    """Return the picture of flows; bars are as high as their accounts are many."""
    scale = HEIGHT / (sum(flow.accounts for flow in found.flows) or 1)
    before = _bars(found.flows, lambda flow: flow.before, MARGIN, scale)
    after = _bars(found.flows, lambda flow: flow.after, WIDTH - MARGIN - BAR, scale)
    counts = {(flow.before, flow.after): flow.accounts for flow in found.flows}
    return Flowing(
        before=before,
        after=after,
        ribbons=tuple(_ribbons(found.flows, before, after)),
        height=max((bar.y + bar.height for bar in (*before, *after)), default=0.0),
        turned={turn: sum(flow.accounts for flow in found.flows if _turn(flow) is turn) for turn in Turn},
        rows=tuple((row, tuple(counts.get((row.place, column.place), 0) for column in after)) for row in before),
    )


def _turn(flow: Flow) -> Turn:
    if flow.before is flow.after:
        return Turn.SAME
    if flow.before not in DOWNHILL or flow.after not in DOWNHILL:
        return Turn.OTHER
    return Turn.WORSE if DOWNHILL.index(flow.after) > DOWNHILL.index(flow.before) else Turn.BETTER


def _bars(flows: Sequence[Flow], end: Callable[[Flow], Place], x: float, scale: float) -> tuple[Bar, ...]:
    bars, y = [], 0.0
    absent = NEW if x == MARGIN else GONE
    for place in Place:
        accounts = sum(flow.accounts for flow in flows if end(flow) is place)
        if accounts:
            height = max(LEAST, accounts * scale)
            bars.append(Bar(place, NAMES.get(place, absent), accounts, x, y, height))
            y += height + GAP
    return tuple(bars)


def _ribbons(flows: Sequence[Flow], before: Sequence[Bar], after: Sequence[Bar]) -> list[Ribbon]:
    sources, targets = ({bar.place: bar for bar in bars} for bars in (before, after))
    left, right = ({bar.place: bar.y for bar in bars} for bars in (before, after))
    ribbons = []
    for flow in flows:
        source, target = sources[flow.before], targets[flow.after]
        out, into = (bar.height * flow.accounts / bar.accounts for bar in (source, target))
        path = _path((source.x + BAR, left[flow.before], out), (target.x, right[flow.after], into))
        left[flow.before] += out
        right[flow.after] += into
        ribbons.append(Ribbon(_turn(flow), path, f"{source.name} to {target.name}: {flow.accounts:,}"))
    return ribbons


def _path(start: tuple[float, float, float], end: tuple[float, float, float]) -> str:
    """Return a ribbon between two stretches (x, upper y, height)."""
    (x, y, height), (to, there, tall) = start, end
    half = (x + to) / 2
    return (
        f"M{x:.1f} {y:.1f} C{half:.1f} {y:.1f} {half:.1f} {there:.1f} {to:.1f} {there:.1f} "
        f"L{to:.1f} {there + tall:.1f} C{half:.1f} {there + tall:.1f} {half:.1f} {y + height:.1f} "
        f"{x:.1f} {y + height:.1f} Z"
    )
