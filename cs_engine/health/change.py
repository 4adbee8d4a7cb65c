"""Why a score moved: the customer, our data, or the formula. The three add up exactly."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from cs_engine.health.scoring import Receipt, weighed
from cs_engine.health.snapshot import Line, ScoreChange, Snapshot, Split
from cs_engine.health.sums import Weighed, weighted_mean
from cs_engine.records.receipt import FactorState

Lines = Sequence[Line]


class Taken(Protocol):
    """Something that was taken at an instant: a snapshot, or a mark of one."""

    @property
    def as_of(self) -> datetime:
        """When."""

    def days_before(self, as_of: datetime) -> int:
        """Return local calendar days from then to an instant."""


T = TypeVar("T", bound=Taken)


def latest_within(earlier: Sequence[T], as_of: datetime, window: tuple[int, int]) -> T | None:
    """Return the latest of those taken [first, last] local days before an instant, or None."""
    first, last = window
    found = [snapshot for snapshot in earlier if first <= snapshot.days_before(as_of) <= last]
    return max(found, key=lambda snapshot: snapshot.as_of, default=None)


def score_change(score: int | None, before: Snapshot | None) -> ScoreChange | None:
    """Return the difference against an earlier snapshot, None unless both have a score."""
    if score is None or before is None or before.score is None:
        return None
    return ScoreChange(score - before.score, before.moment.last_day)


def split(now: Receipt, score_before: int | None, rescored: Lines, corrected: Lines) -> Split | None:
    """Return the parts of the change since an earlier snapshot, None unless both have a score.

    Formula: formula = earlier facts under today's scorecard - the earlier score;
        data = the same receipt with today's weights, members and corrections - the receipt before them;
        customer = the rest: sub-scores that moved, and tickets that the customer opened.
    Source: a change of our data or our formula must never look like a change of the customer.

    Args:
        now: today's receipt.
        score_before: the earlier score in hundredths.
        rescored: lines of the earlier facts under today's scorecard.
        corrected: the same from the earlier facts as the book knows them today.
    """
    if now.score is None or score_before is None:
        return None
    rescore = weighted_mean(weighed(rescored))
    if rescore is None:
        return Split(customer=0, data=0, formula=now.score - score_before)
    still = weighted_mean(without_moves(now.lines, corrected))
    kept = rescore if still is None else still
    return Split(customer=now.score - kept, data=kept - rescore, formula=rescore - score_before)


def without_moves(now: Lines, before: Lines) -> list[Weighed]:
    """Return today's receipt as it would be had the customer done nothing: today's weights, earlier sub-scores."""
    earlier = {line.key: line for line in before}
    return [entry for line in now if (entry := unmoved(line, earlier.get(line.key)))]


def unmoved(now: Line, before: Line | None) -> Weighed | None:
    """Return a line as it would be had the customer not moved it, None when it would not be there.

    A factor that had no value before keeps today's sub-score, as its appearance is a change of data; one that
    is known not to have applied because the customer had opened no ticket would not be there.
    """
    if now.sub_score is None:
        return None
    if before is not None and before.sub_score is not None:
        return Weighed(now.weight, before.sub_score, now.only_subtracts)
    if before is not None and before.state is FactorState.NOT_APPLICABLE and before.as_of is not None:
        return None
    return Weighed(now.weight, now.sub_score, now.only_subtracts)
