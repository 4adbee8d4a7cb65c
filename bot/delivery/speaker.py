"""What the words of an intent are made with: the memory to ask, and a renderer for whoever is told."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.outbox import Intent, Recipient
from cs_engine.service.customer_success import CustomerSuccess


def known_already(_person: str) -> None:
    """Meet nobody: where Slack is not asked, only who was met before can be mentioned."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and to whom."""

    cs: CustomerSuccess
    renderer: Renderer
    """In the language and zone of whoever is told, with their today."""
    recipient: Recipient
    """Which of the intent's recipients it is; for edits and replies, who the subject's message went to."""
    charts: bool = True
    """Whether Slack may know the newest blocks. False once it refused the blocks of this message: then the same is
    said with long-standing ones, and if it refuses those too, only the text is sent."""
    meet: Callable[[str], None] = known_already
    """Looks a person up in Slack, so that they can be mentioned; what Slack does not tell for now, it raises."""


Wording = Callable[[Speaker, Intent], Message | None]
"""Words an intent; ``None`` when there is nothing to say any more, because what it tells of is over."""
