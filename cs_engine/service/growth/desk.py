"""Growth plans as people calculate them: what the book knows comes from the memory alone, the rest is theirs."""

from dataclasses import dataclass
from datetime import datetime

from cs_engine.journey.planning import PlanInputs, PlanResult, Swing, payback_months, plan, sensitivity
from cs_engine.records.growth_view import KeptGrowth
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.store import Store


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan can begin with.

    Attributes:
        as_of: everything is told as it was known then; None where nothing was kept yet.
        known: what the book told; None where nothing was kept yet, or for whoever sees some accounts only.
        narrow: whether it is kept, and not told, because it is about all customers.
    """

    as_of: datetime | None = None
    known: KeptGrowth | None = None
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Calculated:
    """A plan calculated.

    Attributes:
        inputs: what went in.
        margin: share of revenue (0-1) left after serving a customer; None where nobody said.
        result: what it comes to.
        swings: what a fifth less and more of each input does, what matters most first.
        payback: months until a customer of the plan has paid for itself; None where something of it is unknown.
        payback_before: the same of the customers that were won so far.
    """

    inputs: PlanInputs
    margin: float | None
    result: PlanResult
    swings: tuple[Swing, ...]
    payback: float | None
    payback_before: float | None


class GrowthDesk:
    """Answers about growth plans. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        """Answer from ``store``."""
        self._store = store

    def basis(self, sight: Sight) -> Basis:
        """Return what a plan can begin with; who sees some accounts only is not told of the whole book."""
        with self._store.viewing() as memory:
            kept = memory.journeys.kept()
        if kept is None or kept.growth is None:
            return Basis()
        narrow = sight != EVERYTHING
        return Basis(kept.as_of, None if narrow else kept.growth, narrow)

    def calculated(self, inputs: PlanInputs, margin: float | None, sight: Sight) -> Calculated:
        """Calculate a plan.

        Raises:
            BadInput: a rate is outside 0-1, or an amount cannot be.
        """
        result, known = plan(inputs), self.basis(sight).known
        revenue = known.monthly_revenue if known else None
        before = known.costs[0].each if known and known.costs else None
        return Calculated(
            inputs=inputs,
            margin=margin,
            result=result,
            swings=sensitivity(inputs),
            payback=payback_months(result.cost_per_user, revenue, margin),
            payback_before=payback_months(before, revenue, margin),
        )
