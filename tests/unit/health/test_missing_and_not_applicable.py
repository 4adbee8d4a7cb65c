"""What is not known, and what cannot be."""

from cs_engine.frames.facts import SOURCES
from cs_engine.records.bands import Band
from cs_engine.records.receipt import FactorState
from tests.unit.health.accounts import EVERYTHING, MONDAY, an_account, assessed, line


def test_a_missing_measure_lowers_coverage_and_leaves_the_score_alone() -> None:
    """Perfect without seats known stays perfect, and says that less is known."""
    full = assessed(an_account())
    without = assessed(an_account(seats=None))
    assert line(without, "seat_utilization").state is FactorState.MISSING
    assert (full.score, without.score) == (10_000, 10_000)
    assert full.coverage is not None
    assert without.coverage is not None
    assert (full.coverage.share, full.coverage.present, full.coverage.total) == (1.0, 12, 12)
    assert without.coverage.share < 1.0
    assert (without.coverage.present, without.coverage.total) == (11, 12)


def test_no_seats_is_unknown_not_zero() -> None:
    """A contract of zero seats has no utilisation."""
    assert line(assessed(an_account(seats=0)), "seat_utilization").raw is None


def test_unlimited_seats_leave_both_sums() -> None:
    """Nothing was bought by the seat, so nothing is missing."""
    snapshot = assessed(an_account(seat_model="unlimited", seats=None))
    assert line(snapshot, "seat_utilization").state is FactorState.NOT_APPLICABLE
    assert snapshot.coverage is not None
    assert snapshot.coverage.share == 1.0


def test_a_source_never_connected_is_not_applicable_and_lowers_nothing() -> None:
    """A company without invoices in its book is not punished for it."""
    snapshot = assessed(an_account(last_invoice_on=None), connected=EVERYTHING - {"invoices"})
    assert line(snapshot, "overdue_beyond_habit_days").state is FactorState.NOT_APPLICABLE
    assert snapshot.coverage is not None
    assert snapshot.coverage.share == 1.0


def test_a_connected_source_without_a_row_for_the_account_is_missing() -> None:
    """Others have invoices, this account has none: something did not arrive."""
    assert line(assessed(an_account(last_invoice_on=None)), "overdue_beyond_habit_days").state is FactorState.MISSING


def test_below_half_the_weight_the_account_is_unknown_without_a_score() -> None:
    """A score from a third of the evidence would be mostly guessed."""
    facts = an_account(usage_last_day=None, last_two_way_at=None, tenure_days=None, champion_seen_at=None)
    snapshot = assessed(facts | {"last_invoice_on": None})
    assert snapshot.coverage is not None
    assert snapshot.coverage.share < 0.5
    assert (snapshot.score, snapshot.band, snapshot.score_band) == (None, Band.UNKNOWN, None)
    assert {each.points for each in snapshot.lines} == {None}


def test_a_bare_list_of_accounts_is_unknown_everywhere() -> None:
    """With nothing connected nothing applies, and nothing is called fine."""
    snapshot = assessed({"account_id": "a1", "name": "Acme", "status": "active"}, connected=frozenset())
    assert snapshot.coverage is not None
    assert (snapshot.coverage.share, snapshot.coverage.total) == (0.0, 0)
    assert snapshot.band is Band.UNKNOWN


def test_zero_is_a_number() -> None:
    """Nobody active on twenty business days is known, and bad."""
    zero = line(assessed(an_account(active_days=0)), "active_days_share")
    assert (zero.raw, zero.sub_score, zero.points) == (0.0, 0, 0)


def test_every_connected_table_of_the_book_may_be_the_only_one() -> None:
    """Whatever a company brings first, the answer is a snapshot."""
    for source in SOURCES:
        assert assessed(an_account(), MONDAY, connected=frozenset({source})).account_id == "a1"
