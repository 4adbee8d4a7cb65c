"""Whoever is erased leaves their open tasks to somebody, never to nobody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cs_engine.records.acting import Actor
from cs_engine.records.logbook import Task, TaskState
from cs_engine.service.preferences.desk import PreferenceDesk
from cs_engine.storage.store import Store
from tests.unit.service.desk import MONDAY, kept

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
DANA, BO, ROSA = "dana@ours.example", "bo@ours.example", "rosa@ours.example"
ADMIN = Actor("U9", "mia@ours.example", "Mia")
OWNERS: dict[str, dict[str, Any]] = {
    "hers": {"owner": DANA, "backup": None},
    "backed": {"owner": "Dana@Ours.example", "backup": "Bo@Ours.example"},
    "another's": {"owner": BO, "backup": DANA},
}


def task(name: str, account: str, **changes: Any) -> Task:  # noqa: ANN401 - fields of a task
    """Return a task of Dana's that was due an hour ago."""
    usual = {"state": TaskState.OPEN, "owner": DANA, **changes}
    return Task(name, account, "Send it", due_at=NOW - timedelta(hours=1), created_at=MONDAY, created_by=ROSA, **usual)


@pytest.mark.parametrize(("heirs", "heir"), [((DANA, ROSA), ROSA), ((), ADMIN.person)])
def test_open_tasks_go_to_owner_then_backup_then_lead(store: Store, heirs: tuple[str, ...], heir: str) -> None:
    """Else to whoever erases; what is done stays without a name, what is another's stays theirs."""
    store.write_snapshots([kept(name, name, MONDAY, **people) for name, people in OWNERS.items()])
    tasks = (
        *(task(name, name) for name in OWNERS),
        task("gone", "nowhere"),
        task("done", "hers", state=TaskState.DONE),
        task("bo", "hers", owner=BO),
    )
    with store.changing() as memory:
        for each in tasks:
            memory.logbook.add_task(each)
    PreferenceDesk(store, lambda: NOW).erase(ADMIN, DANA, heirs)
    with store.viewing() as memory:
        owners = {each.id: memory.logbook.task(each.id).owner for each in tasks}  # type: ignore[union-attr] # added
    assert owners == {"hers": heir, "backed": BO, "another's": BO, "gone": heir, "done": "erased", "bo": BO}
