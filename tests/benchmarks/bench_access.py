"""What it costs to know who asks and whether they may, for somebody who has asked before."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from typing import Any

from babel import Locale
from slack_sdk import WebClient

from bot.access.door import make_door
from bot.access.rules import AccessRules, Role
from bot.listeners.entries import asked
from tests.benchmarks.report import Claim
from tests.unit.bot.answers import StandIn

ROUNDS = 20_000
LIMIT_MS = 0.1
GROUP = [f"U{number}" for number in range(500)]
RULES = AccessRules(groups={"cs-team": Role.CSM}, people={f"p{n}@steward.test": Role.LEAD for n in range(500)})
BODY = {"command": "/health", "text": "acme why", "user_id": "U1"}


class Directory(WebClient):
    """A Slack with one group of five hundred."""

    def auth_test(self, **_arguments: object) -> Any:  # noqa: ANN401 - as the real client
        """Answer like `auth.test`."""
        return {"team_id": "T1"}

    def users_info(self, **_arguments: object) -> Any:  # noqa: ANN401 - as the real client
        """Answer like `users.info`."""
        return {"user": {"id": "U1", "team_id": "T1", "profile": {"email": "dana@steward.test"}}}

    def usergroups_list(self, **_arguments: object) -> Any:  # noqa: ANN401 - as the real client
        """Answer like `usergroups.list`."""
        return {"usergroups": [{"id": "S1", "handle": "cs-team"}]}

    def usergroups_users_list(self, **_arguments: object) -> Any:  # noqa: ANN401 - as the real client
        """Answer like `usergroups.users.list`."""
        return {"users": GROUP}


def claims() -> list[Claim]:
    """Measure the door alone: what was asked for, who asks, whether they may."""
    slack = Directory()
    with ThreadPoolExecutor(1) as later:
        door = make_door(RULES, StandIn(), (Locale("en"), UTC), later)
        door.meet("U1", None, slack)
        began = time.perf_counter()
        for _ in range(ROUNDS):
            entries = asked(BODY)
            _, access = door.meet("U1", None, slack)
            if not access.allows(entries):
                raise RuntimeError("A CSM may not ask for an account.")
        each = (time.perf_counter() - began) / ROUNDS * 1000
    return [Claim("knowing a known caller / 0.1 ms", each / LIMIT_MS, 1.0, f"{each * 1000:.0f} µs")]
