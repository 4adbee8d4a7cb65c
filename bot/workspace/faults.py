"""Faults on demand: what Slack does on its bad days, so that an app can be tried against it."""

import threading
from collections import deque
from dataclasses import dataclass, field

from starlette.responses import JSONResponse, PlainTextResponse, Response

ANY = "*"
"""Instead of a method's name: whatever is called next."""
OK, TOO_MANY, UNAVAILABLE = 200, 429, 503


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that is not what was asked for; without an `error` its body is a plain sentence, as proxies send.

    `late`: what was asked is done all the same, and only its answer is lost.
    """

    status: int = OK
    error: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    late: bool = False

    def response(self) -> Response:
        """The HTTP response."""
        if self.error is None:
            return PlainTextResponse("upstream connect error", self.status, self.headers)
        return JSONResponse({"ok": False, "error": self.error}, self.status, self.headers)


class Faults:
    """The faults still to come; planned from any thread, met by the server."""

    def __init__(self) -> None:
        """Plan nothing."""
        self._lock = threading.Lock()
        self._planned: dict[str, deque[Fault]] = {}
        self._refused_blocks: frozenset[str] = frozenset()
        self._token: str | None = None

    def rate_limit(self, method: str, seconds: int = 1, times: int = 1) -> None:
        """Answer the next `times` calls of `method` with 429 and a `Retry-After` of whole seconds."""
        self._plan(method, Fault(TOO_MANY, "ratelimited", {"Retry-After": str(seconds)}), times)

    def unavailable(self, method: str, times: int = 1, status: int = UNAVAILABLE) -> None:
        """Answer the next `times` calls of `method` with a 5xx and no JSON."""
        self._plan(method, Fault(status), times)

    def lose_answer(self, method: str, times: int = 1, status: int = UNAVAILABLE) -> None:
        """Do what the next `times` calls of `method` ask, and answer them with a 5xx."""
        self._plan(method, Fault(status, late=True), times)

    def refuse(self, method: str, error: str = "internal_error", times: int = 1) -> None:
        """Answer the next `times` calls of `method` with this error code, whatever they ask."""
        self._plan(method, Fault(error=error), times)

    def refuse_token(self, error: str = "token_revoked") -> None:
        """Refuse the app's bot token from now on: `token_revoked`, `account_inactive`, `token_expired`."""
        with self._lock:
            self._token = error

    def refuse_blocks(self, *types: str) -> None:
        """Answer messages with blocks of these types with `invalid_blocks`, as a Slack that does not know them."""
        with self._lock:
            self._refused_blocks = frozenset(types)

    def clear(self) -> None:
        """Be a healthy Slack again."""
        with self._lock:
            self._planned.clear()
            self._refused_blocks, self._token = frozenset(), None

    @property
    def token_error(self) -> str | None:
        """Why the bot token is refused; None when it is good."""
        with self._lock:
            return self._token

    @property
    def refused_blocks(self) -> frozenset[str]:
        """The block types that are refused."""
        with self._lock:
            return self._refused_blocks

    def meet(self, method: str) -> Fault | None:
        """The fault that this call runs into, used up by it; None for a call that goes well."""
        with self._lock:
            waiting = self._planned.get(method) or self._planned.get(ANY)
            return waiting.popleft() if waiting else None

    def _plan(self, method: str, fault: Fault, times: int) -> None:
        with self._lock:
            self._planned.setdefault(method, deque()).extend([fault] * times)
