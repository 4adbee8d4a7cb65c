"""The picture of how accounts flowed from band to band: two columns of bars, and a ribbon for every flow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cs_engine.records.flows import BandFlows, Flow, Place

WIDTH, HEIGHT = 640.0, 300.0
BAR, GAP, LEAST = 14.0, 12.0, 3.0
"""Width of a bar, space between bars, and the height of the smallest one: a label fits beside each."""
MARGIN = 150.0
"""Beside the bars, for their names."""
NAMES: Mapping[Place, str] = {
    Place.HEALTHY: "Healthy",
    Place.WATCH: "Watch",
    Place.AT_RISK: "At risk",
    Place.LEAVING: "Leaving",
    Place.UNKNOWN: "Unknown",
    Place.UNSCORED: "Without a score",
    Place.LEFT: "Left",
    Place.ABSENT: "Not there",
}


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
    """One flow as an SVG path, colored by where it came from."""

    place: Place
    path: str
    said: str


@dataclass(frozen=True, slots=True)
class Flowing:
    """Everything of the picture, and its table."""

    before: tuple[Bar, ...]
    after: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    height: float


def flowing(found: BandFlows) -> Flowing:
    """Return the picture of flows; bars are as high as their accounts are many."""
    total = sum(flow.accounts for flow in found.flows) or 1
    scale = HEIGHT / total
    before = _bars(found.flows, lambda flow: flow.before, MARGIN, scale)
    after = _bars(found.flows, lambda flow: flow.after, WIDTH - MARGIN - BAR, scale)
    height = max(bar.y + bar.height for bar in (*before, *after)) if found.flows else 0.0
    return Flowing(before, after, tuple(_ribbons(found.flows, before, after)), height)


def _bars(flows: Sequence[Flow], end: Callable[[Flow], Place], x: float, scale: float) -> tuple[Bar, ...]:
    bars, y = [], 0.0
    for place in Place:
        accounts = sum(flow.accounts for flow in flows if end(flow) is place)
        if accounts:
            height = max(LEAST, accounts * scale)
            bars.append(Bar(place, NAMES[place], accounts, x, y, height))
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
        said = f"{source.name} to {target.name}: {flow.accounts:,}"
        ribbons.append(Ribbon(flow.before, path, said))
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
