"""Every live account gets a probability, on the highest step that stands, with why it is no higher."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from cs_engine.churn.filing import model_id, packed
from cs_engine.churn.ladder import FEWEST_SMALL
from cs_engine.churn.machine import Machine
from cs_engine.records.bands import Band
from cs_engine.records.churn import Wanted
from cs_engine.records.churn_accounts import Freshness
from cs_engine.records.risk import AccountRisk, Step
from cs_engine.records.risk_view import KeptRisks
from cs_engine.service.churn.learning_accounts import learn_accounts
from cs_engine.service.churn.risks import Judgement, risks
from tests.builders import Row
from tests.unit.service.desk import MONDAY, SUNDAY, TUESDAY, ZONE, Desk, account, contract, usage

WEEKS, ACCOUNTS, LOST = 64, 48, 24
DAY, QUARTER = timedelta(days=1), timedelta(days=91)


def company() -> dict[str, list[Row]]:
    """Return accounts whose use falls in the ten weeks before they are lost; the others keep using it."""
    chance = np.random.default_rng(0)
    tables: dict[str, list[Row]] = {"accounts": [], "subscriptions": [], "usage": []}
    for number in range(ACCOUNTS):
        name, left = f"A{number:02}", int(chance.integers(20, WEEKS)) if number < LOST else WEEKS
        last = SUNDAY - (WEEKS - left) * timedelta(weeks=1)
        ends = {"end_date": last, "end_reason": "churn"} if number < LOST else {}
        falling = [week >= left - 10 and number < LOST for week in range(left)]
        users = [max(1, round(chance.normal(10 if low else 35, 4))) for low in falling]
        tables["accounts"].append(account(name, status=None))
        tables["subscriptions"].append(contract(name, term_months=1, renewal_date=None, **ends))
        tables["usage"] += usage(users, name, last)
    return tables


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a desk with a past that was scored once a quarter."""
    with Desk.opened(tmp_path_factory.mktemp("risks")) as desk:
        desk.put(company())
        desk.refresh(*(MONDAY - back * QUARTER for back in (2, 1, 0)))
        yield desk


@pytest.fixture(scope="module")
def machine(known: Desk) -> Machine:
    """Return what was learned from that past."""
    learned = learn_accounts(known.book_url, ZONE, Wanted(lambda: 0.0))
    assert learned.machine is not None
    return learned.machine


def judged(desk: Desk, model: Machine | None) -> Judgement:
    """Return what is said today."""
    return risks(desk.book_url, ZONE, desk.store, None if model is None else packed(model), TUESDAY)


def learned_until(machine: Machine, day: date) -> Machine:
    """Return a model that learned up to another day."""
    assert machine.grounds is not None
    return replace(machine, grounds=replace(machine.grounds, last=day - timedelta(days=machine.grounds.horizon)))


def test_few_losses_make_a_small_model_and_say_so(known: Desk, machine: Machine) -> None:
    """Every live account has a probability within its interval, and the number of losses behind it."""
    found = judged(known, machine)
    assert len(found.risks) == ACCOUNTS - LOST
    assert {(risk.step, risk.method) for risk in found.risks} == {(Step.SMALL, "monotone")}
    assert all(
        risk.n >= FEWEST_SMALL and (risk.low or 0) <= risk.probability <= (risk.high or 1) for risk in found.risks
    )
    assert (found.about.step, found.about.as_of, found.about.model) == (
        Step.SMALL,
        MONDAY.date(),
        model_id(packed(machine)),
    )
    assert "They allow a small model" in str(found.about.why)
    assert found.machine is not None
    assert all(risk.farthest and risk.farthest.probability > risk.probability for risk in found.risks)


def test_a_model_of_before_curves_tells_none(known: Desk, machine: Machine) -> None:
    """The chance alone, until the next one is learned."""
    assert {risk.curve for risk in judged(known, replace(machine, curve=None)).risks} == {()}


def test_without_a_model_the_bands_speak(known: Desk) -> None:
    """Shrunken shares of what followed, with intervals; no model is at hand for reasons."""
    found = judged(known, None)
    assert len(found.risks) == ACCOUNTS - LOST
    assert {risk.step for risk in found.risks if risk.n} == {Step.BANDS}
    assert {risk.curve[-1].days for risk in found.risks} == {365}
    assert (found.about.step, found.about.model, found.machine) == (Step.BANDS, None, None)
    assert "No model has been learned yet" in str(found.about.why)
    assert found.about.n > 0


def test_a_stale_model_steps_down_by_itself(known: Desk, machine: Machine) -> None:
    """And says since when it has learned nothing."""
    found = judged(known, learned_until(machine, SUNDAY - timedelta(days=200)))
    assert found.about.step is Step.BANDS
    assert found.drift is not None
    assert found.drift.freshness is Freshness.STALE
    assert "200 days before the last data" in str(found.about.why)
    assert "what followed the bands" in str(found.about.why)


def test_a_model_whose_forecasts_did_not_come_true_steps_down(known: Desk, machine: Machine) -> None:
    """They were kept when they were made; those of other models say nothing about this one."""
    old = learned_until(machine, SUNDAY - timedelta(days=150))
    said = MONDAY.date() - timedelta(days=120)
    for name, freshness in (("another", Freshness.FRESH), (model_id(packed(old)), Freshness.DRIFTED)):
        about = KeptRisks(said, MONDAY, 90, Step.SMALL, "monotone", 20, name, None)
        told = [
            AccountRisk(f"A{each:02}", said, 90, 0.9, None, None, Step.SMALL, "", 20) for each in range(LOST, ACCOUNTS)
        ]
        with known.store.changing() as memory:
            memory.risks.put(about, told)
        found = judged(known, old).drift
        assert found is not None
        assert found.freshness is freshness
        said += timedelta(days=7)


def test_models_of_too_few_losses_and_of_older_versions_are_not_used(known: Desk, machine: Machine) -> None:
    """One was asked for by hand, of the other nothing is known."""
    assert machine.grounds is not None
    few = replace(machine, grounds=replace(machine.grounds, losses=FEWEST_SMALL - 1))
    assert f"known: {FEWEST_SMALL - 1}." in str(judged(known, few).about.why)
    assert "older Steward" in str(judged(known, replace(machine, grounds=None)).about.why)


def test_on_the_first_day_everything_is_assumed(desk: Desk) -> None:
    """No loss is known, and nothing that could have been one was seen; of Unknown nothing is said."""
    tables = company()
    live = [f"A{number}" for number in range(LOST, ACCOUNTS)]
    desk.put({name: [row for row in rows if row["account_id"] in live] for name, rows in tables.items()})
    desk.put({"accounts": [account(name) for name in [*live, "Z"]], "subscriptions": [contract(name) for name in live]})
    desk.refresh(MONDAY)
    assert desk.at(MONDAY, "Z").band is Band.UNKNOWN
    found = judged(desk, None)
    assert {risk.account_id for risk in found.risks} == set(live)
    assert {(risk.step, risk.low, risk.n) for risk in found.risks} == {(Step.ASSUMED, None, 0)}
    assert "assumed by band" in str(found.about.why)


def test_who_gave_notice_in_slack_is_lost_not_at_risk(known: Desk, machine: Machine, tmp_path: Path) -> None:
    """The newest snapshot knows it before the book does."""
    with Desk.opened(tmp_path) as desk:
        desk.put(company())
        desk.refresh(MONDAY)
        leaving = next(row for row in desk.rows() if row.band is not None)
        desk.store.write_snapshots(
            [replace(leaving, as_of=TUESDAY, band=Band.LEAVING, status="notice_given", cause="logbook")]
        )
        found = judged(desk, machine)
    assert leaving.account_id not in {risk.account_id for risk in found.risks}
    assert len(found.risks) == len(judged(known, machine).risks) - 1
