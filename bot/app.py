"""Composition of the Slack app: what is built here opens no connection and asks Slack nothing."""

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped, warning_token_skipped
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web import WebClient

from bot import listeners
from bot.access.door import make_door
from bot.access.engine import Engine
from bot.clock import Clock
from bot.config import Settings
from bot.home.home import home_maker
from bot.imports.board import Board
from bot.imports.desk import Desk
from bot.incoming import NotUnderstood, read_payload
from bot.listeners.entries import asked as entries_asked
from bot.listeners.entries import is_chatter
from bot.listeners.failure import error_edge
from bot.logs import about_request, asked, logger
from bot.middleware import Behind, admit, pass_over, run_events_once
from bot.rendering.manners import Manners
from bot.rendering.renderer import make_renderer
from bot.slack_client import answer_at, patient_client

LATER_THREADS = 4
"""Only look-ups beside an answer run here; answers themselves run in the thread that asks."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What goes back to Slack over HTTP."""

    status: int
    body: str
    headers: Mapping[str, str]


class LoggedApp(App):
    """Bolt's app, with one line in the log for each request."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one request, and write who asked for what, how it ended and how long it took."""
        began = time.perf_counter()
        with about_request(next(iter(req.headers.get("x-slack-request-id", ())), None)):
            response = super().dispatch(req)
            spent = round((time.perf_counter() - began) * 1000, 1)
            reference = req.context.get("reference")
            if req.context.get("changes") and response.status == HTTPStatus.OK and not reference:
                req.context["home"].refresh()
            outcome = "failed" if reference else _outcome(response.status)
            logger("slack").info(
                "request", **asked(req.body), status=response.status, outcome=outcome, ms=spent, reference=reference
            )
        return response


def create_app(settings: Settings, cs: Engine, slack_client: WebClient, clock: Clock) -> App:
    """Build the Bolt app.

    It answers in the thread that dispatches: the answer of a command travels in its acknowledgement, and there is no
    second thread to wait for. The token comes from the settings; only the first question of all asks ``auth.test``, to
    know whose workspace this is.

    Args:
        settings: tokens, signing secret, who may ask, default language and zone.
        cs: answers every question from the memory.
        slack_client: Slack or anything that speaks like it; its token is the bot's.
        clock: the moment that people read.
    """
    later = ThreadPoolExecutor(LATER_THREADS, thread_name_prefix="steward-later")
    today = clock().astimezone(settings.timezone).date()
    renderer = make_renderer(settings.locale, settings.timezone, today).prepared()
    app = LoggedApp(
        name="steward",
        logger=_bolt_logger(),
        process_before_response=True,
        signing_secret=settings.signing_secret,
        client=slack_client,
        authorize=_authorize_as(slack_client.token),
        listener_executor=later,
    )
    app.middleware(_answer_at_once(slack_client.base_url))
    app.middleware(pass_over(is_chatter))
    app.middleware(run_events_once(cs))
    door = make_door(settings.who_may_ask, cs, (settings.locale, settings.timezone), later)
    board = Board(patient_client(slack_client.token, slack_client.base_url), renderer, clock)
    desk = Desk(board, later, settings.steward_import_mb)
    home_of = home_maker(slack_client, later, clock, door)
    manners = Manners(lambda: cs.preferences, renderer, clock)
    behind = Behind(desk, later, settings.who_may_ask.team, manners, home_of)
    app.middleware(admit(cs, door, entries_asked, renderer, clock, behind))
    app.error(error_edge(renderer))
    listeners.register(app)
    return app


def http_answers(app: App, signing_secret: str) -> Callable[[str, Mapping[str, str]], HttpAnswer]:
    """Return the function that answers one HTTP request of Slack: body and headers (lower-case names) in, answer out.

    Who did not sign is answered with 401, what is no payload of Slack's with 400; neither reaches Bolt. Bolt itself
    would take a command whose text holds the word "payload" for an empty request.
    """
    verifier = SignatureVerifier(signing_secret)

    def answer(body: str, headers: Mapping[str, str]) -> HttpAnswer:
        if not _is_signed(verifier, body, headers):
            return _refused(HTTPStatus.UNAUTHORIZED)
        try:
            payload = read_payload(body, headers.get("content-type", ""))
        except NotUnderstood:
            return _refused(HTTPStatus.BAD_REQUEST)
        context = {"logger": app.logger}  # Bolt notes peculiarities of a payload before it gives requests a logger
        response = app.dispatch(BoltRequest(body=payload, headers=dict(headers), context=context, mode="socket_mode"))
        return HttpAnswer(response.status, response.body, response.first_headers())

    return answer


def _answer_at_once(api_url: str) -> Callable[..., None]:
    """Build the middleware that gives listeners a `respond` that neither waits long nor tries again, as Bolt's does."""

    def provide(context: BoltContext, next_: Callable[[], None]) -> None:  # Bolt passes arguments by name
        context["respond"] = answer_at(context.response_url or "", api_url)
        next_()

    return provide


def _refused(status: HTTPStatus) -> HttpAnswer:
    logger("slack").info("request", status=status, outcome="refused")
    return HttpAnswer(status, "", {})


def _is_signed(verifier: SignatureVerifier, body: str, headers: Mapping[str, str]) -> bool:
    try:
        return verifier.is_valid_request(body, dict(headers))
    except (TypeError, ValueError):  # a time that is no number, a signature that is not ASCII
        return False


def _outcome(status: int) -> str:
    if status == HTTPStatus.OK:
        return "answered"
    return "not listened to" if status == HTTPStatus.NOT_FOUND else "refused"


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
