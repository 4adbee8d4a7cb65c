"""Customers told week by week, and what a replay says of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cs_engine.episodes.declaration import Alerts
from cs_engine.episodes.reading import load_alerts
from cs_engine.episodes.replaying import Day, replay
from cs_engine.health.assess import Context, assess
from cs_engine.health.change import latest_within
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import WEEK_WINDOW
from cs_engine.records.episodes import Family
from tests.unit.health.accounts import BALANCED, EVERYTHING, MONDAY, an_account, days_ago

Changes = dict[str, object]
WEEK = timedelta(weeks=1)
PRESET = load_alerts()

LOW_USE: Changes = {"active_users": 20.0, "active_users_prior": 40.0, "peer_trend": 1.0}
"""Half of the users are gone."""
RUIN: Changes = {
    "active_users": 4.0,
    "active_users_prior": 4.0,
    "active_days": 2,
    "features_used": 1,
    "events_per_user": 1.0,
    "nps_score": 1.0,
    "nps_role": "user",
    "csat_score": 1.0,
    "surveys_answered": 0,
    "last_two_way_at": days_ago(45),
    "champion_seen_at": days_ago(120),
    "tickets": 4,
    "tickets_open": 4,
    "oldest_open_days": 60.0,
}
"""At risk by a low use that is no drop any more, and by what people say; no family alone holds that would speak."""


def snapshots(
    name: str,
    weeks: Sequence[Changes | None],
    *,
    start: datetime = MONDAY,
    step: timedelta = WEEK,
    connected: Sequence[frozenset[str]] = (),
    card: Scorecard = BALANCED,
) -> list[Snapshot | None]:
    """Return an account's snapshots, one a step; ``None`` is a step at which it was not known."""
    taken: list[Snapshot | None] = []
    for number, changes in enumerate(weeks):
        as_of = start + number * step
        if changes is None:
            taken.append(None)
            continue
        past = [each for each in taken if each is not None]
        tables = connected[number] if connected else EVERYTHING
        context = Context(as_of, as_of.date() - timedelta(days=1), tables)
        facts = an_account(as_of, **{"account_id": name, "owner": "ana@ours.example", **changes})
        week = latest_within(past, as_of, WEEK_WINDOW)
        taken.append(assess(facts, (card,), context, past, week.facts if week else None))
    return taken


def replayed(*accounts: Sequence[Snapshot | None], alerts: Alerts = PRESET) -> list[Day]:
    """Return what a replay says of some accounts, review by review."""
    instants = zip(*accounts, strict=True)
    days = ([each for each in row if each is not None] for row in instants)
    return list(replay(((row[0].as_of, row) for row in days), alerts))


def told(*weeks: Changes | None, alerts: Alerts = PRESET) -> list[tuple[Family, ...]]:
    """Return which families opened an episode of one account, week by week."""
    days = replayed(snapshots("a1", weeks), snapshots("other", [{}] * len(weeks)), alerts=alerts)
    return [next((each.families for each in day.decisions.opened), ()) for day in days]
