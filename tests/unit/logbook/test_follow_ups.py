"""Logging, changing and taking back follow-ups."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from cs_engine.records.acting import Actor, Team
from cs_engine.records.episodes import EpisodeState, FalseAlarm
from cs_engine.records.logbook import Ending, FollowUpKind, FollowUpOutcome, TaskState, Visibility
from cs_engine.records.logged import Duplicate, EntryKind, Invalid, Logged, TooLate, Undone
from tests.unit.logbook.scene import ANA, BEN, LEA, NOON, STRANGER, Scene, call

DUE = NOON.date() + timedelta(days=2)


def test_a_logged_call_shows_at_once(scene: Scene) -> None:
    """Last touch, next step and timeline do not wait for the night."""
    logged = scene.log(call(note="Fine.", step="Send the offer", due_on=DUE))
    signals = scene.desk.signals(ANA, "A")
    assert signals is not None
    assert signals.last_touch == logged.follow_up
    assert signals.last_two_way_at == NOON
    assert signals.next_task == logged.task
    timeline = scene.desk.timeline(ANA, "A")
    assert timeline is not None
    assert [(entry.kind, entry.by) for entry in timeline] == [(EntryKind.FOLLOW_UP, ANA.person)]


def test_a_left_message_is_a_touch_without_the_customer(scene: Scene) -> None:
    """Nobody took part, so silence goes on."""
    scene.log(call(outcome=FollowUpOutcome.LEFT_MESSAGE))
    signals = scene.desk.signals(ANA, "A")
    assert signals is not None
    assert signals.last_touch is not None
    assert signals.last_two_way_at is None


def test_an_account_out_of_sight_does_not_exist(scene: Scene) -> None:
    """Somebody else's account cannot be logged on, read or recorded."""
    assert scene.desk.draft(STRANGER, "A") is None
    assert scene.desk.log(STRANGER, call()) is None
    assert scene.desk.timeline(STRANGER, "A") is None
    assert scene.desk.set_pulse(STRANGER, "A", 3) is None


def test_a_draft_proposes_a_day_two_working_days_ahead(scene: Scene) -> None:
    """On a Wednesday that is Friday; the window knows champion, contacts and open episode."""
    scene.open_episode()
    draft = scene.desk.draft(ANA, "A")
    assert draft is not None
    assert draft.due_on == DUE
    assert draft.episode_id == "E-A"
    assert draft.champion is not None
    assert draft.champion in draft.contacts


def test_the_same_within_five_minutes_asks_first(scene: Scene) -> None:
    """A second press keeps nothing until it is confirmed; another kind or a later one is another matter."""
    first = scene.log(call())
    again = scene.desk.log(ANA, call())
    assert isinstance(again, Duplicate)
    assert again.earlier == first.follow_up
    assert isinstance(scene.desk.log(ANA, replace(call(), kind=FollowUpKind.EMAIL)), Logged)
    assert isinstance(scene.desk.log(BEN, call()), Logged)
    scene.later(minutes=6)
    assert isinstance(scene.desk.log(ANA, call()), Logged)


def test_two_presses_at_once_are_one_follow_up(scene: Scene) -> None:
    """However the requests meet, one is kept and the others ask."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: scene.desk.log(ANA, call()), range(4)))
    assert sum(isinstance(answer, Logged) for answer in answers) == 1


def test_errors_come_back_as_values(scene: Scene) -> None:
    """Nothing is kept while anything is wrong."""
    answer = scene.desk.log(ANA, call(due_on=DUE, pulse=9))
    assert isinstance(answer, Invalid)
    assert {error.field.value for error in answer.errors} == {"step", "pulse"}
    assert scene.desk.timeline(ANA, "A") == ()


def test_undo_takes_everything_back(scene: Scene) -> None:
    """Task, pulse, champion and episode are as before; the timeline is empty."""
    before = scene.open_episode()
    logged = scene.log(call(step="Call", due_on=DUE, pulse=2, ending=Ending.RESOLVE))
    assert logged.task is not None
    assert scene.episode().state is EpisodeState.RESOLVED
    answer = scene.desk.undo(ANA, logged.follow_up.id)
    assert isinstance(answer, Undone)
    assert answer.episode_restored
    view = scene.desk.task(logged.task.id)
    assert view is not None
    assert view.task.state is TaskState.CANCELLED
    assert scene.desk.timeline(ANA, "A") == ()
    assert replace(scene.episode(), version=1) == before
    assert scene.moves() == []
    signals = scene.desk.signals(ANA, "A")
    assert signals is not None
    assert (signals.pulse, signals.next_task, signals.last_touch) == (None, None, None)


def test_undo_ends_after_ten_minutes_and_is_the_authors(scene: Scene) -> None:
    """Others find nothing to take back; the author is told since when it is too late."""
    logged = scene.log(call())
    assert scene.desk.undo(BEN, logged.follow_up.id) is None
    scene.later(minutes=10, seconds=1)
    assert scene.desk.undo(ANA, logged.follow_up.id) == TooLate(NOON + timedelta(minutes=10))


def test_two_undos_at_once_count_once(scene: Scene) -> None:
    """One takes it back, the others find nothing."""
    logged = scene.log(call())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: scene.desk.undo(ANA, logged.follow_up.id), range(4)))
    assert sum(isinstance(answer, Undone) for answer in answers) == 1


def test_undo_leaves_an_episode_that_others_moved_on(scene: Scene) -> None:
    """What happened since stands, and the author is told."""
    scene.open_episode()
    logged = scene.log(call(step="Call", due_on=DUE))
    with scene.store.changing() as memory:
        memory.episodes.change(replace(scene.episode(), state=EpisodeState.CLAIMED, claimed_by=BEN.person))
    answer = scene.desk.undo(ANA, logged.follow_up.id)
    assert isinstance(answer, Undone)
    assert not answer.episode_restored
    assert scene.episode().claimed_by == BEN.person


def test_a_follow_up_is_noted_on_the_open_episode(scene: Scene) -> None:
    """Its message is shown again, its next step is the follow-up's, and it stays open."""
    scene.open_episode()
    logged = scene.log(call(step="Call", due_on=DUE))
    assert logged.follow_up.episode_id == "E-A"
    assert scene.moves() == ["followed_up"]
    assert scene.episode().next_step_on == DUE
    (edit,) = scene.outbox("episode")
    assert (edit.intent.act, edit.intent.subject) == ("edit", "episode:E-A")


def test_a_follow_up_can_call_the_episode_a_false_alarm(scene: Scene) -> None:
    """The reason goes with it, and the same evidence is muted for a month."""
    scene.open_episode()
    scene.log(call(ending=Ending.FALSE_ALARM, false_alarm=FalseAlarm.EXPECTED, muted_until=NOON.date()))
    episode = scene.episode()
    assert (episode.state, episode.false_alarm) == (EpisodeState.FALSE_ALARM, FalseAlarm.EXPECTED)
    assert episode.muted_until == NOON.date() + timedelta(days=30)
    assert scene.moves() == ["followed_up", "false_alarm"]


def test_a_finished_episode_is_left_alone(scene: Scene) -> None:
    """Who logs from an old message logs all the same."""
    scene.open_episode(state=EpisodeState.CLEARED, ended_at=NOON)
    logged = scene.log(call(episode_id="E-A", ending=Ending.RESOLVE))
    assert logged.follow_up.episode_id is None
    assert scene.episode().state is EpisodeState.CLEARED


def test_editing_changes_what_followed(scene: Scene) -> None:
    """The task moves, the pulse is replaced, the episode is open again, and the window knew what was filled in."""
    scene.open_episode()
    logged = scene.log(call(step="Call", due_on=DUE, pulse=2, ending=Ending.RESOLVE))
    filled = scene.desk.filled_in(ANA, logged.follow_up.id)
    assert filled is not None
    assert (filled.step, filled.due_on, filled.pulse, filled.ending) == ("Call", DUE, 2, Ending.RESOLVE)
    scene.later(days=1)
    new = replace(filled, step="Visit", due_on=DUE + timedelta(days=3), pulse=4, ending=Ending.KEEP_OPEN, note="Better")
    changed = scene.desk.edit(ANA, logged.follow_up.id, new)
    assert isinstance(changed, Logged)
    assert changed.task is not None
    assert (changed.task.text, changed.follow_up.note) == ("Visit", "Better")
    assert changed.follow_up.edited_at == scene.now
    assert changed.follow_up.logged_at == NOON
    assert scene.episode().state is EpisodeState.OPEN
    signals = scene.desk.signals(ANA, "A")
    assert signals is not None
    assert signals.pulse is not None
    assert signals.pulse.value == 4


def test_a_restricted_note_is_for_those_who_care_for_the_account(scene: Scene) -> None:
    """Author, owner, backup and leads read it; others see that there is one."""
    author = Actor("U9", "ida@ours.example", "Ida")
    logged = scene.log(call(note="They may sell.", visibility=Visibility.RESTRICTED), author)
    for reader in (author, ANA, LEA):
        found = scene.desk.follow_up(reader, logged.follow_up.id)
        assert found is not None
        assert found.note == "They may sell."
    timeline = scene.desk.timeline(BEN, "A")
    assert timeline is not None
    assert timeline[0].withheld
    assert getattr(timeline[0].what, "note", None) == ""


def test_who_did_what_is_in_the_audit_log(scene: Scene) -> None:
    """Logging and taking back leave a line each."""
    logged = scene.log(call())
    scene.later(minutes=1)
    scene.desk.undo(ANA, logged.follow_up.id)
    with scene.store.viewing() as memory:
        lines, _ = memory.wishes.audited(0, 10)
    assert [(line.by, line.what) for line in lines] == [
        (ANA.person, "follow_up_undone"),
        (ANA.person, "follow_up"),
    ]


def test_a_false_alarm_because_the_customer_left_records_that(scene: Scene) -> None:
    """The outcome feeds status and labels, and is taken back with the follow-up."""
    scene.open_episode()
    before = scene.current()
    logged = scene.log(call(ending=Ending.FALSE_ALARM, false_alarm=FalseAlarm.CUSTOMER_LEFT))
    draft = scene.desk.renewal_draft(ANA, "A")
    assert draft is not None
    assert draft.latest is not None
    assert scene.current().band is not before.band
    scene.desk.undo(ANA, logged.follow_up.id)
    assert (scene.current().band, scene.current().score) == (before.band, before.score)


def test_wrong_data_is_told_to_whoever_runs_the_program(scene: Scene) -> None:
    """From the card, or as the reason of a false alarm."""
    team = Team(operators=("ops@ours.example",))
    assert scene.desk.report_wrong_data(ANA, "A", "Seats are 80.", team) == "Customer A"
    scene.open_episode()
    scene.later(minutes=1)
    new = call(note="Holiday.", ending=Ending.FALSE_ALARM, false_alarm=FalseAlarm.WRONG_DATA)
    assert isinstance(scene.desk.log(ANA, new, team=team), Logged)
    told = [(each.intent.to[0].id, each.intent.about["text"]) for each in scene.outbox("note")]
    assert told == [("ops@ours.example", "Seats are 80."), ("ops@ours.example", "Holiday.")]
