"""What a hold-out tells is said with its interval, or that it cannot be told."""

from datetime import date

import pytest

from bot.cli.churn_contacts import say_by_contact, say_held_out
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_contacts import Arm, ByContact, ContactGroup, HoldOut, HoldOutTried

OUT = HoldOut(0.2, date(2026, 3, 2))
ARM = Arm(200, 30, 0.14, Estimate(0.15, 0.11, 0.21))


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (None, "it takes 50 on either side, and 10 losses in all"),
        (Estimate(-0.15, -0.229, -0.069), "Acting on forecasts helps: -15.0 points (-22.9 to -6.9)"),
        (Estimate(0.15, 0.069, 0.229), "Acting on forecasts does HARM: +15.0 points"),
        (Estimate(-0.02, -0.09, 0.05), "cannot be told yet: -2.0 points (-9.0 to +5.0)"),
    ],
)
def test_the_verdict_goes_by_the_interval(
    difference: Estimate | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It helps, it does harm, or nobody knows."""
    say_held_out(HoldOutTried(OUT, ARM, ARM, difference))
    told = capsys.readouterr().out
    assert said in told
    assert "20% of accounts, since 2026-03-02" in told


def test_a_group_of_few_losses_is_counted_only(capsys: pytest.CaptureFixture[str]) -> None:
    """And it says why there is no more."""
    few = ContactGroup(40, 12, 3, None, None, None)
    say_by_contact(ByContact(few, ContactGroup(900, 60, 20, 0.03, Estimate(0.04, 0.02, 0.06), Estimate(0.8, 0.7, 0.9))))
    told = capsys.readouterr().out
    assert "too few lost to tell" in told
    assert "0.80 (0.70 to 0.90)" in told
    assert "not the effect of contact" in told
