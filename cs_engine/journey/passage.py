"""How customers pass from stage to stage: how often, how fast, and where they get stuck."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cs_engine.journey.spells import days_in
from cs_engine.metrics.satisfaction import Share, wilson
from cs_engine.metrics.survival import median_days, median_interval, survival_curve

EVERYBODY = "everybody"
"""The segment that is all of them."""
NO_SEGMENT = "(none)"


@dataclass(frozen=True, slots=True, eq=False)
class Transitions:
    """How often each stage was followed by each: ``counts`` of stretches that ended, stage by next stage.

    ``still`` counts the stretches that go on; they have no next stage yet and are in no share.
    """

    counts: pd.DataFrame
    still: pd.Series

    @property
    def n(self) -> pd.Series:
        """How many stretches of each stage have ended."""
        return self.counts.sum(axis=1)

    @property
    def shares(self) -> pd.DataFrame:
        """Share of the ended stretches that led to each next stage; each row adds up to 1, empty without any.

        Formula:
            stretches of the stage followed by the next / stretches of the stage that ended
        Source:
            transition matrix of a Markov chain, by counting.
        """
        return self.counts.div(self.n.where(self.n > 0), axis=0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one stage lasts in one segment.

    Attributes:
        entered: stretches that began.
        ended: of these, how many are over.
        median_days: day by which half have left the stage; empty while fewer have.
        median_low, median_high: its 95 % interval; an open end is empty.
        now: in it now.
        median_days_now: for how long they have been, in the middle.
        usual_days: how long is usual; empty for stages that may last.
        beyond: share of those in it now who have been longer than that, with interval and n; none without a usual time.
        longest: accounts that have been in it longest beyond the usual time, the longest first.
    """

    stage: str
    segment: str
    entered: int
    ended: int
    median_days: float | None
    median_low: float | None
    median_high: float | None
    now: int
    median_days_now: float | None
    usual_days: int | None
    beyond: Share | None
    longest: tuple[str, ...]


LONGEST = 5
"""Names of who is stuck that one looks at next; the list has them all."""


def transitions(spells: pd.DataFrame, stages: Sequence[str]) -> Transitions:
    """Return how often each stage was followed by each.

    Args:
        spells: stretches as ``overlay`` returns them.
        stages: all there are, in their order.
    """
    order = [str(stage) for stage in stages]
    after = spells.groupby("account_id")["stage"].shift(-1)
    counts = pd.crosstab(spells["stage"], after).reindex(index=order, columns=order, fill_value=0)
    still = spells.loc[spells["until"].isna(), "stage"].value_counts().reindex(order, fill_value=0)
    return Transitions(counts.astype("int64"), still.astype("int64"))


def pace(
    spells: pd.DataFrame, segments: Mapping[str, str], usual_days: Mapping[str, int], today: pd.Timestamp
) -> tuple[Pace, ...]:
    """Return how long every stage lasts and who is stuck in it, for everybody and by segment.

    Args:
        spells: stretches as ``overlay`` returns them.
        segments: account to segment, as of now.
        usual_days: stage to the days that it usually takes at most.
        today: the last day that has begun.

    Formula:
        median: of the Kaplan-Meier curve of the days in the stage, so that who is still in it counts;
        beyond: in it now for more than the usual days / in it now
    Source:
        survival analysis; dwell time of queues.
    """
    rows = spells.assign(days=days_in(spells, today), ended=spells["until"].notna())
    own = [segments.get(str(name), NO_SEGMENT) for name in rows["account_id"]]
    whole = rows.assign(segment=EVERYBODY)
    parts = pd.concat([whole, rows.assign(segment=own)]) if len(set(own)) > 1 else whole
    return tuple(
        _pace(stage, segment, those[those["segment"] == segment], usual_days.get(stage))
        for stage, those in ((str(name), group) for name, group in parts.groupby("stage", sort=True))
        for segment in sorted(those["segment"].unique(), key=lambda name: (name != EVERYBODY, name))
    )


def _pace(stage: str, segment: str, those: pd.DataFrame, usual: int | None) -> Pace:
    now = those[~those["ended"]]
    late = now[now["days"] > usual] if usual is not None else now.iloc[:0]
    longest = late.sort_values(["days", "account_id"], ascending=[False, True])["account_id"].head(LONGEST)
    curve = survival_curve(those["days"], those["ended"])
    low, high = median_interval(curve)
    return Pace(
        stage=stage,
        segment=segment,
        entered=len(those),
        ended=int(those["ended"].sum()),
        median_days=median_days(curve),
        median_low=low,
        median_high=high,
        now=len(now),
        median_days_now=float(now["days"].median()) if len(now) else None,
        usual_days=usual,
        beyond=None if usual is None else wilson(len(late), len(now)),
        longest=tuple(longest),
    )
