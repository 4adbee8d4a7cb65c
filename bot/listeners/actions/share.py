"""*Share to channel*: the only way a looked-up card becomes public."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.access.answers import Answers
from bot.access.policy import Right
from bot.delivery.readers import others_read
from bot.listeners import messages
from bot.listeners.actions.card import chosen, known_account
from bot.listeners.messages import CardOptions
from bot.middleware import Screen
from bot.rendering.manners import Manners
from bot.rendering.renderer import Renderer


class Refusal(StrEnum):
    """Why a card is not shown in a channel."""

    EXTERNAL = "external"
    """People of another company read there."""
    NOT_MEMBER = "not_member"
    """We are not in it, or cannot see it: nobody knows who would read the card."""
    ARCHIVED = "archived"
    DIRECT = "direct"
    """A direct message, which has no channel to share to."""


def refusal(channel: Mapping[str, Any]) -> Refusal | None:
    """Decide from what Slack says about a channel whether a card may be shown in it; None means it may."""
    if channel.get("is_im") or channel.get("is_mpim"):
        return Refusal.DIRECT
    if others_read(channel):
        return Refusal.EXTERNAL
    if channel.get("is_archived"):
        return Refusal.ARCHIVED
    return None if channel.get("is_member") else Refusal.NOT_MEMBER


def share_card(
    ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer, manners: Manners
) -> None:
    """Post the card where the button was pressed, in the channel's language, if only colleagues read there."""
    ack()
    report = known_account(cs, chosen(action))
    channel = str((screen.body.get("channel") or {}).get("id"))
    known, refused = looked_at(channel, screen.client)
    if refused:
        screen.add(renderer.render("share_refused", reason=refused, account_id=report.account_id))
        return
    shared = messages.shared_card(manners.in_channel(channel), report, cs.actor.name)
    screen.client.chat_postMessage(channel=channel, mrkdwn=False, unfurl_links=False, **shared.parts())
    options = CardOptions(shared_in=known["name"], acts=cs.may(Right.ACT))
    screen.replace(messages.card(renderer, report, options))


def looked_at(channel: str, client: WebClient) -> tuple[Mapping[str, Any], Refusal | None]:
    """Return what Slack says about a channel, and why nothing may be shown in it, if so."""
    known = _ask_about(channel, client)
    return known, refusal(known) if known else Refusal.NOT_MEMBER


def _ask_about(channel: str, client: WebClient) -> Mapping[str, Any]:
    """Return what Slack says about the channel, nothing when it does not let us see it or there is none."""
    try:
        known: Mapping[str, Any] = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as refused:
        if refused.response["error"] in {"channel_not_found", "not_in_channel", "missing_scope"}:
            return {}
        raise
    return known
