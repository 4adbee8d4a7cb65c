"""TOML texts checked against what may stand in them: one clear sentence with file, line and key for what may not."""

import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cs_engine.errors import BadInput
from cs_engine.health.positions import KeyPath, key_lines, line_of

Declaration = TypeVar("Declaration", bound=BaseModel)


def checked(
    declaration: type[Declaration],
    text: str,
    origin: str,
    complaint: type[BadInput],
    parts: Sequence[type[BaseModel]] = (),
) -> Declaration:
    """Return what a TOML text declares.

    Args:
        declaration: what may stand in the text.
        text: the TOML.
        origin: its file, as errors name it.
        complaint: the error to raise.
        parts: every kind of part, whose keys are offered to who misspelt one.

    Raises:
        BadInput: the text is malformed, as a ``complaint``; names file, line, key and the fix.
    """
    try:
        return declaration.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        line = _line_of_syntax_error(str(problem), text)
        raise complaint(f"{origin}:{line}: not readable as TOML: {problem}; mend this line.") from problem
    except ValidationError as problem:
        lines = key_lines(text)
        first = min(problem.errors(), key=lambda error: line_of(lines, error["loc"]))
        every: tuple[type[BaseModel], ...] = (declaration, *parts)
        known = {name for part in every for name in part.model_fields}
        raise complaint(f"{origin}:{line_of(lines, first['loc'])}: {_sentence(first, known)}.") from problem


def _line_of_syntax_error(message: str, text: str) -> int:
    """Return the line that ``tomllib`` names in its message; the last one when it means the end."""
    _, _, tail = message.rpartition("at line ")
    number = tail.split(",", maxsplit=1)[0]
    return int(number) if number.isdigit() else max(len(text.splitlines()), 1)


def _sentence(error: ErrorDetails, known: set[str]) -> str:
    """Return key, problem and fix of what pydantic found."""
    key, leaf = _spelled(error["loc"]), str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "missing":
        return f"{key}: is missing; add `{leaf} = ...`"
    if error["type"] == "extra_forbidden":
        close = get_close_matches(leaf, known, n=1)
        return f"{key}: is not known here; {f'did you mean `{close[0]}`?' if close else 'remove it'}"
    message = error["msg"].removeprefix("Value error, ").replace("Input should", "should")
    found = "" if error["type"] == "value_error" else f"; it is {error['input']!r}"
    return f"{key}: {message}{found}" if key else f"{message}{found}"


def _spelled(path: KeyPath) -> str:
    """Return ``groups.usage.factors[0].weight`` of a path."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
