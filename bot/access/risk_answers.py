"""Chances of a loss, as one person may see them."""

from collections.abc import Collection
from dataclasses import replace

from bot.access.policy import Right
from bot.access.redaction import redacted_chance, redacted_risks
from cs_engine.records.risk_view import AccountChance, ModelView, RisksView
from cs_engine.records.sight import Sight
from cs_engine.service.churn.desk import RiskDesk


class RiskAnswers:
    """Chances of a loss within one person's sight and rights."""

    def __init__(self, desk: RiskDesk, sight: Sight, rights: Collection[Right]) -> None:
        """Ask `desk` for somebody who sees and may do so much."""
        self._desk = desk
        self._sight = sight
        self._rights = rights

    def view(self, owner: str | None = None) -> RisksView:
        """Return who may be lost: of everybody's accounts in sight, or of one owner's."""
        sight = self._sight if owner is None else replace(self._sight, owner=owner)
        return redacted_risks(self._desk.view(sight), self._rights)

    def account(self, account_id: str) -> AccountChance | None:
        """Return how likely one account is lost, None where nobody was ever judged."""
        found = self._desk.account(account_id, self._sight)
        return found and redacted_chance(found, self._rights)

    def model(self) -> ModelView:
        """Return what probabilities and the health score are good for."""
        return self._desk.model(self._sight)
