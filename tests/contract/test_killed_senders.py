"""A sender that is killed at any moment loses nothing and doubles nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.records.outbox import Act, Intent, Outcome
from cs_engine.service.customer_success import CustomerSuccess
from tests.contract.outgoing import GENERAL, MIA, TEAM, Post, intent, person

ROOT = Path(__file__).parents[2]
SEED = 20261122
ENOUGH = 20
"""So many kills meet the moment between Slack's taking a message and our knowing it, or they prove nothing."""
HEAVY = ("pandas", "ibis", "dlt", "sklearn", "slack_bolt")


class Senders:
    """Runs of a sender in processes of their own, one after another."""

    def __init__(self, process: "subprocess.Popen[str]", line: str) -> None:
        """Start runs through `process`; `line` tells them where memory and Slack are."""
        self._process = process
        self._line = line

    def run(self, kill_after: float | None = None) -> tuple[bool, float]:
        """Send, kill the sender after some seconds, and return whether it came to its end and how long it lived."""
        assert self._process.stdin is not None
        print(self._line, file=self._process.stdin, flush=True)
        pid = int(self._said())
        began = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        said = [self._said()]
        while said[-1] != "ended":
            said.append(self._said())
        return "done" in said, time.monotonic() - began

    def _said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a memory in either database."""
    return f"sqlite:///{tmp_path}/steward.db" if request.param == "sqlite" else request.getfixturevalue("postgresql")


@pytest.fixture
def post(url: str) -> Iterator[Post]:
    """Yield the memory beside a Slack."""
    with Workspace(default_seed(), page=False) as workspace, closing(CustomerSuccess.open(url, workspace.clock)) as cs:
        yield Post(workspace, cs, url)


@pytest.fixture
def senders(post: Post) -> Iterator[Senders]:
    """Yield what runs senders."""
    command = [sys.executable, "-m", "tests.contract.sending_process"]
    where = f"{post.url} {post.workspace.api_url} {post.workspace.bot_token}"
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        yield Senders(process, where)
        assert process.stdin is not None
        process.stdin.close()


def a_week(number: int) -> list[Intent]:
    """Return what a week says: a digest with its thread, an alert, a follow-up, and what becomes of those before."""
    digest, alert, follow_up = f"digest-{number}", f"alert-{number}", f"follow-up-{number}"
    parts = [
        intent(f"{digest}-{part}", (), Act.REPLY, subject=digest, after=f"{digest}-{part - 1}" if part > 1 else digest)
        for part in (1, 2, 3)
    ]
    before = number - 1
    changes = [
        intent(f"alert-{before}-worse", (), Act.REPLY, subject=f"alert-{before}"),
        intent(f"alert-{before}-on-it", (), Act.EDIT, subject=f"alert-{before}"),
        intent(f"follow-up-{before}-done", (), Act.EDIT, subject=f"follow-up-{before}"),
    ]
    return [
        *parts,
        intent(digest),
        intent(alert, (GENERAL,)),
        intent(follow_up, (person(MIA),)),
        *(changes if before else ()),
    ]


def said(post: Post, channel: str, root: str | None = None) -> list[str]:
    """Return what stands in a channel or under one of its messages."""
    messages = post.workspace.as_person(MIA).messages(channel, root)
    return [message.text.partition(" ·")[0] for message in messages]


def expect(post: Post, weeks: int) -> None:
    """Check that Slack holds what the weeks said: all of it, once, in order."""
    team, last = post.in_channel(), range(1, weeks + 1)
    assert said(post, TEAM.id) == [f"digest-{week}" for week in last]
    for week, message in zip(last, team, strict=True):
        assert said(post, TEAM.id, message.ts) == [f"digest-{week}", *(f"digest-{week}-{part}" for part in (1, 2, 3))]
    alerts = [f"alert-{week}-on-it" for week in range(1, weeks)] + [f"alert-{weeks}"]
    assert said(post, GENERAL.id) == alerts
    for week, message in zip(range(1, weeks), post.in_channel(GENERAL.id), strict=False):
        assert said(post, GENERAL.id, message.ts)[1:] == [f"alert-{week}-worse"]
    told = [f"follow-up-{week}-done" for week in range(1, weeks)] + [f"follow-up-{weeks}"]
    assert [message.text.partition(" ·")[0] for message in post.in_dm(MIA)] == told


@pytest.mark.soak
def test_a_killed_sender_loses_nothing_and_doubles_nothing(
    post: Post, senders: Senders, effort: Callable[[int], int]
) -> None:
    """Killed at any moment of a week's digest, alert and follow-up, the next sender finishes exactly what is left."""
    chance = random.Random(SEED)
    post.put(*a_week(1))
    done, seconds = senders.run()
    assert done
    expect(post, 1)
    rounds = effort(50)
    for week in range(2, rounds + 2):
        post.put(*a_week(week))
        senders.run(kill_after=chance.uniform(0, seconds))
        done, _ = senders.run()
        assert done
        expect(post, week)
    outcomes = {one.outcome for one in post.log().values()}
    assert outcomes <= {Outcome.SENT, Outcome.ALREADY_SENT}
    assert rounds < ENOUGH or Outcome.ALREADY_SENT in outcomes


def test_a_sender_imports_only_what_it_needs() -> None:
    """It is started again in a second or two, and takes little memory."""
    asked = f"import sys; import tests.contract.sending_process; print([m for m in {HEAVY!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"
