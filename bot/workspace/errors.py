"""What a workspace can refuse, in Slack's own words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.limits import Problem


class SlackError(Exception):
    """A Web API call that is answered with `{"ok": false, "error": code}`."""

    def __init__(
        self, code: str, problems: Sequence[Problem] = (), details: Mapping[str, object] = MappingProxyType({})
    ) -> None:
        """Keep Slack's error code; for blocks and views what is wrong where; `details` go beside the code."""
        super().__init__(code)
        self.code = code
        self.problems = tuple(problems)
        self.details = dict(details)


class DeliveryError(Exception):
    """A payload the app did not take: `dispatch_failed` (nobody there) or `operation_timeout` (no answer in time)."""

    def __init__(self, code: str) -> None:
        """Keep the code that the person is shown."""
        super().__init__(code)
        self.code = code


DISPATCH_FAILED = "dispatch_failed"
OPERATION_TIMEOUT = "operation_timeout"
