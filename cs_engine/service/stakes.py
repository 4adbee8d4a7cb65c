"""The money at stake in an account: judged at a refresh, read back with the basis it was judged on."""

from dataclasses import replace

from cs_engine.health.facts import Facts, day, number, text
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import Contract, assess_stake
from cs_engine.records.account import Stake
from cs_engine.storage.rows import SnapshotRow


def contract_of(facts: Facts) -> Contract:
    """Return what an account has agreed to, as its facts tell."""
    auto_renew = facts.get("auto_renew")
    return Contract(
        arr=number(facts, "arr"),
        currency=text(facts, "currency"),
        term_months=_whole(number(facts, "term_months")),
        renewal_date=day(facts, "renewal_date"),
        notice_days=_whole(number(facts, "notice_days")),
        auto_renew=auto_renew if isinstance(auto_renew, bool) else None,
    )


def stake_of(snapshot: Snapshot, row: SnapshotRow) -> Stake:
    """Return the stake as it was judged when the snapshot was taken."""
    return replace(
        assess_stake(contract_of(snapshot.facts), snapshot.band, snapshot.as_of),
        probability=row.probability,
        probability_basis=row.probability_basis,
        probability_n=row.probability_n,
        expected_revenue_at_risk=row.expected_revenue_at_risk,
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
