"""Messages that answer an interaction: inside its acknowledgement, or later through its response URL."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.model import SLACKBOT
from bot.workspace.passes import ResponseUrl
from bot.workspace.records import Json, Message
from bot.workspace.web_api_chat import checked_blocks, checked_text

GONE = 404
REFUSED = 400


async def respond(request: Request, backend: Backend) -> Response:
    """Serve a response URL: `ok`, or what is wrong with the message or the URL."""
    key = request.path_params["key"]
    try:
        backend.passes.use_url(key)
    except SlackError as refusal:
        return JSONResponse({"ok": False, "error": refusal.code}, GONE)
    try:
        answer(backend, key, dict(await request.json()))
    except SlackError as refusal:
        return PlainTextResponse(refusal.code, REFUSED)
    except (TypeError, ValueError):
        return PlainTextResponse("invalid_payload", REFUSED)
    return PlainTextResponse("ok")


def answer(backend: Backend, key: str, body: Json) -> None:
    """Do what an answer asks for: delete or replace the original, or post an ephemeral or public message.

    Raises:
        SlackError: no_text, invalid_blocks and what else chat.postMessage refuses.
    """
    url = backend.passes.url(key)
    original = backend.state.get(url.channel, url.original) if url.original else None
    if body.get("delete_original"):
        if original is not None:
            backend.delete(original)
        return
    message = _message(backend, url, body)
    if body.get("replace_original") and original is not None:
        backend.change(replace(original, text=message.text, blocks=message.blocks, mrkdwn=message.mrkdwn))
        return
    backend.post(message)
    if url.original is None:
        backend.passes.point_url(key, message.ts)


def failure_notice(backend: Backend, user: str, channel: str, text: str) -> None:
    """Let Slackbot tell one person that something failed."""
    backend.post(Message(backend.state.next_ts(), channel, SLACKBOT.id, text, bot=True, only_for=user))


def _message(backend: Backend, url: ResponseUrl, body: Json) -> Message:
    blocks = checked_blocks(body.get("blocks"))
    return Message(
        ts=backend.state.next_ts(),
        channel=url.channel,
        user=backend.seed.app.user_id,
        text=checked_text(body.get("text"), blocks),
        blocks=blocks,
        bot=True,
        thread_ts=body.get("thread_ts") or url.thread_ts,
        only_for=None if body.get("response_type") == "in_channel" else url.user,
        command=url.command,
        mrkdwn=bool(body.get("mrkdwn", True)),
    )
