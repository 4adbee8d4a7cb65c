"""The page about access is true."""

from pathlib import Path

import pytest

from bot.access.policy import Kind, Right
from bot.access.rules import AccessRules, Role
from bot.cli.access_tables import KINDS, MEANS, policy_table, rights_table
from bot.config import load_settings

PAGE = Path(__file__).parents[3] / "docs" / "access.md"


@pytest.mark.parametrize(("mark", "table"), [("rights", rights_table()), ("policy", policy_table())])
def test_the_tables_of_the_page_are_the_rendered_ones(mark: str, table: str) -> None:
    """They stand between two markers; put what `bot.cli.access_tables` returns there after changing the policy."""
    _, _, after = PAGE.read_text(encoding="utf-8").partition(f"<!-- {mark} -->\n")
    assert after.partition(f"<!-- /{mark} -->")[0] == table


def test_everything_has_words() -> None:
    """No right and no kind is left to guess."""
    assert set(MEANS) == set(Right)
    assert set(KINDS) == set(Kind)


def test_the_example_of_the_page_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever copies it gets what it says."""
    monkeypatch.chdir(tmp_path)
    example = PAGE.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    Path("steward.toml").write_text(example, encoding="utf-8")
    rules = load_settings().access
    assert rules != AccessRules()
    assert rules.named(None, "lena@example.com") is Role.LEAD
