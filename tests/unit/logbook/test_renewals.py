"""What became of renewals, and forecasts."""

from datetime import date, timedelta

import pytest

from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.logbook import ForecastCall, Reason, RenewalResult
from cs_engine.records.logged import Forecasted, Invalid, NewRenewal, RenewalUndone, TooLate
from tests.unit.logbook.scene import ANA, BEN, LEA, NOON, Scene

TODAY = NOON.date()
ENDS = TODAY + timedelta(days=90)


def test_a_recorded_notice_makes_the_account_leaving_at_once(scene: Scene) -> None:
    """Band, date and stake follow with the click; the card says until when."""
    before = scene.current()
    scene.record(NewRenewal("A", RenewalResult.NOTICE_GIVEN, ENDS, reason=Reason.PRICE))
    now = scene.current()
    assert (before.band, now.band, now.status, now.score) == (Band.HEALTHY, Band.LEAVING, "notice_given", None)
    assert now.expected_revenue_at_risk is None
    report = scene.cs.report("A")
    assert report is not None
    assert (report.band, report.status_until, report.status_since) == (Band.LEAVING, ENDS, TODAY)
    assert scene.rescored() == ["notice given"]


def test_taking_it_back_restores_score_and_band(scene: Scene) -> None:
    """Nothing of the notice is left but its line in the audit log."""
    before = scene.current()
    recorded = scene.record(NewRenewal("A", RenewalResult.NOTICE_GIVEN, ENDS))
    scene.later(minutes=5)
    assert isinstance(scene.desk.undo_renewal(ANA, recorded.record.id), RenewalUndone)
    now = scene.current()
    assert (now.band, now.status, now.score) == (before.band, before.status, before.score)
    assert scene.rescored() == ["notice given", "notice given taken back"]


def test_only_a_lead_takes_back_what_others_recorded(scene: Scene) -> None:
    """The author has ten minutes; a lead may correct it whenever it turns out to be wrong."""
    recorded = scene.record(NewRenewal("A", RenewalResult.LEFT, TODAY))
    assert scene.desk.undo_renewal(BEN, recorded.record.id) is None
    scene.later(days=3)
    assert isinstance(scene.desk.undo_renewal(ANA, recorded.record.id), TooLate)
    assert isinstance(scene.desk.undo_renewal(LEA, recorded.record.id), RenewalUndone)
    assert scene.desk.undo_renewal(LEA, recorded.record.id) is None


@pytest.mark.parametrize(
    ("result", "effective_on", "status", "band"),
    [
        (RenewalResult.LEFT, TODAY - timedelta(days=1), "left", None),
        (RenewalResult.LEFT, ENDS, "notice_given", Band.LEAVING),
        (RenewalResult.PAUSED, ENDS, "paused", None),
        (RenewalResult.RENEWED, TODAY + timedelta(days=100), "active", Band.HEALTHY),
    ],
)
def test_the_status_follows_the_record(
    file_scene: Scene, result: RenewalResult, effective_on: date, status: str, band: Band | None
) -> None:
    """Left from the day after the last day of service on; paused until its end; renewed stays as it was."""
    file_scene.record(NewRenewal("A", result, effective_on))
    now = file_scene.current()
    assert (now.status, now.band) == (status, band)


def test_a_renewal_moves_the_decision_and_the_money(scene: Scene) -> None:
    """The next decision is a term later, about what was agreed; the score does not move."""
    before = scene.current()
    effective = TODAY + timedelta(days=98)
    scene.record(NewRenewal("A", RenewalResult.RENEWED_LOWER, effective, amount=6_000.0))
    now = scene.current()
    assert before.decision_date is not None
    assert now.decision_date == date(effective.year + 1, effective.month, effective.day)
    assert (now.arr, now.score, now.band) == (6_000.0, before.score, before.band)
    assert now.early_warning


def test_a_call_stands_with_its_history(scene: Scene) -> None:
    """The newest counts, the others stay to be read."""
    first = scene.desk.forecast(ANA, "A", ForecastCall.COMMIT)
    assert isinstance(first, Forecasted)
    assert first.before is None
    scene.later(days=1)
    second = scene.desk.forecast(ANA, "A", ForecastCall.AT_RISK, "Budget cut")
    assert isinstance(second, Forecasted)
    assert second.before is ForecastCall.COMMIT
    draft = scene.desk.renewal_draft(ANA, "A")
    assert draft is not None
    assert draft.forecast == second.forecast
    assert [each.call for each in draft.history] == [ForecastCall.AT_RISK, ForecastCall.COMMIT]
    assert scene.current().score == scene.store.snapshots("A")[0].score


def test_there_is_no_call_where_nothing_is_decided_on_a_day(file_scene: Scene) -> None:
    """Monthly contracts, and customers who have given notice, have no renewal ahead."""
    file_scene.keep("M", term_months=1)
    assert isinstance(file_scene.desk.forecast(ANA, "M", ForecastCall.LIKELY), Invalid)
    file_scene.record(NewRenewal("A", RenewalResult.NOTICE_GIVEN, ENDS))
    assert isinstance(file_scene.desk.forecast(ANA, "A", ForecastCall.LIKELY), Invalid)


def test_a_child_that_gives_notice_pulls_its_parent_along(file_scene: Scene) -> None:
    """A parent is shown in its worst large child's band, at once."""
    file_scene.keep("P", arr=None)
    file_scene.keep("C", parent_id="P")
    file_scene.record(NewRenewal("C", RenewalResult.NOTICE_GIVEN, ENDS), Actor("U1", None, None))
    assert file_scene.current("P").band is Band.LEAVING
    assert file_scene.rescored("P") == ["notice given"]
