"""Where a card may be shown."""

from typing import Any

import pytest

from bot.listeners.actions.share import Refusal, refusal

COLLEAGUES = {"is_member": True}


@pytest.mark.parametrize(
    ("channel", "decision"),
    [
        (COLLEAGUES, None),
        (COLLEAGUES | {"is_shared": True, "is_org_shared": True}, None),
        (COLLEAGUES | {"is_ext_shared": True}, Refusal.EXTERNAL),
        (COLLEAGUES | {"is_pending_ext_shared": True}, Refusal.EXTERNAL),
        (COLLEAGUES | {"pending_shared": ["T9"]}, Refusal.EXTERNAL),
        (COLLEAGUES | {"pending_connected_team_ids": ["T9"]}, Refusal.EXTERNAL),
        (COLLEAGUES | {"is_shared": True}, Refusal.EXTERNAL),
        (COLLEAGUES | {"is_archived": True}, Refusal.ARCHIVED),
        ({"is_member": False}, Refusal.NOT_MEMBER),
        ({}, Refusal.NOT_MEMBER),
        ({"is_im": True}, Refusal.DIRECT),
        ({"is_mpim": True, "is_member": True}, Refusal.DIRECT),
    ],
)
def test_a_card_is_shown_only_where_nobody_but_colleagues_reads(
    channel: dict[str, Any], decision: Refusal | None
) -> None:
    """What is unknown or shared with another company is refused."""
    assert refusal(channel) is decision
