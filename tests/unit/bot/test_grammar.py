"""What is typed after `/health`."""

import pytest

from bot.listeners.commands.grammar import USAGES, Question, Reading, read


@pytest.mark.parametrize(
    ("typed", "likeliest"),
    [
        ("", Reading(Question.MINE)),
        ("  mine ", Reading(Question.MINE)),
        ("MINE", Reading(Question.MINE)),
        ("help", Reading(Question.HELP)),
        ("at-risk", Reading(Question.AT_RISK)),
        ("at-risk team", Reading(Question.AT_RISK_ALL)),
        ("at-risk all", Reading(Question.AT_RISK_ALL)),
        ("acme", Reading(Question.CARD, "acme")),
        ("Acme Corp", Reading(Question.CARD, "Acme Corp")),
        ("acme why", Reading(Question.WHY, "acme")),
        ("Acme Corp history", Reading(Question.HISTORY, "Acme Corp")),
        ('"mine"', Reading(Question.CARD, "mine")),
        ('"help" why', Reading(Question.WHY, "help")),
        ("\u201cTell me why\u201d", Reading(Question.CARD, "Tell me why")),
        ('"Tell me why" why', Reading(Question.WHY, "Tell me why")),
        ("R&amp;D Partners", Reading(Question.CARD, "R&D Partners")),
        ("A &lt;b&gt; why", Reading(Question.WHY, "A <b>")),
        ("<http://acme.com|acme.com>", Reading(Question.CARD, "acme.com")),
        ("<@U123|dana>", Reading(Question.CARD, "dana")),
        ("why", Reading(Question.CARD, "why")),
        ("at-risk bakery", Reading(Question.CARD, "at-risk bakery")),
        ("mine craft", Reading(Question.CARD, "mine craft")),
        ("O\u2019Neil", Reading(Question.CARD, "O'Neil")),
        ('"unfinished', Reading(Question.CARD, '"unfinished')),
        ('"Acme" nonsense', Reading(Question.CARD, '"Acme" nonsense')),
    ],
)
def test_what_is_typed_is_understood(typed: str, likeliest: Reading) -> None:
    """Names, keywords, quotes, entities, links and mentions come out as one question about one name."""
    assert read(typed)[-1] == likeliest


def test_a_name_that_ends_in_a_keyword_is_tried_first() -> None:
    """An account called "Tell me why" is found without quotes, if it exists."""
    assert read("tell me why") == (Reading(Question.CARD, "tell me why"), Reading(Question.WHY, "tell me"))


def test_every_example_of_the_help_is_understood_as_what_it_promises() -> None:
    """The table that is shown is the table that parses."""
    for usage in USAGES:
        typed = usage.example.removeprefix("/health").strip()
        assert read(typed)[-1].question is usage.question
