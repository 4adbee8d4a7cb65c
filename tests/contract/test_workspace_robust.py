"""Whatever an app sends, the Web API answers in Slack's shape."""

import json
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.workspace.methods import METHODS
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace

ARGUMENTS: tuple[str, ...] = (
    "blocks",
    "bot",
    "channel",
    "channel_id",
    "channels",
    "cursor",
    "email",
    "error",
    "external_id",
    "file",
)
ARGUMENTS += ("filename", "files", "hash", "latest", "length", "limit", "message", "message_ts", "metadata", "name")
ARGUMENTS += ("oldest", "post_at", "scheduled_message_id", "text", "thread_ts", "timestamp", "trigger_id", "ts")
ARGUMENTS += ("types", "user", "user_id", "usergroup", "users", "view", "view_id")
VALUES: tuple[Any, ...] = ("C01CSTEAM", "C06LAUNCH", "U02MIA", "U08DANA", "D02MIA", "U02MIA,U03LEO", "", "nan", "1e999")
VALUES += (
    "[",
    "[{}]",
    '{"type": "modal"}',
    "1.000001",
    "-1",
    "next:1",
    "next:99999",
    "eyes",
    0,
    -1,
    10**30,
    None,
    True,
)
VALUES += (
    [],
    [[]],
    [None],
    ["x"],
    {},
    [{"type": []}],
    [{"type": "section", "text": 5}],
    {"type": "home", "blocks": [7]},
)
VALUES += ({"type": "modal", "blocks": [{"type": "input", "element": []}]}, [{"type": "actions", "elements": [3]}])
VALUES += ([{"id": ["F1"]}], {"event_type": 5}, "x" * 50_000, "\x00", "*'\"<!channel>")


@pytest.fixture(scope="module")
def api() -> Iterator[httpx.Client]:
    """The Web API, plain."""
    with Workspace(default_seed(), page=False) as workspace:
        headers = {"authorization": f"Bearer {workspace.bot_token}"}
        with httpx.Client(base_url=workspace.api_url, headers=headers, timeout=30) as client:
            yield client


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_method_answers_whatever_it_is_sent(api: httpx.Client, method: str) -> None:
    """Sixty seeded calls with values of every kind: status 200, JSON, and either ok or an error code."""
    chance = random.Random(method)
    for _ in range(60):
        asked = {name: chance.choice(VALUES) for name in chance.sample(ARGUMENTS, 12)}
        answer = api.post(method, content=json.dumps(asked), headers={"content-type": "application/json"})
        assert answer.status_code == 200, asked
        said = answer.json()
        assert said["ok"] is True or (said["ok"] is False and said["error"]), asked


@pytest.mark.parametrize(
    "body", ['{"text": "\\ud800"}', '{"text": ' + "[" * 100_000, "[]", "{", "\x00", '{"x": NaN}', '{"x": 1e999}']
)
def test_a_body_that_is_no_readable_object_is_refused(api: httpx.Client, body: str) -> None:
    """Half a character, a hole without a bottom, a list, no JSON, and numbers that are none."""
    said = api.post("chat.postMessage", content=body, headers={"content-type": "application/json"}).json()
    assert said["error"] in ("invalid_json", "json_not_object")
