"""The window that gives a task to somebody else, submitted."""

from concurrent.futures import Executor

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import People
from bot.errors import StaleButton
from bot.ids import Field
from bot.listeners.actions.tasks import GONE, task_message
from bot.listeners.afterwards import Reply, settle
from bot.listeners.views.follow_ups import member, person_of
from bot.logbook import problems, words
from bot.logbook.about import About
from bot.logbook.entered import Entered
from bot.logbook.problems import Unfit
from bot.logbook.words import Face
from bot.middleware import Screen
from bot.rendering.renderer import Renderer


def reassign_task(  # Bolt passes arguments by name
    ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, people: People, later: Executor
) -> None:
    """Give a task to somebody else, who is told."""
    view = screen.body["view"]
    about = About.of(view)
    owner = member(people, Entered.of(view).person(Field.TASK_OWNER) or "", screen)
    if owner is None:
        ack(response_action="errors", errors=problems.at_field(renderer, Field.TASK_OWNER, Unfit.NOT_A_MEMBER))
        return
    changed = cs.logbook.reassign(cs.actor, about.task, person_of(owner))
    if changed is None:
        raise StaleButton(GONE)
    ack()
    now = changed.view
    handed = changed.by is None and now.task.owner != cs.actor.person
    message = words.task(renderer, now, Face.HANDED, by=owner.name) if handed else task_message(changed, cs, renderer)
    settle(later, Reply(screen, cs.actor.user_id, about), message, cs, renderer, now.task.account_id)
