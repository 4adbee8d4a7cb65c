"""The wording of reminders: one direct message per task, edited to what becomes of it."""

from bot.delivery.speaker import Speaker
from bot.logbook import words
from bot.logbook.words import Face
from bot.rendering.message import Message
from cs_engine.records.logbook import TaskState
from cs_engine.records.logged import TaskView
from cs_engine.records.outbox import Act, Intent

ASSIGNED = "assigned"


def reminder(speaker: Speaker, intent: Intent) -> Message | None:
    """Word a task for its owner, or for whoever had it before; nothing once a task that nobody was told of is over."""
    view = speaker.cs.logbook.task(str(intent.about.get("task")))
    if view is None:
        return None
    if intent.act is Act.POST:
        return _told(speaker, intent, view)
    if view.task.state is TaskState.OPEN and view.task.owner != speaker.recipient.id:
        return words.task(speaker.renderer, view, Face.HANDED, by=name_of(speaker, view.task.owner))
    return _as_it_is(speaker, view)


def _told(speaker: Speaker, intent: Intent, view: TaskView) -> Message | None:
    """Word a task for whoever stands in for an owner who cannot be told, too; not for one who has it no longer."""
    if view.task.state is not TaskState.OPEN or view.task.owner != intent.to[0].id:
        return None
    by = intent.about.get("by")
    if intent.about.get("why") == ASSIGNED:
        return words.task(speaker.renderer, view, Face.GIVEN, by=name_of(speaker, str(by)) if by else None)
    return _as_it_is(speaker, view)


def _as_it_is(speaker: Speaker, view: TaskView) -> Message:
    """Word a task for its owner, with the name of whoever made it for them."""
    task = view.task
    by = None if task.created_by == task.owner else name_of(speaker, task.created_by)
    return words.task(speaker.renderer, view, words.face_of(speaker.renderer, view), by=by)


def name_of(speaker: Speaker, person: str) -> str:
    """Return what somebody is called in Slack; as we know them where they were never met."""
    return next((each.name for each in speaker.cs.preferences.people() if each.person == person and each.name), person)
