"""From what was found about every account to what is to be done: pure, so that a year can be replayed in memory.

A review goes ``judge`` (one account) → ``decide`` (all of them) → ``Decisions``; whoever calls keeps the episodes that
the decisions hold and passes them in again at the next review. See ``replaying`` for the loop without a memory.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cs_engine.episodes.declaration import Alerts, Limits, Usual
from cs_engine.episodes.judging import Judged
from cs_engine.episodes.life import episode_id
from cs_engine.episodes.updating import Update, is_same, is_worse, updated
from cs_engine.records.bands import Band
from cs_engine.records.episode_view import Tripped
from cs_engine.records.episodes import Episode, EpisodeState, Family

Routes = Callable[[Judged, Family], Usual]
"""Where a family's alerts about an account go: its rule's route, unless its owner has set another."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An episode to open. ``route``: to whom it is told; ``digest`` is no message of its own."""

    episode: Episode
    families: tuple[Family, ...]
    """Those that made it open."""
    route: Usual
    rank: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Accounts and what bands they are in, by owner; ``None`` is nobody."""

    bands: Mapping[str | None, Mapping[Band, int]]

    @property
    def total(self) -> Mapping[Band, int]:
        """All owners together."""
        whole: Counter[Band] = Counter()
        for bands in self.bands.values():
            whole.update(bands)
        return whole


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a review of all accounts comes to.

    Attributes:
        opened: episodes to open, those of the largest stake first.
        updates: open episodes that change or end.
        tripped: families that nobody is alerted of, because too many accounts tripped them at once.
        picture: the first picture, where nothing is opened; None otherwise.
        taken_over: accounts that came to another owner, by that owner.
        fired: accounts that came to hold each family by the customer's doing, told or not.
    """

    opened: tuple[Opening, ...] = ()
    updates: tuple[Update, ...] = ()
    tripped: tuple[Tripped, ...] = ()
    picture: Picture | None = None
    taken_over: Mapping[str, tuple[Judged, ...]] = field(default_factory=dict)
    fired: Mapping[Family, int] = field(default_factory=dict)


def by_rule(alerts: Alerts) -> Routes:
    """Return where alerts go when nobody has set anything."""
    return lambda judged, family: alerts.rules_of(judged.segment)[family].route


def decide(
    found: Iterable[Judged], alerts: Alerts, as_of: datetime, routes: Routes | None = None, *, first: bool = False
) -> Decisions:
    """Decide what to open, update and end.

    Args:
        found: one entry per account, in any order, each with its open and its lately ended episodes.
        alerts: the rules.
        as_of: the instant of the snapshots; aware.
        routes: where alerts go; by the rules alone when not given.
        first: no review came before, or too long ago: everything would be news, so nothing is opened.

    Deciding the same again after the decisions were kept comes to nothing.
    """
    judged = sorted(found, key=lambda each: (-each.rank, each.account_id))
    where = routes or by_rule(alerts)
    if first:
        updates = _updates(judged, alerts.limits, as_of, lambda _: frozenset())
        return Decisions(updates=updates, picture=_picture(judged))
    tripped = mass_trips(judged, alerts)
    silent = frozenset(each.family for each in tripped)

    def news(one: Judged) -> frozenset[Family]:
        return frozenset(family for family in one.caused - silent if _speaks(one, family, where, alerts))

    return Decisions(
        opened=tuple(_openings(judged, news, where, alerts, as_of)),
        updates=_updates(judged, alerts.limits, as_of, news),
        tripped=tripped,
        taken_over=_taken_over(judged),
        fired=Counter(family for one in judged for family in one.caused),
    )


def mass_trips(judged: Sequence[Judged], alerts: Alerts) -> tuple[Tripped, ...]:
    """Return the families that so many accounts trip at once that our data is the likelier reason.

    Formula: accounts that newly trip it > 20 % of the accounts with data, and at least 8.
    """
    with_data = sum(1 for one in judged if one.has_data)
    counts: Counter[Family] = Counter()
    for one in judged:
        rules = alerts.rules_of(one.segment)
        counts.update(family for family in one.newly if rules[family].route.speaks)
    limits = alerts.limits
    return tuple(
        Tripped(family, accounts, with_data)
        for family, accounts in sorted(counts.items())
        if accounts >= limits.mass_trip_accounts and accounts > limits.mass_trip_share * with_data
    )


def is_muted(family: Family, one: Judged) -> bool:
    """Tell whether a family was in an episode that ended so lately, in no better band, that it is no news."""
    seen = one.holding[family]
    return any(
        episode.muted_until is not None
        and one.today < episode.muted_until
        and any(each.family is family and is_same(each, seen) for each in episode.evidence)
        and not is_worse(one.band, episode.band)
        for episode in one.episodes
        if episode.state.is_over
    )


def _openings(
    judged: Iterable[Judged],
    news: Callable[[Judged], frozenset[Family]],
    where: Routes,
    alerts: Alerts,
    as_of: datetime,
) -> Iterable[Opening]:
    for one in judged:
        if one.open is not None:
            continue
        told = tuple(family for family in Family if family in news(one) and not is_muted(family, one))
        if told:
            yield Opening(_episode(one, told, where, alerts, as_of), told, _route(one, told, where), one.rank)


def _episode(one: Judged, told: Sequence[Family], where: Routes, alerts: Alerts, as_of: datetime) -> Episode:
    """Return a new episode: what opened it comes first, then whatever else holds and is no mere line of the digest."""
    others = [family for family in one.holding if family not in told and _speaks(one, family, where, alerts)]
    evidence = tuple(one.holding[family].line(family) for family in (*told, *others))
    return Episode(
        id=episode_id(one.account_id, as_of),
        account_id=one.account_id,
        opened_at=as_of,
        state=EpisodeState.OPEN,
        band_before=one.band_before,
        band=one.band,
        evidence=evidence,
        owner=one.owner,
        backup=one.backup,
    )


def _updates(
    judged: Iterable[Judged], limits: Limits, as_of: datetime, news: Callable[[Judged], frozenset[Family]]
) -> tuple[Update, ...]:
    changes = (updated(one.open, one, news(one), limits, as_of) for one in judged if one.open is not None)
    return tuple(change for change in changes if change is not None)


def _speaks(one: Judged, family: Family, where: Routes, alerts: Alerts) -> bool:
    """Tell whether a family opens episodes: by its rule, or because the owner wants to be told of it."""
    return alerts.rules_of(one.segment)[family].route.speaks or where(one, family).speaks


def _route(one: Judged, told: Sequence[Family], where: Routes) -> Usual:
    """Return where an episode is told: a channel or message if any of its families is told there."""
    routes = {where(one, family) for family in told}
    return next((route for route in (Usual.DM, Usual.CHANNEL) if route in routes), Usual.DIGEST)


def _picture(judged: Iterable[Judged]) -> Picture:
    bands: dict[str | None, Counter[Band]] = defaultdict(Counter)
    for one in judged:
        if one.band is not None:
            bands[one.owner][one.band] += 1
    return Picture(bands)


def _taken_over(judged: Iterable[Judged]) -> Mapping[str, tuple[Judged, ...]]:
    taken: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.is_known and one.owner is not None and one.owner != one.owner_before:
            taken[one.owner].append(one)
    return {owner: tuple(accounts) for owner, accounts in taken.items()}
