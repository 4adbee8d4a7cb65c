"""What moved a score most, and what costs it most."""

from collections.abc import Sequence

from cs_engine.health.change import Lines, unmoved
from cs_engine.health.facts import Facts, text
from cs_engine.health.scoring import WHOLE_SHARE, weighed
from cs_engine.health.snapshot import Line, Move, Snapshot
from cs_engine.health.sums import Weighed, weighted_mean

SHOWN = 3
"""A card has room for three."""
FULL_SCORE = 10_000
"""100 points in hundredths."""


def drivers(now: Snapshot, before: Snapshot) -> tuple[Move, ...]:
    """Return every customer-caused move between two snapshots of one formula version, largest first.

    Returns:
        Moves in hundredths of a point; empty unless both have a score under the same formula version.
    """
    if now.score is None or before.score is None or now.formula_version != before.formula_version:
        return ()
    return moves(now.lines, before.lines, before.days_before(now.as_of), worst_product(now.facts))


def moves(now: Lines, before: Lines, window_days: int, product: str | None) -> tuple[Move, ...]:
    """Return every customer-caused move between two receipts of one scorecard, largest first.

    Formula: points = score - score with this factor's sub-score as it was before.
    Source: "without this, the score would be 8.2 higher" is the question people ask.

    Args:
        now: the later receipt.
        before: the earlier one.
        window_days: days between them.
        product: the product with the largest fall in use, named beside a falling trend.
    """
    earlier = {line.key: line for line in before}
    lines = [line for line in now if line.sub_score is not None]
    entries = weighed(lines)
    score = weighted_mean(entries) or 0
    found = []
    for index, line in enumerate(lines):
        was = earlier.get(line.key)
        if was is not None and was.sub_score == line.sub_score:
            continue
        points = score - _replaced(entries, index, unmoved(line, was), score)
        if points:
            falling = line.key == "usage_trend" and points < 0
            raw = was.raw if was else None
            found.append(Move(line.key, line.unit, raw, line.raw, points, window_days, product if falling else None))
    return tuple(sorted(found, key=lambda move: (-abs(move.points), move.key)))


def largest(found: Sequence[Move], *, down: bool) -> tuple[Move, ...]:
    """Return the largest falls or rises, each factor once, over the window in which it moved more."""
    chosen: dict[str, Move] = {}
    for move in sorted(found, key=lambda move: (-abs(move.points), move.window_days)):
        if (move.points < 0) == down:
            chosen.setdefault(move.key, move)
    return tuple(chosen.values())[:SHOWN]


def weakest(now: Snapshot) -> tuple[Line, ...]:
    """Return the lines that cost most points, for when nothing moved."""
    dear = sorted((line for line in now.lines if cost(line)), key=lambda line: -cost(line))
    return tuple(dear[:SHOWN])


def cost(line: Line) -> int:
    """Return the hundredths of a point that a line costs; 0 without a value or at full marks.

    Formula: share x (100 - sub-score), rounded down.
    Source: what the score could gain if this line were perfect.
    """
    return 0 if line.sub_score is None else line.share * (FULL_SCORE - line.sub_score) // WHOLE_SHARE


def worst_product(facts: Facts) -> str | None:
    """Return the product with the largest fall in use, None for customers with a single product."""
    return text(facts, "worst_product") if "," in (text(facts, "products") or "") else None


def _replaced(entries: Sequence[Weighed], index: int, entry: Weighed | None, score: int) -> int:
    """Return the score with one entry replaced or taken out; the same score when nothing is left."""
    mean = weighted_mean([*entries[:index], *([entry] if entry else []), *entries[index + 1 :]])
    return score if mean is None else mean
