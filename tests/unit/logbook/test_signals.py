"""What people note beside the book: at once, in the night after, and until the book says the newer thing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cs_engine.health.facts import Facts, plain_facts
from cs_engine.records.account import Basis
from cs_engine.records.bands import Band
from cs_engine.records.logbook import ChampionNews, FollowUpOutcome, RenewalRecord, RenewalResult
from cs_engine.records.logged import Champion, NewRenewal
from cs_engine.service.scoring.signals import Noted, champion_changes, renewal_changes
from cs_engine.storage.rows import SnapshotRow
from tests.unit.health.accounts import an_account
from tests.unit.logbook.scene import ANA, NOON, Scene, call
from tests.unit.service.desk import MONDAY, WEEK, Desk, account, small_book, talk

LEFT = Champion(ChampionNews.LEFT, "Cleo", NOON)


def known(**changes: object) -> Facts:
    """Return an ordinary account's facts."""
    return plain_facts(an_account(NOON, **changes))


def standing(row: SnapshotRow) -> tuple[object, ...]:
    """Return what nobody may raise by typing."""
    return (row.score, row.band, row.change_7d, row.rank, row.document)


@pytest.mark.parametrize("outcome", [FollowUpOutcome.LEFT_MESSAGE, FollowUpOutcome.POSITIVE])
def test_ten_logs_leave_the_score_unchanged(scene: Scene, outcome: FollowUpOutcome) -> None:
    """Ten left messages, and ten good meetings, change last touch and nothing that is scored."""
    before = standing(scene.current())
    for _ in range(10):
        scene.log(call(outcome=outcome, pulse=5))
        scene.later(minutes=6)
    assert standing(scene.current()) == before
    assert scene.rescored() == []


def test_a_champion_who_left_caps_the_band_at_once(scene: Scene) -> None:
    """Healthy becomes Watch; no line of the score moves; a named successor takes the note back."""
    before = scene.current()
    scene.log(call(champion=ChampionNews.LEFT))
    now = scene.current()
    assert (before.band, now.band, now.score) == (Band.HEALTHY, Band.WATCH, before.score)
    report = scene.cs.report("A")
    assert report is not None
    assert [veto.key for veto in report.vetoes] == ["champion_left"]
    assert report.champion is not None
    assert report.champion.left_on == NOON.date()
    scene.later(hours=1)
    scene.log(call(champion=ChampionNews.NEW, champion_name="Noor"))
    assert (scene.current().band, scene.current().score) == (Band.HEALTHY, before.score)
    assert scene.rescored() == ["champion left", "champion new"]


def test_a_typed_successor_lifts_no_veto_of_the_book(file_scene: Scene) -> None:
    """The book says that the champion left; only the book can name the next one."""
    row = file_scene.keep("B", champion_left_on=(NOON - timedelta(days=9)).date())
    assert row.band is Band.WATCH
    file_scene.log(call("B", champion=ChampionNews.NEW, champion_name="Noor"))
    assert standing(file_scene.current("B")) == standing(row)


def test_undoing_a_champion_who_left_lifts_the_cap(scene: Scene) -> None:
    """The band is as it was before."""
    logged = scene.log(call(champion=ChampionNews.LEFT))
    scene.desk.undo(ANA, logged.follow_up.id)
    assert scene.current().band is Band.HEALTHY
    assert scene.rescored()[-1] == "follow-up taken back"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"champion": "Cleo"}, True),
        ({"champion": "cleo"}, True),
        ({"champion": None}, True),
        ({"champion": "Noor"}, False),
        ({"champion": "Cleo", "champion_seen_at": NOON + timedelta(days=2)}, False),
        ({"champion": "Cleo", "champion_left_on": NOON.date()}, False),
    ],
)
def test_the_later_news_of_a_champion_wins(facts: dict[str, object], expected: bool) -> None:  # noqa: FBT001 - a table
    """The book knows better once it names another, saw this one later, or tells of the leaving itself."""
    changes = champion_changes(known(**facts), LEFT, NOON + timedelta(days=3))
    assert bool(changes) is expected
    assert changes.get("champion_left_on") == (NOON.date() if expected else None)


@pytest.mark.parametrize(
    ("result", "facts", "expected"),
    [
        (RenewalResult.NOTICE_GIVEN, {}, "notice_given"),
        (RenewalResult.NOTICE_GIVEN, {"status_since": NOON.date() + timedelta(days=1)}, None),
        (RenewalResult.NOTICE_GIVEN, {"status": "left"}, None),
        (RenewalResult.RENEWED, {"status": "notice_given", "status_since": NOON.date() - timedelta(days=9)}, "active"),
        (RenewalResult.RENEWED, {"status": "notice_given", "status_since": NOON.date() + timedelta(days=9)}, None),
        (RenewalResult.PAUSED, {"status": "paused"}, None),
    ],
)
def test_the_later_news_of_a_contract_wins(
    result: RenewalResult, facts: dict[str, object], expected: str | None
) -> None:
    """A status that the book dates after the record stands; one from before gives way."""
    record = RenewalRecord("R", "a1", result, NOON.date() + timedelta(days=100), ANA.person, NOON)
    assert renewal_changes(known(**facts), record, NOON + timedelta(days=10)).get("status") == expected


def test_notice_counts_as_a_loss_on_its_day() -> None:
    """Labels and base rates take the day of the notice, not the last day of service."""
    ends = NOON.date() + timedelta(days=60)
    record = RenewalRecord("R", "a1", RenewalResult.NOTICE_GIVEN, ends, ANA.person, NOON)
    at_notice = Noted(renewals={"a1": record}).over(known(), NOON + timedelta(days=1))
    after_the_end = Noted(renewals={"a1": record}).over(known(), NOON + timedelta(days=61))
    assert (at_notice["status"], at_notice["lost_on"], at_notice["leaves_on"]) == ("notice_given", NOON.date(), ends)
    assert (after_the_end["status"], after_the_end["lost_on"]) == ("left", NOON.date())


@pytest.fixture
def noted(desk: Desk) -> Scene:
    """Return a scored desk whose customer gave notice, as somebody recorded."""
    desk.put(small_book())
    desk.refresh(MONDAY)
    scene = Scene(desk.store, MONDAY + timedelta(hours=10))
    scene.record(NewRenewal("A", RenewalResult.NOTICE_GIVEN, MONDAY.date() + timedelta(days=90)))
    return scene


def test_the_night_does_not_undo_what_was_noted(noted: Scene, desk: Desk) -> None:
    """The book still says active, and the refresh says Leaving."""
    desk.refresh(MONDAY + timedelta(days=1))
    assert (noted.current().cause, noted.current().band) == ("refresh", Band.LEAVING)
    assert desk.at(MONDAY + timedelta(days=1)).book_facts["status"] == "active"


def test_the_book_wins_once_it_knows_better(noted: Scene, desk: Desk) -> None:
    """A status dated after the note stands; what was noted is history."""
    later = account(status="active", status_since=datetime(2026, 11, 17, tzinfo=UTC).date())
    desk.put(small_book(accounts=[later]))
    desk.refresh(MONDAY + timedelta(days=2))
    assert noted.current().band is not Band.LEAVING


def test_taking_back_after_the_night_restores_the_book(noted: Scene, desk: Desk) -> None:
    """The facts of the book are kept beside what was noted."""
    desk.refresh(MONDAY + timedelta(days=1))
    noted.now = MONDAY + timedelta(days=1, hours=9)
    record = noted.desk.renewal_draft(ANA, "A")
    assert record is not None
    assert record.latest is not None
    lead = replace(ANA, leads=True)
    noted.desk.undo_renewal(lead, record.latest.id)
    assert (noted.current().status, noted.current().score) == ("active", desk.at(MONDAY).score)


def test_refreshing_the_same_instant_again_keeps_what_followed(noted: Scene, desk: Desk) -> None:
    """New facts of an earlier instant reach the snapshot that somebody brought about, which keeps its cause."""
    desk.put(small_book(accounts=[account(name="Renamed")]))
    desk.refresh(MONDAY)
    now = noted.current()
    assert (now.cause, now.band, now.name) == ("notice given", Band.LEAVING, "Renamed")


def test_a_rescore_between_two_refreshes_changes_no_base_rate_and_no_split(desk: Desk) -> None:
    """The week's comparison finds the snapshot that somebody brought about, and nothing looks like a correction."""
    desk.put(small_book(touchpoints=[talk("2026-11-10T09:00:00")]))
    desk.refresh(MONDAY)
    scene = Scene(desk.store, MONDAY + timedelta(hours=10))
    scene.log(call(champion=ChampionNews.LEFT, champion_name="Cleo"))
    desk.refresh(MONDAY + WEEK + timedelta(days=1))
    now = desk.at(MONDAY + WEEK + timedelta(days=1))
    assert now.split is not None
    assert (now.split.data, now.split.formula) == (0, 0)
    assert now.facts["champion_left_on"] == MONDAY.date()


def test_a_rescore_judges_by_the_base_rate_of_the_new_band(file_scene: Scene) -> None:
    """What others in that band were judged by is used again: 30 of 250 and a prior of 50 at 6 %."""
    chance = (30 + 50 * 0.06) / 300
    other = file_scene.keep("W", champion_left_on=NOON.date())
    judged = replace(other, probability=chance, probability_basis=Basis.BASE_RATE, probability_n=250)
    file_scene.store.write_snapshots([judged])
    file_scene.log(call(champion=ChampionNews.LEFT))
    now = file_scene.current()
    assert (now.band, now.probability_n) == (Band.WATCH, 250)
    assert now.probability == pytest.approx(chance)
