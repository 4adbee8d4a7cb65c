"""The command line: fast to ask for help, clear about what it does not know."""

import subprocess
import sys

from bot.cli.program import COMMANDS

HEAVY = ("pandas", "dlt", "ibis", "duckdb", "sklearn", "slack_bolt", "sqlalchemy", "starlette")


def test_help_names_every_command() -> None:
    """``steward --help`` lists the whole table."""
    done = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True)
    assert [name for name in COMMANDS if f"\n  {name} " not in done.stdout] == []


def test_help_imports_nothing_heavy() -> None:
    """Asking for help costs no data library and no Bolt."""
    script = "import sys; from bot.cli.program import run; run(['--help']); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(HEAVY) & set(done.stdout.split()) == set()


def test_an_unknown_command_is_a_sentence_not_a_traceback() -> None:
    """A typo names the word and the way to help."""
    done = subprocess.run([sys.executable, "-m", "bot", "helth"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "helth" in done.stderr
    assert "Traceback" not in done.stderr
