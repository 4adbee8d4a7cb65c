"""Facts that cap the band at once, whatever the score."""

import pytest

from cs_engine.records.bands import Band
from cs_engine.records.receipt import Veto
from tests.unit.health.accounts import DIAL, an_account, assessed, day_ago, dialled, weeks_on


def test_a_champion_who_left_caps_at_watch_at_once() -> None:
    """The card can say: 82, capped to Watch; the score stands, the band does not."""
    snapshot = assessed(dialled(82, champion_left_on=day_ago(5)), card=DIAL)
    assert (snapshot.score, snapshot.score_band, snapshot.band) == (8_200, Band.HEALTHY, Band.WATCH)
    assert snapshot.vetoes == (Veto("champion_left", Band.WATCH, day_ago(5), 5),)


def test_the_cap_of_a_champion_who_left_ends_after_60_days() -> None:
    """By then the other measures show what the loss did."""
    assert assessed(dialled(82, champion_left_on=day_ago(59)), card=DIAL).band is Band.WATCH
    assert assessed(dialled(82, champion_left_on=day_ago(60)), card=DIAL).band is Band.HEALTHY


def test_a_named_successor_lifts_the_cap_and_the_band_is_there_again() -> None:
    """The band under the cap went on; it does not have to be earned anew."""
    gone = assessed(
        dialled(68, champion_left_on=day_ago(5)), card=DIAL, earlier=[assessed(dialled(80), weeks_on(-1), DIAL)]
    )
    back = assessed(dialled(68), weeks_on(1), DIAL, [gone])
    assert (gone.band, back.band) == (Band.WATCH, Band.HEALTHY)


@pytest.mark.parametrize(
    ("overdue", "habit", "band"),
    [
        (29, 0.0, Band.HEALTHY),
        (30, 0.0, Band.WATCH),
        (30, None, Band.WATCH),
        (30, 15.0, Band.WATCH),
        (30, 16.0, Band.HEALTHY),
        (60, 45.0, Band.WATCH),
        (None, None, Band.HEALTHY),
    ],
)
def test_an_invoice_overdue_beyond_habit_caps_at_watch(overdue: int | None, habit: float | None, band: Band) -> None:
    """30 days overdue, and 15 beyond what this customer always does."""
    snapshot = assessed(dialled(82, overdue_days=overdue, payment_habit_days=habit), card=DIAL)
    assert snapshot.band is band


def test_the_overdue_cap_names_the_due_day() -> None:
    """The card can say since when."""
    snapshot = assessed(dialled(82, overdue_days=33), card=DIAL)
    assert snapshot.vetoes == (Veto("payment_overdue", Band.WATCH, day_ago(33), 33),)


def test_a_veto_never_lifts_a_band() -> None:
    """At risk stays At risk."""
    assert assessed(dialled(20, champion_left_on=day_ago(5)), card=DIAL).band is Band.AT_RISK


def test_a_customer_who_always_pays_late_is_not_capped_and_loses_no_points() -> None:
    """Slow payers are not refusing payers."""
    habitual = assessed(an_account(overdue_days=40, payment_habit_days=42.0))
    assert (habitual.band, habitual.score) == (Band.HEALTHY, 10_000)
