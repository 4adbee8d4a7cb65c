"""Who reads in a channel besides our own people."""

from collections.abc import Mapping
from typing import Any

OTHERS_READ = ("is_ext_shared", "is_pending_ext_shared", "pending_shared", "pending_connected_team_ids")
"""What says that another company reads in a channel, or has been invited to."""


def others_read(channel: Mapping[str, Any]) -> bool:
    """Tell from what Slack says about a channel whether another company reads there."""
    within = not channel.get("is_shared") or bool(channel.get("is_org_shared"))
    return not within or any(channel.get(told) for told in OTHERS_READ)
