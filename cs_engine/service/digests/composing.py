"""From what was gathered to the digest: chooses and counts, reads nothing and writes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from cs_engine.records.bands import Band
from cs_engine.records.digest import Digest, DigestPart, Week
from cs_engine.records.digest_lines import (
    AlertGrades,
    Count,
    Done,
    Need,
    Overdue,
    OwnerLine,
    Retention,
    Schedule,
    Trend,
    WinTold,
)
from cs_engine.records.episodes import Episode, EpisodeState
from cs_engine.records.logbook import Forecast, Task
from cs_engine.records.plays import Suggestion, Win
from cs_engine.records.preferences import ChannelScope
from cs_engine.service.digests import selection as choose
from cs_engine.service.digests.accounts import Account, summed
from cs_engine.service.digests.naming import name_accounts
from cs_engine.service.digests.needs import Care, Needs, needs_of, worst_first
from cs_engine.storage.names import fold

PART_ROWS = 40
"""Rows of the table in one message: its text stays below Slack's 4,000 characters with the longest names."""
MOST_ROWS = 600
"""Fifteen parts: a longer thread is read by nobody, and the commands have it."""
MOST_OVERDUE = 10


@dataclass(frozen=True, slots=True)
class Errand:
    """Which digest is wanted."""

    scope: ChannelScope
    value: str | None
    at: datetime
    """The moment it is about, in its zone."""
    due: datetime
    since: datetime | None
    schedule: Schedule
    late: bool = False
    person: str | None = None
    """Whose own digest it is; ``None`` for a channel's."""
    for_lead: bool = False
    is_first_of_month: bool = False

    @property
    def today(self) -> date:
        """Its local day."""
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that one digest is made from; all of it within its scope."""

    accounts: tuple[Account, ...]
    scored_at: datetime
    """When all accounts were scored last, in the workspace's zone."""
    data_ends: date
    before: Mapping[Band, int] | None
    """Accounts per band at the last digest."""
    care: Care = field(default_factory=Care)
    episodes: tuple[Episode, ...] = ()
    """Open at some time in the last four weeks."""
    follow_ups: int = 0
    tasks_done: int = 0
    overdue: tuple[Task, ...] = ()
    forecasts: Mapping[tuple[str, date], Forecast] = field(default_factory=dict)
    trend: tuple[Trend, ...] = ()
    wins: tuple[Win, ...] = ()
    retention: tuple[Retention, ...] = ()


WEEK = timedelta(days=7)
GRADED = timedelta(days=28)
"""Four weeks: one week has too few alerts to grade."""


def compose(errand: Errand, found: Gathered) -> Digest:
    """Return the digest; numbers are frozen, words come later."""
    accounts = [each for each in found.accounts if each.band is not None]
    needs = needs_of(accounts, found.care, errand.since, errand.today)
    fresh = choose.freshness(found.scored_at, found.data_ends, found.accounts, errand.at)
    troubled = frozenset(found.care.episodes)
    told = name_accounts(
        needs=needs.needs,
        up=() if fresh.behind else choose.moved(accounts, up=True),
        down=() if fresh.behind else choose.moved(accounts, up=False),
        ready=choose.ready_to_expand(accounts, troubled),
        stuck=choose.stuck(accounts),
        quiet=choose.quiet_ones(accounts, errand.today),
        noticed=choose.noticed(accounts, (errand.since or errand.at - WEEK).date()),
    )
    digest = Digest(
        scope=errand.scope,
        value=errand.value,
        week=Week.of(errand.due.date()),
        at=errand.at,
        due=errand.due,
        since=errand.since,
        late=errand.late,
        schedule=errand.schedule,
        freshness=fresh,
        accounts=len(accounts),
        arr=summed(accounts),
        bands=choose.band_lines(accounts, found.before),
        without_score=_statuses(found.accounts),
        unassigned=choose.unassigned(accounts),
        trend=found.trend,
        needs=told.needs,
        more_needs=told.more_needs,
        in_hand=Count(len(needs.in_hand), summed(needs.in_hand)),
        snoozed=needs.snoozed,
        up=told.up,
        down=told.down,
        renewals=choose.renewals(accounts, found.forecasts, troubled),
        ready=told.ready,
        more_ready=told.more_ready,
        stuck=told.stuck,
        more_stuck=told.more_stuck,
        quiet=told.quiet,
        more_quiet=told.more_quiet,
        noticed=told.noticed,
        more_noticed=told.more_noticed,
        done=_done(errand, found),
        grades=_grades(errand, found),
        formulas=_formulas(accounts),
        is_quiet=False,
        retention=found.retention,
        overdue=_overdue(errand, found) if errand.person else (),
        owners=_owners(found, needs) if errand.for_lead else (),
    )
    return replace(digest, is_quiet=_is_quiet(digest))


def parts(found: Gathered) -> tuple[DigestPart, ...]:
    """Return the full table in parts that each fit one message, worst first."""
    accounts = sorted((each for each in found.accounts if each.band is not None), key=worst_first)
    rows = [each.line for each in accounts[:MOST_ROWS]]
    pieces = [tuple(rows[start : start + PART_ROWS]) for start in range(0, len(rows), PART_ROWS)]
    left_out = len(accounts) - len(rows)
    return tuple(
        DigestPart(number, len(pieces), piece, left_out if number == len(pieces) else 0)
        for number, piece in enumerate(pieces, start=1)
    )


def with_plays(digest: Digest, suggestions: Mapping[str, Suggestion]) -> Digest:
    """Return the digest with the play that fits each account in need."""
    return replace(
        digest, needs=tuple(_with_play(each, suggestions.get(each.account.account_id)) for each in digest.needs)
    )


def _statuses(accounts: Sequence[Account]) -> tuple[tuple[str, int], ...]:
    counts = Counter(each.status for each in accounts if each.band is None)
    return tuple(sorted(counts.items()))


def _done(errand: Errand, found: Gathered) -> Done:
    """Return what the team did since the last digest; of several wins the newest is told."""
    since = errand.since or errand.at - WEEK
    ended = [each for each in found.episodes if each.ended_at is not None and since <= each.ended_at < errand.at]
    names = {each.id: each.line.name for each in found.accounts}
    told = next(iter(found.wins), None)
    return Done(
        follow_ups=found.follow_ups,
        tasks_done=found.tasks_done,
        tasks_overdue=len(found.overdue),
        resolved=sum(1 for each in ended if each.state is EpisodeState.RESOLVED),
        cleared=sum(1 for each in ended if each.state is EpisodeState.CLEARED),
        win=None if told is None else _told(told, names[told.account_id]),
    )


def _told(win: Win, name: str) -> WinTold:
    return WinTold(win.account_id, name, win.story, win.effect, win.credit)


def _grades(errand: Errand, found: Gathered) -> AlertGrades:
    """Return how good the alerts of the last four weeks were; how long people took is only for leads."""
    graded = choose.grades(found.episodes, errand.at - GRADED, errand.at)
    return graded if errand.for_lead else replace(graded, hours_to_claim=None)


def _formulas(accounts: Sequence[Account]) -> tuple[str, ...]:
    return tuple(name for name, _ in Counter(each.formula for each in accounts).most_common())


def _overdue(errand: Errand, found: Gathered) -> tuple[Overdue, ...]:
    names = {each.id: each.line.name for each in found.accounts}
    zone = errand.at.tzinfo
    return tuple(
        Overdue(
            account_id=task.account_id,
            name=names[task.account_id],
            text=task.text,
            owner=task.owner,
            days=(errand.today - task.due_at.astimezone(zone).date()).days,
            task_id=task.id,
        )
        for task in found.overdue[:MOST_OVERDUE]
    )


def _owners(found: Gathered, needs: Needs) -> tuple[OwnerLine, ...]:
    """Return what each CSM has open, by name and never by number: a list to help with, no ranking."""
    waiting = Counter(fold(each.account.owner or "") for each in needs.needs if each.claimed_by is None)
    late = Counter(fold(task.owner) for task in found.overdue)
    banded = [each for each in found.accounts if each.band is not None]
    spelled = {fold(each.line.owner or ""): each.line.owner for each in banded}
    members = Counter(fold(each.line.owner or "") for each in banded)
    troubled = Counter(fold(each.line.owner or "") for each in banded if each.band in choose.BAD)
    return tuple(
        OwnerLine(spelled[key], members[key], troubled[key], waiting[key], late[key]) for key in sorted(spelled)
    )


def _is_quiet(digest: Digest) -> bool:
    """Tell whether nothing changed and nobody is needed.

    What only stays as it was, such as accounts that are ready to expand or have been silent, is no news.
    """
    done, fresh = digest.done, digest.freshness
    news = (
        digest.since is None,
        fresh.behind is not None,
        digest.needs,
        digest.up,
        digest.down,
        any(line.change for line in digest.bands),
        done.follow_ups or done.tasks_done or done.resolved or done.cleared or done.win,
        digest.overdue,
        digest.retention,
        digest.renewals[0].accounts,
    )
    return not any(news)


def _with_play(need: Need, suggestion: Suggestion | None) -> Need:
    return need if suggestion is None else replace(need, play=suggestion.name, step=suggestion.step)
