"""Who is told of an episode, and when: owner, then backup, then leads, within their working hours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cs_engine.episodes.declaration import Usual
from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Team
from cs_engine.records.episodes import Episode, Family
from cs_engine.records.outbox import Recipient, To
from cs_engine.records.preferences import ChannelScope, ChannelSettings, Preferences

HoursOf = Callable[[str], WorkingHours]
NEAREST_SCOPE = (ChannelScope.OWNER, ChannelScope.SEGMENT, ChannelScope.TEAM)
"""Of several channels that an account falls into, the one about the fewest accounts is told."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who may be told, as they are set up at one moment."""

    team: Team
    hours_of: HoursOf
    now: datetime
    wishes: Mapping[str, Preferences] = field(default_factory=dict)
    channels: Sequence[ChannelSettings] = ()

    def usual(self, owner: str | None, segment: str | None, family: Family, rule: Usual) -> Usual:
        """Return where a family's alerts go: as the owner has set, else a channel that is told, else by the rule."""
        known = self.wishes.get(owner) if owner else None
        chosen = known.routes.get(family) if known else None
        if chosen is not None:
            return Usual(chosen.value)
        if rule.speaks:
            return Usual.CHANNEL if rule is Usual.CHANNEL or self.channel_for(owner, segment) else Usual.DM
        return rule

    def channel_for(self, owner: str | None, segment: str | None) -> ChannelSettings | None:
        """Return the channel that is told about an account, None when none is."""
        values = {ChannelScope.OWNER: owner, ChannelScope.SEGMENT: segment, ChannelScope.TEAM: None}
        told = [each for each in self.channels if each.alerts and each.gone_at is None]
        return next(
            (
                each
                for scope in NEAREST_SCOPE
                for each in told
                if each.scope is scope and _same(each.value, values[scope])
            ),
            None,
        )

    def recipients(self, episode: Episode, segment: str | None, route: Usual) -> tuple[Recipient, ...]:
        """Return who is told of an episode, the first who can be reached: while its owner is away, the backup."""
        channel = self.channel_for(episode.owner, segment) if route is Usual.CHANNEL else None
        named = [person for person in (episode.owner, episode.backup) if person]
        here = [person for person in named if not self.is_away(person)]
        away = [person for person in named if person not in here]
        people = as_people((*here, *self.team.leads, *self.team.operators, *away))
        return (Recipient(To.CHANNEL, channel.channel), *people) if channel else people

    def concerned(self, episode: Episode) -> tuple[Recipient, ...]:
        """Return whose hours its news wait for, the first first: whoever has it, its owner, backup, then leads."""
        named = (episode.claimed_by, episode.owner, episode.backup, *self.team.leads, *self.team.operators)
        return as_people([person for person in named if person])

    def above(self, episode: Episode) -> tuple[Recipient, ...]:
        """Return who is told when the owner does not react: backup, then leads, then operators."""
        first = (episode.backup,) if episode.backup and not self.is_away(episode.backup) else ()
        others = (*first, *self.team.leads, *self.team.operators)
        return as_people(tuple(person for person in others if person != episode.owner))

    def is_away(self, person: str) -> bool:
        """Tell whether somebody is out of office now."""
        return self.hours_of(person).is_away_at(self.now)

    def due(self, recipients: Sequence[Recipient], episode: Episode | None = None) -> datetime:
        """Return when to tell: now if somebody is at work, else at the next opening.

        A channel is told in the working hours of the episode's owner; without an owner at once.
        """
        people = [each.id for each in recipients if each.kind is To.PERSON]
        owner = episode.owner if episode and recipients and recipients[0].kind is To.CHANNEL else None
        person = owner or (people[0] if people else None)
        return self.hours_of(person).next_open(self.now) if person else self.now


def as_people(people: Sequence[str]) -> tuple[Recipient, ...]:
    """Return people as recipients, each once."""
    return tuple(Recipient(To.PERSON, person) for person in dict.fromkeys(people))


def _same(value: str | None, other: str | None) -> bool:
    return value == other or (value is not None and other is not None and value.casefold() == other.casefold())
