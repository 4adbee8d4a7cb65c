"""Every feature of an account is about something."""

import pandas as pd
import pytest

from cs_engine.churn.account_features import account_features
from cs_engine.churn.topics import CHANGED, KINDS, PREFIXES, is_changeable, kind_of
from cs_engine.records.risk import ReasonKind
from tests.unit.churn.knowns import day, known

TOUCHES = pd.DataFrame(
    {"account_id": ["A"], "kind": ["qbr"], "last_at": [pd.Timestamp(day(0))], "recent": [2]},
)
USED = pd.DataFrame({"account_id": ["A"], "kind": ["export"], "recent": [20.0], "prior": [40.0]})
FEATURES = frozenset(map(str, account_features(known(1, {"A": {}}, TOUCHES, USED), known(0, {"A": {}}))))


def test_every_feature_has_a_kind_and_the_table_names_no_other() -> None:
    """Also those that are called as the company's sources call contacts and product features."""
    assert {kind_of(feature) for feature in FEATURES} == set(ReasonKind)
    named = [name for names in KINDS.values() for name in names]
    assert sorted(named) == sorted(feature for feature in FEATURES if not feature.startswith(tuple(PREFIXES)))
    assert CHANGED.keys() | set(CHANGED.values()) <= FEATURES


@pytest.mark.parametrize("feature", ["industry", "country", "tenure_days", "term_months", "plan", "mrr", "seats"])
def test_what_nobody_works_on_is_never_changeable(feature: str) -> None:
    """Who a customer is, since when, and what was agreed."""
    assert not is_changeable(kind_of(feature))
    assert is_changeable(kind_of("touch qbr: in 90 days"))
