"""The money at stake in an account: judged at a refresh, read back with the basis it was judged on."""

from dataclasses import replace

from cs_engine.health.contract import contract_of
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import assess_stake
from cs_engine.records.account import Stake
from cs_engine.storage.rows import SnapshotRow


def stake_of(snapshot: Snapshot, row: SnapshotRow) -> Stake:
    """Return the stake as it was judged when the snapshot was taken."""
    return replace(
        assess_stake(contract_of(snapshot.facts), snapshot.band, snapshot.as_of),
        probability=row.probability,
        probability_basis=row.probability_basis,
        probability_n=row.probability_n,
        expected_revenue_at_risk=row.expected_revenue_at_risk,
    )
