"""What a digest is made from, read in one consistent view of the memory."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta, tzinfo

from cs_engine.episodes.declaration import Alerts
from cs_engine.errors import NothingToShow
from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import Trend
from cs_engine.records.episodes import Episode, EpisodeMove, EpisodeState
from cs_engine.records.preferences import ChannelScope
from cs_engine.service.accounts.portfolio import NO_SNAPSHOT
from cs_engine.service.digests.accounts import Account, accounts_of, with_talks
from cs_engine.service.digests.composing import GRADED, WEEK, Errand, Gathered
from cs_engine.service.digests.needs import LEFT_ALONE_DAYS, Care
from cs_engine.service.scoring.lanes import SILENT_DAYS
from cs_engine.storage.digests import LOOK_BACK, Digests, Mark
from cs_engine.storage.names import fold
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.transaction import Transaction

TREND_WEEKS = 12
"""A quarter: long enough to see a direction."""
TREND_LOOK_BACK = timedelta(days=8)
"""A week without a refresh is a gap in the chart, not a copy of the week before."""
FAR = timedelta(days=3650)
ENDED_BY_SOMEBODY = frozenset({EpisodeState.RESOLVED, EpisodeState.FALSE_ALARM})


def gather(memory: Transaction, errand: Errand, alerts: Alerts, zone: tzinfo | None) -> Gathered:
    """Return everything within the errand's scope, as of its moment; days of data end in the workspace's ``zone``.

    Raises:
        NothingToShow: no account has been scored by then.
    """
    newest = memory.digests.newest(errand.at)
    if newest is None:
        raise NothingToShow(NO_SNAPSHOT)
    scored_at = newest[0].astimezone(zone)
    since = errand.since or errand.at - WEEK
    before = memory.digests.marks(since)
    accounts = _accounts(memory.digests, errand, before, newest[0], alerts)
    members = frozenset(each.id for each in accounts)
    known = memory.digests.episodes(_earliest(errand), errand.at)
    episodes = tuple(as_it_was(each, errand.at) for each in known if each.account_id in members)
    midnight = datetime.combine(errand.today, time(), errand.at.tzinfo)
    digests = memory.digests
    return Gathered(
        accounts=accounts,
        scored_at=scored_at,
        data_ends=newest[1],
        before=_counted(before.values(), errand) if before else None,
        care=_care(memory, episodes, errand),
        episodes=episodes,
        follow_ups=sum(1 for each in digests.follow_ups(since, errand.at) if each.account_id in members),
        tasks_done=sum(1 for each in digests.tasks_done(since, errand.at) if each.account_id in members),
        overdue=tuple(each for each in digests.tasks_due(midnight) if each.account_id in members),
        forecasts=digests.forecasts(members),
        trend=_trend(digests, errand, scored_at),
    )


def as_it_was(episode: Episode, at: datetime) -> Episode:
    """Return an episode as it stood at a moment, as far as it tells: what came later had not happened yet."""
    day = at.date()
    evidence = tuple(
        each if each.struck_on is None or each.struck_on <= day else replace(each, struck_on=None)
        for each in episode.evidence
        if each.since <= day
    )
    was = replace(episode, evidence=evidence)
    if was.ended_at is not None and was.ended_at >= at:
        taken = EpisodeState.OPEN if was.claimed_at is None else EpisodeState.CLAIMED
        was = replace(was, state=taken, ended_at=None, ended_by=None)
    if was.claimed_at is not None and was.claimed_at >= at:
        state = EpisodeState.OPEN if was.state is EpisodeState.CLAIMED else was.state
        was = replace(was, state=state, claimed_at=None, claimed_by=None, next_step_on=None)
    return was


def _earliest(errand: Errand) -> datetime:
    """Return since when episodes matter: for grades, for changes, and for what was put to rest."""
    return min(errand.at - GRADED, errand.since or errand.at, errand.at - timedelta(days=LEFT_ALONE_DAYS))


def _accounts(
    digests: Digests, errand: Errand, before: Mapping[str, Mark], scored_at: datetime, alerts: Alerts
) -> tuple[Account, ...]:
    """Return the scope's accounts; an account without a snapshot for five weeks before the last refresh is gone."""
    rows = digests.standings(scored_at - LOOK_BACK, errand.at)
    mine = (row for row in rows if _within(row, errand))
    logged = digests.follow_ups(errand.at - timedelta(days=SILENT_DAYS), errand.at)
    return tuple(with_talks(accounts_of(mine, errand.at, before, alerts), logged, errand.at.tzinfo))


def _care(memory: Transaction, episodes: Iterable[Episode], errand: Errand) -> Care:
    """Return what people do about the accounts, as it stood at the errand's moment."""
    known = list(episodes)
    ended_since = errand.at - timedelta(days=LEFT_ALONE_DAYS)
    going = {each.account_id: each for each in known if each.ended_at is None or each.ended_at >= errand.at}
    events = memory.episodes.events_of([each.id for each in going.values()])
    return Care(
        episodes=going,
        ended=frozenset(
            each.account_id
            for each in known
            if each.state in ENDED_BY_SOMEBODY and each.ended_at is not None and each.ended_at >= ended_since
        )
        - going.keys(),
        worsened={each.episode_id: each.at for each in events if each.move is EpisodeMove.WORSENED},
        with_step=frozenset(each.account_id for each in memory.digests.tasks_due(errand.at + FAR)),
    )


def _trend(digests: Digests, errand: Errand, newest: datetime) -> tuple[Trend, ...]:
    """Return accounts per band week by week, oldest first, up to the newest picture."""
    found = []
    for back in reversed(range(TREND_WEEKS)):
        instant = newest - back * WEEK
        counts = _counted(digests.marks(instant, TREND_LOOK_BACK).values(), errand)
        if counts:
            day = (instant - timedelta(microseconds=1)).date()
            found.append(Trend(day, tuple((band, counts[band]) for band in Band)))
    return tuple(found)


def _counted(marks: Iterable[Mark], errand: Errand) -> Counter[Band]:
    return Counter(mark.band for mark in marks if mark.band is not None and _within(mark, errand))


def _within(mark: Mark | SnapshotRow, errand: Errand) -> bool:
    if errand.scope is ChannelScope.SEGMENT:
        return mark.segment == errand.value
    if errand.scope is ChannelScope.OWNER:
        return mark.owner is not None and errand.value is not None and fold(mark.owner) == fold(errand.value)
    return True
