"""Finding what plays have done, and keeping it beside the snapshots."""

from datetime import datetime

from cs_engine.plays.worked import FEWEST_PAIRS, Worked
from cs_engine.records.worked import KeptWork
from cs_engine.service.plays.worked import plays_worked
from cs_engine.storage.store import Store


def keep_worked(store: Store, now: datetime) -> int:
    """Find what every play has done up to now, keep it, and return how many plays were ever started.

    Args:
        store: the memory.
        now: aware.
    """
    found = [_kept(each, now) for each in plays_worked(store, now)]
    with store.changing() as memory:
        memory.worked.put(found)
    return len(found)


def _kept(found: Worked, now: datetime) -> KeptWork:
    met, effect = found.met, found.effect
    return KeptWork(
        play=found.play,
        as_of=now,
        runs=found.runs,
        judged=met.n,
        met=met.value,
        met_low=met.low,
        met_high=met.high,
        points=effect.points,
        low=effect.low,
        high=effect.high,
        pairs=effect.pairs,
        missing=max(FEWEST_PAIRS - effect.pairs, 0),
    )
