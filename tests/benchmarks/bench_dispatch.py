"""``/health acme`` with 10,000 accounts against a bare Bolt command on Bolt's defaults that returns fixed blocks."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from slack_bolt import Ack, App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.app import create_app
from bot.config import load_settings
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.health.reading import load_presets
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import BaseRates
from cs_engine.sample.spec import SampleSpec
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.intake.sampling import load_sample
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.instants import weekly_ends
from cs_engine.service.scoring.memories import snapshot_row
from cs_engine.service.scoring.refresh import Scoring, refresh
from cs_engine.storage.rows import SnapshotRow
from tests.benchmarks.logged_data import write_logbook
from tests.benchmarks.report import Claim

ACCOUNTS = 10_000
ASKED = ACCOUNTS // 2
"""Which of them is Acme."""
BLOCK = 100
BLOCKS_EACH = 3
"""300 commands for each side."""
AT_ONCE = 20
HALF = 0.5
ANSWER_MS = 10.0
"""What nobody notices beside the way to Slack and back."""
PATIENCE_MS = 300.0
SUNDAY = date(2026, 11, 15)
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
SPEC = SampleSpec(accounts=20, months=12, until=SUNDAY)
WORDS = ("Alder", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Harbor", "Inlet", "Juniper")
FIXED = [
    {"type": "section", "text": {"type": "mrkdwn", "text": f"*Line {line}* of a fixed answer"}} for line in range(6)
]

Send = Callable[[], None]


def claims() -> list[Claim]:
    """Measure both apps in turn on one machine, then twenty commands at once."""
    with TemporaryDirectory() as folder, Workspace(default_seed(), page=False) as workspace:
        url = _memory(Path(folder))
        with _ours(url, workspace) as ours:
            bare = _bare(workspace)
            _alternate(ours, bare, 1)  # fills caches on both sides, and asks Slack who the person is
            us, them = _alternate(ours, bare, BLOCKS_EACH)
            slowest = max(_at_once(ours))
    detail = f"{us:.2f} ms against {them:.2f} ms, {ACCOUNTS:,} accounts and what was logged about them"
    return [
        Claim("/health acme p50 / bare Bolt command on its defaults", us / them, HALF, detail),
        Claim("/health acme p50 with tasks, episode and play / 10 ms", us / ANSWER_MS, 1.0, f"{us:.2f} ms"),
        Claim(f"slowest of {AT_ONCE} at once / 300 ms", slowest / PATIENCE_MS, 1.0, f"{slowest:.0f} ms, all answered"),
    ]


def _memory(folder: Path) -> str:
    """Write a memory of 10,000 accounts from a small sample; one is Acme, with a quarter of weekly snapshots."""
    book, url = f"duckdb://{folder}/book.duckdb", f"sqlite:///{folder}/steward.db"
    load_sample(SPEC, book_url=book, workdir=folder)
    weeks = weekly_ends(date(2026, 8, 23), SUNDAY, UTC)
    with open_memory(f"sqlite:///{folder}/small.db") as small:
        refresh(small, book, lambda _data_ends: weeks, Scoring(load_presets()))
        newest = [each for each, _ in small.names() if (row := small.current(each)) and row.band]
        histories = [small.snapshots(each) for each in newest]
    with open_memory(url) as large:
        large.write_snapshots(_many(histories))
        write_logbook(large, [account_id(number) for number in range(ACCOUNTS)], account_id(ASKED), NOW)
    return url


def _many(histories: Sequence[list[SnapshotRow]]) -> Iterator[SnapshotRow]:
    for number in range(ACCOUNTS):
        history = histories[number % len(histories)]
        name = "Acme" if number == ASKED else f"{WORDS[number % 10]} {WORDS[number // 10 % 10]} {number}"
        # Twelve weeks for the account that is asked for, the newest snapshot for all the others.
        yield from (_renamed(row, account_id(number), name) for row in (history if name == "Acme" else history[-1:]))


def account_id(number: int) -> str:
    """Return an account's id."""
    return f"X-{number:05d}"


def _renamed(row: SnapshotRow, its_id: str, name: str) -> SnapshotRow:
    snapshot = Snapshot.from_document(row.document)
    facts = {**snapshot.facts, "account_id": its_id, "name": name, "parent_id": None}
    known = {key: value for key, value in facts.items() if value is not None}
    return snapshot_row(replace(snapshot, account_id=its_id, facts=known), BaseRates(), "benchmark")


@contextmanager
def _ours(url: str, workspace: Workspace) -> Iterator[Send]:
    cs = CustomerSuccess.open(url, lambda: NOW)
    client = WebClient(workspace.bot_token, base_url=workspace.api_url)
    app = create_app(load_settings(slack_signing_secret=workspace.signing_secret), cs, client, lambda: NOW)
    yield _sender(app, workspace.signing_secret, "Acme")
    cs.close()


def _bare(workspace: Workspace) -> Send:
    """Return how to send a command to an app as Bolt's first page shows it."""
    client = WebClient(workspace.bot_token, base_url=workspace.api_url)
    app = App(client=client, signing_secret=workspace.signing_secret)

    @app.command("/health")
    def answer(ack: Ack) -> None:
        ack(text="A fixed answer with Acme in it", blocks=FIXED)

    return _sender(app, workspace.signing_secret, "Acme")


def _sender(app: App, secret: str, expected: str) -> Send:
    place = {"user_id": "U01ROSA", "team_id": "T01NORTHWIND", "channel_id": "C01CSTEAM"}
    body = urlencode({"command": "/health", "text": "acme", **place})
    verifier = SignatureVerifier(secret)

    def send() -> None:
        stamp = str(int(time.time()))
        signature = verifier.generate_signature(timestamp=stamp, body=body) or ""
        headers: dict[str, str | Sequence[str]] = {
            "content-type": ["application/x-www-form-urlencoded"],
            "x-slack-request-timestamp": [stamp],
            "x-slack-signature": [signature],
        }
        response = app.dispatch(BoltRequest(body=body, headers=headers))
        if response.status != 200 or expected not in response.body:
            raise RuntimeError(f"Not answered: {response.status} {response.body[:200]}")

    return send


def _alternate(ours: Send, bare: Send, blocks: int) -> tuple[float, float]:
    """Return both medians in milliseconds; block by block in turn, so that both meet the same machine."""
    us: list[float] = []
    them: list[float] = []
    for _ in range(blocks):
        us += [_milliseconds(ours) for _ in range(BLOCK)]
        them += [_milliseconds(bare) for _ in range(BLOCK)]
    return median(us), median(them)


def _at_once(send: Send) -> list[float]:
    """Return how long each of twenty commands took that arrived together."""
    ready, taken = threading.Barrier(AT_ONCE), []

    def arrive() -> None:
        ready.wait()
        taken.append(_milliseconds(send))

    threads = [threading.Thread(target=arrive) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) != AT_ONCE:
        raise RuntimeError(f"Only {len(taken)} of {AT_ONCE} were answered.")
    return taken


def _milliseconds(send: Send) -> float:
    start = time.perf_counter()
    send()
    return (time.perf_counter() - start) * 1000
