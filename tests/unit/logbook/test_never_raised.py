"""Whatever people type, in whatever order: no score goes up, and what is taken back is as if it had not been."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import SEVERITY
from cs_engine.records.acting import Actor
from cs_engine.records.logbook import (
    ChampionNews,
    Ending,
    FollowUpKind,
    FollowUpOutcome,
    ForecastCall,
    RenewalResult,
)
from cs_engine.records.logged import Logged, NewFollowUp, NewRenewal, Recorded
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from tests.unit.logbook.scene import ANA, LEA, NOON, Scene

TODAY = NOON.date()
Step = NewFollowUp | NewRenewal | ForecastCall | int

FOLLOW_UPS = st.builds(
    NewFollowUp,
    account_id=st.just("A"),
    kind=st.sampled_from(FollowUpKind),
    outcome=st.sampled_from(FollowUpOutcome),
    champion=st.sampled_from(ChampionNews),
    champion_name=st.sampled_from(["Noor", None]),
    pulse=st.sampled_from([None, 1, 5]),
    ending=st.sampled_from([Ending.KEEP_OPEN, Ending.RESOLVE]),
)
RENEWALS = st.builds(
    lambda result, days, amount: NewRenewal("A", result, TODAY + timedelta(days=days), amount),
    st.sampled_from(RenewalResult),
    st.integers(1, 400),
    st.sampled_from([1.0, 11_999.0]),
)
STEPS = st.lists(st.one_of(FOLLOW_UPS, RENEWALS, st.integers(1, 5), st.sampled_from(ForecastCall)), max_size=5)
LEFT = NewFollowUp("A", FollowUpKind.CALL, FollowUpOutcome.NO_ANSWER, champion=ChampionNews.LEFT)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "champion_left_on": st.just(TODAY - timedelta(days=20)),
        "champion_seen_at": st.just((NOON - timedelta(days=200)).replace(tzinfo=None)),
        "last_two_way_at": st.just((NOON - timedelta(days=300)).replace(tzinfo=None)),
        "active_users": st.sampled_from([5.0, 30.0]),
        "overdue_days": st.just(60),
    },
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a step kept, to take it back."""

    follow_ups: list[str]
    renewals: list[str]


@contextmanager
def a_scene() -> Iterator[Scene]:
    """Yield a scene in a folder of its own."""
    with TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder)}/steward.db")
        store.migrate()
        yield Scene(store)
        store.close()


def take(scene: Scene, step: Step, kept: Kept) -> None:
    """Do what somebody types."""
    if isinstance(step, NewFollowUp):
        logged = scene.desk.log(ANA, step, confirmed=True)
        kept.follow_ups.extend([logged.follow_up.id] if isinstance(logged, Logged) else [])
    elif isinstance(step, NewRenewal):
        recorded = scene.desk.record_renewal(LEA, step)
        kept.renewals.extend([recorded.record.id] if isinstance(recorded, Recorded) else [])
    elif isinstance(step, ForecastCall):
        scene.desk.forecast(ANA, "A", step)
    else:
        scene.desk.set_pulse(ANA, "A", step)


def worse_or_equal(now: SnapshotRow, before: SnapshotRow) -> bool:
    """Tell whether neither score nor band is better than before; a status instead of a score is not better."""
    if now.band is None or before.band is None:
        return True
    score = now.score is None or (before.score is not None and now.score <= before.score)
    return score and SEVERITY.index(now.band) <= SEVERITY.index(before.band)


def undo_all(scene: Scene, kept: Kept, by: Actor = ANA) -> None:
    """Take everything back, newest first."""
    for record in reversed(kept.renewals):
        scene.desk.undo_renewal(LEA, record)
    for follow_up in reversed(kept.follow_ups):
        scene.desk.undo(by, follow_up)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS, facts=FACTS)
@example(steps=[LEFT], facts={"champion_seen_at": (NOON - timedelta(days=200)).replace(tzinfo=None)})
def test_no_score_is_raised_by_typing_and_undo_restores(steps: list[Step], facts: dict[str, object]) -> None:
    """After every step the account stands no better; after taking all back it stands as the book says."""
    with a_scene() as scene:
        before = scene.keep("A", **facts)
        episode = scene.open_episode()
        kept = Kept([], [])
        for step in steps:
            take(scene, step, kept)
            assert worse_or_equal(scene.current(), before)
            scene.later(seconds=20)
        undo_all(scene, kept)
        now = scene.current()
        assert (now.score, now.band, now.status, now.arr) == (before.score, before.band, before.status, before.arr)
        assert Snapshot.from_document(now.document).facts == Snapshot.from_document(before.document).facts
        assert scene.episode().state is episode.state
