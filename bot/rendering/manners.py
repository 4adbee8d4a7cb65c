"""How a recipient reads: their language, their zone, their today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError

from bot.clock import Clock
from bot.rendering.renderer import Renderer
from cs_engine.records.outbox import Recipient, To
from cs_engine.service.preferences.desk import PreferenceDesk


@dataclass(frozen=True, slots=True)
class Manners:
    """What people chose for themselves and for channels; the workspace's own ``renderer`` where they chose nothing."""

    preferences: Callable[[], PreferenceDesk]
    renderer: Renderer
    clock: Clock

    def of(self, recipient: Recipient) -> Renderer:
        """Return the renderer that words for a recipient."""
        language, zone = self._chosen(recipient)
        return self.renderer.reading(language, zone, self.clock().astimezone(zone).date())

    def in_channel(self, channel: str) -> Renderer:
        """Return the renderer that words what everybody in a channel reads, whoever posted it."""
        return self.of(Recipient(To.CHANNEL, channel))

    def _chosen(self, recipient: Recipient) -> tuple[Locale, tzinfo]:
        preferences = self.preferences()
        if recipient.kind is To.PERSON:
            return self._language(preferences.language_of(recipient.id)), preferences.zone_of(recipient.id)
        known = next((each for each in preferences.channels() if each.channel == recipient.id), None)
        if known is None:
            return self.renderer.reader.locale, self.renderer.reader.timezone
        return self._language(known.language), self._zone(known.timezone)

    def _language(self, tag: str | None) -> Locale:
        try:
            return Locale.parse(tag.replace("_", "-"), sep="-") if tag else self.renderer.reader.locale
        except (UnknownLocaleError, ValueError):
            return self.renderer.reader.locale

    def _zone(self, name: str) -> tzinfo:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            return self.renderer.reader.timezone
