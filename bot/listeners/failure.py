"""The one place where people are told that something went wrong."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.errors import explain
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer


def error_edge(default: Renderer) -> Callable[..., BoltResponse]:
    """Build the single handler of everything that a listener or a middleware raises.

    Args:
        default: words the answer when the error came before the reader was known.
    """

    def tell_person(  # Bolt passes arguments by name
        error: Exception, body: Mapping[str, Any], context: BoltContext, client: WebClient, logger: logging.Logger
    ) -> BoltResponse:
        explanation = explain(error)
        if explanation.reference:
            logger.error("reference %s", explanation.reference, exc_info=error)
        renderer: Renderer = context.get("renderer", default)
        message = renderer.render("error", explanation=explanation)
        if "command" in body:
            return _acknowledge({"response_type": "ephemeral", **message.parts()})
        if body.get("type") == "block_suggestion":
            return _acknowledge({"options": []})
        if body.get("type") == "block_actions":
            _answer_click(message, context, client, logger)
        return BoltResponse(status=200, body="")

    return tell_person


def _acknowledge(body: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": ["application/json;charset=utf-8"]})


def _answer_click(message: Message, context: BoltContext, client: WebClient, logger: logging.Logger) -> None:
    """Answer beside the message that was clicked; a click on Home has none and is answered by direct message."""
    try:
        if context.response_url and context.respond:
            context.respond(response_type="ephemeral", replace_original=False, **message.parts())
        elif context.user_id:
            client.chat_postMessage(channel=context.user_id, mrkdwn=False, **message.parts())
    except (SlackApiError, OSError) as failure:
        logger.warning("an error could not be told to %s: %s", context.user_id, failure)
