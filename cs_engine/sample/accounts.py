"""The accounts themselves with their history, and the record of those who left."""

import numpy as np
import pandas as pd

from cs_engine.sample.comments import parting_words
from cs_engine.sample.contracts import Lines, plan_of
from cs_engine.sample.days import DAY_SECONDS, NEVER, day_text, second_text
from cs_engine.sample.draws import IntArray, TextArray
from cs_engine.sample.scene import ONBOARDING_DAYS, Columns, Scene, row_ids
from cs_engine.sample.touchpoints import handovers

_VERSION_SECOND = 7 * 3600
"""Changes of an account are entered in the morning."""
_FIXED = ("account_id", "name", "domain", "parent_id", "segment", "industry", "country", "currency", "quiet_months")
_CARRIED = ("status", "status_since", "owner", "plan", "seats")


def accounts(scene: Scene, table: Lines) -> Columns:
    """Return one row per version of every account that has signed up by the last day.

    A version begins where status, owner, plan or seats change; what did not change is carried over.
    """
    events = pd.concat([_status_events(scene), _owner_events(scene), _plan_events(scene, table)], ignore_index=True)
    events = events[(events["day"] <= scene.span.until) & (events["day"] < NEVER)]
    events = events.sort_values(["row", "day"], kind="stable")
    events[list(_CARRIED)] = events.groupby("row")[list(_CARRIED)].ffill()
    versions = events.drop_duplicates(["row", "day"], keep="last")
    return _written(scene, versions)


def _events(row: IntArray, day: IntArray, **values: TextArray | IntArray) -> pd.DataFrame:
    carried = {name: pd.Series(values.get(name), index=range(len(row)), dtype=object) for name in _CARRIED}
    return pd.DataFrame({"row": row, "day": day, **carried})


def _status_events(scene: Scene) -> pd.DataFrame:
    block, gone, away = scene.block, scene.losses, scene.away
    paid, end = block.paid_from, np.minimum(gone.end + 1, NEVER)
    trial_over = np.where(block.flags("converts"), NEVER, block.ints("signup") + block.ints("trial_days"))
    paused = np.where(away.pause_from < np.minimum(gone.lost_on, scene.served_until), away.pause_from, NEVER)
    back = np.where((paused < NEVER) & (away.pause_until < gone.lost_on), away.pause_until, NEVER)
    settled = np.where(paid < NEVER, paid + ONBOARDING_DAYS, NEVER)
    settled = np.where(settled < np.minimum(paused, gone.lost_on), settled, NEVER)
    steps = (
        (np.where(block.ints("trial_days") > 0, block.ints("signup"), NEVER), "trial"),
        (paid, "onboarding"),
        (settled, "active"),
        (paused, "paused"),
        (back, "active"),
        (gone.notice, "notice_given"),
        (np.minimum(end, trial_over), "left"),
    )
    parts = []
    for day, status in steps:
        row = np.flatnonzero(day < NEVER)
        named = np.full(len(row), status, dtype=object)
        parts.append(_events(row, day[row], status=named, status_since=day[row]))
    return pd.concat(parts, ignore_index=True)


def _owner_events(scene: Scene) -> pd.DataFrame:
    block, change = scene.block, handovers(scene)
    everyone = np.arange(len(change))
    later = np.flatnonzero(change < scene.served_until)
    first = _events(everyone, block.ints("signup"), owner=block.texts("owner"))
    return pd.concat([first, _events(later, change[later], owner=block.texts("next_owner")[later])], ignore_index=True)


def _plan_events(scene: Scene, table: Lines) -> pd.DataFrame:
    first = ~table.second
    row, units = table.row[first], table.units[first]
    named = scene.block.texts("seat_model")[row] == "named"
    initial = table.trial[first] | (table.number[first] == 1)
    day = np.where(initial, scene.block.ints("signup")[row], table.start[first])
    seats = np.where(named, units.astype(object), "")
    return _events(row, day, plan=plan_of(units), seats=seats)


def _written(scene: Scene, versions: pd.DataFrame) -> Columns:
    row = versions["row"].to_numpy(dtype=np.int64)
    day = versions["day"].to_numpy(dtype=np.int64)
    span, block = scene.span, scene.block
    fixed = {name: block.texts(name)[row] for name in _FIXED}
    carried = {name: versions[name].to_numpy(dtype=object) for name in ("status", "owner", "plan", "seats")}
    since = versions["status_since"].to_numpy(dtype=np.int64)
    return {
        "row": row,
        **fixed,
        **carried,
        "backup": block.texts("backup")[row],
        "valid_from": second_text(day * DAY_SECONDS + _VERSION_SECOND, span.end_second),
        "status_since": day_text(since, span.until),
        "signup_date": day_text(block.ints("signup")[row], span.until),
    }


def churn_events(scene: Scene) -> Columns:
    """Return one row per customer whose service has ended by the last day."""
    gone, block = scene.losses, scene.block
    row = np.flatnonzero(gone.end <= scene.span.until)
    pairs = zip(gone.reason[row].tolist(), block.flags("chinese_name")[row].tolist(), strict=True)
    words = [parting_words(reason, chinese=chinese) for reason, chinese in pairs]
    return {
        "row": row,
        "churn_event_id": row_ids(block.texts("account_id")[row], "X", np.ones(len(row), dtype=np.int64)),
        "account_id": block.texts("account_id")[row],
        "churn_date": day_text(gone.end[row], scene.span.until),
        "reason": gone.reason[row],
        "involuntary": np.where(gone.involuntary[row], "true", "false").astype(object),
        "is_reactivation": np.full(len(row), "false", dtype=object),
        "currency": block.texts("currency")[row],
        "comment": np.array(words, dtype=object),
    }
