"""Segments that a company defines itself."""

from pathlib import Path

import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.segments.called import OURS
from cs_engine.segments.rules import by_rules, columns_of, load_presets, load_rules, read_rule

FRAME = pd.DataFrame(
    {
        "seats": [5.0, 50.0, None, 500.0],
        "term_months": [1.0, 12.0, 1.0, 36.0],
        "tenure_days": [400.0, 20.0, 500.0, 900.0],
    },
    ["a", "b", "c", "d"],
)
SMALL = 'name = "small"\ntitle = "Small ones"\n[when]\nseats = { below = 10 }\n'


def test_the_first_rule_that_holds_counts_and_unknown_never_holds() -> None:
    """Rules are tried by their order; c has no seats known, so nobody claims that they are few."""
    rules = load_presets(columns_of(FRAME))
    assert [rule.name for rule in rules] == ["getting-started", "self-service", "agreed-for-long"]
    found = by_rules(FRAME, rules)
    assert found.dropna().to_dict() == {"a": "self-service", "b": "getting-started", "d": "agreed-for-long"}


def test_a_companys_own_files_are_read_in_their_order(tmp_path: Path) -> None:
    """``order`` first, then the name; without a folder there are none."""
    (tmp_path / "b.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "a.toml").write_text(SMALL.replace("small", "tiny").replace("[when]", "order = 5\n[when]"), "utf-8")
    assert [rule.name for rule in load_rules(tmp_path, columns_of(FRAME))] == ["small", "tiny"]
    assert load_rules(tmp_path / "none", columns_of(FRAME)) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SMALL.replace("seats", "sets"), r"small\.toml:4: when\.sets: "),
        (SMALL.replace("below", "bellow"), r"small\.toml:4: when\.seats: "),
        (SMALL.replace('"small"', '"s1"'), r"small\.toml:1: name: 's1' is what Steward calls"),
        (SMALL.replace('"small"', '"loyal"'), r"small\.toml:1: name: 'loyal' is what"),
        (SMALL.replace("title", "titel"), r"small\.toml:"),
        ("name = ", r"small\.toml:1"),
    ],
)
def test_a_malformed_rule_is_named_by_file_line_and_key(text: str, words: str) -> None:
    """So that an editor can jump there."""
    with pytest.raises(BadInput, match=words):
        read_rule(text, "small.toml", columns_of(FRAME))


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    """Nobody could tell whose customers they are."""
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
    with pytest.raises(BadInput, match=r"b\.toml:1: name: 'small' is used twice"):
        load_rules(tmp_path, columns_of(FRAME))


def test_what_ships_is_told_in_every_language() -> None:
    """Titles and needs of the rules that ship are phrases of ours, and nothing else is."""
    rules = load_presets(columns_of(FRAME))
    assert {words for rule in rules for words in (rule.title, *rule.needs)} == OURS
