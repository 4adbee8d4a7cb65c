"""Buttons of a task: done, tomorrow, next week, somebody else's."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.errors import StaleButton
from bot.listeners.actions.card import chosen
from bot.logbook import words
from bot.logbook.about import About
from bot.logbook.account_windows import reassign_window
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.logged import Invalid, Later, TaskChanged
from cs_engine.wording import phrase

GONE = phrase("This task is not there any more.")
HERE = "here"
"""Marks a button on the message that is about nothing but this task."""


def finish_task(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Mark a task as done."""
    ack()
    task_id, _, place = chosen(action).partition("|")
    _show(cs.logbook.finish(cs.actor, task_id), place, screen, cs, renderer)


def postpone_to_tomorrow(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Put a task off to the owner's next working day."""
    ack()
    _postpone(action, Later.TOMORROW, screen, cs, renderer)


def postpone_to_next_week(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Put a task off to the owner's next week."""
    ack()
    _postpone(action, Later.NEXT_WEEK, screen, cs, renderer)


def open_reassign(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window that gives a task to somebody else; one that is over shows how it stands."""
    ack()
    task_id, _, place = chosen(action).partition("|")
    view = cs.logbook.task(task_id, cs.actor.sight)
    if view is None:
        raise StaleButton(GONE)
    answer = str(screen.body.get("response_url") or "")
    about = About(answer=answer, instead="1" if place == HERE else "")
    screen.open(reassign_window(renderer, view, about))


def _postpone(action: Mapping[str, Any], to: Later, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    task_id, _, place = chosen(action).partition("|")
    changed = cs.logbook.postpone(cs.actor, task_id, to)
    if isinstance(changed, Invalid):
        raise StaleButton(GONE)
    _show(changed, place, screen, cs, renderer)


def _show(changed: TaskChanged | None, place: str, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show a task as it is now: in place of its own message, beside any other."""
    if changed is None:
        raise StaleButton(GONE)
    message = task_message(changed, cs, renderer)
    if screen.on_home and changed.by is None:
        return  # Home is shown anew, and that says it
    if place == HERE:
        screen.replace(message)
    else:
        screen.add(message)


def task_message(changed: TaskChanged, cs: Answers, renderer: Renderer) -> Message:
    """Word a task as it is after a click; whoever was second is told who was first."""
    face = words.face_of(renderer, changed.view)
    return words.task(renderer, changed.view, face, late_by=name_of(changed.by, cs))


def name_of(person: str | None, cs: Answers) -> str | None:
    """Return what somebody is called in Slack; as we know them where they were never met."""
    known = (each.name for each in cs.preferences.people() if each.person == person and each.name)
    return person and next(known, person)
