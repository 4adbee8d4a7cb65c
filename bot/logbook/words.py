"""Messages about what people logged: kept, changed, taken back, and what there is to do next."""

from enum import StrEnum

from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.logbook import TaskState
from cs_engine.records.logged import Logged, Recorded, RenewalUndone, TaskView, Undone


class Face(StrEnum):
    """How a task looks in its message."""

    DUE = "due"
    LATER = "later"
    GIVEN = "given"
    """Just given to the reader by somebody else."""
    HANDED = "handed"
    """Not the reader's any more."""
    DONE = "done"
    CANCELLED = "cancelled"


def logged(renderer: Renderer, kept: Logged, *, edited: bool = False) -> Message:
    """Confirm a follow-up, to be taken back or changed."""
    return renderer.render(
        "follow_up_logged",
        state="edited" if edited else "logged",
        follow_up=kept.follow_up,
        name=kept.account,
        task=kept.task,
        episode=kept.episode,
        restored=True,
    )


def undone(renderer: Renderer, taken: Undone) -> Message:
    """Confirm that a follow-up was taken back."""
    return renderer.render(
        "follow_up_logged",
        state="undone",
        follow_up=taken.follow_up,
        name=taken.account,
        task=None,
        episode=None,
        restored=taken.episode_restored,
    )


def offer(renderer: Renderer, channel: str, ts: str) -> Message:
    """Offer to log a message that somebody reacted to."""
    return renderer.render("follow_up_offer", place=f"{channel}|{ts}")


def recorded(renderer: Renderer, kept: Recorded | RenewalUndone, currency: str | None) -> Message:
    """Confirm what was recorded about a renewal, or that it was taken back."""
    state = "recorded" if isinstance(kept, Recorded) else "undone"
    return renderer.render("renewal_recorded", state=state, record=kept.record, name=kept.account, currency=currency)


def done(renderer: Renderer, what: str, account: str, value: object = None) -> Message:
    """Confirm a pulse, a forecast or a report of wrong data."""
    return renderer.render("logbook_done", what=what, name=account, value=value)


def task(
    renderer: Renderer, view: TaskView, face: Face, *, by: str | None = None, late_by: str | None = None
) -> Message:
    """Word a task.

    Args:
        renderer: of the reader.
        view: the task as it is now.
        face: how it looks.
        by: name of whoever gave or has it, where the face tells that.
        late_by: name of whoever ended it before the reader's click.
    """
    late = (renderer.reader.today - view.task.due_at.astimezone(renderer.reader.timezone).date()).days
    return renderer.render(
        "task",
        task=view.task,
        name=view.account,
        face=face,
        by=by,
        owner=by or view.task.owner,
        late=max(late, 0),
        overtaken=late_by,
    )


def face_of(renderer: Renderer, view: TaskView) -> Face:
    """Return how a task looks to its owner, by the day where they are."""
    if view.task.state is TaskState.DONE:
        return Face.DONE
    if view.task.state is TaskState.CANCELLED:
        return Face.CANCELLED
    due = view.task.due_at.astimezone(renderer.reader.timezone).date()
    return Face.LATER if due > renderer.reader.today else Face.DUE
