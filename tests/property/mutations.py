"""Payloads as somebody might send them who has the signing secret and no good intentions, or a broken proxy."""

import json
import random
import string
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qsl, urlencode

Path = tuple[str | int, ...]
HUGE = 5_000
DEEP = 60


def _deep() -> Any:  # noqa: ANN401 - JSON
    nested: Any = "x"
    for _ in range(DEEP):
        nested = [nested]
    return nested


JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1e308, 2**70, "", " ", "\x00", "x" * HUGE, "\u202e<!channel>", "U02MIA", "C01CSTEAM"),
    *([], {}, [[]], [None], {"id": None}, {"id": ["U02MIA"]}, {"value": 1}, _deep()),
)
"""What stands where something else is expected."""


def mutated(body: str, chance: random.Random) -> str:
    """Return a request's body with one to three changes of its structure, or of its bytes."""
    if chance.random() < 0.1:
        return chance.choice(_ON_BYTES)(body, chance)
    payload, wrap = opened(body)
    for _ in range(chance.randint(1, 3)):
        payload = chance.choice(_ON_TREES)(payload, chance)
    return wrap(payload)


def opened(body: str) -> tuple[Any, Callable[[Any], str]]:
    """Return what a body carries, and how to pack something else the same way."""
    if body.startswith("{"):
        return json.loads(body), json.dumps
    form = dict(parse_qsl(body, keep_blank_values=True))
    if "payload" in form:
        return json.loads(form["payload"]), lambda payload: urlencode({"payload": json.dumps(payload)})
    return form, lambda fields: urlencode(fields if isinstance(fields, dict) else {"text": str(fields)})


def _paths(tree: Any, at: Path = ()) -> list[Path]:  # noqa: ANN401 - JSON
    below: list[tuple[str | int, Any]] = []
    if isinstance(tree, dict):
        below = list(tree.items())
    elif isinstance(tree, list):
        below = list(enumerate(tree))
    return [at, *(path for key, value in below for path in _paths(value, (*at, key)))]


def _get(tree: Any, path: Path) -> Any:  # noqa: ANN401 - JSON
    for key in path:
        tree = tree[key]
    return tree


def _put(tree: Any, path: Path, value: Any) -> Any:  # noqa: ANN401 - JSON
    if not path:
        return value
    copy = deepcopy(tree)
    _get(copy, path[:-1])[path[-1]] = deepcopy(value)
    return copy


def _delete(tree: Any, chance: random.Random) -> Any:  # noqa: ANN401 - JSON
    path = chance.choice(_paths(tree))
    if not path:
        return {}
    copy = deepcopy(tree)
    del _get(copy, path[:-1])[path[-1]]
    return copy


def _replace(tree: Any, chance: random.Random) -> Any:  # noqa: ANN401 - JSON
    return _put(tree, chance.choice(_paths(tree)), chance.choice(JUNK))


def _transplant(tree: Any, chance: random.Random) -> Any:  # noqa: ANN401 - JSON
    """Put one part of the payload where another one is."""
    paths = _paths(tree)
    return _put(tree, chance.choice(paths), _get(tree, chance.choice(paths)))


def _wrap(tree: Any, chance: random.Random) -> Any:  # noqa: ANN401 - JSON
    path = chance.choice(_paths(tree))
    value = _get(tree, path)
    return _put(tree, path, chance.choice(([value], {"id": value}, json.dumps(value), [value, value])))


def _rename(tree: Any, chance: random.Random) -> Any:  # noqa: ANN401 - JSON
    named = [path for path in _paths(tree) if path and isinstance(path[-1], str)]
    if not named:
        return tree
    path = chance.choice(named)
    copy = deepcopy(tree)
    parent = _get(copy, path[:-1])
    parent[str(path[-1]) + chance.choice(("_", "s", "\u200b"))] = parent.pop(path[-1])
    return copy


def _scramble(tree: Any, chance: random.Random) -> Any:  # noqa: ANN401 - JSON
    """Change letters of a text: ids that nobody has."""
    texts = [path for path in _paths(tree) if isinstance(_get(tree, path), str) and _get(tree, path)]
    if not texts:
        return tree
    path = chance.choice(texts)
    letters = list(_get(tree, path))
    letters[chance.randrange(len(letters))] = chance.choice(string.printable + "é华😀\u202e")
    return _put(tree, path, "".join(letters))


def _cut(body: str, chance: random.Random) -> str:
    return body[: chance.randrange(len(body))]


def _flip(body: str, chance: random.Random) -> str:
    at = chance.randrange(len(body))
    return body[:at] + chance.choice(string.printable) + body[at + 1 :]


def _doubled(body: str, _chance: random.Random) -> str:
    return f"{body}&{body}"


_ON_TREES: Sequence[Callable[[Any, random.Random], Any]] = (_delete, _replace, _transplant, _wrap, _rename, _scramble)
_ON_BYTES: Sequence[Callable[[str, random.Random], str]] = (_cut, _flip, _doubled)
