"""Files: an upload in three steps, files.info and files.delete, and the addresses that take and give the bytes."""

from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.workspace import events
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import File, Json, Message
from bot.workspace.slack_json import file_json
from bot.workspace.web_api import Args, page_of
from bot.workspace.web_api_chat import checked_blocks, writable_channel

NOT_FOUND = 404
SIGN_IN = "<!doctype html><title>Sign in</title><p>Sign in to see this file."
"""What comes, with status 200, when a file is asked for without a token that may read it: Slack's own page."""


def get_upload_url(backend: Backend, args: Args) -> Json:
    """files.getUploadURLExternal: an address that takes the bytes once."""
    name, size = args.need("filename"), args.number("length", 0)
    ticket, file = backend.state.files.promise(name, size, backend.seed.app.user_id, backend.url)
    if args.text("alt_txt"):
        backend.state.files.keep(replace(file, alt_text=args.need("alt_txt")))
    return {"upload_url": f"{backend.url}/upload/v1/{ticket}", "file_id": file.id}


def complete_upload(backend: Backend, args: Args) -> Json:
    """files.completeUploadExternal: titles the files, and posts them where a channel is named."""
    files = [_titled(backend, one) for one in _listed(args)]
    named = args.text("channel_id") or args.text("channels") or ""
    channels = [writable_channel(backend, Args({"channel": key})) for key in named.split(",") if key]
    for channel in channels:
        message = Message(
            backend.state.next_ts(),
            channel.id,
            backend.seed.app.user_id,
            args.text("initial_comment") or "",
            checked_blocks(backend, args.structure("blocks", "invalid_blocks_format")),
            bot=True,
            thread_ts=args.text("thread_ts"),
        )
        events.share(backend, [backend.state.files.received(file.id) for file in files], message)
    return {"files": [file_json(backend.state.files.named(file.id), backend.state) for file in files]}


def files_info(backend: Backend, args: Args) -> Json:
    """files.info: only files that the app uploaded or that stand where it is."""
    file = readable(backend, args.need("file"))
    comments, more = page_of([], args)
    return {"file": file_json(file, backend.state), "comments": comments} | more


def files_delete(backend: Backend, args: Args) -> Json:
    """files.delete: only the app's own files."""
    file = readable(backend, args.need("file"))
    if file.user != backend.seed.app.user_id:
        raise SlackError("cant_delete_file")
    backend.state.files.drop(file.id)
    for channel, ts in file.shares:
        message = backend.state.get(channel, ts)
        if message is not None:
            backend.change(message)
    return {}


def readable(backend: Backend, file_id: str) -> File:
    """A file that the app uploaded, was given in a modal, or that stands in a conversation it is in.

    Raises:
        SlackError: file_not_found.
    """
    file, bot = backend.state.files.received(file_id), backend.seed.app.user_id
    shown = any(bot in backend.state.channels[channel].members for channel, _ in file.shares)
    if file.user == bot or file.given or shown:
        return file
    raise SlackError("file_not_found")


async def receive(request: Request, backend: Backend) -> Response:
    """Take the bytes of a promised file, as they are in the body."""
    try:
        file = backend.state.files.receive(request.path_params["ticket"], await request.body())
    except SlackError as refusal:
        return PlainTextResponse(refusal.code, NOT_FOUND)
    return PlainTextResponse(f"OK - {file.size}")


def download(request: Request, backend: Backend) -> Response:
    """Give a file's bytes to the app's token; without it comes a page of HTML, and status 200, as in Slack."""
    _, _, bearer = request.headers.get("authorization", "").partition(" ")
    if bearer != backend.credentials.bot_token or "files:read" not in backend.state.granted:
        return HTMLResponse(SIGN_IN)
    try:
        file = readable(backend, request.path_params["file"])
    except SlackError as refusal:
        return PlainTextResponse(refusal.code, NOT_FOUND)
    return Response(file.content, media_type=file.mimetype)


def _listed(args: Args) -> list[Json]:
    files: Any = args.structure("files", "invalid_arguments")
    if not isinstance(files, list) or not files or not all(isinstance(one, dict) for one in files):
        raise SlackError("invalid_arguments")
    return files


def _titled(backend: Backend, given: Json) -> File:
    file = backend.state.files.received(str(given.get("id")))
    if file.user != backend.seed.app.user_id:
        raise SlackError("file_not_found")
    return backend.state.files.keep(replace(file, title=str(given.get("title") or file.name)))
