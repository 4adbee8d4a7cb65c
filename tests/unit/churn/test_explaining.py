"""Every live account is explained, and nobody else."""

from dataclasses import replace

from cs_engine.churn.explaining import Explained, explained
from tests.unit.churn.explained import company, machine, now_with

NOW, EARLIER = company()


def test_all_live_accounts_have_their_reasons_and_what_changes_would_come_to() -> None:
    """Who has left has none."""
    found = explained(machine(), now_with("A001", status="left"), EARLIER)
    assert found.keys() == set(NOW.facts.index) - {"A001"}
    assert len([one for one in found.values() if one.reasons and one.what_if]) > 50


def test_a_book_without_live_accounts_has_nothing_to_explain() -> None:
    """Nor a company's first day anything to compare with."""
    nobody = replace(NOW, facts=NOW.facts.assign(status="left"))
    assert explained(machine(), nobody, EARLIER) == {}
    assert explained(machine(), NOW, None).keys() == set(NOW.facts.index)


def test_a_model_of_which_it_is_not_known_what_is_noise_explains_nothing() -> None:
    """Probabilities stand all the same."""
    found = explained(replace(machine(), telling={}), NOW, EARLIER)
    assert set(found.values()) == {Explained((), None)}
