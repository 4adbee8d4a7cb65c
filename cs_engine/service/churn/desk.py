"""What the bot asks about chances of a loss: they were made by night, nothing is learned or scored here."""

from cs_engine.records.risk_view import AccountChance, ModelView, RisksView
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

MOST, MOST_EARLY = 15, 5
"""Accounts that one looks at in one go."""
AMONG = 8
"""Early warnings go by the chance alone, so those held out, at most every other account, are not among them."""


class RiskDesk:
    """Answers among the accounts that somebody may see. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        """Answer from ``store``."""
        self._store = store

    def view(self, sight: Sight) -> RisksView:
        """Return who may be lost, the most urgent first, and early warnings apart."""
        with self._store.viewing() as memory:
            about = memory.risks.about()
            lines, count = memory.risks.lines(sight, MOST, early=False)
            early, early_count = memory.risks.lines(sight, MOST_EARLY * AMONG, early=True)
            unknown = memory.risks.unknown(sight)
        told = [one for one in early if about is None or not about.holds_out(one.risk.account_id)]
        early_count -= len(early) - len(told)
        return RisksView(about, tuple(lines), count, tuple(told[:MOST_EARLY]), early_count, unknown)

    def account(self, account_id: str, sight: Sight) -> AccountChance | None:
        """Return how likely one account is lost, ``None`` where nobody was ever judged."""
        with self._store.viewing() as memory:
            return account_chance(memory, account_id, sight)

    def model(self, sight: Sight) -> ModelView:
        """Return what probabilities and the health score are good for; figures are about all customers."""
        with self._store.viewing() as memory:
            about = memory.risks.about()
            if sight != EVERYTHING:
                return ModelView(about, None, None, narrow=True)
            found = memory.risks.model_in_use()
            return ModelView(about, found[0] if found else None, memory.risks.audit())


def account_chance(memory: Transaction, account_id: str, sight: Sight = EVERYTHING) -> AccountChance | None:
    """Return the same within an open transaction."""
    about = memory.risks.about()
    return None if about is None else AccountChance(about, memory.risks.of_account(account_id, sight))
