"""What came of the episodes in a memory: volume, how many trouble followed, how many losses they saw coming."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from cs_engine.episodes.hindsight import LEVEL, Life, Span, Week, hindsight
from cs_engine.health.curves import HUNDREDTHS
from cs_engine.health.facts import day, number
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.episodes import Episode, Family
from cs_engine.records.hindsight import Hindsight
from cs_engine.records.sight import EVERYTHING
from cs_engine.storage.store import Store

LOST = frozenset({"notice_given", "left"})
WINDOW = timedelta(days=30)
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class LookBack:
    """A stretch of the past, judged afterwards.

    Attributes:
        episodes: how many were opened.
        unended: of these, those that had not ended on the last day, by the number of families that still held.
        families: episodes by the family named first in them.
        books: accounts by owner at the end, addresses in lower case.
        most_in_30_days: for each account, the most episodes opened within any 30 days; ascending.
        hindsight: what followed, and which losses were seen.
    """

    episodes: int
    unended: Mapping[int, int]
    families: Mapping[Family, int]
    books: Mapping[str, int]
    most_in_30_days: Sequence[int]
    hindsight: Hindsight


def look_back(store: Store, first: date, last: date, zone: tzinfo) -> LookBack:
    """Judge the episodes opened from ``first`` to ``last`` by the snapshots of the same days.

    Args:
        store: a memory with daily or weekly snapshots.
        first: the first local day.
        last: the last local day.
        zone: the workspace's zone.
    """
    start, end = (datetime.combine(each, time(), zone) for each in (first, last + timedelta(days=2)))
    with store.viewing() as memory:
        episodes = memory.episodes.opened_in(EVERYTHING, start, end)
    lives = _lives(store, start - LEVEL[0], end)
    spans = [_span(episode, zone) for episode in episodes]
    for span in spans:
        lives.setdefault(span.account_id, Life(()))
    return LookBack(
        episodes=len(episodes),
        unended=Counter(len(each.families) for each in episodes if not each.state.is_over),
        families=Counter(each.evidence[0].family for each in episodes),
        books=Counter(owner.casefold() for owner in _owners(store)),
        most_in_30_days=sorted(_busiest(spans, account) for account in lives),
        hindsight=hindsight(spans, lives, first, last),
    )


def _span(episode: Episode, zone: tzinfo) -> Span:
    ended = None if episode.ended_at is None else episode.ended_at.astimezone(zone).date()
    return Span(episode.account_id, episode.opened_at.astimezone(zone).date(), ended)


def _busiest(spans: Sequence[Span], account_id: str) -> int:
    opened = [span.opened for span in spans if span.account_id == account_id]
    return max((sum(start <= each < start + WINDOW for each in opened) for start in opened), default=0)


def _lives(store: Store, start: datetime, end: datetime) -> dict[str, Life]:
    weeks: dict[str, list[Week]] = defaultdict(list)
    lost: dict[str, date] = {}
    for snapshot in weekly(store, start, end):
        if snapshot.status in LOST:
            lost[snapshot.account_id] = loss_day(snapshot)
        elif snapshot.score is not None:
            weeks[snapshot.account_id].append(_week(snapshot, snapshot.score))
    return {account: Life(tuple(weeks[account]), lost.get(account)) for account in {**weeks, **lost}}


def loss_day(snapshot: Snapshot) -> date:
    """Return the event date of the loss of an account that is leaving or has left: its notice, if that is known."""
    on = day(snapshot.facts, "lost_on") or day(snapshot.facts, "notice_date")
    return on or snapshot.moment.today


def weekly(store: Store, start: datetime, end: datetime) -> Iterator[Snapshot]:
    """Yield one snapshot a week of every account, and the last of all."""
    instants = [instant for instant in store.instants() if start <= instant < end]
    for instant in (each for each in instants if (instants[-1] - each).days % WEEK_DAYS == 0):
        for row in store.snapshots_between(instant, instant + timedelta(microseconds=1)):
            yield Snapshot.from_document(row.document)


def _week(snapshot: Snapshot, score: int) -> Week:
    facts = snapshot.facts
    users, prior, seats = (number(facts, name) for name in ("active_users", "active_users_prior", "seats"))
    basis = seats or prior
    usage = users / basis if users is not None and basis else None
    return Week(snapshot.moment.today, score / HUNDREDTHS, number(facts, "mrr"), users, usage)


def _owners(store: Store) -> Iterator[str]:
    current = (store.current(account_id) for account_id, _ in store.names())
    return (row.owner for row in current if row is not None and row.owner and row.band is not None)
