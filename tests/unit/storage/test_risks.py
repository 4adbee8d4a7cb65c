"""How likely accounts are lost, in a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from cs_engine.records.account import Basis
from cs_engine.records.risk import AccountRisk, Change, CurvePoint, ReasonKind, RiskReason, Step, WhatIf
from cs_engine.records.risk_view import KeptRisks, ModelCard
from cs_engine.records.sight import Sight
from cs_engine.storage.risks import MODELS_KEPT
from cs_engine.storage.rows import Judged, Said
from cs_engine.storage.store import Store
from cs_engine.wording import phrase, sentence
from tests.unit.storage.builders import snapshot

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
DAY = date(2026, 11, 15)
ABOUT = KeptRisks(DAY, MONDAY, 90, Step.FULL, "xgboost", 42, "abc", None)
USE = RiskReason(ReasonKind.USAGE, 1.8, "usage_trend", 0.5, 0.9, changeable=True)
WHAT_IF = WhatIf((Change(ReasonKind.USAGE, "active_users", 3.0, 6.0),), 0.2)
CURVE = (CurvePoint(90, 0.4, 0.1, 0.6), CurvePoint(365, 0.7, None, None))
ANAS = Sight(owner="ana@ours.example")
VERDICT = sentence(phrase("It is the first."))
CARD = ModelCard("m0", MONDAY, Step.FULL, "xgboost", DAY, DAY, 40, 900, 42, 90, ("usage_trend",), (), None, VERDICT)


def risk(account_id: str, probability: float, step: Step = Step.FULL) -> AccountRisk:
    """Return how likely an account is lost."""
    return AccountRisk(account_id, DAY, 90, probability, 0.1, 0.6, step, "xgboost", 42, (USE,), WHAT_IF, CURVE)


def filled(store: Store) -> Store:
    """Keep four accounts, of which C belongs to somebody else and D decides in a year."""
    worth = {"arr": 12_000.0, "currency": "EUR"}
    store.write_snapshots([snapshot("A", MONDAY, rank=10.0, **worth), snapshot("B", MONDAY, rank=90.0, **worth)])
    store.write_snapshots([snapshot("C", MONDAY, rank=50.0, owner="leo@ours.example", **worth)])
    store.write_snapshots([snapshot("D", MONDAY, rank=0.0, early_warning=True, **worth)])
    with store.changing() as memory:
        memory.risks.put(ABOUT, [risk("A", 0.4), risk("B", 0.3), risk("C", 0.2), risk("D", 0.1)])
    return store


def test_what_was_kept_comes_back_whole(store: Store) -> None:
    """With reasons and what would change it; out of sight there is nothing."""
    with filled(store).viewing() as memory:
        assert memory.risks.about() == ABOUT
        assert memory.risks.of_account("A") == risk("A", 0.4)
        assert memory.risks.of_account("C", ANAS) is None
        assert memory.risks.of_account("Z") is None


def test_the_list_is_ordered_by_what_lists_are_ordered_by(store: Store) -> None:
    """Money expected to be lost and how soon; early warnings stand apart."""
    with filled(store).viewing() as memory:
        lines, count = memory.risks.lines(ANAS, 1, early=False)
        assert ([line.risk.account_id for line in lines], count) == (["B"], 2)
        early, many = memory.risks.lines(ANAS, 5, early=True)
        assert ([line.risk.account_id for line in early], many) == (["D"], 1)


def test_only_models_speak_for_the_money_at_stake(store: Store) -> None:
    """What followed a band is in the snapshot already."""
    with filled(store).changing() as memory:
        memory.risks.put(ABOUT, [risk("A", 0.4), risk("B", 0.3, Step.BANDS)])
        assert list(memory.risks.by_model()) == ["A"]


def test_money_is_judged_anew_in_the_newest_snapshot_and_in_the_history(store: Store) -> None:
    """Others stay as they were."""
    filled(store)
    with store.changing() as memory:
        memory.risks.judge([Judged("A", MONDAY, 0.4, Basis.MODEL, 42, 4800.0, 4800.0)])
    (kept,) = store.snapshots("A")
    current = store.current("A")
    for row in (kept, current):
        assert row is not None
        assert (row.probability, row.probability_basis, row.expected_revenue_at_risk) == (0.4, Basis.MODEL, 4800.0)
    other = store.current("B")
    assert other is not None
    assert other.probability_basis is not Basis.MODEL


def test_once_a_week_it_is_also_kept_for_later(store: Store) -> None:
    """So that what was said can be held against what came of it."""
    filled(store)
    for days in (1, 7, 13, 14):
        about = replace(ABOUT, as_of=DAY + timedelta(days=days), made_at=MONDAY + timedelta(days=days))
        with store.changing() as memory:
            memory.risks.put(about, [risk("A", days / 100)])
    with store.viewing() as memory:
        said = [each for each in memory.risks.said_before(date(2026, 12, 1)) if each.account_id == "A"]
    assert said == [
        Said("A", DAY, 0.4, "abc"),
        Said("A", DAY + timedelta(days=7), 0.07, "abc"),
        Said("A", DAY + timedelta(days=14), 0.14, "abc"),
    ]


def test_a_memory_of_before_curves_has_none_until_the_next_night(store: Store, url: str) -> None:
    """What was kept stays; nothing is lost on the way up."""
    filled(store)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE account_risks DROP COLUMN curve"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0015'"))
    engine.dispose()
    store.migrate()
    with store.changing() as memory:
        assert memory.risks.of_account("A") == replace(risk("A", 0.4), curve=())
        memory.risks.put(ABOUT, [risk("A", 0.4)])
        assert memory.risks.of_account("A") == risk("A", 0.4)


def test_one_model_is_in_use_and_can_be_put_back(store: Store) -> None:
    """The newest first; which one is used is said."""
    with store.changing() as memory:
        memory.risks.put_model(CARD, b"first", in_use=True)
        memory.risks.put_model(replace(CARD, id="m1", learned_at=MONDAY + timedelta(days=28)), b"second", in_use=True)
        assert [(each.card.id, each.in_use) for each in memory.risks.models()] == [("m1", True), ("m0", False)]
        assert memory.risks.use_model("m0")
        assert memory.risks.model_in_use() == (CARD, b"first")
        assert memory.risks.use_model(None)
        assert memory.risks.model_in_use() is None


def test_a_model_that_is_not_there_changes_nothing(store: Store) -> None:
    """The one in use stays."""
    with store.changing() as memory:
        memory.risks.put_model(CARD, b"first", in_use=True)
        assert not memory.risks.use_model("zzz")
        assert memory.risks.model_in_use() == (CARD, b"first")


def test_old_models_make_room_but_never_the_one_in_use(store: Store) -> None:
    """A year of monthly learning is kept."""
    with store.changing() as memory:
        memory.risks.put_model(CARD, b"0", in_use=True)
        for month in range(1, MODELS_KEPT + 3):
            later = replace(CARD, id=f"m{month}", learned_at=MONDAY + timedelta(days=28 * month))
            memory.risks.put_model(later, b"n", in_use=False)
        kept = [each.card.id for each in memory.risks.models()]
    assert len(kept) == MODELS_KEPT + 1
    assert kept[-1] == "m0"


@pytest.mark.parametrize("model", ["abc", None])
def test_no_accounts_are_no_error(store: Store, model: str | None) -> None:
    """Then there is only what is about all of them."""
    about = replace(ABOUT, model=model)
    with store.changing() as memory:
        memory.risks.put(about, [])
        assert memory.risks.about() == about
        assert memory.risks.lines(ANAS, 5, early=False) == ([], 0)
