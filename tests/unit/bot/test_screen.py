"""Where the answer to a click appears."""

from typing import Any

import pytest
from slack_bolt import Respond
from slack_sdk import WebClient

from bot.errors import StaleButton
from bot.middleware import Screen


@pytest.mark.parametrize("body", [{}, {"view": None}, {"view": {}}, {"view": {"id": ""}}])
def test_a_click_that_names_no_window_changes_none(body: dict[str, Any]) -> None:
    """Slack never sends one; whoever does reads that the window no longer works."""
    screen = Screen(body, Respond(response_url=None), WebClient())
    with pytest.raises(StaleButton):
        screen.change({"type": "modal"})
