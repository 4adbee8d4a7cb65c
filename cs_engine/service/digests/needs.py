"""Who needs somebody, and who is in good hands: pure choices over accounts and their episodes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cs_engine.policy import SEVERITY
from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import Need, NeedReason
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family
from cs_engine.service.digests.accounts import Account

WEEK_DAYS = 7
LEFT_ALONE_DAYS = 30
"""What somebody has resolved or called a false alarm is not brought up again for a month, like its evidence."""
TELLING: tuple[Family, ...] = (
    Family.NOTICE_GIVEN,
    Family.CHAMPION_LEFT,
    Family.USAGE_DROP,
    Family.URGENT_TICKET,
    Family.INVOICE_OVERDUE,
    Family.KEY_DETRACTOR,
    Family.ONBOARDING_LATE,
    Family.DECISION_NEAR,
    Family.AT_RISK,
)
"""The gravest first; a band is told last, because the line shows it anyway."""


@dataclass(frozen=True, slots=True)
class Care:
    """What people do about accounts: their episodes, when those got worse, and who has a next step."""

    episodes: Mapping[str, Episode] = field(default_factory=dict)
    """Open episodes by account."""
    ended: frozenset[str] = frozenset()
    """Accounts whose episode somebody ended in the last 30 days."""
    worsened: Mapping[str, datetime] = field(default_factory=dict)
    """Episode to when it last got worse."""
    with_step: frozenset[str] = frozenset()
    """Accounts with an open task."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Who needs somebody, the most revenue at risk first; who is in hand; how many are snoozed."""

    needs: tuple[Need, ...]
    in_hand: tuple[Account, ...]
    snoozed: int


def needs_of(accounts: Iterable[Account], care: Care, since: datetime | None, today: date) -> Needs:
    """Return who needs somebody.

    New or worse since the last digest, unclaimed, claimed with an overdue step, or at risk without an episode and
    without anybody's next step. Claimed and on plan is in hand. A parent is shown in the band of its worst child, which
    is told itself.

    Args:
        accounts: all of the digest's scope.
        care: what people do about them.
        since: the last digest; ``None`` for the first.
        today: the digest's local day.
    """
    known = list(accounts)
    parents = frozenset(each.parent_id for each in known)
    found: list[tuple[Account, Need]] = []
    in_hand: list[Account] = []
    snoozed = 0
    for account in known:
        episode = care.episodes.get(account.id)
        why = None if episode is None and account.id in parents else _why(account, episode, care, since, today)
        if why is not None:
            found.append((account, _need(account, episode, why, today)))
        elif episode is not None and episode.state is EpisodeState.CLAIMED:
            in_hand.append(account)
        snoozed += episode is not None and episode.state is EpisodeState.SNOOZED
    found.sort(key=lambda pair: worst_first(pair[0]))
    return Needs(tuple(need for _, need in found), tuple(in_hand), snoozed)


def telling(episode: Episode) -> Evidence | None:
    """Return the gravest evidence that holds."""
    held = [each for each in episode.evidence if each.struck_on is None]
    return min(held, key=lambda each: _gravity(each.family), default=None)


def _why(
    account: Account, episode: Episode | None, care: Care, since: datetime | None, today: date
) -> NeedReason | None:
    if episode is None:
        return _why_without(account, care, since)
    if episode.state is EpisodeState.SNOOZED:
        return None
    if episode.state is EpisodeState.OPEN and (since is None or episode.opened_at >= since):
        return NeedReason.NEW
    if _got_worse(episode, care, since) and not _is_better(account):
        return NeedReason.WORSE
    if episode.state is EpisodeState.OPEN:
        return NeedReason.UNCLAIMED
    overdue = episode.next_step_on is not None and episode.next_step_on < today
    return NeedReason.OVERDUE if overdue else None


def _why_without(account: Account, care: Care, since: datetime | None) -> NeedReason | None:
    """Return why an account without an open episode needs somebody.

    A band that changed because of our data or formula is nobody's task.
    """
    if account.id in care.ended or account.band not in {Band.AT_RISK, Band.LEAVING}:
        return None
    by_customer = account.band is Band.LEAVING or (account.customer or 0.0) < 0
    if since is not None and account.known_before and _is_worse(account) and by_customer:
        return NeedReason.NEW
    waits = account.band is Band.AT_RISK and account.id not in care.with_step
    return NeedReason.NO_STEP if waits else None


def _got_worse(episode: Episode, care: Care, since: datetime | None) -> bool:
    """Tell whether it got worse since the last digest, and since whoever has it took it."""
    at = care.worsened.get(episode.id)
    if at is None or (since is not None and at < since):
        return False
    return episode.claimed_at is None or at > episode.claimed_at


def _is_worse(account: Account) -> bool:
    return _eased_by(account) < 0


def _is_better(account: Account) -> bool:
    return account.band is not Band.UNKNOWN and _eased_by(account) > 0


def _eased_by(account: Account) -> int:
    """Return by how many bands an account is better than at the last digest; 0 where either is not known."""
    before, now = account.band_before, account.band
    return 0 if before is None or now is None else SEVERITY.index(now) - SEVERITY.index(before)


def _need(account: Account, episode: Episode | None, why: NeedReason, today: date) -> Need:
    reason = telling(episode) if episode else None
    return Need(
        account=account.line,
        why=why,
        expected_revenue_at_risk=account.expected,
        week=1 if episode is None else weeks_open(episode, today),
        episode_id=episode.id if episode else None,
        family=reason.family if reason else None,
        numbers=_numbers(reason, account) if reason else None,
        driver=account.down,
        claimed_by=episode.claimed_by if episode else None,
        step_due=episode.next_step_on if why is NeedReason.OVERDUE and episode else None,
    )


def _numbers(reason: Evidence, account: Account) -> dict[str, float | int | str | None]:
    """Return the numbers of a reason; a day ahead is as far away as the rest of the line says."""
    days = account.line.days_to_decision
    nears = reason.family is Family.DECISION_NEAR and days is not None
    return {**reason.numbers, **({"days": days} if nears else {})}


def weeks_open(episode: Episode, today: date) -> int:
    """Return which week of its life an episode is in, 1 for the first."""
    return max((today - episode.opened_at.date()) // timedelta(days=WEEK_DAYS), 0) + 1


def _gravity(family: Family) -> int:
    return TELLING.index(family) if family in TELLING else len(TELLING)


def worst_first(account: Account) -> tuple[float, int, float, str]:
    """Order by expected revenue at risk x urgency, then the band, then ARR, then the id: as every list of ours."""
    severity = SEVERITY.index(account.band) if account.band else len(SEVERITY)
    return (-account.rank, severity, -(account.line.arr or 0.0), account.id)
