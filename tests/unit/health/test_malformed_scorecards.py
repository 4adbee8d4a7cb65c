"""Malformed scorecards are refused with file, line, key and the fix."""

import pytest

from cs_engine.errors import BadScorecard
from cs_engine.health.reading import read_scorecard
from tests.unit.health.scorecards import GOOD


def refusal(text: str) -> str:
    """Return the sentence with which a text is refused."""
    with pytest.raises(BadScorecard) as caught:
        read_scorecard(text, "cards/mine.toml")
    return str(caught.value)


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
