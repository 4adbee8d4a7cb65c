"""The window that logs a follow-up, submitted."""

from dataclasses import replace

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller, People
from bot.access.policy import Standing
from bot.errors import STALE_WINDOW, StaleButton
from bot.home.home import Home
from bot.ids import Field
from bot.listeners.afterwards import Reply, settle
from bot.listeners.follow_ups import around
from bot.logbook import problems, words
from bot.logbook.about import About
from bot.logbook.form import Form
from bot.logbook.problems import Unfit
from bot.logbook.windows import follow_up_window
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.records.acting import Team
from cs_engine.records.logged import Duplicate, Invalid, Logged, NewFollowUp


def save_follow_up(ack: Ack, screen: Screen, home: Home, people: People, team: Team) -> None:
    """Keep what was filled in; what cannot be kept is said beside its field, and a duplicate is asked about."""
    view, cs, renderer = screen.body["view"], home.cs, home.renderer
    about = About.of(view)
    form = Form.of(view, about)
    owner = member(people, form.step_owner, screen) if form.step_owner else None
    if form.step_owner and owner is None:
        ack(response_action="errors", errors=problems.at_field(renderer, Field.LOG_STEP_OWNER, Unfit.NOT_A_MEMBER))
        return
    new = form.as_new(about, person_of(owner) if owner else None, renderer.reader.today)
    kept = _keep(new, about, cs, team)
    if kept is None:
        ack(response_action="errors", errors=problems.at_field(renderer, Field.LOG_ACCOUNT, Unfit.NOT_KNOWN))
    elif isinstance(kept, Invalid):
        ack(response_action="errors", errors=problems.at_fields(renderer, view, kept.errors))
    elif isinstance(kept, Duplicate):
        ack(response_action="update", view=_asked_again(form, about, kept, cs, renderer))
    else:
        ack()
        message = words.logged(renderer, kept, edited=bool(about.follow_up))
        reply = Reply(screen, cs.actor.user_id, about)
        settle(home.later, reply, message, cs, renderer, kept.follow_up.account_id)


def _keep(new: NewFollowUp, about: About, cs: Answers, team: Team) -> Logged | Duplicate | Invalid | None:
    """Log or change; None for an account that is not known.

    Raises:
        StaleButton: what was to be changed is not there any more.
    """
    if not about.follow_up:
        return cs.logbook.log(cs.actor, new, confirmed=bool(about.again), team=team)
    changed = cs.logbook.edit(cs.actor, about.follow_up, new, team=team)
    if changed is None:
        raise StaleButton(STALE_WINDOW)
    return changed


def _asked_again(form: Form, about: About, found: Duplicate, cs: Answers, renderer: Renderer) -> dict[str, object]:
    draft = cs.logbook.draft(cs.actor, found.earlier.account_id)
    known = replace(form, account=found.account)
    return follow_up_window(renderer, known, replace(about, again="1"), around(draft))


def member(people: People, user_id: str, screen: Screen) -> Caller | None:
    """Return the full member of the workspace who was picked, None for anybody else."""
    found = people.find(user_id, screen.client)
    return found if found.standing is Standing.MEMBER else None


def person_of(found: Caller) -> str:
    """Return what the memory calls somebody."""
    return found.email.casefold() if found.email else str(found.user_id)
