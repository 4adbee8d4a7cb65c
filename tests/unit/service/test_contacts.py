"""Who was contacted is known from what people logged and started."""

from datetime import timedelta

from cs_engine.records.logbook import FollowUp, FollowUpKind, FollowUpOutcome
from cs_engine.records.plays import PlayRun, RunState
from cs_engine.service.churn.contacts import logged_contacts
from tests.unit.service.desk import MONDAY, ZONE, Desk


def test_talks_and_plays_that_a_person_started_are_contacts(desk: Desk) -> None:
    """An attempt, what was taken back, and a play that a rule started are none."""
    outcomes = {"A": FollowUpOutcome.NEGATIVE, "B": FollowUpOutcome.NO_ANSWER, "C": FollowUpOutcome.POSITIVE}
    with desk.store.changing() as memory:
        for name, outcome in outcomes.items():
            undone = MONDAY if name == "C" else None
            touch = FollowUp(f"f-{name}", name, "mia", MONDAY, MONDAY, FollowUpKind.CALL, outcome, undone_at=undone)
            memory.logbook.add_follow_up(touch, None)
        for name, by in (("D", "mia"), ("E", None)):
            started = MONDAY + timedelta(days=1)
            assert memory.plays.start(PlayRun(f"r-{name}", name, "red-save", "1", started, by, RunState.ACTIVE), [])
    found = dict(logged_contacts(desk.store, ZONE))
    assert found == {"A": MONDAY.date(), "D": (MONDAY + timedelta(days=1)).date()}
