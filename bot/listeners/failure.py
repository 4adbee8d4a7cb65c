"""The one place where people are told that something went wrong, or that they may not ask."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.errors import Explanation, Refused, UndeliveredError, explain
from bot.listeners.entries import MESSAGE, is_chatter
from bot.logs import logger, reason
from bot.middleware import window
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.wording import phrase, sentence


def error_edge(default: Renderer) -> Callable[..., BoltResponse]:
    """Build the single handler of everything that a listener or a middleware raises.

    Args:
        default: words the answer when the error came before the reader was known.
    """

    def tell_person(  # Bolt passes arguments by name
        error: Exception, body: Mapping[str, Any], context: BoltContext, client: WebClient
    ) -> BoltResponse:
        message = _worded(error, context.get("renderer", default), context)
        if "command" in body:
            return _acknowledge({"response_type": "ephemeral", **message.parts()})
        kind = body.get("type")
        if kind == "block_suggestion":
            return _acknowledge({"options": []})
        if kind == "view_submission":
            return _acknowledge({"response_action": "update", "view": window(message)})
        _answer_beside(message, body, context, client)
        return BoltResponse(status=200, body="")

    return tell_person


def _worded(error: Exception, renderer: Renderer, context: BoltContext) -> Message:
    """Word what went wrong; all who may not ask are told the same, whoever they are and whatever they asked."""
    if isinstance(error, Refused):
        return renderer.render("refused")
    if isinstance(error, UndeliveredError | SlackApiError):
        logger("bot").warning("Slack did not take an answer", user=context.user_id, **reason(error))
        return renderer.render("error", explanation=Explanation(sentence(NOT_TAKEN), None))
    explanation = explain(error)
    if explanation.reference:
        context["reference"] = explanation.reference
        logger("bot").error("unexpected error", reference=explanation.reference, **reason(error))
    return renderer.render("error", explanation=explanation)


def _acknowledge(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": ["application/json;charset=utf-8"]})


NOT_TAKEN = phrase("Slack did not take the answer. Please try again in a moment.")
BY_HAND = frozenset({"block_actions", "shortcut", "message_action"})
"""Somebody clicked and waits for an answer."""


def _answer_beside(message: Message, body: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
    """Answer beside the message that was clicked, on the Home that was opened, else by direct message."""
    try:
        if body.get("type") in BY_HAND and context.response_url and context.respond:
            context.respond(response_type="ephemeral", replace_original=False, **message.parts())
        elif (body.get("type") in BY_HAND and context.user_id) or (_is_dropped(body) and context.user_id):
            client.chat_postMessage(channel=context.user_id, mrkdwn=False, **message.parts())
        elif _is_home(body) and context.user_id:
            home = {"type": "home", "blocks": message.parts()["blocks"]}
            client.views_publish(user_id=context.user_id, view=home)
    except (SlackApiError, UndeliveredError, OSError) as failure:
        logger("bot").warning("an error could not be told", user=context.user_id, **reason(failure))


def _is_dropped(body: Mapping[str, Any]) -> bool:
    """Tell whether somebody sent something and waits for an answer."""
    event = body.get("event")
    return isinstance(event, Mapping) and event.get("type") == MESSAGE and not is_chatter(body)


def _is_home(body: Mapping[str, Any]) -> bool:
    event = body.get("event")
    return isinstance(event, Mapping) and event.get("type") == "app_home_opened" and event.get("tab", "home") == "home"
