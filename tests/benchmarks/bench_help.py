"""``steward --help`` against a bare Typer app with as many commands."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli.program import COMMANDS
from tests.benchmarks.report import Claim, seconds

ROUNDS = 15
LIMIT = 1.5

BARE = """
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=False)
def command() -> None:
    "One line of help."
for name in {names!r}:
    app.command(name=name)(command)
app()
"""


def claims() -> list[Claim]:
    """Measure both, alternating nothing else on the machine."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE.format(names=list(COMMANDS)))
        bare = _help([sys.executable, str(script)])
        ours = _help([sys.executable, "-m", "bot"])
    detail = f"{ours * 1000:.0f} ms against {bare * 1000:.0f} ms"
    return [Claim("steward --help / bare Typer app", ours / bare, LIMIT, detail)]


def _help(command: list[str]) -> float:
    return seconds(lambda: subprocess.run([*command, "--help"], capture_output=True, check=True), ROUNDS)
