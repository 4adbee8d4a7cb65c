"""How the window that logs a follow-up opens, from wherever somebody asked for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.access.answers import Answers
from bot.errors import AccountGone
from bot.listeners.actions.card import GONE
from bot.logbook.about import About
from bot.logbook.form import Form, soon
from bot.logbook.windows import ALONE, Around, follow_up_window
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.records.account import HealthReport
from cs_engine.records.logbook import FollowUpKind, Source
from cs_engine.records.logged import Draft

ANY = "any"
"""Value of a button that is about no account in particular."""
CARD = ".card"
"""Suffix of the id of a button on a card that only its reader sees."""
NO_LINK = frozenset({"channel_not_found", "not_in_channel", "message_not_found", "missing_scope"})
"""Slack's reasons why a message cannot be linked: the bot does not see it."""


def clicked(screen: Screen, action: Mapping[str, Any], account: str, episode: str = "") -> About:
    """Return what a window remembers of the button that opened it."""
    source = Source.HOME if screen.on_home else Source.EPISODE if episode else Source.CARD
    card = "1" if str(action.get("action_id")).endswith(CARD) else ""
    return About(source, account, episode, answer=str(screen.body.get("response_url") or ""), card=card)


def open_window(about: About, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window, filled in as far as is known.

    Raises:
        AccountGone: the account is not known (any more).
    """
    kind = FollowUpKind.SLACK if about.permalink else FollowUpKind.CALL
    if not about.account:
        form = Form(kind=kind, due=soon(renderer.reader.today))
        screen.open(follow_up_window(renderer, form, about, ALONE))
        return
    draft = known_draft(cs, about.account)
    known = replace(about, episode=draft.episode_id or "")
    screen.open(follow_up_window(renderer, Form.about(draft, kind), known, around(draft)))


def open_for_typed(typed: str, screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Open the window for the account that was typed; a name that fits several or none is left to be chosen there."""
    found = cs.account_health(typed) if typed else None
    account = found.account_id if isinstance(found, HealthReport) else ""
    about = About(Source.COMMAND, account, answer=str(screen.body.get("response_url") or ""))
    open_window(about, screen, cs, renderer)


def open_for_message(about: About, place: tuple[str, str], screen: Screen, renderer: Renderer) -> None:
    """Open the window about the message that stands in a channel at a time: its link is kept, its text is not."""
    link = permalink(screen, *place)
    form = Form(kind=FollowUpKind.SLACK, due=soon(renderer.reader.today))
    known = replace(about, permalink=link or "")
    screen.open(follow_up_window(renderer, form, known, Around(unlinked=link is None)))


def permalink(screen: Screen, channel: str, ts: str) -> str | None:
    """Return the address of a message, None when the bot does not see it."""
    try:
        found: str | None = screen.client.chat_getPermalink(channel=channel, message_ts=ts).get("permalink")
    except SlackApiError as refused:
        if refused.response["error"] in NO_LINK:
            return None
        raise
    return found


def known_draft(cs: Answers, account_id: str) -> Draft:
    """Return what a window starts from.

    Raises:
        AccountGone: the account is not known (any more).
    """
    draft = cs.logbook.draft(cs.actor, account_id)
    if draft is None:
        raise AccountGone(GONE)
    return draft


def around(draft: Draft | None) -> Around:
    """Return what stands in the window beside its fields."""
    return ALONE if draft is None else Around(episode=draft.episode_id is not None, contacts=draft.contacts)
