"""What a company's own past says about its bands, and nothing of its future."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cs_engine.metrics.stake import Seen
from cs_engine.records.bands import Band
from cs_engine.service.scoring.base_rates import base_rates
from cs_engine.storage.rows import SnapshotRow
from tests.unit.service.desk import MONDAY, Desk
from tests.unit.storage.builders import snapshot

AUTUMN = MONDAY - timedelta(days=100)
DAY = timedelta(days=1)


def monthly(account_id: str, as_of: datetime, band: Band = Band.WATCH) -> SnapshotRow:
    """Return a snapshot of an account that may leave any day."""
    return snapshot(account_id, as_of, band=band, term_months=1, decision_date=as_of.date())


def annual(account_id: str, as_of: datetime, decides: date) -> SnapshotRow:
    """Return a snapshot of an account that decides on a day."""
    return snapshot(account_id, as_of, band=Band.AT_RISK, term_months=12, decision_date=decides)


def rates(desk: Desk, rows: Sequence[SnapshotRow], losses: dict[str, date], as_of: datetime = MONDAY) -> object:
    """Return what was seen in windows and at decisions."""
    desk.store.write_snapshots(rows)
    found = base_rates(desk.store, losses, as_of)
    return dict(found.windows), dict(found.decisions)


def test_a_loss_within_ninety_days_counts_for_the_band_before_it(desk: Desk) -> None:
    """One of two accounts on Watch left; a loss on the day itself was not ahead any more."""
    rows = [monthly("A", AUTUMN), monthly("B", AUTUMN), monthly("C", AUTUMN)]
    losses = {"A": AUTUMN.date() + 30 * DAY, "C": AUTUMN.date()}
    assert rates(desk, rows, losses) == ({Band.WATCH: Seen(1, 3)}, {})


def test_a_window_that_has_not_ended_counts_nothing(desk: Desk) -> None:
    """Not even a loss that has already happened in it: those who stayed are not known yet."""
    recent = MONDAY - timedelta(days=60)
    assert rates(desk, [monthly("A", recent)], {"A": recent.date() + DAY}) == ({}, {})


def test_snapshots_after_the_instant_count_nothing(desk: Desk) -> None:
    """A refresh of the past does not know the future that is already stored."""
    rows = [monthly("A", AUTUMN), monthly("A", MONDAY + timedelta(days=200))]
    assert rates(desk, rows, {}) == ({Band.WATCH: Seen(0, 1)}, {})


def test_windows_do_not_overlap(desk: Desk) -> None:
    """Weekly snapshots of one quarter are one observation, not thirteen."""
    weekly = [monthly("A", AUTUMN - timedelta(weeks=week)) for week in range(20)]
    assert rates(desk, weekly, {}) == ({Band.WATCH: Seen(0, 2)}, {})


def test_an_annual_contract_counts_once_its_decision_is_known(desk: Desk) -> None:
    """A renewal may be a month late, so a decision of last week is still open."""
    rows = [
        annual("A", AUTUMN, AUTUMN.date() + 20 * DAY),
        annual("B", AUTUMN, AUTUMN.date() + 20 * DAY),
        annual("C", AUTUMN, MONDAY.date() - 12 * DAY),
        annual("D", AUTUMN, MONDAY.date() + 200 * DAY),
    ]
    assert rates(desk, rows, {"A": AUTUMN.date() + 15 * DAY}) == ({}, {Band.AT_RISK: Seen(1, 2)})


def test_accounts_with_a_status_instead_of_a_score_are_not_counted(desk: Desk) -> None:
    """Neither are Unknown and Leaving, which no rate is assumed for."""
    rows = [snapshot("A", AUTUMN, band=None, status="trial"), monthly("B", AUTUMN, Band.LEAVING)]
    assert rates(desk, rows, {"B": AUTUMN.date() + DAY}) == ({}, {})


def test_longer_contracts_without_a_decision_ahead_are_counted_apart(desk: Desk) -> None:
    """A quarter in which nothing is decided, or of which it is not known; hardly anybody is lost in it."""
    far = snapshot("A", AUTUMN, band=Band.WATCH, term_months=12, decision_date=AUTUMN.date() + 200 * DAY)
    unknown = snapshot("B", AUTUMN, band=Band.WATCH, term_months=None, decision_date=None)
    losses = {"A": AUTUMN.date() + 30 * DAY, "B": AUTUMN.date() + 95 * DAY}
    assert rates(desk, [far, unknown], losses) == ({}, {})
    assert base_rates(desk.store, losses, MONDAY).waiting == {Band.WATCH: Seen(1, 2)}
