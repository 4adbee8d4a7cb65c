"""The pages about commands are true."""

from pathlib import Path

from bot.cli.pages import commands_page, commands_table, install_page
from bot.cli.program import COMMANDS
from bot.listeners.commands.grammar import USAGES

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "commands.md"


def test_the_page_about_commands_is_the_rendered_one() -> None:
    """`docs/commands.md` equals what the commands say; render it again after changing them."""
    assert PAGE.read_text(encoding="utf-8") == commands_page()


def test_scopes_and_settings_of_the_first_hour_are_those_of_the_program() -> None:
    """`docs/install.md` equals itself with both put in anew; render it again after changing them."""
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert page == install_page(page)
    assert "```toml" in page


def test_readme_lists_every_command() -> None:
    """Its table stands between two markers."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, after = readme.partition("<!-- commands -->\n")
    table, _, _ = after.partition("<!-- /commands -->")
    assert table == commands_table()
    assert [name for name in COMMANDS if f"`steward {name}`" not in table] == []


def test_the_page_has_every_command_with_its_options_and_every_usage() -> None:
    """Nothing that can be typed is left out, and nothing else is offered."""
    page = commands_page()
    assert [name for name in COMMANDS if f"\n### {name}\n" not in page] == []
    assert [usage.example for usage in USAGES if f"`{usage.example}`" not in page] == []
    for option in (
        "--mapping",
        "--yes",
        "--as-of",
        "--from",
        "--every",
        "--why",
        "--history",
        "--json",
        "--out",
        "--all",
    ):
        assert f"| `{option}" in page
    assert "completion" not in page
