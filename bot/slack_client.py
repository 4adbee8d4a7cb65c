"""The ways to ask Slack: while somebody waits for an answer, while nobody does, and from the outbox."""

from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urlsplit

from slack_sdk.http_retry import RetryHandler
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.web import WebClient
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.errors import UndeliveredError

SLACK_DOMAINS = (".slack.com", ".slack-gov.com")
ANSWER_SECONDS = 3
"""Slack waits three seconds for an answer; what comes later than that comes too late."""
SENDING_SECONDS = 10
"""Far below the lease of a message that is being sent; a Slack that takes longer is asked again later."""
PATIENT_SECONDS = 30
RATE_LIMIT_TRIES = 5
"""Slack names seconds to wait, mostly under thirty; after five times something else is wrong."""
SERVER_ERROR_TRIES = 3


def make_client(token: str | None, base_url: str) -> WebClient:
    """Return the client of the answering path: it fails at once, and never sleeps before trying again."""
    return WebClient(token, base_url=base_url, timeout=ANSWER_SECONDS, retry_handlers=[])


def sending_client(token: str | None, base_url: str) -> WebClient:
    """Return the client of the outbox: it never sleeps, because others wait; what fails is tried again later."""
    return WebClient(token, base_url=base_url, timeout=SENDING_SECONDS, retry_handlers=[])


def answer_at(response_url: str, api_url: str) -> Callable[..., WebhookResponse]:
    """Return the function that answers at a response URL, for the answering path as well.

    Args:
        response_url: from a payload; only addresses of Slack's are answered at.
        api_url: the Web API's address, whose host is Slack's wherever that is.

    The function raises UndeliveredError when the message does not arrive.
    """
    client = WebhookClient(response_url, timeout=ANSWER_SECONDS, retry_handlers=[])

    def respond(**message: object) -> WebhookResponse:
        if not _is_slacks(response_url, api_url):
            raise UndeliveredError("the response_url is not one of Slack's")
        try:
            answer = client.send_dict(message)
        except (OSError, HTTPException, ValueError) as failure:
            raise UndeliveredError(f"the response_url cannot be reached: {type(failure).__name__}") from failure
        if answer.status_code != HTTPStatus.OK:
            raise UndeliveredError(f"the response_url answered {answer.status_code}")
        return answer

    return respond


def _is_slacks(address: str, api_url: str) -> bool:
    api = urlsplit(api_url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    return (parts.scheme == "https" and host.endswith(SLACK_DOMAINS)) or (parts.scheme, host) == (
        api.scheme,
        api.hostname,
    )


def patient_client(token: str | None, base_url: str) -> WebClient:
    """Return the client of jobs and of work after an answer: it waits as long as Slack asks, and tries again.

    429 is tried again after `Retry-After` seconds, an error of the server and a broken connection after a growing
    pause. The pauses are spent in the calling thread.
    """
    handlers: list[RetryHandler] = [
        RateLimitErrorRetryHandler(RATE_LIMIT_TRIES),
        ServerErrorRetryHandler(SERVER_ERROR_TRIES),
        ConnectionErrorRetryHandler(),
    ]
    return WebClient(token, base_url=base_url, timeout=PATIENT_SECONDS, retry_handlers=handlers)
