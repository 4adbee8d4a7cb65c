"""Who is told, as words need them: their language, their zone, their today."""

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError

from bot.clock import Clock
from bot.delivery.speaker import Speaker
from bot.rendering.renderer import Renderer
from cs_engine.records.outbox import Recipient, To
from cs_engine.service.customer_success import CustomerSuccess


class Audience:
    """Makes speakers for recipients."""

    def __init__(self, cs: CustomerSuccess, renderer: Renderer, clock: Clock) -> None:
        """Speak with the workspace's ``renderer`` where nothing else is known."""
        self._cs = cs
        self._renderer = renderer
        self._clock = clock

    def speaker(self, recipient: Recipient, *, charts: bool = True) -> Speaker:
        """Return who speaks to ``recipient``."""
        language, zone = self._manner(recipient)
        renderer = self._renderer.reading(language, zone, self._clock().astimezone(zone).date())
        return Speaker(self._cs, renderer, recipient, charts=charts)

    def _manner(self, recipient: Recipient) -> tuple[Locale, tzinfo]:
        preferences = self._cs.preferences
        if recipient.kind is To.PERSON:
            return self._language(preferences.language_of(recipient.id)), preferences.zone_of(recipient.id)
        known = next((each for each in preferences.channels() if each.channel == recipient.id), None)
        if known is None:
            return self._renderer.reader.locale, self._renderer.reader.timezone
        return self._language(known.language), self._zone(known.timezone)

    def _language(self, tag: str | None) -> Locale:
        try:
            return Locale.parse(tag.replace("_", "-"), sep="-") if tag else self._renderer.reader.locale
        except (UnknownLocaleError, ValueError):
            return self._renderer.reader.locale

    def _zone(self, name: str) -> tzinfo:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            return self._renderer.reader.timezone
