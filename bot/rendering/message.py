"""What a template becomes."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to leave.

    `text` says everything, because screen readers and notifications read only it; `blocks` is what Slack draws.
    """

    text: str
    blocks: tuple[dict[str, Any], ...]

    def parts(self) -> dict[str, Any]:
        """Return text and blocks as arguments for Slack's methods."""
        return {"text": self.text, "blocks": list(self.blocks)}
