"""Exact sums: weighted means and shares in whole numbers."""

from collections.abc import Sequence
from typing import NamedTuple


class Weighed(NamedTuple):
    """A sub-score in hundredths with its weight; ``only_subtracts``: it counts only below the mean of the others."""

    weight: int
    sub_score: int
    only_subtracts: bool


def counting_weights(entries: Sequence[Weighed]) -> list[int]:
    """Return the weights that count: 0 for what only subtracts and would not.

    A sub-score at or above the mean of those that always count would lift the score, so it stays out.
    With nothing to subtract from, everything counts.
    """
    total = points = 0
    for weight, sub_score, only_subtracts in entries:
        if not only_subtracts:
            total += weight
            points += weight * sub_score
    return [
        weight if not only_subtracts or not total or sub_score * total < points else 0
        for weight, sub_score, only_subtracts in entries
    ]


def weighted_mean(entries: Sequence[Weighed]) -> int | None:
    """Return the score in hundredths, or None when nothing carries weight.

    Formula: sum(weight x sub-score) / sum(weight) over what counts, rounded half up.
    Source: the field's weighted scorecard; a missing measure leaves both sums.
    """
    total = points = 0
    for weight, entry in zip(counting_weights(entries), entries, strict=True):
        total += weight
        points += weight * entry[1]
    return (2 * points + total) // (2 * total) if total else None


def shared_out(amount: int, parts: Sequence[int]) -> list[int]:
    """Return whole numbers in proportion to ``parts`` that add up to ``amount``; all 0 when no part is above 0.

    Formula: largest remainder; of equal remainders the first gets one more.
    Source: Hamilton's method of apportionment.
    """
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    shares = [amount * part // whole for part in parts]
    remainders = [amount * part % whole for part in parts]
    largest_first = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
    for index in largest_first[: amount - sum(shares)]:
        shares[index] += 1
    return shares
