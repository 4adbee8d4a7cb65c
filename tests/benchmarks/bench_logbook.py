"""What a click waits for: a follow-up that says that the champion left, with the account scored again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cs_engine.records.logbook import ChampionNews
from cs_engine.storage.store import Store
from tests.benchmarks.report import Claim, seconds
from tests.unit.logbook.scene import ANA, Scene, call
from tests.unit.service.desk import WEEK

ACCOUNTS = 2_000
ROUNDS = 15
LIMIT_SECONDS = 0.05
"""A twentieth of a second is not noticed beside the way to Slack and back."""


def claims() -> list[Claim]:
    """Measure a log with a rescore and its undo, among the accounts of a company."""
    with TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder)}/steward.db")
        store.migrate()
        scene = Scene(store)
        row = scene.keep()
        store.write_snapshots(replace(row, as_of=row.as_of - WEEK * week) for week in range(1, 6))
        store.write_snapshots(replace(row, account_id=f"X{number}") for number in range(ACCOUNTS))
        logging = seconds(lambda: scene.log(call()), ROUNDS)
        turns = _turns(scene)
        took = seconds(lambda: next(turns), ROUNDS) / 2
        store.close()
    return [
        Claim("logging a follow-up / 50 ms", logging / LIMIT_SECONDS, 1.0, f"{logging * 1000:.1f} ms"),
        Claim("logging one that scores again / 50 ms", took / LIMIT_SECONDS, 1.0, f"{took * 1000:.1f} ms"),
    ]


def _turns(scene: Scene) -> Iterator[None]:
    while True:
        logged = scene.log(call(champion=ChampionNews.LEFT))
        scene.desk.undo(ANA, logged.follow_up.id)
        scene.now += timedelta(minutes=1)
        yield
