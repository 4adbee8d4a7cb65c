"""Composition of the Slack app: what is built here opens no connection and asks Slack nothing."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped, warning_token_skipped
from slack_sdk.web import WebClient

from bot import listeners
from bot.clock import Clock
from bot.config import Settings
from bot.listeners.failure import error_edge
from bot.middleware import Answers, People, introduce, run_events_once
from bot.rendering.renderer import make_renderer

LATER_THREADS = 4
"""Only look-ups beside an answer run here; answers themselves run in the thread that asks."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What goes back to Slack over HTTP."""

    status: int
    body: str
    headers: Mapping[str, str]


def create_app(settings: Settings, cs: Answers, slack_client: WebClient, clock: Clock) -> App:
    """Build the Bolt app.

    It answers in the thread that dispatches: the answer of a command travels in its acknowledgement, and there is no
    second thread to wait for. Who we are comes from the settings, so that no request is preceded by ``auth.test``.

    Args:
        settings: tokens, signing secret, default language and zone.
        cs: answers every question from the memory.
        slack_client: Slack or anything that speaks like it; its token is the bot's.
        clock: the moment that people read.
    """
    later = ThreadPoolExecutor(LATER_THREADS, thread_name_prefix="steward-later")
    renderer = make_renderer(settings.locale, settings.timezone, clock().astimezone(settings.timezone).date())
    app = App(
        name="steward",
        logger=_bolt_logger(),
        process_before_response=True,
        signing_secret=settings.signing_secret,
        client=slack_client,
        authorize=_authorize_as(slack_client.token),
        listener_executor=later,
    )
    app.middleware(run_events_once(cs))
    app.middleware(introduce(cs, renderer, People(settings.locale, settings.timezone, later), clock))
    app.error(error_edge(renderer))
    listeners.register(app)
    return app


def http_answers(app: App) -> Callable[[str, Mapping[str, str]], HttpAnswer]:
    """Return the function that answers one HTTP request of Slack: body and headers in, answer out."""

    def answer(body: str, headers: Mapping[str, str]) -> HttpAnswer:
        response = app.dispatch(BoltRequest(body=body, headers=dict(headers)))
        return HttpAnswer(response.status, response.body, response.first_headers())

    return answer


def _authorize_as(token: str | None) -> Callable[..., AuthorizeResult]:
    def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=token)

    return authorize


def _bolt_logger() -> logging.Logger:
    """Bolt's logger at the level of the process, without its notes that `authorize` wins over the token: it should."""
    logger = logging.getLogger("steward.bolt")
    logger.setLevel(logging.getLogger().getEffectiveLevel())
    logger.addFilter(_is_not_about_the_token)
    return logger


def _is_not_about_the_token(record: logging.LogRecord) -> bool:
    return record.getMessage() not in (warning_token_skipped(), warning_client_prioritized_and_token_skipped())
