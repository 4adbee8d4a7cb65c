"""What is typed after `/cs risk` and `/cs model`, and how the answers read."""

from dataclasses import replace

import pytest

from bot.access.redaction import redacted_risks
from bot.listeners import messages
from bot.listeners.commands.cs_grammar import Request, read_cs
from bot.listeners.messages import CardOptions
from bot.risks import words
from cs_engine.records.bands import Band
from cs_engine.records.churn import Estimate
from cs_engine.records.risk import Step
from cs_engine.records.risk_view import ModelView, RisksView
from tests.unit.bot.answers import report
from tests.unit.templates.samples_risks import CARD, TESTED, about, chance, line
from tests.unit.templates.test_sweep import RENDERERS

EN = RENDERERS["en"]
ACME = replace(line(0), name="Acme", band=Band.AT_RISK, owner="mia@ours.example")
VIEW = RisksView(about(Step.FULL), (ACME,), 4, (replace(line(1), name="Later"),), 3, 2)


@pytest.mark.parametrize(("said", "rest"), [("risk", ""), ("risk mine", "mine"), ("Risk MINE", "MINE")])
def test_the_list_is_asked_for_of_everybody_or_of_oneself(said: str, rest: str) -> None:
    """What else is typed is answered with what can be asked."""
    reading = read_cs(said)
    assert (reading.request, reading.account) == (Request.RISK, rest)


def test_each_account_has_its_chance_with_interval_money_and_owner() -> None:
    """Whoever is not in the list is counted: unknown is not safe."""
    text = words.risks(EN, VIEW).text
    assert "Who may be lost within 90 days · 4 accounts" in text
    assert "🔴 Acme · 38% (20% to 53%)" in text
    assert "€4.8K of €12.6K at stake · any month · mia@ours.example" in text
    assert "and 3 more" in text
    assert "Early warnings" in text
    assert "2 accounts are not in it: too little is known about them, which is not the same as safe." in text


def test_my_own_list_does_not_repeat_my_name() -> None:
    """It says whose it is."""
    text = words.risks(EN, VIEW, mine=True).text
    assert "Who of yours may be lost" in text
    assert "mia@ours.example" not in text


def test_without_the_right_to_money_no_amount_is_told() -> None:
    """The order stays, and it is said that money is not shown."""
    text = words.risks(EN, redacted_risks(VIEW, ())).text
    assert "Acme" in text
    assert "€" not in text
    assert "ARR unknown" not in text
    assert "Money is not shown for your role." in text


def test_before_the_first_night_it_says_so() -> None:
    """An empty list would look as if nobody could be lost."""
    assert "Nothing has been found yet" in words.risks(EN, RisksView(None, (), 0, (), 0, 0)).text


def test_the_card_tells_the_chance_with_window_method_and_losses() -> None:
    """Behind *More*; with no loss yet it says that it is assumed."""
    full = str(messages.card(EN, report(chance=chance()), CardOptions(full=True)).blocks)
    assert "38% (24% to 53%) within 90 days · by a model (xgboost), from 42 past losses" in full
    assumed = str(messages.card(EN, report(chance=chance(Step.ASSUMED, sure=False)), CardOptions(full=True)).blocks)
    assert "38% within 90 days · by band, assumed: nothing was lost yet" in assumed


def test_the_card_tells_the_year_ahead_as_far_as_it_is_known() -> None:
    """With its interval where there is one; by the bands only if nothing changes; a short past says so."""
    said = {
        step: str(messages.card(EN, report(chance=chance(step, sure=sure)), CardOptions(full=True)).blocks)
        for step, sure in ((Step.FULL, True), (Step.SMALL, True), (Step.ASSUMED, False))
    }
    assert "Within 12 months: 61% (40% to 80%)" in said[Step.FULL]
    assert "Within 6 months: 45% (30% to 60%); the past is too short to tell more" in said[Step.SMALL]
    assert "Within 12 months, if it stays in its band: 61%" in said[Step.ASSUMED]


def test_a_model_that_is_no_better_than_tenure_says_so() -> None:
    """In so many words."""
    dull = replace(CARD, tested=replace(TESTED, gain=Estimate(0.01, -0.05, 0.07)))
    assert "No better than tenure alone" in words.model(EN, ModelView(about(Step.FULL), dull, None)).text
    good = words.model(EN, ModelView(about(Step.FULL), CARD, None)).text
    assert "No better" not in good
    assert "said 3.1% on average, 3.0% were lost" in good


def test_who_sees_some_accounts_is_not_told_figures_of_all() -> None:
    """It is said why."""
    text = words.model(EN, ModelView(about(Step.FULL), None, None, narrow=True)).text
    assert "told of all customers, and you see some of them" in text
