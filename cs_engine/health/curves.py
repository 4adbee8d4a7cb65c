"""From a raw value to a sub-score: straight lines between declared points, or steps."""

from bisect import bisect_right
from dataclasses import dataclass

HUNDREDTHS = 100
"""Sub-scores, points and scores are whole hundredths of a point, so that sums are exact."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Raw values, ascending, and their sub-scores in hundredths, 0-10,000.

    ``stepped``: a sub-score holds from its raw value on; otherwise a line leads to the next point.
    Before the first and after the last point the sub-score stays level.
    """

    raws: tuple[float, ...]
    sub_scores: tuple[int, ...]
    stepped: bool

    def sub_score(self, raw: float) -> int:
        """Return the sub-score of a raw value in hundredths."""
        after = bisect_right(self.raws, raw)
        if after == 0:
            return self.sub_scores[0]
        below = self.sub_scores[after - 1]
        if self.stepped or after == len(self.raws):
            return below
        start, end = self.raws[after - 1], self.raws[after]
        return below + round((self.sub_scores[after] - below) * (raw - start) / (end - start))

    def best(self) -> float:
        """Return the first raw value that earns the highest sub-score."""
        return self.raws[self.sub_scores.index(max(self.sub_scores))]
