"""An emoji under a message: offers to log that message as a follow-up."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.access.answers import Answers
from bot.logbook import words
from bot.middleware import Screen
from bot.rendering.renderer import Renderer

DEFAULT_EMOJI = "memo"
MESSAGE = "message"


def offer_to_log(event: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Offer it to whoever reacted, where they did: only they see it. Any other emoji is none of ours."""
    item = event.get("item") or {}
    channel, ts = item.get("channel"), item.get("ts")
    wanted = cs.preferences.of(cs.actor.person).emoji or DEFAULT_EMOJI
    if item.get("type") != MESSAGE or not isinstance(channel, str) or not isinstance(ts, str):
        return
    if str(event.get("reaction")).partition("::")[0] != wanted.strip(":"):
        return
    offer = words.offer(renderer, channel, ts).parts()
    try:
        screen.client.chat_postEphemeral(channel=channel, user=cs.actor.user_id, **offer)
    except SlackApiError:
        screen.client.chat_postMessage(channel=cs.actor.user_id, mrkdwn=False, **offer)
