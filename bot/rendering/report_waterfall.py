"""The picture of what moved recurring revenue: bars from start to end, each beginning where the one before stopped."""

from dataclasses import dataclass

from cs_engine.records.metrics import Waterfall

WIDTH, HEIGHT = 640.0, 170.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in units of the picture; ``amount`` in the currency."""

    name: str
    amount: float
    x: float
    y: float
    height: float
    kind: str


def bars(fall: Waterfall) -> list[Bar]:
    """Return the bars from start to end; moves of nothing are left out."""
    moves = [(name, amount) for name, amount in fall.moves if amount]
    spans, at = [("start", 0.0, fall.start, "whole")], fall.start
    for name, amount in moves:
        spans.append((name, at, at + amount, "up" if amount > 0 else "down"))
        at += amount
    spans.append(("end", 0.0, fall.end, "whole"))
    levels = [level for _, one, two, _ in spans for level in (one, two)]
    top, scale = max(levels), HEIGHT / (max(levels) - min(levels) or 1.0)
    step = WIDTH / len(spans)
    return [
        Bar(
            name=name.replace("_", " "),
            amount=two if kind == "whole" else two - one,
            x=number * step,
            y=(top - max(one, two)) * scale,
            height=max(1.0, abs(two - one) * scale),
            kind=kind,
        )
        for number, (name, one, two, kind) in enumerate(spans)
    ]
