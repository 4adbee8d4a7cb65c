"""The account menu that searches while somebody types."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.rendering.markup import clean

OPTION_LENGTH = 75
"""Slack refuses longer texts in a menu."""


def suggest_accounts(ack: Ack, options: Mapping[str, Any], cs: Answers) -> None:
    """Offer the accounts that fit what has been typed so far."""
    found = cs.suggest(options.get("value", ""))
    ack(
        options=[
            {
                "text": {"type": "plain_text", "text": clean(candidate.name, OPTION_LENGTH), "emoji": False},
                "value": candidate.account_id,
            }
            for candidate in found
        ]
    )
