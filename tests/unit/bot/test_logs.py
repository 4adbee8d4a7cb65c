"""What happened is in the log, and nothing that anybody wrote."""

import io
import json
import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.logs import LIBRARIES, LogFormat, about, about_request, asked, logger, reason, write_logs

NAME = "Zyxwvut Industries"
TOKEN = "xoxb-1234-secret"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave logging to the other tests as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in LIBRARIES}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.fixture
def log() -> io.StringIO:
    """Write the logs of everything, libraries included, into a text."""
    text = io.StringIO()
    write_logs(LogFormat.AUTO, "debug", text)
    return text


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """Return the log's lines, each of which must be JSON."""
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_where_no_person_looks(log: io.StringIO) -> None:
    """With its time, level and where it comes from."""
    with about(request_id="R1"):
        logger("slack").info("request", name="/health", user="U1", ms=4.2, outcome="answered")
    (line,) = lines(log)
    assert {"time", "level", "logger"} <= line.keys()
    assert (line["event"], line["logger"], line["level"]) == ("request", "steward.slack", "info")
    assert (line["request_id"], line["name"], line["user"], line["ms"]) == ("R1", "/health", "U1", 4.2)


def test_on_a_terminal_it_is_a_line_of_text() -> None:
    """For people."""
    text = io.StringIO()
    write_logs(LogFormat.TEXT, "info", text)
    logger("jobs").info("job done", job="refresh")
    assert text.getvalue().count("\n") == 1
    assert "job done" in text.getvalue()
    assert "job=refresh" in text.getvalue()


def test_a_field_that_nobody_declared_is_left_out(log: io.StringIO) -> None:
    """So that a slip cannot put a customer's name into the log."""
    logger("slack").info("request", account=NAME, text=f"/health {NAME}", outcome="answered")
    assert NAME not in log.getvalue()
    assert lines(log)[0]["outcome"] == "answered"


def test_an_unexpected_error_is_named_and_placed_but_not_quoted(log: io.StringIO) -> None:
    """Its class and the line of code; its own words may hold a name."""
    try:
        int(NAME)
    except ValueError as error:
        logger("bot").exception("unexpected error", reference="1a2b3c4d", **reason(error))
    (line,) = lines(log)
    assert (line["error"], line["reference"]) == ("ValueError", "1a2b3c4d")
    assert line["trace"][-1].startswith("test_logs.py:")
    assert NAME not in log.getvalue()


def test_slacks_own_word_for_a_refusal_is_kept() -> None:
    """It is one of Slack's, not a customer's."""
    refused = SlackApiError("no", {"error": "not_in_channel"})  # type: ignore[no-untyped-call] # the SDK has no types
    assert reason(refused)["error"] == "SlackApiError not_in_channel"


@pytest.mark.parametrize("library", ["slack_sdk.web.base_client", "slack_bolt.App", "steward.bolt", "uvicorn.error"])
@pytest.mark.parametrize(
    "said",
    [
        "Sending a request - url: https://slack.com/api/chat.postMessage, params: {NAME} {TOKEN}",
        "Received the following response - status: 200, body: {{'text': '{NAME}'}}",
        "on_message invoked: (message: {NAME})",
        "Failed to decode Slack API response: {NAME}",
        'Unhandled request ({{"text": "{NAME}"}})',
        "'{NAME}' <{TOKEN}>",
    ],
)
def test_of_what_libraries_write_only_the_beginning_is_kept(library: str, said: str, log: io.StringIO) -> None:
    """Their debug output quotes whole bodies."""
    logging.getLogger(library).warning(said.format(NAME=NAME, TOKEN=TOKEN))
    assert NAME not in log.getvalue()
    assert TOKEN not in log.getvalue()
    assert lines(log)[0]["at"].startswith("test_logs:")


def test_a_librarys_arguments_and_tracebacks_are_left_out(log: io.StringIO) -> None:
    """The error's class says enough."""
    try:
        os.environ[NAME]
    except KeyError:
        logging.getLogger("slack_bolt").exception("Failed to run %s", NAME)
    assert NAME not in log.getvalue()
    assert lines(log)[0]["error"] == "KeyError"


def test_a_request_has_an_id_in_any_case() -> None:
    """Slack's, the envelope's, or one of ours."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    ours = logging.getLogger("steward.slack")
    ours.addHandler(handler)
    for given in ("R7", None):
        with about_request(given):
            logger("slack").warning("request")
    ours.removeHandler(handler)
    first, second = text.getvalue().splitlines()
    assert "'request_id': 'R7'" in first
    assert "'request_id': '" in second


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"command": "/health", "text": NAME, "user_id": "U1"}, ("command", "/health", "U1")),
        (
            {"type": "block_actions", "user": {"id": "U1", "name": NAME}, "actions": [{"action_id": "account.why"}]},
            ("block_actions", "account.why", "U1"),
        ),
        (
            {"type": "block_suggestion", "user": {"id": "U1"}, "action_id": "account.find", "value": NAME, "view": {}},
            ("block_suggestion", "account.find", "U1"),
        ),
        (
            {"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "import", "type": "modal"}},
            ("view_submission", "import", "U1"),
        ),
        (
            {"type": "event_callback", "event": {"type": "message", "user": "U1", "text": NAME}},
            ("event_callback", "message", "U1"),
        ),
        ({"type": NAME, "actions": [NAME]}, (None, None, None)),
        ({}, (None, None, None)),
    ],
)
def test_a_payload_is_told_by_who_and_what_not_by_its_words(body: dict[str, Any], told: tuple[str, ...]) -> None:
    """Names of commands, actions and events are ours or Slack's."""
    assert tuple(asked(body).values()) == told
