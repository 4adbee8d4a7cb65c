"""The family that goes by a model: it is read from the chances that were kept, and told in the digest only."""

from datetime import timedelta

import pytest

from cs_engine.episodes.declaration import Alerts
from cs_engine.records.churn_contacts import HoldOut
from cs_engine.records.episode_view import Standing
from cs_engine.records.episodes import Family
from cs_engine.records.risk import AccountRisk, Step
from cs_engine.records.risk_view import KeptRisks
from cs_engine.service.episodes.reading import Reading
from cs_engine.service.scoring.model_chances import model_chance
from tests.unit.episodes.office import Office
from tests.unit.health.accounts import MONDAY

WEEK = timedelta(weeks=1)


def say(
    office: Office, probability: float, days: int = 0, step: Step = Step.FULL, held_out: HoldOut | None = None
) -> None:
    """Keep a chance of a loss that was found so many days before the second week's review."""
    day = (MONDAY + WEEK - timedelta(days=days)).date()
    risk = AccountRisk("a1", day, 90, probability, None, None, step, "xgboost", 120)
    about = KeptRisks(day, MONDAY, 90, step, "xgboost", 120, "ab12" if step is Step.FULL else None, None, held_out)
    with office.store.changing() as memory:
        memory.risks.put(about, [risk])


def families(office: Office) -> set[Family]:
    """Return what the second week's review sees in the account."""
    office.tell(a1=[{}, {}])
    alerts: Alerts = office.cs.episodes.alerts
    (judged,) = Reading(office.store, alerts, MONDAY + WEEK, MONDAY).judged()
    return set(judged.holding)


@pytest.mark.parametrize(
    ("probability", "days", "step", "seen"),
    [
        (0.45, 0, Step.FULL, {Family.PROBABILITY}),
        (0.45, 6, Step.FULL, {Family.PROBABILITY}),
        (0.39, 0, Step.FULL, set()),
        (0.45, 9, Step.FULL, set()),
        (0.45, 0, Step.BANDS, set()),
    ],
)
def test_a_likely_loss_is_seen_while_what_was_said_is_fresh(
    office: Office, probability: float, days: int, step: Step, seen: set[Family]
) -> None:
    """Only a model speaks: what followed a band is in the band already."""
    say(office, probability, days, step)
    assert families(office) == seen


def test_nothing_is_seen_in_an_account_that_is_held_out(office: Office) -> None:
    """Only by its chance; of the others it is."""
    held = next(out for share in range(1, 1000) if (out := HoldOut(share / 1000, MONDAY.date())).holds("a1"))
    say(office, 0.9, held_out=held)
    assert families(office) == set()
    assert model_chance(office.store, "a1", MONDAY + WEEK) is None
    say(office, 0.9, held_out=HoldOut(held.share / 2, MONDAY.date()))
    assert model_chance(office.store, "a1", MONDAY + WEEK) is not None
    (judged,) = Reading(office.store, office.cs.episodes.alerts, MONDAY + WEEK, MONDAY).judged()
    assert set(judged.holding) == {Family.PROBABILITY}


def test_it_opens_no_episode_and_is_said_in_the_digest_only(office: Office) -> None:
    """However likely: a probability is no action."""
    say(office, 0.9)
    office.tell(a1=[{}, {}], h=[{}, {}])
    office.review(0)
    office.review(1)
    assert not office.said("episode")


def test_the_family_is_on_once_a_model_speaks(office: Office) -> None:
    """Before, it is said what is missing."""
    standings = {each.family: each for each in office.cs.episodes.standings()}
    assert (standings[Family.PROBABILITY].standing, standings[Family.PROBABILITY].needs) == (
        Standing.NEEDS_DATA,
        ("model",),
    )
    say(office, 0.2)
    standings = {each.family: each for each in office.cs.episodes.standings()}
    assert standings[Family.PROBABILITY].standing is Standing.DIGEST
