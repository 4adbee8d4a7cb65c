"""Scorecard files: chosen by what they say, refused with the line to mend."""

from pathlib import Path

import pytest

from cs_engine.errors import BadScorecard
from cs_engine.health.assess import assess
from cs_engine.health.reading import arrange, load_preset, load_scorecards, read_scorecard
from cs_engine.health.snapshot import Snapshot
from tests.unit.health.accounts import DIAL_TOML, an_account, context

GOOD = """\
name = "mine"
purpose = "Ours."

[when]
segment = ["mid", "enterprise"]
tenure_days = { at_least = 60 }

[groups.usage]
weight = 100

[[groups.usage.factors]]
measure = "usage_trend"
weight = 60
curve = [
  [0.5, 0],
  [1.0, 100],
]

[[groups.usage.factors]]
measure = "breadth"
weight = 40
curve = [[0, 0], [1, 100]]
decay = [[0, 100], [15, 0]]
"""
DEFAULT = GOOD.replace('[when]\nsegment = ["mid", "enterprise"]\ntenure_days = { at_least = 60 }', "").replace(
    'purpose = "Ours."', 'purpose = "Ours."\ndefault = true'
)


def refusal(text: str) -> str:
    """Return the sentence with which a text is refused."""
    with pytest.raises(BadScorecard) as caught:
        read_scorecard(text, "cards/mine.toml")
    return str(caught.value)


def test_a_good_file_is_read() -> None:
    """The control for the refusals below."""
    card = read_scorecard(GOOD, "cards/mine.toml")
    assert [(factor.measure.key, factor.weight, factor.target) for factor in card.factors] == [
        ("usage_trend", 6_000, 1.0),
        ("breadth", 4_000, 1.0),
    ]


@pytest.mark.parametrize(
    (
        "old",
        "new",
        "place",
        "message",
    ),
    [
        (
            '"usage_trend"',
            '"useage_trend"',
            "12: groups.usage.factors[0].measure",
            "there is no measure 'useage_trend'; did you mean 'usage_trend'?",
        ),
        (
            '"usage_trend"',
            '"xyz"',
            "12: groups.usage.factors[0].measure",
            "there is no measure 'xyz'; use one of usage_trend, ",
        ),
        (
            "weight = 60",
            "weight = 50",
            "8: groups.usage",
            "the weights of its factors add up to 90, not 100; add 10.",
        ),
        (
            "weight = 60",
            "weight = 70",
            "8: groups.usage",
            "the weights of its factors add up to 110, not 100; take 10 away.",
        ),
        (
            "weight = 100",
            "weight = 90",
            "8: groups",
            "the weights of its groups add up to 90, not 100; add 10.",
        ),
        (
            "[1.0, 100],",
            "[0.5, 100],",
            "14: groups.usage.factors[0].curve",
            "must ascend in its raw values: 0.5 follows 0.5; sort the pairs.",
        ),
        (
            "[[0, 0], [1, 100]]",
            "[[0, 0], [1, 101]]",
            "22: groups.usage.factors[1].curve",
            "must keep its second values between 0 and 100.",
        ),
        (
            "[[0, 0], [1, 100]]",
            "[[0, 0]]",
            "22: groups.usage.factors[1].curve",
            "needs at least two [raw, value] pairs.",
        ),
        (
            "weight = 40",
            'weight = "much"',
            "21: groups.usage.factors[1].weight",
            "should be a valid integer, unable to parse string as an integer; it is 'much'.",
        ),
        (
            "weight = 40\n",
            "",
            "19: groups.usage.factors[1].weight",
            "is missing; add `weight = ...`.",
        ),
        (
            "weight = 40",
            "wieght = 40",
            "19: groups.usage.factors[1].weight",
            "is missing; add `weight = ...`.",
        ),
        (
            "weight = 40",
            "weight = 40\nwieght = 40",
            "22: groups.usage.factors[1].wieght",
            "is not known here; did you mean `weight`?.",
        ),
        (
            "weight = 40",
            "weight = 40\nqqq = 40",
            "22: groups.usage.factors[1].qqq",
            "is not known here; remove it.",
        ),
        (
            "segment =",
            "segmnt =",
            "5: when.segmnt",
            "is no column to choose by; use one of account_id, ",
        ),
        (
            "segment =",
            "renewal_date =",
            "5: when.renewal_date",
            "is no column to choose by; use one of account_id, ",
        ),
        (
            '["mid", "enterprise"]',
            "[1]",
            "5: when.segment",
            "needs a text or a list of texts.",
        ),
        (
            '["mid", "enterprise"]',
            "[]",
            "5: when.segment",
            "needs a text or a list of texts.",
        ),
        (
            "segment =",
            "auto_renew =",
            "5: when.auto_renew",
            "needs true or false.",
        ),
        (
            "{ at_least = 60 }",
            "60",
            "6: when.tenure_days",
            "is a number; write { at_least = 1, below = 10 } with one or both bounds.",
        ),
        (
            "{ at_least = 60 }",
            "{ above = 60 }",
            "6: when.tenure_days",
            "is a number; write { at_least = 1, below = 10 } with one or both bounds.",
        ),
        (
            "{ at_least = 60 }",
            '{ at_least = "x" }',
            "6: when.tenure_days",
            "needs numbers as bounds.",
        ),
        (
            "[[0, 100], [15, 0]]",
            "[[1, 100], [15, 0]]",
            "23: groups.usage.factors[1].decay",
            "must start with [0, 100] and never rise: older data cannot weigh more.",
        ),
        (
            "[[0, 100], [15, 0]]",
            "[[0, 100], [15, 50], [20, 60]]",
            "23: groups.usage.factors[1].decay",
            "must start with [0, 100] and never rise",
        ),
        (
            "[[0, 100], [15, 0]]",
            "[[0, 100], [15, 33.3]]",
            "23: groups.usage.factors[1].decay",
            "needs whole percents.",
        ),
        (
            "curve = [[0, 0], [1, 100]]",
            "",
            "19: groups.usage.factors[1]",
            "needs either `curve` or `steps`, and only one of them.",
        ),
        (
            '"breadth"',
            '"two_way_days"',
            "19: groups.usage.factors[1]",
            "two_way_days grows by itself, so a curve would move the score in a quiet week; write `steps`.",
        ),
        (
            '"breadth"',
            '"usage_trend"',
            "1",
            "uses the measure 'usage_trend' twice; keep one of them.",
        ),
        (
            'purpose = "Ours."',
            'purpose = "Ours."\ndefault = true',
            "1",
            "needs either `default = true` or a [when] table, and only one of them.",
        ),
        (
            "[groups.usage]\n",
            "[groups.usage]\nonly_subtracts = true\n",
            "8: groups",
            "every group only subtracts, so there is nothing to subtract from; free one of them.",
        ),
        (
            "[groups.usage]\n",
            "[bands]\nhealthy_at = 60\n[groups.usage]\n",
            "8: bands",
            "must keep at_risk_below <= healthy_leaves_below <= healthy_at.",
        ),
        (
            "[groups.usage]\n",
            "[bands]\nat_risk_leaves_at = 40\n[groups.usage]\n",
            "8: bands",
            "must keep at_risk_below <= at_risk_leaves_at.",
        ),
        (
            'name = "mine"',
            'name = "My card"',
            "1: name",
            "String should match pattern",
        ),
        (
            "weight = 100\n",
            "weight = 100\nweight = 100\n",
            "10: not readable as TOML",
            "Cannot overwrite a value (at line 10, column 13); mend this line.",
        ),
        (
            "[1, 100]]\ndecay = [[0, 100], [15, 0]]\n",
            "[1, 100]",
            "22: not readable as TOML",
            "Unclosed array (at end of document); mend this line.",
        ),
    ],
)
def test_a_malformed_scorecard_is_refused_with_file_line_key_and_fix(
    old: str, new: str, place: str, message: str
) -> None:
    """An editor can jump there, and a person can mend it."""
    assert refusal(GOOD.replace(old, new, 1)).startswith(f"cards/mine.toml:{place}: {message}")


def test_an_empty_file_is_refused_with_what_is_missing() -> None:
    """Nothing to point at but the first line."""
    assert refusal("") == "cards/mine.toml:1: name: is missing; add `name = ...`."


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


def chosen(facts: dict[str, object], cards: tuple[object, ...]) -> Snapshot:
    """Return the snapshot under a set of scorecards."""
    return assess(facts, cards, context())  # type: ignore[arg-type]  # the test is about values, not types


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
