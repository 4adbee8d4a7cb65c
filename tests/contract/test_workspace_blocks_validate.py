"""blocks.validate, which needs no token: what Slack would refuse, and where."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace

Json = dict[str, Any]
GOOD: Json = {"type": "section", "text": {"type": "plain_text", "text": "Acme"}}
BAD: Json = {"type": "section", "text": {"type": "plain_text", "text": ""}}
MODAL: Json = {"type": "modal", "title": {"type": "plain_text", "text": "Log"}}


@pytest.fixture(scope="module")
def client() -> Iterator[WebClient]:
    """A client without a token."""
    with Workspace(default_seed(), page=False) as running:
        yield WebClient(base_url=running.api_url)


@pytest.mark.parametrize(
    "payload",
    [{"blocks": [GOOD]}, {"message": {"text": "x", "blocks": [GOOD]}}, {"view": {**MODAL, "blocks": [GOOD]}}],
    ids=lambda payload: next(iter(payload)),
)
def test_what_is_good_is_ok(client: WebClient, payload: Json) -> None:
    """Blocks, a message and a view, without a token."""
    assert client.blocks_validate(**payload)["ok"]


@pytest.mark.parametrize(
    ("payload", "error", "pointer"),
    [
        ({"blocks": [GOOD, BAD]}, "invalid_blocks", "/1/text/text"),
        ({"message": {"text": "x", "blocks": [BAD]}}, "invalid_message", "/blocks/0/text/text"),
        ({"view": {**MODAL, "blocks": [GOOD, GOOD, BAD]}}, "invalid_view", "/blocks/2/text/text"),
        ({"blocks": '{"type": "section"}'}, "invalid_blocks", ""),
    ],
    ids=["blocks", "message", "view", "no list"],
)
def test_what_is_bad_is_pointed_at(client: WebClient, payload: Json, error: str, pointer: str) -> None:
    """The pointer starts at the root of what was sent."""
    with pytest.raises(SlackApiError) as refused:
        client.blocks_validate(**payload)
    answer = refused.value.response
    assert (answer["error"], [one["pointer"] for one in answer["errors"]]) == (error, [pointer])
    assert all(one["message"] and one["code"] == "failed_constraint" for one in answer["errors"])


@pytest.mark.parametrize("payload", [{}, {"blocks": [GOOD], "message": {"blocks": [GOOD]}}, {"blocks": "[broken"}])
def test_exactly_one_readable_thing_is_validated(client: WebClient, payload: Json) -> None:
    """Nothing, two things, and no JSON are invalid arguments."""
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.blocks_validate(**payload)
