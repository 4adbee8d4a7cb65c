"""What accounts are still worth, as one person may see it."""

from collections.abc import Collection

from bot.access.policy import Right
from bot.access.redaction import redacted_value, redacted_values
from cs_engine.records.sight import Sight
from cs_engine.records.value_view import AccountValue, ValuesView
from cs_engine.service.values.desk import ValueDesk


class ValueAnswers:
    """Values within one person's sight and rights."""

    def __init__(self, desk: ValueDesk, sight: Sight, rights: Collection[Right]) -> None:
        """Ask `desk` for somebody who sees and may do so much."""
        self._desk = desk
        self._sight = sight
        self._rights = rights

    def view(self) -> ValuesView | None:
        """Return what the accounts in sight come to, None where nobody was ever valued."""
        found = self._desk.view(self._sight)
        return found and redacted_values(found, self._rights)

    def account(self, account_id: str) -> AccountValue | None:
        """Return what an account is worth, None where nobody was ever valued."""
        found = self._desk.account(account_id, self._sight)
        return found and redacted_value(found, self._rights)
