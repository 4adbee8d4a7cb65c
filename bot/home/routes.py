"""Where a person's alerts go, kind by kind, by the company's own rules."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.access.answers import Answers
from cs_engine.records.episodes import Family
from cs_engine.records.home import AlertSettings
from cs_engine.records.preferences import ChannelScope, ChannelSettings, Preferences, Route


@dataclass(frozen=True, slots=True)
class Choices:
    """Which kinds of alerts somebody can have where they want them, and which not."""

    settings: AlertSettings
    in_channel: bool = False
    """Whether a channel is told alerts about their accounts: then alerts go there unless they say otherwise."""

    @property
    def offered(self) -> tuple[Family, ...]:
        """The kinds that make messages."""
        return tuple(family for family in Family if self.settings.routes[family] in {Route.DM, Route.CHANNEL})

    @property
    def digest_only(self) -> tuple[Family, ...]:
        """The kinds that the digest lists and nothing else tells."""
        return tuple(family for family in Family if self.settings.routes[family] is Route.DIGEST)

    @property
    def off(self) -> tuple[Family, ...]:
        """The kinds that the company has switched off."""
        return tuple(family for family in Family if self.settings.routes[family] is None)

    def usual(self, family: Family) -> Route | None:
        """Return where a kind goes as long as the person says nothing; ``None`` is nowhere."""
        route = self.settings.routes[family]
        return Route.CHANNEL if route is Route.DM and self.in_channel else route

    def route(self, wishes: Preferences, family: Family) -> Route | None:
        """Return where a person's alerts of one kind go; what only the digest tells cannot be had otherwise."""
        return wishes.routes.get(family, self.usual(family)) if family in self.offered else self.usual(family)

    def counted(self, wishes: Preferences) -> dict[str, int]:
        """Return how many kinds of alerts go each way."""
        counts = Counter(self.route(wishes, family) for family in Family)
        return {route.value: counts[route] for route in Route}


def choices_of(cs: Answers) -> Choices:
    """Return what somebody can choose."""
    return Choices(cs.home.alerts(), in_channel=_is_told(cs.preferences.channels(), cs.actor.person))


def _is_told(channels: Iterable[ChannelSettings], person: str) -> bool:
    """Tell whether a channel is told alerts about accounts that may be this person's."""
    told = (each for each in channels if each.alerts and each.gone_at is None)
    return any(each.scope is not ChannelScope.OWNER or (each.value or "").casefold() == person for each in told)
