"""Rows for the memory's tests."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cs_engine.records.account import Basis
from cs_engine.records.bands import Band
from cs_engine.storage.rows import SnapshotRow

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
WEEK = timedelta(days=7)


def snapshot(account_id: str = "A1", as_of: datetime = MONDAY, **changes: object) -> SnapshotRow:
    """Return an ordinary account's snapshot with some fields changed."""
    document = f'{{"account_id":"{account_id}","as_of":"{as_of.isoformat()}"}}'
    row = SnapshotRow(
        account_id=account_id,
        as_of=as_of,
        name=f"Customer {account_id}",
        domain=None,
        owner="ana@ours.example",
        backup=None,
        segment="mid",
        parent_id=None,
        status="active",
        band=Band.WATCH,
        score=6125,
        change_7d=-250,
        change_30d=None,
        arr=12_000.0,
        currency="EUR",
        term_months=12,
        decision_date=date(2027, 2, 1),
        early_warning=False,
        expected_revenue_at_risk=720.0,
        probability=0.06,
        probability_basis=Basis.ASSUMED,
        probability_n=0,
        rank=500.0,
        scorecard="balanced",
        formula_version="balanced@0a1b2c3d",
        data_ends=date(2026, 11, 15),
        cause="refresh",
        digest=hashlib.sha256(document.encode()).hexdigest(),
        document=document,
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # any field may be changed, and a test shows if wrongly
