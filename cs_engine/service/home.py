"""What Home shows, each part one short read of the memory."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from math import ceil

from cs_engine.episodes.declaration import Alerts, Usual
from cs_engine.episodes.reading import load_alerts
from cs_engine.policy import WEEK_WINDOW
from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Family
from cs_engine.records.home import (
    AlertSettings,
    Amounts,
    CardInUse,
    DataState,
    DeliveryLine,
    DeliveryLog,
    Figures,
    FollowUpRow,
    Loaded,
    Overview,
    RenewalPage,
    RenewalRow,
    Setup,
    TaskPage,
    TaskRow,
)
from cs_engine.records.lanes import Lanes
from cs_engine.records.logbook import Forecast, RenewalRecord
from cs_engine.records.outbox import Delivery, Outcome
from cs_engine.records.portfolio import Scope
from cs_engine.records.preferences import AuditLine, Deed, Route
from cs_engine.service.freshness import freshness_of
from cs_engine.service.scoring.lanes import lanes
from cs_engine.storage.home import Decision, Standing, Whose
from cs_engine.storage.store import Store
from cs_engine.wording import Sentence

RENEWAL_DAYS = 90
"""A quarter: the time in which a renewal can still be worked on."""
LATE_DAYS = 30
"""A decision whose day is over stays on the list for a month, until somebody records what became of it."""
PAGE_ROWS = 10
RECENT = 5
WEEK = timedelta(days=7)
LOST = frozenset({Outcome.FAILED, Outcome.UNCERTAIN})
"""What somebody may have sent once more; a channel that is gone is set up anew instead."""


class HomeDesk:
    """What Home shows. Safe to share between threads."""

    def __init__(self, store: Store, clock: Callable[[], datetime], alerts: Alerts | None = None) -> None:
        """Read ``store``; ``clock`` returns the present moment, aware, in the workspace's zone.

        Without ``alerts`` the preset's hold.
        """
        self._store = store
        self._clock = clock
        self._alerts = alerts or load_alerts()

    def overview(self, actor: Actor, scope: Scope, owner: str | None) -> Overview | None:
        """Return the figures above every tab, ``None`` when no account has been scored yet.

        Args:
            actor: who looks; accounts out of their sight are in no figure.
            scope: their own accounts and tasks, or everybody's.
            owner: how the book spells the actor, ``None`` when they look after no account.
        """
        newest = self._store.newest()
        if newest is None:
            return None
        now, whose = self._clock(), _whose(actor, scope, owner)
        near, far = WEEK_WINDOW
        with self._store.viewing() as memory:
            home = memory.home
            standings = home.standings(whose)
            since, until = newest.as_of - timedelta(days=far), newest.as_of - timedelta(days=near)
            earlier = home.standings_within(whose, since, until)
            unassigned = home.unassigned(actor.sight)
            figures = _figures(standings, home.in_episodes(now), now.date(), home.overdue(whose, now))
            then = now - WEEK
            before = _figures(earlier, home.in_episodes(then), then.date(), home.overdue(whose, then))
            usage_ends, daily = home.usage(whose)
        run = self._store.last_run("refresh")
        scored_at = ((run and run.as_of) or newest.as_of).astimezone(now.tzinfo)
        return Overview(
            newest.as_of,
            freshness_of(scored_at, newest.data_ends, usage_ends, now, daily=daily),
            len(standings),
            figures,
            before if earlier else None,
            len(unassigned),
            _amounts(unassigned),
        )

    def today(self, actor: Actor, now: datetime) -> Lanes:
        """Return the actor's three lanes; ``now`` is in their zone, whose day is today."""
        return lanes(self._store, actor, now)

    def renewals(self, actor: Actor, scope: Scope, owner: str | None, page: int = 1) -> RenewalPage:
        """Return one page of decisions of longer contracts, the nearest first; a page beyond the last is the last."""
        whose, today = _whose(actor, scope, owner), self._clock().date()
        with self._store.viewing() as memory:
            home = memory.home
            since = today - timedelta(days=LATE_DAYS)
            _, total = home.decisions(whose, since, 0, 1)
            page, pages = _page(page, total)
            found, _ = home.decisions(whose, since, (page - 1) * PAGE_ROWS, PAGE_ROWS)
            accounts = [each.account_id for each in found]
            calls, records = home.forecasts(accounts), home.renewals(accounts)
        rows = tuple(_renewal(each, today, calls, records) for each in found)
        return RenewalPage(rows, page, pages)

    def tasks(self, actor: Actor, scope: Scope, page: int = 1) -> TaskPage:
        """Return one page of open tasks and what was logged last; a page beyond the last is the last."""
        whose, now = _whose(actor, scope, None), self._clock()
        with self._store.viewing() as memory:
            home = memory.home
            _, total = home.open_tasks(whose, 0, 1)
            page, pages = _page(page, total)
            found, _ = home.open_tasks(whose, (page - 1) * PAGE_ROWS, PAGE_ROWS)
            recent = home.logged(whose, RECENT)
            overdue = home.overdue(whose, now)
        rows = tuple(TaskRow(task, name, task.due_at < now) for task, name in found)
        return TaskPage(rows, tuple(FollowUpRow(*each) for each in recent), page, pages, overdue, total)

    def touches(self, accounts: Iterable[str]) -> dict[str, datetime]:
        """Return when somebody last logged to have been in touch with some accounts."""
        with self._store.viewing() as memory:
            return memory.home.touches(list(accounts))

    def setup(self, actor: Actor) -> Setup:
        """Return how far the installation is."""
        with self._store.viewing() as memory:
            home = memory.home
            channels = [each for each in memory.wishes.channels() if each.gone_at is None]
            tested = memory.wishes.last_audited(Deed.DIGEST_TESTED) is not None or home.was_sent("digest")
            owners, unassigned = len(home.accounts_by_owner()), len(home.unassigned(actor.sight))
        return Setup(self._store.newest() is not None, owners, unassigned, len(channels), tested)

    def owners(self) -> tuple[str, ...]:
        """Return everybody who owns an account, as the book writes them."""
        return tuple(self._store.owners())

    def segments(self) -> tuple[str, ...]:
        """Return the segments that accounts are in, by name."""
        with self._store.viewing() as memory:
            return tuple(memory.home.segments())

    def alerts(self) -> AlertSettings:
        """Return when Steward speaks up here."""
        limits, later = self._alerts.limits, self._alerts.escalation
        return AlertSettings(_routes(self._alerts), limits.group_above, limits.mute_days, later.unclaimed_days)

    def data(self, actor: Actor) -> DataState:
        """Return where the answers come from."""
        newest, run = self._store.newest(), self._store.last_run("refresh")
        with self._store.viewing() as memory:
            cards = tuple(CardInUse(*each) for each in memory.home.scorecards(actor.sight))
            imports = tuple(_loaded(*each) for each in memory.home.imports(RECENT))
        ends = newest.data_ends if newest else None
        return DataState(run.finished_at if run else None, ends, cards, imports, tuple(self._store.sources()))

    def deliveries(self, page: int = 1) -> DeliveryLog:
        """Return one page of the delivery log, what somebody has to look at first."""
        with self._store.viewing() as memory:
            home = memory.home
            counts = home.outcomes(self._clock() - WEEK)
            _, total = home.deliveries(0, 1)
            page, pages = _page(page, total)
            found, _ = home.deliveries((page - 1) * PAGE_ROWS, PAGE_ROWS)
            names = {each.channel: each.name for each in memory.wishes.channels()}
        lines = tuple(_line(each, names) for each in found)
        return DeliveryLog(_in_order(counts), lines, page, pages)

    def send_again(self, actor: Actor, key: str) -> bool:
        """Have something sent that failed or is uncertain, and note who wanted it; return whether there was such."""
        now = self._clock()
        with self._store.changing() as memory:
            lost = memory.outbox.get(key)
            if lost is None or not memory.outbox.again(key, now):
                return False
            memory.wishes.note((AuditLine(now, actor.person, Deed.SENT_AGAIN, lost.intent.kind),))
        return True


def _whose(actor: Actor, scope: Scope, owner: str | None) -> Whose:
    mine = scope is Scope.MINE
    return Whose(actor.sight, owner if mine else None, actor.person if mine else None)


def _figures(standings: Iterable[Standing], in_episodes: set[str], day: date, overdue: int) -> Figures:
    listed = list(standings)
    risky = [each for each in listed if each.band is Band.AT_RISK or each.account_id in in_episodes]
    last = day + timedelta(days=RENEWAL_DAYS)
    near = [each for each in listed if _decides(each) and each.decision_date and day <= each.decision_date <= last]
    return Figures(len(risky), _amounts((each.arr, each.currency) for each in risky), len(near), overdue)


def _decides(standing: Standing) -> bool:
    """Tell whether a decision is to come that has a day: monthly contracts may end any month."""
    return standing.term_months != 1 and standing.band not in {None, Band.LEAVING}


def _amounts(priced: Iterable[tuple[float | None, str | None]]) -> Amounts:
    sums: dict[str, float] = defaultdict(float)
    for arr, currency in priced:
        if arr is not None and currency is not None:
            sums[currency] += arr
    return tuple((currency, round(sums[currency], 2)) for currency in sorted(sums))


def _renewal(
    decision: Decision,
    today: date,
    calls: Mapping[tuple[str, date], Forecast],
    records: Mapping[str, RenewalRecord],
) -> RenewalRow:
    return RenewalRow(
        account_id=decision.account_id,
        name=decision.name,
        band=decision.band,
        arr=decision.arr,
        currency=decision.currency,
        decision_date=decision.decision_date,
        days=(decision.decision_date - today).days,
        owner=decision.owner,
        forecast=calls.get((decision.account_id, decision.decision_date)),
        recorded=records.get(decision.account_id),
    )


def _routes(alerts: Alerts) -> dict[Family, Route | None]:
    """Return where each kind goes; one that speaks for a segment only can be chosen all the same."""
    found: dict[Family, Route | None] = {}
    for family in Family:
        rules = [alerts.rules_of(segment)[family].route for segment in (None, *alerts.segments)]
        route = next((each for each in rules if each.speaks), rules[0])
        found[family] = None if route is Usual.OFF else Route(route.value)
    return found


def _page(page: int, total: int) -> tuple[int, int]:
    pages = max(ceil(total / PAGE_ROWS), 1)
    return min(max(page, 1), pages), pages


def _loaded(files: str, at: datetime, state: str, sentence: Sentence | None) -> Loaded:
    return Loaded(tuple(str(each["name"]) for each in json.loads(files)), at, state, sentence)


def _in_order(counts: Counter[Outcome]) -> tuple[tuple[Outcome, int], ...]:
    return tuple((outcome, counts[outcome]) for outcome in Outcome if counts[outcome])


def _line(delivery: Delivery, names: dict[str, str]) -> DeliveryLine:
    to = delivery.told or next(iter(delivery.intent.to), None)
    where = to.id if to else ""
    told = delivery.finished_at or delivery.intent.due_at
    again = delivery.intent.key if delivery.outcome in LOST else None
    return DeliveryLine(told, delivery.intent.kind, names.get(where, where), delivery.outcome, delivery.reason, again)
