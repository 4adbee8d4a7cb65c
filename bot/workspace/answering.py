"""Messages that answer an interaction: inside its acknowledgement, or later through its response URL."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.workspace import events
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.model import SLACKBOT
from bot.workspace.passes import ResponseUrl
from bot.workspace.records import Json, Message
from bot.workspace.web_api import read_json
from bot.workspace.web_api_chat import checked_blocks, checked_text
from bot.workspace.wire import Exchange

GONE = 404
REFUSED = 400
UNREADABLE = "invalid_payload"


async def respond(request: Request, backend: Backend) -> Response:
    """Serve a response URL: `ok`, or what is wrong with the message or the URL."""
    key = request.path_params["key"]
    try:
        body = read_json((await request.body()).decode(errors="replace"), UNREADABLE)
    except SlackError as refusal:
        return PlainTextResponse(refusal.code, REFUSED)
    if not isinstance(body, dict):
        return PlainTextResponse(UNREADABLE, REFUSED)
    exchange = backend.wire.answer(key, body)
    try:
        backend.passes.use_url(key)
    except SlackError as refusal:
        return JSONResponse(exchange.answered({"ok": False, "error": refusal.code}), GONE)
    try:
        answer(backend, key, body)
    except SlackError as refusal:
        return PlainTextResponse(_refused(exchange, refusal.code), REFUSED)
    except (TypeError, ValueError):
        return PlainTextResponse(_refused(exchange, UNREADABLE), REFUSED)
    exchange.answered({"ok": True})
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
            events.delete(backend, original)
        return
    message = _message(backend, url, body)
    if body.get("replace_original") and original is not None:
        events.change(backend, replace(original, text=message.text, blocks=message.blocks, mrkdwn=message.mrkdwn))
        return
    events.post(backend, message)
    if url.original is None:
        backend.passes.point_url(key, message.ts)


def failure_notice(backend: Backend, user: str, channel: str, text: str) -> None:
    """Let Slackbot tell one person that something failed."""
    backend.post(Message(backend.state.next_ts(), channel, SLACKBOT.id, text, bot=True, only_for=user))


def _refused(exchange: Exchange, code: str) -> str:
    exchange.answered({}, code)
    return code


def _message(backend: Backend, url: ResponseUrl, body: Json) -> Message:
    blocks = checked_blocks(backend, body.get("blocks"))
    return Message(
        ts=backend.state.next_ts(),
        channel=url.channel,
        user=backend.seed.app.user_id,
        text=checked_text(_text(body, "text"), blocks),
        blocks=blocks,
        bot=True,
        thread_ts=_text(body, "thread_ts") or url.thread_ts,
        only_for=None if body.get("response_type") == "in_channel" else url.user,
        command=url.command,
        mrkdwn=bool(body.get("mrkdwn", True)),
    )


def _text(body: Json, name: str) -> str | None:
    return None if body.get(name) is None else str(body[name])
