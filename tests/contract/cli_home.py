"""A home with a few loaded and scored accounts, and the command line run in it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.program import run

ROOT = Path(__file__).parents[2]
LAST = date(2026, 11, 15)
ACCOUNTS = """\
account_id,name,domain,status,signup_date,valid_from,owner,segment,country,currency
A1,Acme,acme.example,active,2024-01-01,2024-01-01,ana@ours.example,mid,DE,EUR
A2,Acme Corp,,active,2024-01-01,2024-01-01,ana@ours.example,mid,DE,EUR
B1,Globex,,trial,2026-10-01,2026-10-01,,mid,US,USD
C1,"The ""Quoted"" <!channel>",,active,2024-01-01,2024-01-01,,mid,US,USD
"""
SUBSCRIPTIONS = """\
subscription_id,account_id,start_date,renewal_date,term_months,notice_days,seats,seat_model,mrr,currency
S1,A1,2024-02-01,2027-02-01,12,30,50,named,1000,EUR
S2,A2,2024-02-01,,1,,20,named,250,EUR
"""


def usage(last: date = LAST) -> str:
    """Return weekly usage of three accounts until a Sunday."""
    rows = ["account_id,feature,period_start,period_days,events,active_users"]
    for week in range(30):
        start = last - timedelta(days=7 * week + 6)
        rows += [f"{name},*,{start},7,{users * 40},{users}" for name, users in (("A1", 40), ("A2", 4), ("B1", 3))]
    return "\n".join(rows) + "\n"


FILES = {"accounts.csv": ACCOUNTS, "subscriptions.csv": SUBSCRIPTIONS, "usage.csv": usage()}


def write_files(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write CSV files and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (files or FILES).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed and how it left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """What stdout holds, which must be JSON and nothing else."""
        return json.loads(self.out)

    def is_one_sentence(self) -> bool:
        """Tell whether it complained in one line on stderr, without an answer or a traceback."""
        lines = [line for line in self.err.splitlines() if not line.endswith("…")]
        return self.out == "" and len(lines) == 1 and lines[0].startswith("steward: ") and "Traceback" not in self.err


@dataclass(frozen=True, slots=True)
class Terminal:
    """The command line in this process, at a home."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Said:
        """Run one command."""
        self.capsys.readouterr()
        code = run(list(map(str, arguments)))
        printed = self.capsys.readouterr()
        return Said(code, printed.out, printed.err)


def steward(home: Path, *arguments: str | Path) -> Said:
    """Run one command in a process of its own."""
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    environment = {**os.environ, "STEWARD_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=home)
    return Said(done.returncode, done.stdout, done.stderr)
