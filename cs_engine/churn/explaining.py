"""Why every live account stands where it stands, and what changes would come to."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cs_engine.churn.account_features import Known, account_features
from cs_engine.churn.machine import Machine
from cs_engine.churn.reasons import reasons
from cs_engine.churn.training_set import current_features
from cs_engine.churn.what_if import what_ifs
from cs_engine.records.risk import RiskReason, WhatIf


@dataclass(frozen=True, slots=True)
class Explained:
    """One account.

    Attributes:
        reasons: the strongest first; empty where all is noise.
        what_if: None where nothing that can change would help.
    """

    reasons: tuple[RiskReason, ...]
    what_if: WhatIf | None


def explained(machine: Machine, now: Known, earlier: Known | None) -> Mapping[str, Explained]:
    """Return every live account's reasons and what-if, by account.

    Args:
        machine: learned from the past of a book; without what is told of it (`noise`) it gives no reasons.
        now: what is known at the instant.
        earlier: a quarter before.
    """
    features = current_features(now, earlier)
    before = None if earlier is None else account_features(earlier, None)
    told = reasons(machine, features, before) if len(features) else {}
    changes = what_ifs(machine, now, earlier, pd.Index(features.index))
    return {account: Explained(one, changes.get(account)) for account, one in told.items()}
