"""What Slack's refusals mean for a message: wait, try another recipient, say it more plainly, or give up."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPException
from socket import gaierror
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

DEFAULT_PAUSE = timedelta(seconds=30)
"""When Slack asks for patience without saying for how long."""
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
"""Slack's longer outages are an hour or so: asking every ten minutes is soon enough, and no flood."""
UNSENDABLE = frozenset(
    {"channel_not_found", "is_archived", "not_in_channel", "restricted_action", "team_access_not_granted"}
)
"""A channel where nothing can be said any more. Slack's `restricted_action` is an admin's ban on posting there."""
UNREACHABLE = frozenset(
    {"user_not_found", "users_not_found", "user_disabled", "cannot_dm_bot", "messages_tab_disabled"}
)
"""A person who cannot be told anything."""
BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
SHUT_OUT = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Slack no longer knows the bot: that ends when somebody installs it again, and everything waits until then."""
BROKEN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack says of these that some part of what was asked may have happened."""


class Trouble(StrEnum):
    """What to do about a refusal."""

    WAIT = "wait"
    CHANNEL_GONE = "channel_gone"
    UNREACHABLE = "unreachable"
    BLOCKS = "blocks"
    BLIND = "blind"
    """A scope is missing."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done. ``doubtful``: it may have been done all the same."""

    trouble: Trouble
    reason: str
    """Slack's own code, or what happened to the connection."""
    pause: timedelta | None = None
    """How long Slack asked to be left alone."""
    doubtful: bool = False


def refusal_of(failure: SlackApiError | OSError | HTTPException) -> Refusal:
    """Return what a failed call means."""
    if not isinstance(failure, SlackApiError):
        return Refusal(Trouble.WAIT, "no_connection", doubtful=not _never_connected(failure))
    response = failure.response
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return Refusal(Trouble.WAIT, "ratelimited", _asked_for(response.headers.get("Retry-After")))
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refusal(Trouble.WAIT, f"http_{response.status_code}", doubtful=True)
    code = str(response.get("error", "unknown_error"))
    if code in BROKEN:
        return Refusal(Trouble.WAIT, code, doubtful=True)
    return Refusal(_trouble(code), code)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: twice as long each time, up to ten minutes."""
    doubled: float = 2.0 ** min(attempts - 1, 16)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def _trouble(code: str) -> Trouble:
    for codes, trouble in (
        (UNSENDABLE, Trouble.CHANNEL_GONE),
        (UNREACHABLE, Trouble.UNREACHABLE),
        (BLOCKS, Trouble.BLOCKS),
        (SHUT_OUT | {"ratelimited"}, Trouble.WAIT),
        ({"missing_scope"}, Trouble.BLIND),
    ):
        if code in codes:
            return trouble
    return Trouble.REFUSED


def _asked_for(seconds: str | None) -> timedelta:
    return timedelta(seconds=int(seconds)) if seconds and seconds.isdecimal() else DEFAULT_PAUSE


def _never_connected(failure: BaseException) -> bool:
    """Tell whether nothing was sent: nobody answered at that address."""
    cause = failure.reason if isinstance(failure, URLError) else failure
    return isinstance(cause, ConnectionRefusedError | gaierror)
