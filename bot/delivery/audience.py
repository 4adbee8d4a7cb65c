"""Who is told, as words need them: their language, their zone, their today."""

from collections.abc import Callable

from bot.clock import Clock
from bot.delivery.speaker import Speaker, known_already
from bot.rendering.manners import Manners
from bot.rendering.renderer import Renderer
from cs_engine.records.outbox import Recipient
from cs_engine.service.customer_success import CustomerSuccess


class Audience:
    """Makes speakers for recipients."""

    def __init__(self, cs: CustomerSuccess, renderer: Renderer, clock: Clock) -> None:
        """Speak with the workspace's ``renderer`` where nothing else is known."""
        self._cs = cs
        self._manners = Manners(lambda: cs.preferences, renderer, clock)

    def speaker(
        self, recipient: Recipient, *, charts: bool = True, meet: Callable[[str], None] = known_already
    ) -> Speaker:
        """Return who speaks to ``recipient``; ``meet`` looks up in Slack whoever is to be mentioned."""
        return Speaker(self._cs, self._manners.of(recipient), recipient, charts=charts, meet=meet)
