"""blocks.validate: what Slack would refuse, and where, without posting anything."""

from collections.abc import Callable, Mapping

from bot.limits import Problem, lint_blocks, lint_view
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Json
from bot.workspace.web_api import Args


def blocks_validate(_backend: Backend, args: Args) -> Json:
    """blocks.validate: exactly one of `blocks`, `message` and `view`; needs no token."""
    given = [name for name in CHECKS if args.values.get(name)]
    if len(given) != 1:
        raise SlackError("invalid_arguments")
    name = given[0]
    problems = CHECKS[name](args.structure(name, "invalid_arguments"))
    if problems:
        errors = [{"pointer": one.pointer, "code": "failed_constraint", "message": one.message} for one in problems]
        raise SlackError(f"invalid_{name}", details={"errors": errors})
    return {}


def _blocks(blocks: object) -> list[Problem]:
    if not isinstance(blocks, list):
        return [Problem("", "must provide an array")]
    return [Problem(one.pointer.removeprefix("/blocks"), one.message) for one in lint_blocks(blocks)]


def _message(message: object) -> list[Problem]:
    if not isinstance(message, dict):
        return [Problem("", "must provide an object")]
    problems = _blocks(message["blocks"]) if "blocks" in message else []
    return [Problem(f"/blocks{one.pointer}", one.message) for one in problems]


def _view(view: object) -> list[Problem]:
    return [Problem(one.pointer.removeprefix("/view"), one.message) for one in lint_view(view)]


CHECKS: Mapping[str, Callable[[object], list[Problem]]] = {"blocks": _blocks, "message": _message, "view": _view}
"""Argument → how it is checked; pointers start at the argument's own root."""
