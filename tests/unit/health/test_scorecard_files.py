"""Scorecard files: read, put in order, chosen by what they say."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cs_engine.errors import BadScorecard
from cs_engine.health.assess import assess
from cs_engine.health.reading import arrange, load_preset, load_scorecards, read_scorecard
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from tests.unit.health.accounts import DIAL_TOML, an_account, context
from tests.unit.health.scorecards import GOOD

DEFAULT = GOOD.replace('[when]\nsegment = ["mid", "enterprise"]\ntenure_days = { at_least = 60 }', "").replace(
    'purpose = "Ours."', 'purpose = "Ours."\ndefault = true'
)


def test_a_good_file_is_read() -> None:
    """The control for the refusals below."""
    card = read_scorecard(GOOD, "cards/mine.toml")
    assert [(factor.measure.key, factor.weight, factor.target) for factor in card.factors] == [
        ("usage_trend", 6_000, 1.0),
        ("breadth", 4_000, 1.0),
    ]


def test_a_folder_of_scorecards_is_tried_in_order_and_the_default_last(tmp_path: Path) -> None:
    """By `order`, then by name."""
    (tmp_path / "a.toml").write_text(DIAL_TOML)
    (tmp_path / "b.toml").write_text(GOOD)
    (tmp_path / "c.toml").write_text(GOOD.replace('"mine"', '"first"').replace("[when]", "order = -1\n[when]"))
    assert [card.name for card in load_scorecards(tmp_path)] == ["first", "mine", "dial"]
    assert [card.name for card in load_scorecards([tmp_path / "b.toml", tmp_path / "a.toml"])] == ["mine", "dial"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """Nobody is scored by nothing."""
    with pytest.raises(BadScorecard, match=r":1: no \*\.toml file here; copy a preset into it\."):
        load_scorecards(tmp_path)


def test_no_file_at_all_is_refused() -> None:
    """An empty list of files is a mistake of the caller's configuration."""
    with pytest.raises(BadScorecard, match=r"^scorecards:1: no \*\.toml file"):
        load_scorecards([])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The sentence names the path."""
    with pytest.raises(BadScorecard, match=r"gone\.toml:1: cannot be read .*; check the path"):
        load_scorecards([tmp_path / "gone.toml"])


def test_a_set_without_a_default_is_refused() -> None:
    """Somebody would have no scorecard."""
    with pytest.raises(BadScorecard, match=r"^cards/mine\.toml:4: no scorecard is for everybody else"):
        arrange([read_scorecard(GOOD, "cards/mine.toml")])


def test_a_set_with_two_defaults_is_refused() -> None:
    """Two cannot both be for everybody else."""
    cards = [read_scorecard(DIAL_TOML, "cards/dial.toml"), read_scorecard(DEFAULT, "cards/mine.toml")]
    with pytest.raises(BadScorecard, match=r"^cards/mine\.toml:3: default: cards/dial\.toml is the default too"):
        arrange(cards)


def test_a_set_with_one_name_twice_is_refused() -> None:
    """History is kept by name."""
    cards = [read_scorecard(DIAL_TOML, "cards/dial.toml"), read_scorecard(DIAL_TOML, "cards/copy.toml")]
    with pytest.raises(BadScorecard, match=r"^cards/copy\.toml:2: name: 'dial' is also in cards/dial\.toml"):
        arrange(cards)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"segment": "mid", "tenure_days": 60}, "mine"),
        ({"segment": "enterprise", "tenure_days": 60}, "mine"),
        ({"segment": "mid", "tenure_days": 59}, "dial"),
        ({"segment": "digital", "tenure_days": 60}, "dial"),
        ({"segment": None, "tenure_days": 60}, "dial"),
    ],
)
def test_an_account_gets_the_first_scorecard_whose_conditions_all_hold(facts: dict[str, object], name: str) -> None:
    """What is unknown meets no condition."""
    cards = arrange([read_scorecard(DIAL_TOML, "dial.toml"), read_scorecard(GOOD, "mine.toml")])
    assert chosen(an_account(**facts), cards).scorecard == name


def chosen(facts: dict[str, object], cards: Sequence[Scorecard]) -> Snapshot:
    """Return the snapshot under a set of scorecards."""
    return assess(facts, cards, context())


def test_a_range_has_an_open_end() -> None:
    """`below` excludes its bound."""
    text = GOOD.replace("{ at_least = 60 }", "{ below = 60 }").replace('"mine"', '"young"')
    cards = arrange([read_scorecard(DIAL_TOML, "dial.toml"), read_scorecard(text, "young.toml")])
    assert [chosen(an_account(tenure_days=days), cards).scorecard for days in (59, 60)] == ["young", "dial"]


def test_the_formula_version_names_what_is_computed_and_nothing_else() -> None:
    """Words, order and choice leave it alone; a weight does not."""
    version = read_scorecard(GOOD, "x").formula_version
    assert version.startswith("mine@")
    assert len(version) == len("mine@") + 8
    same = GOOD.replace("Ours.", "Theirs.").replace("60 }", "90 }").replace("[1, 100]]", "[1.0, 100]] # a remark")
    assert read_scorecard(same, "y").formula_version == version
    assert read_scorecard(GOOD.replace("[0.5, 0]", "[0.4, 0]"), "x").formula_version != version


def test_a_scorecard_can_be_made_again_from_its_text() -> None:
    """The text is what an archive keeps."""
    card = load_preset("balanced")
    assert read_scorecard(card.text, card.origin) == card
