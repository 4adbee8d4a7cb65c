"""What somebody can change about an account, how far, and what follows from it for everything else that is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from cs_engine.churn.account_features import Known
from cs_engine.records.risk import ReasonKind

SOON_DAYS = 30.0
"""A month: by then anybody can have answered once; nearer would be a promise."""
NOTHING = 0.0
PERSONAL = "named"
"""How seats are counted where each belongs to one person."""


@dataclass(frozen=True, eq=False)
class Around:
    """What limits how far a measure can be moved.

    Attributes:
        now: features of the accounts.
        earlier: the same a quarter before, of the same accounts.
        typical: medians of those the machine learned from, by feature.
        facts: of the accounts.
    """

    now: pd.DataFrame
    earlier: pd.DataFrame
    typical: Mapping[str, float]
    facts: pd.DataFrame

    def usual(self, name: str) -> float:
        """Return the median of a feature, NaN where it is not known."""
        return self.typical.get(name, np.nan)

    def higher(self, name: str, usual: pd.Series | float) -> pd.Series:
        """Return the nearest better value that was seen: the account's own a quarter before, or what is usual."""
        return self._nearest(name, usual, 1)

    def lower(self, name: str, usual: pd.Series | float) -> pd.Series:
        """Return the same where less is better."""
        return self._nearest(name, usual, -1)

    def _nearest(self, name: str, usual: pd.Series | float, sign: int) -> pd.Series:
        now = sign * self.now[name]
        seen = pd.DataFrame({"own": self.earlier[name], "usual": usual}, index=now.index).astype("float64") * sign
        return sign * seen.where(seen.gt(now, axis=0)).min(axis=1)


@dataclass(frozen=True, slots=True)
class Lever:
    """One measure that somebody can change.

    Attributes:
        measure: feature of accounts.
        kinds: of reasons it acts on.
        target: what the measure could be, for each account; NaN where there is nothing to change.
        pull: what is known once it is, for the accounts whose value is given.
    """

    measure: str
    kinds: tuple[ReasonKind, ...]
    target: Callable[[Around], pd.Series]
    pull: Callable[[Known, pd.Series], Known]


def _users(around: Around) -> pd.Series:
    """Whole people, and never more than have a seat of their own."""
    facts, now = around.facts, around.now["active_users"]
    by_seat = around.usual("seat_use") * _number(facts, "seats")
    expected = around.usual("expected_use") * _number(facts, "expected_active_users")
    named = facts["seat_model"].eq(PERSONAL).fillna(value=False).astype(bool)
    found: pd.Series = np.floor(around.higher("active_users", by_seat.where(named | expected.isna(), expected)))
    return found.where((found > now) & (now > 0) & ~(named & (found > _number(facts, "seats"))))


def _use(known: Known, users: pd.Series) -> Known:
    """More people do more, each as much as before."""
    times = (users / _number(known.facts, "active_users")).dropna()
    facts = _with(known.facts, active_users=users, events=_number(known.facts, "events") * times)
    recent = known.used["recent"].astype("float64") * known.used["account_id"].map(times).astype("float64").fillna(1.0)
    return replace(known, facts=facts, used=known.used.assign(recent=recent))


def _features_used(around: Around) -> pd.Series:
    """Whole features of those there are."""
    known = _number(around.facts, "features_known")
    found: pd.Series = np.floor(around.higher("breadth", around.usual("breadth")) * known) / known
    return found.where(found > around.now["breadth"])


def _broaden(known: Known, breadth: pd.Series) -> Known:
    used = (breadth * _number(known.facts, "features_known")).round()
    return replace(known, facts=_with(known.facts, features_used=used))


def _none_urgent(known: Known, urgent: pd.Series) -> Known:
    closed = _number(known.facts, "tickets_open_urgent") - urgent
    return _close(known, _number(known.facts, "tickets_open") - closed, urgent)


def _close_some(known: Known, tickets: pd.Series) -> Known:
    urgent = _number(known.facts, "tickets_open_urgent").reindex(tickets.index).clip(upper=tickets)
    return _close(known, tickets, urgent.where(tickets.notna()))


def _close(known: Known, tickets: pd.Series, urgent: pd.Series) -> Known:
    """What is not open any more has no age."""
    facts = _with(known.facts, tickets_open=tickets, tickets_open_urgent=urgent)
    ages = {
        "oldest_open_days": facts["oldest_open_days"].mask((tickets == NOTHING).reindex(facts.index, fill_value=False)),
        "oldest_urgent_days": facts["oldest_urgent_days"].mask(
            (urgent == NOTHING).reindex(facts.index, fill_value=False)
        ),
    }
    return replace(known, facts=facts.assign(**ages))


def _soon(measure: str) -> Callable[[Around], pd.Series]:
    """Something that happens again: as lately as is usual, but within no less than a month."""

    def target(around: Around) -> pd.Series:
        found = around.lower(measure, around.usual(measure)).clip(lower=SOON_DAYS)
        return found.where(found < around.now[measure])

    return target


def _reply(known: Known, days: pd.Series) -> Known:
    """A contact in which the customer takes part is one more of the last 90 days, and the last of all."""
    at = _moments(known, days)
    more = _number(known.facts, "two_way_touches") + 1
    touched = {name: _latest(known.facts[name], at) for name in ("last_two_way_at", "last_touch_at")}
    return replace(known, facts=_with(known.facts, two_way_touches=more.where(days.notna())).assign(**touched))


def _meet(known: Known, days: pd.Series) -> Known:
    """The champion, or who follows, takes part in something."""
    replied = _reply(known, days)
    seen = _latest(known.facts["champion_seen_at"], _moments(known, days))
    left = known.facts["champion_left_on"].mask(days.notna().reindex(known.facts.index, fill_value=False))
    return replace(replied, facts=replied.facts.assign(champion_seen_at=seen, champion_left_on=left))


def _settled(measure: str) -> Callable[[Around], pd.Series]:
    """Something to be done: done, where that is usual."""

    def target(around: Around) -> pd.Series:
        usual = around.usual(measure)
        return pd.Series(usual, index=around.now.index).where((usual == NOTHING) & (around.now[measure] > NOTHING))

    return target


def _set(*names: str) -> Callable[[Known, pd.Series], Known]:
    def pull(known: Known, values: pd.Series) -> Known:
        return replace(known, facts=_with(known.facts, **dict.fromkeys(names, values)))

    return pull


def _reach(known: Known, overdue: pd.Series) -> Known:
    done = _number(known.facts, "milestones_done") + _number(known.facts, "milestones_overdue") - overdue
    facts = _with(known.facts, milestones_overdue=overdue, milestones_done=done, milestone_late_days=overdue)
    return replace(known, facts=facts)


LEVERS: tuple[Lever, ...] = (
    Lever("active_users", (ReasonKind.USAGE, ReasonKind.SEATS), _users, _use),
    Lever("breadth", (ReasonKind.PRODUCT,), _features_used, _broaden),
    Lever("tickets_open_urgent", (ReasonKind.SUPPORT,), _settled("tickets_open_urgent"), _none_urgent),
    Lever(
        "tickets_open",
        (ReasonKind.SUPPORT,),
        lambda around: around.lower("tickets_open", around.usual("tickets_open")),
        _close_some,
    ),
    Lever(
        "first_response_hours",
        (ReasonKind.SUPPORT,),
        lambda around: around.lower("first_response_hours", around.usual("first_response_hours")),
        _set("first_response_hours"),
    ),
    Lever(
        "csat_score",
        (ReasonKind.SATISFACTION,),
        lambda around: around.higher("csat_score", around.usual("csat_score")),
        _set("csat_score"),
    ),
    Lever(
        "nps_score",
        (ReasonKind.SATISFACTION,),
        lambda around: around.higher("nps_score", around.usual("nps_score")),
        _set("nps_score"),
    ),
    Lever("two_way_days", (ReasonKind.TOUCH,), _soon("two_way_days"), _reply),
    Lever("champion_seen_days", (ReasonKind.CHAMPION, ReasonKind.TOUCH), _soon("champion_seen_days"), _meet),
    Lever(
        "overdue_days",
        (ReasonKind.PAYMENT,),
        _settled("overdue_days"),
        _set("invoices_overdue", "overdue_amount", "overdue_days"),
    ),
    Lever("milestones_overdue", (ReasonKind.ONBOARDING,), _settled("milestones_overdue"), _reach),
)
"""What a team works on from day to day; price, plan and term are not in it, and neither is who the customer is."""


def _with(facts: pd.DataFrame, **values: pd.Series) -> pd.DataFrame:
    """Return facts with other numbers, where there are any; counts stay whole."""
    changed = {}
    for name, one in values.items():
        found = one.astype("float64").reindex(facts.index)
        whole = found.round() if pd.api.types.is_integer_dtype(facts[name].dtype) else found
        changed[name] = whole.where(found.notna(), _number(facts, name)).astype(facts[name].dtype)
    return facts.assign(**changed)


def _moments(known: Known, days: pd.Series) -> pd.Series:
    past = days.dropna().map(lambda one: pd.Timestamp(known.day - timedelta(days=one)))
    return past.reindex(known.facts.index).astype("datetime64[us]")


def _latest(moments: pd.Series, at: pd.Series) -> pd.Series:
    return moments.where(at.isna() | (moments > at), at)


def _number(facts: pd.DataFrame, name: str) -> pd.Series:
    return facts[name].astype("float64")
