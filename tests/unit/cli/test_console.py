"""How the command line speaks."""

import pytest

from bot.__main__ import main
from bot.cli.console import say_json, say_table
from bot.cli.program import COMMANDS, run


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 14)])
def test_another_python_is_refused_in_one_sentence(
    version: tuple[int, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the ones that fit and the one that was found."""
    assert main(version) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "3.11, 3.12 or 3.13" in said.err
    assert ".".join(map(str, version)) in said.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With its options, and no more than it has."""
    assert run([name, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"steward {name}" in said
    assert "--help" in said
    assert "completion" not in said


def test_a_wrong_option_is_named_and_leaves_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    """On stderr."""
    assert run(["refresh", "--as-off", "2026-11-01"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "--as-off" in said.err


def test_numbers_stand_to_the_right_and_unknown_is_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    """Zero is a number."""
    say_table(("name", "rows"), [("a", 1200), ("long", None), ("b", 0)])
    assert capsys.readouterr().out.splitlines() == ["name   rows", "a     1,200", "long      —", "b         0"]


def test_json_keeps_names_as_they_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Not a number is refused: it is no JSON."""
    say_json({"name": "北京 🚀"})
    assert "北京 🚀" in capsys.readouterr().out
    with pytest.raises(ValueError, match="JSON"):
        say_json({"score": float("nan")})
