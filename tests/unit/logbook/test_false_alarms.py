"""False alarms that a follow-up tells of: changed later, muted for as long as the company says, with plain numbers."""

from datetime import timedelta

from cs_engine.episodes.reading import read_alerts
from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Team
from cs_engine.records.episodes import EpisodeState, Evidence, FalseAlarm, Family
from cs_engine.records.logbook import Ending
from cs_engine.records.logged import Logged
from cs_engine.service.logbook.desk import LogbookDesk
from tests.unit.logbook.scene import ANA, NOON, Scene, call
from tests.unit.service.desk import MONDAY, ZONE

OPERATORS = Team(operators=("ops@ours.example",))
TODAY = NOON.date()


def test_editing_to_wrong_data_tells_whoever_runs_the_program(scene: Scene) -> None:
    """Once: saving the same again tells nobody."""
    scene.open_episode()
    logged = scene.log(call(note="The sync."))
    wrong = call(note="The sync.", ending=Ending.FALSE_ALARM, false_alarm=FalseAlarm.WRONG_DATA)
    for _ in range(2):
        assert isinstance(scene.desk.edit(ANA, logged.follow_up.id, wrong, team=OPERATORS), Logged)
    assert scene.episode().false_alarm is FalseAlarm.WRONG_DATA
    assert [each.intent.to[0].id for each in scene.outbox("note")] == ["ops@ours.example"]


def test_editing_to_customer_left_records_the_loss_and_editing_back_takes_it_back(scene: Scene) -> None:
    """The status follows both ways."""
    scene.open_episode()
    logged = scene.log(call())
    scene.desk.edit(ANA, logged.follow_up.id, call(ending=Ending.FALSE_ALARM, false_alarm=FalseAlarm.CUSTOMER_LEFT))
    assert scene.current().cause == "follow-up changed"
    assert scene.current().band is None or scene.current().status == "notice_given"
    scene.later(minutes=1)
    scene.desk.edit(ANA, logged.follow_up.id, call())
    assert (scene.current().status, scene.episode().state) == ("active", EpisodeState.OPEN)


def test_editing_to_expected_mutes_until_the_day(file_scene: Scene) -> None:
    """As if it had been said at once."""
    file_scene.open_episode()
    logged = file_scene.log(call())
    until = TODAY + timedelta(days=80)
    expected = call(ending=Ending.FALSE_ALARM, false_alarm=FalseAlarm.EXPECTED, muted_until=until)
    file_scene.desk.edit(ANA, logged.follow_up.id, expected)
    assert file_scene.episode().muted_until == until


def test_the_company_says_how_long_the_same_evidence_is_muted(file_scene: Scene) -> None:
    """Ten days here, for a resolved episode as for a false alarm."""
    alerts = read_alerts("[limits]\nmute_days = 10", "alerts.toml")
    desk = LogbookDesk(file_scene.store, lambda: file_scene.now, lambda _person: WorkingHours(ZONE), alerts)
    for account, ending in (("A", Ending.RESOLVE), ("B", Ending.FALSE_ALARM)):
        file_scene.keep(account)
        file_scene.open_episode(account)
        reason = FalseAlarm.TOO_SENSITIVE if ending is Ending.FALSE_ALARM else None
        assert isinstance(desk.log(ANA, call(account, ending=ending, false_alarm=reason)), Logged)
        assert file_scene.episode(f"E-{account}").muted_until == TODAY + timedelta(days=10)


def test_whole_numbers_in_evidence_are_kept_without_a_warning(scene: Scene) -> None:
    """Counts of days as well as shares; warnings are errors in every test."""
    numbers: dict[str, float | int | str | None] = {"days": 3, "share": 0.5, "name": "Jo", "habit": None}
    scene.open_episode(evidence=(Evidence(Family.INVOICE_OVERDUE, MONDAY.date(), numbers),))
    scene.log(call())
    assert scene.episode().evidence[0].numbers == numbers
