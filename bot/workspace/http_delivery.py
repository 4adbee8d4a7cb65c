"""Delivery to a request URL: signed HTTP requests, an answer within three seconds, events sent again without one."""

import asyncio
import hashlib
import hmac
import io
import json
import secrets
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlencode, urlsplit

from bot.workspace.backend import Patience
from bot.workspace.errors import DISPATCH_FAILED, OPERATION_TIMEOUT, DeliveryError
from bot.workspace.payloads import VERIFICATION_TOKEN
from bot.workspace.records import Json
from bot.workspace.retries import Retries
from bot.workspace.wire import Wire

FORM = "application/x-www-form-urlencoded"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
HTTP_OK = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app's server said."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def payload(self) -> Json:
        """The answer inside the acknowledgement: JSON as it is, plain text as a message's text."""
        if "application/json" in self.headers.get("content-type", ""):
            given = json.loads(self.body or "{}")
            return given if isinstance(given, dict) else {}
        return {"text": self.body} if self.body.strip() else {}


class HttpDelivery:
    """Posts every payload to one request URL."""

    def __init__(self, target: str, signing_secret: str, patience: Patience, wire: Wire) -> None:
        """Deliver to `target`, an `http://` address."""
        self._target = target
        self._secret = signing_secret
        self._patience = patience
        self._wire = wire
        self._retries = Retries(patience.retries)

    async def ask(self, kind: str, payload: Json) -> Json:
        """Post a command or interaction as a form and read the answer from the response.

        Raises:
            DeliveryError: dispatch_failed for no server or an error status, operation_timeout for no answer in time.
        """
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        reason, reply = await self._attempt(urlencode(form), FORM, {})
        if reply is None or reply.status != HTTP_OK:
            raise DeliveryError(OPERATION_TIMEOUT if reason == "http_timeout" else DISPATCH_FAILED)
        return reply.payload

    def tell(self, payload: Json) -> None:
        """Post an event as JSON, again with `x-slack-retry-num` when it is not answered with 200."""
        body = json.dumps(payload)

        async def attempt(number: int, reason: str | None) -> str | None:
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason or ""} if number else {}
            failure, reply = await self._attempt(body, "application/json", retry)
            given_up = reply is not None and reply.headers.get("x-slack-no-retry") == "1"
            return None if given_up else failure

        self._retries.start(attempt)

    async def verify(self) -> bool:
        """Send the challenge with which Slack checks a request URL; true when it comes back."""
        challenge = secrets.token_hex(16)
        body = json.dumps({"type": "url_verification", "token": VERIFICATION_TOKEN, "challenge": challenge})
        failure, reply = await self._attempt(body, "application/json", {})
        if failure is not None or reply is None:
            return False
        return challenge in (reply.payload.get("challenge"), reply.body.strip())

    def stop(self) -> None:
        """Give up the events under way."""
        self._retries.stop()

    async def _attempt(self, body: str, content_type: str, extra: dict[str, str]) -> tuple[str | None, Reply | None]:
        headers = {"Content-Type": content_type, "User-Agent": AGENT, **signature(self._secret, body), **extra}
        exchange = self._wire.post(headers, body)
        failure, reply = await self._sent(headers, body)
        exchange.answered({} if reply is None else {"status": reply.status, "body": reply.body}, failure)
        return failure, reply

    async def _sent(self, headers: dict[str, str], body: str) -> tuple[str | None, Reply | None]:
        try:
            reply = await asyncio.wait_for(_post(self._target, body.encode(), headers), self._patience.answer)
        except TimeoutError:
            return "http_timeout", None
        except (OSError, HTTPException):
            return "connection_failed", None
        return (None if reply.status == HTTP_OK else "http_error"), reply


def signature(secret: str, body: str, at: int | None = None) -> dict[str, str]:
    """Slack's v0 signature headers: HMAC-SHA256 over `v0:timestamp:body`, real time in whole seconds.

    Source: Slack's description of verifying requests.
    """
    stamp = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


async def _post(url: str, body: bytes, headers: dict[str, str]) -> Reply:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        head = {"Host": parts.netloc, "Content-Length": str(len(body)), "Connection": "close", **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        writer.write(f"POST {parts.path or '/'} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        await writer.drain()
        return _parsed(await reader.read())
    finally:
        writer.close()


class _Received:
    """The bytes of a response, in the shape in which http.client reads a socket."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, *_args: object) -> io.BytesIO:
        return io.BytesIO(self._raw)


def _parsed(raw: bytes) -> Reply:
    response = HTTPResponse(_Received(raw))  # type: ignore[arg-type]  # only makefile() is ever called on it
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Reply(response.status, headers, response.read().decode())
