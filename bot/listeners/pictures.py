"""Pictures go to whoever asked for them, by direct message and to nobody else."""

import importlib
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from http.client import HTTPException
from typing import cast

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient

from bot.access.people import Caller
from bot.listeners.afterwards import beside
from bot.logs import logger, reason
from bot.middleware import Screen
from bot.rendering.pictures import Picture, Sent, sent
from bot.rendering.renderer import Renderer
from cs_engine.wording import Sentence

NOT_ALLOWED = frozenset({"missing_scope", "not_allowed_token_type", "no_permission"})
"""How Slack says that the app may not upload."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture to be drawn.

    Attributes:
        of: what it is of.
        subject: what is drawn.
        module: whose ``picture`` draws it; imported then: matplotlib takes a second, for which no start should wait.
        title: of the file.
        about: for who cannot see it.
    """

    of: Picture
    subject: object
    module: str
    title: Sentence
    about: Sentence

    def draw(self, say: Callable[[Sentence], str]) -> bytes:
        """Return it as PNG, its words as ``say`` puts them."""
        return cast("bytes", importlib.import_module(self.module).picture(self.subject, say))


def send(screen: Screen, renderer: Renderer, caller: Caller, later: Executor, drawn: Drawn) -> None:
    """Draw a picture beside the answer, send it to the person's direct message, and say what became of it."""
    beside(later, lambda: screen.add(sent(renderer, drawn.of, _uploaded(screen.client, caller, drawn, renderer))))


def _uploaded(client: WebClient, caller: Caller, drawn: Drawn, renderer: Renderer) -> Sent:
    content = drawn.draw(renderer.plainly)
    try:
        room = client.conversations_open(users=[caller.user_id or ""])["channel"]["id"]
        client.files_upload_v2(
            channel=room,
            file=content,
            filename=f"{drawn.of}.png",
            title=renderer.plainly(drawn.title),
            alt_txt=renderer.plainly(drawn.about),
        )
    except (SlackClientError, OSError, HTTPException) as failure:
        logger("bot").warning("a picture was not sent", picture=drawn.of.value, **reason(failure))
        refused = isinstance(failure, SlackApiError) and failure.response["error"] in NOT_ALLOWED
        return Sent.NOT_ALLOWED if refused else Sent.FAILED
    return Sent.DONE
