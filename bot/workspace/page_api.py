"""What the page asks and does: JSON over HTTP on the same origin, and one web socket that is told what changes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.workspace import interactions, notifications, view_interactions
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.page_gestures import GESTURES
from bot.workspace.pages import channel_card, message_card, person_card
from bot.workspace.records import Json
from bot.workspace.slack_json import view_json

REFUSED = 400
FORBIDDEN = 403


Query = Mapping[str, str]


def bootstrap(backend: Backend, user: str, _query: Query) -> Json:
    """Everything the page needs before its first drawing, as `user` sees it."""
    seed, state = backend.seed, backend.state
    me = interactions.person_of(backend, user)
    app = seed.app
    return {
        "team": {"id": seed.team_id, "name": seed.team_name},
        "me": person_card(me),
        "locale": me.locale,
        "users": [person_card(person) for person in state.people.values() if not person.deleted],
        "app": {"user_id": app.user_id, "bot_id": app.bot_id, "name": app.name, "icon_text": app.icon_text},
        "channels": [channel_card(channel, me.id, state) for channel in state.channels_of(me.id)],
        "commands": [
            {"command": one.command, "usage": one.usage, "description": one.description} for one in seed.commands
        ],
        "shortcuts": [
            {"callback_id": one.callback_id, "name": one.name, "description": one.description, "kind": one.kind.value}
            for one in seed.shortcuts
        ],
        "clock": backend.clock.as_json(),
        "default_channel": _first_channel(backend, user),
        "hints": list(seed.hints),
        "here": backend.pages.here,
    }


def _first_channel(backend: Backend, user: str) -> str:
    """The channel a page opens with: the seed's, or for those who are not in it the first of theirs."""
    theirs = [channel.id for channel in backend.state.channels_of(user)]
    return backend.seed.default_channel if backend.seed.default_channel in theirs or not theirs else theirs[0]


def history(backend: Backend, user: str, query: Query) -> Json:
    """A channel's messages or one thread, oldest first, with the ephemerals addressed to `user`."""
    channel, thread_ts = backend.state.channel(query.get("channel", "")), query.get("thread_ts")
    if channel is None or user not in channel.members:
        raise SlackError("channel_not_found")
    if thread_ts is not None:
        messages = backend.state.thread(channel.id, thread_ts, user)
    else:
        messages = backend.state.top_level(channel.id, user)
        backend.state.mark_read(user, channel.id)
    return {"messages": [message_card(message, backend.state) for message in messages]}


def home(backend: Backend, user: str, _query: Query) -> Json:
    """The Home tab as it was last published for `user`."""
    view = backend.views.home(user)
    return {"view": None if view is None else view_json(view, backend.seed)}


def notified(backend: Backend, user: str, _query: Query) -> Json:
    """The last notifications of `user`, newest first."""
    return {"notifications": notifications.recent(interactions.person_of(backend, user).id, backend.state)}


def wire(backend: Backend, _user: str, query: Query) -> Json:
    """What went over the wire: the list, or with `number` one entry with its bodies."""
    if "number" not in query:
        return {"entries": backend.wire.entries, "api_url": f"{backend.url}/api/"}
    entry = backend.wire.entry(int(query["number"]))
    if entry is None:
        raise SlackError("not_kept_any_more")
    return {"entry": entry}


async def _message(backend: Backend, asked: Json) -> Json:
    return await interactions.say(backend, asked["user"], asked["channel"], asked["text"], asked.get("thread_ts"))


async def _command(backend: Backend, asked: Json) -> Json:
    text = asked.get("text") or ""
    return await interactions.run_command(backend, asked["user"], asked["channel"], asked["command"], text)


async def _action(backend: Backend, asked: Json) -> Json:
    action = {**asked["action"], "block_id": asked["block_id"]}
    return await interactions.act(backend, asked["user"], dict(asked["container"]), action, asked.get("state") or {})


async def _suggest(backend: Backend, asked: Json) -> Json:
    ids = (asked["block_id"], asked["action_id"])
    return await interactions.suggest(backend, asked["user"], dict(asked["container"]), ids, asked.get("value") or "")


async def _view_submit(backend: Backend, asked: Json) -> Json:
    return await view_interactions.submit(backend, asked["user"], asked["view_id"], asked.get("state") or {})


async def _view_close(backend: Backend, asked: Json) -> Json:
    cleared = bool(asked.get("cleared"))
    return await view_interactions.close(backend, asked["user"], asked["view_id"], cleared=cleared)


async def _open_home(backend: Backend, asked: Json) -> Json:
    return await view_interactions.open_home(backend, asked["user"])


async def _dismiss(backend: Backend, asked: Json) -> Json:
    message = backend.state.get(asked["channel"], asked["ts"])
    if message is None or message.only_for != asked["user"]:
        raise SlackError("message_not_found")
    backend.delete(message)
    return {"ok": True}


async def _clock(backend: Backend, asked: Json) -> Json:
    """Move the clock; in a thread, because whoever listens to it may call this very server."""
    if asked.get("reset"):
        await asyncio.to_thread(backend.clock.reset)
    else:
        await asyncio.to_thread(backend.clock.set, datetime.fromisoformat(asked["now"]))
    return {"clock": backend.clock.as_json()}


DOINGS: Mapping[str, Callable[[Backend, Json], Awaitable[Json]]] = {
    "action": _action,
    **GESTURES,
    "clock": _clock,
    "command": _command,
    "dismiss": _dismiss,
    "message": _message,
    "open_home": _open_home,
    "suggest": _suggest,
    "view_close": _view_close,
    "view_submit": _view_submit,
}
"""What a person can do on the page, by the last part of the address."""


ASKINGS: Mapping[str, Callable[[Backend, str, Query], Json]] = {
    "bootstrap": bootstrap,
    "history": history,
    "home": home,
    "notifications": notified,
    "wire": wire,
}
"""What the page reads, by the last part of the address."""


def routes(backend: Backend) -> list[Route]:
    """The page's addresses."""

    async def ask(request: Request) -> JSONResponse:
        return _asked(backend, request)

    async def do(request: Request) -> JSONResponse:
        return await _done(backend, request)

    return [
        Route("/api-page/do/{what}", do, methods=["POST"]),
        Route("/api-page/{what}", ask, methods=["GET"]),
    ]


def _asked(backend: Backend, request: Request) -> JSONResponse:
    user = request.query_params.get("user") or next(one.id for one in backend.seed.people if not one.deleted)
    asking = ASKINGS.get(request.path_params["what"])
    if asking is None:
        return JSONResponse({"ok": False, "error": "unknown_method"}, REFUSED)
    try:
        return JSONResponse(asking(backend, user, request.query_params))
    except SlackError as refusal:
        return JSONResponse({"ok": False, "error": refusal.code}, REFUSED)
    except ValueError:
        return JSONResponse({"ok": False, "error": "invalid_arguments"}, REFUSED)


async def _done(backend: Backend, request: Request) -> JSONResponse:
    """Do what a person did; only JSON is read, so that no other site can send a form here."""
    if "application/json" not in request.headers.get("content-type", ""):
        return JSONResponse({"ok": False, "error": "invalid_content_type"}, FORBIDDEN)
    doing = DOINGS.get(request.path_params["what"])
    if doing is None:
        return JSONResponse({"ok": False, "error": "unknown_method"}, REFUSED)
    try:
        return JSONResponse(await doing(backend, await request.json()))
    except SlackError as refusal:
        return JSONResponse({"ok": False, "error": refusal.code, "message": f"That did not work: {refusal.code}."})
    except (KeyError, TypeError, ValueError):
        return JSONResponse({"ok": False, "error": "invalid_arguments"}, REFUSED)
