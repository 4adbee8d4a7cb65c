"""Growth plans, as one person may calculate them."""

from cs_engine.journey.planning import PlanInputs
from cs_engine.records.sight import Sight
from cs_engine.service.growth.desk import Basis, Calculated, GrowthDesk


class GrowthAnswers:
    """Growth plans within one person's sight."""

    def __init__(self, desk: GrowthDesk, sight: Sight) -> None:
        """Ask `desk` for somebody who sees so much."""
        self._desk = desk
        self._sight = sight

    def basis(self) -> Basis:
        """Return what a plan can begin with."""
        return self._desk.basis(self._sight)

    def calculated(self, inputs: PlanInputs, margin: float | None) -> Calculated:
        """Calculate a plan.

        Raises:
            BadInput: a rate is outside 0-1, or an amount cannot be.
        """
        return self._desk.calculated(inputs, margin, self._sight)
