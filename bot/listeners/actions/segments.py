"""*Show the picture* under `/cs segments`: the map, to whoever clicks and nobody else."""

import importlib
from concurrent.futures import Executor
from http.client import HTTPException

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.listeners.afterwards import beside
from bot.logs import logger, reason
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from bot.segments import words
from bot.segments.words import Sent
from cs_engine.records.segments import Drawing
from cs_engine.wording import phrase, sentence

PICTURE = "cs_engine.segments.picture"
"""Imported when somebody clicks: matplotlib takes a second, for which no start should wait."""
FILE = "segments.png"
TITLE = phrase("Map of the segments")
ALT = phrase("A map of {customers} customers in {count} segments; /cs segments says the same in words.")
NOT_ALLOWED = frozenset({"missing_scope", "not_allowed_token_type", "no_permission"})
"""How Slack says that the app may not upload."""


def send_picture(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, caller: Caller, later: Executor) -> None:
    """Draw the map of the accounts in sight and send it to the person's direct message."""
    ack()
    drawing = cs.segments.drawing()
    if drawing is None:
        screen.add(words.sent(renderer, Sent.NOTHING))
        return
    beside(later, lambda: screen.add(words.sent(renderer, _sent(screen.client, caller, drawing, renderer))))


def _sent(client: WebClient, caller: Caller, drawing: Drawing, renderer: Renderer) -> Sent:
    drawn: bytes = importlib.import_module(PICTURE).picture(drawing, renderer.plainly)
    about = sentence(ALT, customers=drawing.customers, count=len(drawing.segments))
    try:
        room = client.conversations_open(users=[caller.user_id or ""])["channel"]["id"]
        client.files_upload_v2(
            channel=room,
            file=drawn,
            filename=FILE,
            title=renderer.plainly(sentence(TITLE)),
            alt_txt=renderer.plainly(about),
        )
    except (SlackClientError, OSError, HTTPException) as failure:
        logger("bot").warning("the map of segments was not sent", **reason(failure))
        refused = isinstance(failure, SlackApiError) and failure.response["error"] in NOT_ALLOWED
        return Sent.NOT_ALLOWED if refused else Sent.FAILED
    return Sent.DONE
