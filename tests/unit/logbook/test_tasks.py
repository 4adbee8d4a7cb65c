"""Next steps as tasks: reminded of once, put off, given away, done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cs_engine.hours import WorkingHours
from cs_engine.records.episodes import EpisodeState
from cs_engine.records.logbook import Task, TaskState
from cs_engine.records.logged import Invalid, Later, NewTask, TaskChanged
from cs_engine.service.logbook.desk import LogbookDesk
from tests.unit.logbook.scene import ALERTS, ANA, BEN, NOON, STRANGER, Scene, call

FRIDAY = NOON.date() + timedelta(days=2)


def a_step(scene: Scene, due_on: date = FRIDAY) -> Task:
    """Log a call whose next step is due on a day."""
    task = scene.log(call(step="Send the offer", due_on=due_on)).task
    assert task is not None
    return task


def changed(answer: TaskChanged | Invalid | None) -> TaskChanged:
    """Return what became of a task that could be changed."""
    assert isinstance(answer, TaskChanged), answer
    return answer


def test_a_task_is_due_at_nine_of_its_day(scene: Scene) -> None:
    """The day was picked, the hour is the start of work."""
    task = a_step(scene)
    assert (task.due_at - NOON) == timedelta(days=1, hours=21)


def test_a_reminder_comes_once_per_due_moment(scene: Scene) -> None:
    """Not before it is due, not twice, and again after it was put off."""
    task = a_step(scene)
    assert scene.desk.remind(scene.now) == 0
    scene.later(days=2)
    assert scene.desk.remind(scene.now) == 1
    assert scene.desk.remind(scene.now) == 0
    (first,) = scene.outbox("reminder")
    assert first.intent.subject == f"task:{task.id}"
    assert first.intent.about == {"task": task.id, "why": "due"}
    changed(scene.desk.postpone(ANA, task.id, Later.TOMORROW))
    assert scene.desk.remind(scene.now) == 0
    scene.later(days=3)
    assert scene.desk.remind(scene.now) == 1
    assert len({each.intent.key for each in scene.outbox("reminder") if each.intent.act == "post"}) == 2


def test_two_jobs_at_once_remind_once(scene: Scene) -> None:
    """Two replicas find the same task due; it is told once."""
    a_step(scene)
    scene.later(days=2)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: scene.desk.remind(scene.now), range(4)))
    assert len(scene.outbox("reminder")) == 1


def test_a_reminder_waits_until_its_owner_works(file_scene: Scene) -> None:
    """Nine o'clock of a Saturday, or of a day away, is told when work begins again."""
    hours = WorkingHours(ZoneInfo("Europe/Berlin"), away_from=FRIDAY, away_until=FRIDAY)
    desk = LogbookDesk(file_scene.store, lambda: file_scene.now, lambda _person: hours, ALERTS)
    file_scene.log(call(step="Call", due_on=FRIDAY))
    file_scene.later(days=2)
    assert desk.remind(file_scene.now) == 1
    (reminder,) = file_scene.outbox("reminder")
    assert reminder.intent.due_at.astimezone(hours.zone).date() == FRIDAY + timedelta(days=3)


def test_a_finished_task_is_not_reminded_of(scene: Scene) -> None:
    """Done is done; its message is shown again, and the next click is told who did it."""
    task = a_step(scene)
    assert changed(scene.desk.finish(ANA, task.id)).view.task.state is TaskState.DONE
    scene.later(days=3)
    assert scene.desk.remind(scene.now) == 0
    again = changed(scene.desk.finish(BEN, task.id))
    assert again.by == ANA.person
    (edit,) = scene.outbox("reminder")
    assert (edit.intent.act, edit.intent.subject) == ("edit", f"task:{task.id}")


def test_two_people_finishing_at_once_are_told_who_was_first(scene: Scene) -> None:
    """One of them did it; everybody else learns that it was done."""
    task = a_step(scene)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: scene.desk.finish(ANA, task.id), range(4)))
    assert sum(answer is not None and answer.by is None for answer in answers) == 1


def test_a_new_owner_is_told_once(scene: Scene) -> None:
    """Given away and back and away again, the owner hears of it once; whoever keeps their own task hears nothing."""
    task = a_step(scene)
    for to in (BEN.person, ANA.person, BEN.person):
        changed(scene.desk.reassign(ANA, task.id, to))
    told = [each.intent for each in scene.outbox("reminder") if each.intent.act == "post"]
    assert [(intent.to[0].id, intent.about["why"]) for intent in told] == [(BEN.person, "assigned")]
    assert [view.task.id for view in scene.desk.tasks(person=BEN.person)] == [task.id]


def test_putting_off_into_the_past_is_an_error(scene: Scene) -> None:
    """The day field is told so."""
    task = a_step(scene)
    answer = scene.desk.postpone(ANA, task.id, NOON.date() - timedelta(days=1))
    assert isinstance(answer, Invalid)


def test_a_task_is_overdue_the_day_after(scene: Scene) -> None:
    """On its own day there is time until the evening."""
    task = a_step(scene)
    scene.later(days=2, hours=5)
    assert [view.overdue for view in scene.desk.tasks(account_id="A")] == [False]
    scene.later(days=1)
    assert [view.overdue for view in scene.desk.tasks(account_id="A", due_before=scene.now)] == [True]
    assert scene.desk.task(task.id, STRANGER.sight) is None


def test_a_task_can_be_made_without_a_follow_up(scene: Scene) -> None:
    """Steps of plays and plain next steps are tasks as well."""
    view = scene.desk.add_task(ANA, NewTask("A", "Invite", BEN.person, FRIDAY))
    assert not isinstance(view, Invalid)
    assert view is not None
    assert (view.account, view.task.owner, view.overdue) == ("Customer A", BEN.person, False)
    assert isinstance(scene.desk.add_task(ANA, NewTask("A", " ", BEN.person, FRIDAY)), Invalid)


def test_a_taken_episodes_next_step_follows_its_task(scene: Scene) -> None:
    """Put off, it is due later; done, nothing is overdue."""
    scene.open_episode(state=EpisodeState.CLAIMED, claimed_by=ANA.person)
    task = a_step(scene)
    assert scene.episode().next_step_on == FRIDAY
    changed(scene.desk.postpone(ANA, task.id, FRIDAY + timedelta(days=7)))
    assert scene.episode().next_step_on == FRIDAY + timedelta(days=7)
    changed(scene.desk.finish(ANA, task.id))
    assert scene.episode().next_step_on is None
