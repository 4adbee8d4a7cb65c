"""What chances of a loss and the health score are good for, found after the scores and kept beside them."""

from collections.abc import Sequence
from datetime import datetime

from cs_engine.errors import NothingToShow
from cs_engine.health.scorecard import Scorecard
from cs_engine.records.churn_audit import Audit
from cs_engine.service.churn.audit import audit_score
from cs_engine.storage.store import Store
from cs_engine.wording import phrase

FIRST_MODEL = phrase("It is the first model that was learned.")


def keep_audit(store: Store, scorecards: Sequence[Scorecard], at: datetime) -> Audit | None:
    """Find whether the health score predicts, and keep the answer in place of the one before.

    Args:
        store: the memory.
        scorecards: those in use.
        at: now.

    Returns:
        ``None`` where there is not enough history to tell.
    """
    try:
        found = audit_score(store, scorecards)
    except NothingToShow:
        found = None
    with store.changing() as memory:
        memory.risks.put_audit(found, at)
    return found
