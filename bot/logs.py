"""What happened, one line per event, without a word of any customer's.

Our own events carry named fields, and only those listed in `FIELDS`; whatever else is passed is left out. Of what
libraries write, only the beginning up to the first value is kept, and where it was written.
"""

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

import structlog
from slack_sdk.errors import SlackApiError

OURS = "steward"
FIELDS = (
    "time",
    "level",
    "logger",
    "event",  # what happened
    "request_id",  # Slack's id of the envelope or event, or one of ours
    "kind",  # command, block_actions, event_callback and so on
    "name",  # of the command, action or event
    "user",  # Slack's id of a person
    "status",
    "outcome",
    "ms",
    "job",
    "due",
    "problem",  # the sentence of an error that a job explains; jobs know no customer by name
    "reference",  # the eight characters that a person was told
    "error",  # the class of an exception, and Slack's word for it
    "trace",  # where it was raised: file, line and function, outermost first
    "at",  # where a library wrote
)
LIBRARIES = (
    "alembic",
    "apscheduler",
    "dlt",
    "httpx",
    "slack_bolt",
    "slack_sdk",
    "urllib3",
    "uvicorn",
    "uvicorn.access",
    "websockets",
)
HEAD = re.compile(r"[^:({\[<'\"\n]{1,120}")
"""A library's sentence up to its first value: these follow a colon, a bracket or a quote."""
CODE = re.compile(r"[a-z_]{1,60}")
NAME = re.compile(r"[\w./:-]{1,80}")
REQUEST_BYTES = 8
FRAMES = 12
"""The innermost frames, where an error came from; those above are always the same."""

Event = MutableMapping[str, Any]


class LogFormat(StrEnum):
    """How a line is written."""

    AUTO = "auto"
    """Text on a terminal, JSON elsewhere."""
    JSON = "json"
    TEXT = "text"


def write_logs(form: LogFormat, level: str, stream: TextIO | None = None) -> None:
    """Write the logs of this process, ours and the libraries', to `stream`, usually stderr.

    Args:
        form: text for people, JSON for machines.
        level: such as ``info``; libraries are heard from ``warning`` on, unless it is ``debug``.
        stream: where to.
    """
    out = stream or sys.stderr
    as_json = form is LogFormat.JSON or (form is LogFormat.AUTO and not out.isatty())
    render = structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else _text(colors=out.isatty())
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_head_only],
            processors=[*_every_line(), render],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.getLogger(OURS).setLevel(logging.NOTSET)  # Bolt gives an app's own logger the level of its first day
    for library in map(logging.getLogger, LIBRARIES):
        library.setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
        library.handlers.clear()  # uvicorn likes to write by itself
        library.propagate = True


def logger(name: str) -> Any:  # noqa: ANN401 - structlog's loggers are made of what they are given
    """Return our logger ``steward.<name>``: ``logger("jobs").info("finished", job="refresh", ms=12)``."""
    return structlog.wrap_logger(
        logging.getLogger(f"{OURS}.{name}"),
        processors=[structlog.contextvars.merge_contextvars, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )


@contextmanager
def about(**fields: object) -> Iterator[None]:
    """Add fields, such as the request's id, to every line that is written inside the block."""
    with structlog.contextvars.bound_contextvars(**fields):
        yield


@contextmanager
def about_request(given: str | None) -> Iterator[None]:
    """Add a request's id to every line inside the block: the given one, the one already known, or a new one."""
    known = given or structlog.contextvars.get_contextvars().get("request_id")
    with about(request_id=known or secrets.token_hex(REQUEST_BYTES)):
        yield


def reason(error: BaseException) -> dict[str, object]:
    """Return the fields that tell of an unexpected error: what it is and where it came from, never what it says.

    An error's own words may quote a name or a message; its class, Slack's error code and the line of code do not.
    """
    code = _slacks_word(error)
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    trace = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": f"{type(error).__name__} {code}".strip(), "trace": trace}


def asked(body: Mapping[str, Any]) -> dict[str, object]:
    """Return the fields that tell what a payload of Slack's asks for and who asks, nothing that anybody wrote."""
    if "command" in body:
        return {"kind": "command", "name": _plain(body["command"]), "user": _plain(body.get("user_id"))}
    part = _first(body)
    who = part.get("user") if body.get("type") == "event_callback" else body.get("user")
    name = part.get("action_id") or part.get("callback_id") or part.get("type")
    user = who.get("id") if isinstance(who, Mapping) else who
    return {"kind": _plain(body.get("type")), "name": _plain(name), "user": _plain(user)}


def _first(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part of a payload that names what is asked for: the action, the event, the window or all of it."""
    actions = body.get("actions")
    part = actions[0] if isinstance(actions, list) and actions else body.get("event")
    if part is None and "action_id" not in body and "callback_id" not in body:
        part = body.get("view")
    return part if isinstance(part, Mapping) else body


def _plain(name: object) -> str | None:
    """Return a name that is one of ours or Slack's; anything longer or with blanks could be somebody's words."""
    return name if isinstance(name, str) and NAME.fullmatch(name) else None


def _slacks_word(error: BaseException) -> str:
    """Return the code with which Slack refused, such as ``not_in_channel``."""
    if not isinstance(error, SlackApiError):
        return ""
    word = error.response.get("error")
    return word if isinstance(word, str) and CODE.fullmatch(word) else ""


def _every_line() -> list[Any]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", key="time"),
        _known_fields,
    ]


def _text(*, colors: bool) -> Any:  # noqa: ANN401 - a processor of structlog's
    return structlog.dev.ConsoleRenderer(colors=colors, timestamp_key="time", pad_event_to=0)


def _known_fields(_logger: object, _name: str, event: Event) -> Event:
    return {field: event[field] for field in FIELDS if event.get(field) is not None}


def _head_only(_logger: object, _name: str, event: Event) -> Event:
    """Keep of a library's record what cannot hold a value: its first words, its place, the class of its error."""
    record: logging.LogRecord = event["_record"]
    words = HEAD.match(str(record.msg).strip())
    raised = reason(record.exc_info[1]) if record.exc_info and record.exc_info[1] else {}
    return {
        "event": words[0].strip() if words else "",
        "at": f"{record.module}:{record.lineno}",
        **raised,
        "_record": record,
    }
