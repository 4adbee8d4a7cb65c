"""The Web API's front door: reads the arguments, checks the token, calls the method, answers in Slack's shape."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Json, Kind
from bot.workspace.scopes import METHOD_SCOPES, lacking

PAGE_MOST = 999
"""Slack's highest `limit`."""
TYPES = {"public_channel": Kind.CHANNEL, "private_channel": Kind.PRIVATE, "im": Kind.IM, "mpim": Kind.MPIM}
"""The `types` of conversations.list."""
OPEN = {"api.test", "blocks.validate"}
"""Methods that need no token."""


@dataclass(frozen=True, slots=True)
class Args:
    """A call's arguments; values that a form carries as JSON text are read back."""

    values: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """A string argument, None when it is absent."""
        value = self.values.get(name)
        return None if value is None else str(value)

    def need(self, name: str) -> str:
        """A string argument that must be there.

        Raises:
            SlackError: invalid_arguments.
        """
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes or no argument: true, 1 and "true" are yes."""
        value = self.values.get(name)
        return default if value is None else value in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        """A whole number.

        Raises:
            SlackError: invalid_arguments for anything else.
        """
        value = self.text(name)
        try:
            return default if value in (None, "") else int(str(value))
        except ValueError:
            raise SlackError("invalid_arguments") from None

    def structure(self, name: str, error: str) -> object:
        """A list or object, given as such or as JSON text; None when it is absent.

        Raises:
            SlackError: `error` when the text is not JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        return read_json(value, error) if value else None


def read_json(text: str, error: str) -> object:
    """Read JSON that can be written again: no half characters, no infinite numbers, no hole without a bottom.

    Raises:
        SlackError: `error` when it cannot be read.
    """
    try:
        value: object = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise SlackError(error) from None
    return value


Method = Callable[[Backend, Args], Json]


def page_of(rows: list[Any], args: Args, default: int = 100) -> tuple[list[Any], Json]:
    """The rows the cursor points at, and the `response_metadata` with the next cursor (empty on the last page).

    Raises:
        SlackError: invalid_cursor, invalid_limit.
    """
    limit = args.number("limit", default) or default
    if not 1 <= limit <= PAGE_MOST:
        raise SlackError("invalid_limit")
    cursor = args.text("cursor") or "next:0"
    start = cursor.removeprefix("next:")
    if not start.isdigit() or not cursor.startswith("next:") or int(start) > len(rows):
        raise SlackError("invalid_cursor")
    end = int(start) + limit
    following = f"next:{end}" if end < len(rows) else ""
    return rows[int(start) : end], {"response_metadata": {"next_cursor": following}}


async def answer_call(request: Request, backend: Backend, methods: Mapping[str, Method]) -> Response:
    """Answer one Web API call; a refusal is HTTP 200 with `ok: false`, as Slack does it."""
    name = request.path_params["method"]
    try:
        args = await _arguments(request)
    except SlackError as refusal:
        return JSONResponse(backend.wire.call(name, {}).answered(refused(refusal)))
    exchange = backend.wire.call(name, args.values)
    fault = backend.faults.meet(name)
    if fault is not None and not fault.late:
        exchange.answered({"ok": False, "error": fault.error or str(fault.status)})
        return fault.response()
    try:
        method = _known(methods, name)
        _check_token(request, args, backend, name)
        _check_scopes(args, backend, name)
        answer = {"ok": True, **method(backend, args)}
    except SlackError as refusal:
        answer = refused(refusal)
    shown = exchange.answered(answer)
    return JSONResponse(shown, headers=_scope_headers(backend, name)) if fault is None else fault.response()


def refused(refusal: SlackError) -> Json:
    """The body of a refusal, with Slack's messages and JSON pointers where blocks or views were at fault."""
    body: Json = {"ok": False, "error": refusal.code, **refusal.details}
    if refusal.problems:
        errors = [f"{problem.message} [json-pointer:{problem.pointer}]" for problem in refusal.problems]
        body["response_metadata"] = {"messages": [f"[ERROR] {error}" for error in errors]}
        body |= {"errors": errors} if refusal.code == "invalid_blocks" else {}
    return body


def _known(methods: Mapping[str, Method], name: str) -> Method:
    if name not in methods:
        raise SlackError("unknown_method", details={"req_method": name})
    return methods[name]


async def _arguments(request: Request) -> Args:
    body = (await request.body()).decode(errors="replace")
    if "application/json" in request.headers.get("content-type", ""):
        given = read_json(body or "{}", "invalid_json")
        if not isinstance(given, dict):
            raise SlackError("json_not_object")
        return Args({**request.query_params, **given})
    return Args({**request.query_params, **dict(parse_qsl(body, keep_blank_values=True))})


def _check_token(request: Request, args: Args, backend: Backend, method: str) -> None:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    token = bearer if scheme.lower() == "bearer" else args.text("token")
    if not token and method in OPEN:
        return
    if not token:
        raise SlackError("not_authed")
    known = backend.credentials
    if token not in (known.bot_token, known.app_token):
        raise SlackError("invalid_auth")
    if token == known.bot_token and backend.faults.token_error is not None:
        raise SlackError(backend.faults.token_error)
    if method not in OPEN and (token == known.app_token) != (method == "apps.connections.open"):
        raise SlackError("not_allowed_token_type")


def _check_scopes(args: Args, backend: Backend, method: str) -> None:
    granted = backend.state.granted
    needed = lacking(method, _kinds(args, backend, method), granted)
    if needed is not None:
        raise SlackError("missing_scope", details={"needed": needed, "provided": ",".join(sorted(granted))})


def _kinds(args: Args, backend: Backend, method: str) -> set[Kind]:
    """The kinds of conversation a call is about."""
    if method == "conversations.list":
        asked = (args.text("types") or "public_channel").split(",")
        return {TYPES[one.strip()] for one in asked if one.strip() in TYPES}
    if args.text("users") and method == "conversations.open":
        return {Kind.MPIM if "," in args.need("users") else Kind.IM}
    channel = backend.state.channels.get(args.text("channel") or "")
    return set() if channel is None else {channel.kind}


def _scope_headers(backend: Backend, method: str) -> dict[str, str]:
    return {
        "x-oauth-scopes": ",".join(sorted(backend.state.granted)),
        "x-accepted-oauth-scopes": ",".join(METHOD_SCOPES.get(method, ())),
    }
