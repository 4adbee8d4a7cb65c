"""Health over many accounts: a first picture that makes sense, and the child that decides for a parent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cs_engine.health.curves import HUNDREDTHS
from cs_engine.health.drivers import cost
from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import CHILD_MIN_ARR_SHARE, SEVERITY
from cs_engine.records.account import Child
from cs_engine.records.bands import Band

TOO_MANY_AT_RISK = 0.25
"""A quarter of the book red: nobody can work on that, so nobody looks at it again."""
TOO_FEW_AT_RISK = 0.03
"""Companies lose 8-15 % a year; a score that sees fewer than 3 % does not see them."""
MIN_ACCOUNTS = 8
"""With fewer accounts a single one decides the share."""


class Verdict(StrEnum):
    """What the shares of the bands say about the curves."""

    SENSIBLE = "sensible"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the accounts with a score spread over the bands.

    Attributes:
        accounts: all of them.
        scored: accounts with a score.
        at_risk: of these, At risk.
        bands: accounts per band, Unknown and Leaving included, worst first.
        costliest: the factor that costs most points on average, and how many points that is.
    """

    accounts: int
    scored: int
    at_risk: int
    bands: tuple[tuple[Band, int], ...]
    verdict: Verdict
    costliest: str | None
    costs: float

    @property
    def proposal(self) -> str | None:
        """What to do about it in one sentence, None when the shares make sense."""
        if self.verdict is Verdict.SENSIBLE:
            return None
        share = f"{self.at_risk} of {self.scored} accounts ({self.at_risk / self.scored:.0%}) are at risk"
        way = "more than a team can act on" if self.verdict is Verdict.TOO_MANY else "fewer than companies usually lose"
        curve = (
            f"{self.costliest} costs {self.costs:.1f} points on average" if self.costliest else "no factor costs points"
        )
        return (
            f"{share}, {way}; {curve}: change its curve in a copy of the scorecard and try it with `steward simulate`."
        )


def distribution(snapshots: Iterable[Snapshot]) -> Distribution:
    """Return the spread over the bands and whether it makes sense; the snapshots are looked at once, one by one.

    Formula: accounts At risk / accounts with a score; sensible from 3 % to 25 %, or below 8 accounts.
    Source: a first picture that is mostly red is closed on day one, and one without red sees nothing.
    """
    bands: Counter[Band | None] = Counter()
    scored: Counter[Band | None] = Counter()
    costs: Counter[str] = Counter()
    for snapshot in snapshots:
        bands[snapshot.band] += 1
        if snapshot.score is not None:
            scored[snapshot.band] += 1
            costs.update({line.key: cost(line) for line in snapshot.lines})
    costliest, points = _costliest(costs, scored.total())
    return Distribution(
        accounts=bands.total(),
        scored=scored.total(),
        at_risk=scored[Band.AT_RISK],
        bands=tuple((band, bands[band]) for band in SEVERITY if bands[band]),
        verdict=_verdict(scored[Band.AT_RISK], scored.total()),
        costliest=costliest,
        costs=points,
    )


def worst_child(children: Sequence[Snapshot]) -> Child | None:
    """Return the worst child that holds at least a fifth of the children's ARR.

    Never an average: one large customer about to leave is not made good by four small happy ones. Between
    equal bands the lower score decides. None when no child is that large or has a band.
    """
    whole = sum(child.arr or 0.0 for child in children)
    large = [
        Child(
            account_id=child.account_id,
            name=child.name,
            band=child.band,
            score=None if child.score is None else child.score / HUNDREDTHS,
            arr_share=(child.arr or 0.0) / whole,
        )
        for child in children
        if child.band is not None and whole and (child.arr or 0.0) >= CHILD_MIN_ARR_SHARE * whole
    ]
    return min(large, key=_badness, default=None)


def _badness(child: Child) -> tuple[int, float, str]:
    return SEVERITY.index(child.band), child.score or 0.0, child.account_id


def _verdict(at_risk: int, scored: int) -> Verdict:
    if scored < MIN_ACCOUNTS or TOO_FEW_AT_RISK <= at_risk / scored <= TOO_MANY_AT_RISK:
        return Verdict.SENSIBLE
    return Verdict.TOO_MANY if at_risk / scored > TOO_MANY_AT_RISK else Verdict.TOO_FEW


def _costliest(costs: Counter[str], scored: int) -> tuple[str | None, float]:
    """Return the factor that costs most points on average over all accounts, and how many."""
    if not costs.total():
        return None, 0.0
    key, hundredths = costs.most_common(1)[0]
    return key, hundredths / scored / HUNDREDTHS
