"""A refresh of 100,000 accounts: how fast, in how much memory, and what people who click meanwhile notice.

``STEWARD_BENCH_ACCOUNTS`` sets another number of accounts, such as 1000000.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from slack_sdk import WebClient

from bot.app import create_app
from bot.config import load_settings
from bot.ids import ActionId
from bot.workspace.person import PersonDriver
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.service.customer_success import CustomerSuccess
from tests.benchmarks.many_accounts import write_many
from tests.benchmarks.report import Claim
from tests.bolt import connected

ACCOUNTS = 100_000
MOST_BYTES = 3e9
CLICKS = 200
SLOWEST_SECONDS = 1.0
FIRST = datetime(2026, 11, 9, tzinfo=UTC)
SECOND = FIRST + timedelta(weeks=1)
MIA, CHANNEL = "U02MIA", "#cs-team"
PAUSE_SECONDS = 0.1
"""People look at what they opened."""


def claims() -> list[Claim]:
    """Refresh twice in a process of its own; during the second, people click."""
    accounts = int(os.environ.get("STEWARD_BENCH_ACCOUNTS", ACCOUNTS))
    with TemporaryDirectory() as name:
        folder = Path(name)
        book, memory = write_many(folder, accounts), f"sqlite:///{folder / 'steward.db'}"
        first = _finished(_started(book, memory, FIRST))
        under_way = _started(book, memory, SECOND)
        taken = _click(memory, under_way)
        second = _finished(under_way)
    peak = max(first["peak"], second["peak"])
    rate = first["accounts"] / first["seconds"]
    held = f"{peak / 1e9:.2f} GB; {first['accounts']:,} accounts in {first['seconds']:.0f} s, {rate:,.0f} a second"
    felt = f"the slowest took {max(taken) * 1000:.0f} ms, half of them {median(taken) * 1000:.0f} ms"
    return [
        Claim(f"memory of a refresh of {accounts:,} accounts / 3 GB", peak / MOST_BYTES, 1.0, held),
        Claim(f"slowest of {len(taken)} clicks during that refresh / 1 s", max(taken) / SLOWEST_SECONDS, 1.0, felt),
    ]


def _started(book: str, memory: str, as_of: datetime) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.benchmarks.refresh_once", book, memory, as_of.isoformat()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _finished(process: subprocess.Popen[str]) -> dict[str, Any]:
    output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"The refresh ended with {process.returncode}.")
    measured: dict[str, Any] = json.loads(output)
    return measured


def _click(memory: str, meanwhile: subprocess.Popen[str]) -> list[float]:
    """Open and close cards one after the other until the refresh is over; return what each click took in seconds."""
    with Workspace(default_seed(), page=False) as workspace:
        cs = CustomerSuccess.open(memory, lambda: SECOND)
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        app = create_app(load_settings(slack_signing_secret=workspace.signing_secret), cs, client, lambda: SECOND)
        accounts = cycle(candidate.account_id for candidate in cs.suggest("", 1000))
        taken: list[float] = []
        with connected(app, workspace):
            while meanwhile.poll() is None:
                taken += _look(workspace.as_person(MIA), next(accounts))
                time.sleep(PAUSE_SECONDS)
        cs.close()
    if len(taken) < CLICKS:
        raise RuntimeError(f"Only {len(taken)} clicks before the refresh was over; take more accounts.")
    return taken


def _look(mia: PersonDriver, account: str) -> Iterator[float]:
    """Ask for an account, press *More*, then *Less*; only the clicks are timed."""
    mia.command(CHANNEL, "/health", account)
    for button in (ActionId.MORE, ActionId.LESS):
        card = mia.messages(CHANNEL)[-1]
        began = time.perf_counter()
        answered = mia.click(card, button)
        yield time.perf_counter() - began
        if not answered["ok"] or mia.messages(CHANNEL)[-1].blocks == card.blocks:
            raise RuntimeError(f"{button} of {account} was not answered: {answered}")
