"""What was known of a few accounts on as-of days four weeks apart."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from cs_engine.churn.account_features import Known
from cs_engine.frames.columns import Kind
from cs_engine.frames.contracts import DTYPES
from cs_engine.frames.facts import FACTS

FIRST = date(2025, 1, 6)
STEP = timedelta(days=28)


def day(place: int) -> date:
    """Return an as-of day."""
    return FIRST + place * STEP


def known(
    place: int,
    accounts: Mapping[str, Mapping[str, object]],
    touches: pd.DataFrame | None = None,
    used: pd.DataFrame | None = None,
) -> Known:
    """Return what was known on an as-of day; accounts are active unless told otherwise."""
    rows = [{"account_id": name, "name": name, "status": "active"} | dict(facts) for name, facts in accounts.items()]
    frame = pd.DataFrame(rows, columns=[fact.name for fact in FACTS])
    for fact in FACTS:
        if fact.kind in (Kind.DATE, Kind.INSTANT):
            frame[fact.name] = pd.to_datetime(frame[fact.name])
        frame[fact.name] = frame[fact.name].astype(DTYPES[fact.kind])
    nothing = pd.DataFrame({"account_id": [], "kind": []}, dtype="object")
    none = (nothing.assign(last_at=pd.to_datetime([]), recent=0.0), nothing.assign(recent=0.0, prior=0.0))
    as_of = datetime.combine(day(place), datetime.min.time(), UTC)
    return Known(
        as_of, frame.set_index("account_id"), none[0] if touches is None else touches, none[1] if used is None else used
    )
