"""Buttons about follow-ups: log one, show the rest of the window, take one back, change one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.errors import StaleButton
from bot.listeners.actions.card import chosen
from bot.listeners.follow_ups import ANY, around, clicked, known_draft, open_for_message, open_window
from bot.logbook import words
from bot.logbook.about import About
from bot.logbook.form import Form
from bot.logbook.windows import follow_up_window
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.records.acting import Team
from cs_engine.records.logbook import Source
from cs_engine.records.logged import TooLate
from cs_engine.wording import phrase

GONE = phrase("This follow-up is not there any more, or it is somebody else's.")


def open_log(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window for the account, or the account's episode, that the button stands at."""
    ack()
    account, _, episode = chosen(action).partition("|")
    open_window(clicked(screen, action, "" if account == ANY else account, episode), screen, cs, renderer)


def open_log_of_message(ack: Ack, action: Mapping[str, Any], screen: Screen, renderer: Renderer) -> None:
    """Open the window about the message that somebody reacted to; the offer becomes the confirmation."""
    ack()
    channel, _, ts = chosen(action).partition("|")
    about = About(Source.REACTION, answer=str(screen.body.get("response_url") or ""), instead="1")
    open_for_message(about, (channel, ts), screen, renderer)


def show_rest(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show the rest of the fields in the same window; what was typed stays."""
    ack()
    view = screen.body.get("view") or {}
    about = About.of(view)
    form = Form.of(view, about)
    draft = known_draft(cs, form.account_id) if form.account_id else None
    known = replace(about, full="1")
    if draft is not None:
        known = replace(known, account=draft.account_id, episode=draft.episode_id or "")
        form = replace(form, account=draft.account)
    user = form.step_owner or cs.actor.user_id
    screen.change(follow_up_window(renderer, replace(form, step_owner=user), known, around(draft)))


def undo_log(  # Bolt passes arguments by name
    ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer, team: Team
) -> None:
    """Take a follow-up back."""
    ack()
    taken = cs.logbook.undo(cs.actor, chosen(action), team=team)
    if taken is None:
        raise StaleButton(GONE)
    if isinstance(taken, TooLate):
        screen.add(renderer.render("too_late"))
    else:
        screen.replace(words.undone(renderer, taken))


def edit_log(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window that changes a follow-up, with all its fields."""
    ack()
    follow_up_id = chosen(action)
    new = cs.logbook.filled_in(cs.actor, follow_up_id)
    if new is None:
        raise StaleButton(GONE)
    draft = known_draft(cs, new.account_id)
    answer = str(screen.body.get("response_url") or "")
    about = About(
        new.source,
        new.account_id,
        new.episode_id or "",
        follow_up=follow_up_id,
        answer=answer,
        instead="1",
        permalink=new.permalink or "",
        full="1",
    )
    form = Form.filled(new, draft.account, _user_of(cs, new.step_owner))
    shown = replace(around(draft), episode=new.episode_id is not None)
    screen.open(follow_up_window(renderer, form, about, shown))


def _user_of(cs: Answers, person: str | None) -> str | None:
    """Return the Slack user that somebody is, None when they were never met."""
    known = (each.slack_user_id for each in cs.preferences.people() if each.person == person)
    return next(known, cs.actor.user_id if person in {None, cs.actor.person} else None)
