"""Buttons about plays, success plans and wins."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.errors import AccountGone, StaleButton
from bot.listeners.actions.card import GONE, chosen, known_account
from bot.listeners.actions.share import looked_at
from bot.listeners.follow_ups import clicked
from bot.logbook.about import About
from bot.middleware import Screen
from bot.plays import windows, words
from bot.plays.people import names_of, users_by_person, users_of
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.plays import RunState
from cs_engine.service.plays.success_plans import plan_metrics
from cs_engine.wording import phrase

NO_PLAN = phrase("This account has no success plan that could be shared.")
OVER = phrase("This play is over already. What became of it stands in `/cs plays`.")
TOLD_FOR = timedelta(days=14)
"""How long a play that was met offers to tell the win: afterwards it is old news."""
View = dict[str, Any]


def start_window(renderer: Renderer, cs: Answers, about: About) -> View:
    """Return the window that starts a play for the account that somebody clicked at."""
    name = known_account(cs, about.account).name
    return windows.start_window(renderer, name, cs.plays.catalogue(cs.actor, about.account), about.code)


def plan_window(renderer: Renderer, cs: Answers, about: About) -> View:
    """Return the window in which the account's plan is written."""
    name = known_account(cs, about.account).name
    view = cs.plays.plan(cs.actor, about.account)
    known = replace(about, again=str(view.plan.version) if view else "")
    return windows.plan_window(renderer, name, view, plan_metrics(), users_by_person(cs.preferences), known.code)


def win_window(renderer: Renderer, cs: Answers, about: About) -> View:
    """Return the window in which a win with the account is told."""
    draft = cs.plays.draft_win(cs.actor, about.account)
    if draft is None:
        raise AccountGone(GONE)
    return windows.win_window(renderer, draft, users_of(cs.preferences, draft.people), about.code)


def open_stop(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window that stops a play."""
    ack()
    view = cs.plays.run(cs.actor, chosen(action))
    if view is None or view.run.state is not RunState.ACTIVE:
        raise StaleButton(OVER)
    about = replace(clicked(screen, action, view.run.account_id), task=view.run.id)
    screen.open(windows.stop_window(renderer, view, about.code))


def open_plan(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show an account's plan, only to whoever clicks, beside what was clicked."""
    ack()
    screen.add(plan_message(renderer, cs, chosen(action)))


def edit_plan(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window in which a plan is written; the plan that was clicked is renewed afterwards."""
    ack()
    about = replace(clicked(screen, action, chosen(action)), instead="1")
    screen.open(plan_window(renderer, cs, about))


def share_plan(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Have the plan posted where the button was pressed, if only colleagues read there."""
    ack()
    account_id = chosen(action)
    channel = str((screen.body.get("channel") or {}).get("id"))
    known, refused = looked_at(channel, screen.client)
    if refused:
        screen.add(renderer.render("share_refused", reason=refused, account_id=account_id))
        return
    if cs.plays.share_plan(cs.actor, account_id, channel) is None:
        raise StaleButton(NO_PLAN)
    screen.replace(plan_message(renderer, cs, account_id, shared_in=f"#{known['name']}"))


def plays_message(renderer: Renderer, cs: Answers) -> Message:
    """Word what runs for the caller's accounts, what of theirs was met lately, and all plays."""
    runs = cs.plays.mine(cs.actor, ended=TOLD_FOR)
    cards, names = cs.plays.catalogue(cs.actor), names_of(cs.preferences)
    return words.catalogue(renderer, runs, cards, names, cs.plays.worked())


def plan_message(renderer: Renderer, cs: Answers, account_id: str, shared_in: str = "") -> Message:
    """Word an account's plan, or that there is none.

    Raises:
        AccountGone: the account is not known (any more).
    """
    name = known_account(cs, account_id).name
    view = cs.plays.plan(cs.actor, account_id)
    return words.plan(renderer, (account_id, name), view, names_of(cs.preferences), shared_in)
