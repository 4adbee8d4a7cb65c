"""What the page does beside talking: files in and out, reactions, shortcuts, invitations, permalinks."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.workspace import interactions, shortcuts
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Json
from bot.workspace.uploads import attach, upload

RAW = "application/octet-stream"
REFUSED, FORBIDDEN, NOT_FOUND = 400, 403, 404


async def _react(backend: Backend, asked: Json) -> Json:
    container, remove = dict(asked["container"]), bool(asked.get("remove"))
    return await interactions.react(backend, asked["user"], container, asked["name"], remove=remove)


async def _shortcut(backend: Backend, asked: Json) -> Json:
    container = asked.get("container")
    about = None if container is None else dict(container)
    return await shortcuts.run(backend, asked["user"], asked["callback_id"], about)


async def _invite(backend: Backend, asked: Json) -> Json:
    return await interactions.invite(backend, asked["user"], asked["channel"], asked["invited"])


GESTURES: Mapping[str, Callable[[Backend, Json], Awaitable[Json]]] = {
    "invite": _invite,
    "react": _react,
    "shortcut": _shortcut,
}
"""More of what a person can do on the page, by the last part of the address."""


def routes(backend: Backend) -> list[Route]:
    """The page's addresses for files, bytes in with POST and out with GET, and where permalinks lead."""

    async def take(request: Request) -> Response:
        return await _taken(backend, request)

    async def give(request: Request) -> Response:
        return _given(backend, request)

    async def follow(request: Request) -> Response:
        thread = request.query_params.get("thread_ts")
        return RedirectResponse(f"/#{request.path_params['channel']}" + (f"/{thread}" if thread else ""))

    return [
        Route("/archives/{channel}/{message}", follow, methods=["GET"]),
        Route("/api-page/upload", take, methods=["POST"]),
        Route("/api-page/file/{file}", give, methods=["GET"]),
    ]


async def _taken(backend: Backend, request: Request) -> Response:
    """Take a file's bytes as they are; a form, which other sites could send, is refused."""
    if request.headers.get("content-type") != RAW:
        return JSONResponse({"ok": False, "error": "invalid_content_type"}, FORBIDDEN)
    asked = request.query_params
    try:
        file = asked["name"], await request.body()
        if "channel" not in asked:
            return JSONResponse(await attach(backend, asked["user"], *file))
        said = asked.get("text", ""), asked.get("thread_ts")
        return JSONResponse(await upload(backend, asked["user"], asked["channel"], file, *said))
    except KeyError:
        return JSONResponse({"ok": False, "error": "invalid_arguments"}, REFUSED)
    except SlackError as refusal:
        return JSONResponse({"ok": False, "error": refusal.code, "message": f"That did not work: {refusal.code}."})


def _given(backend: Backend, request: Request) -> Response:
    """Give a file to a person who is in a conversation with it; always as a download, never as a page."""
    file = backend.state.files.named(request.path_params["file"])
    user = request.query_params.get("user", "")
    shares = () if file is None else file.shares
    if file is None or not any(user in backend.state.channels[channel].members for channel, _ in shares):
        return JSONResponse({"ok": False, "error": "file_not_found"}, NOT_FOUND)
    return Response(file.content, media_type=file.mimetype, headers={"Content-Disposition": "attachment"})
