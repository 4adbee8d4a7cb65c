"""Accounts that are held out keep their chance, and nothing acts on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from cs_engine.records.account import Basis
from cs_engine.records.churn import Wanted
from cs_engine.records.churn_contacts import HoldOut
from cs_engine.records.sight import EVERYTHING
from cs_engine.service.churn.desk import MOST_EARLY, RiskDesk
from cs_engine.service.churn.keeping import Finding, keep_risks
from cs_engine.service.churn.risks import newest_snapshots
from cs_engine.service.scoring.model_chances import model_chances
from tests.unit.service.desk import MONDAY, TUESDAY, ZONE, Desk
from tests.unit.service.test_risks import company

QUARTER, DAY = timedelta(days=91), timedelta(days=1)
SHARE = 0.3


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a desk whose chances were found by a model, with accounts held out."""
    with Desk.opened(tmp_path_factory.mktemp("held")) as desk:
        desk.put(company())
        desk.refresh(*(MONDAY - back * QUARTER for back in (2, 1, 0)))
        keep_risks(desk.store, desk.book_url, ZONE, TUESDAY, Finding(Wanted(lambda: 0.0), held_out=SHARE))
        yield desk


def test_money_at_stake_goes_by_the_model_only_where_nothing_is_held_out(held: Desk) -> None:
    """Those held out are ordered as the score says; their chance is kept, and marked."""
    out = HoldOut(SHARE, MONDAY.date())
    with held.store.viewing() as memory:
        said, about = memory.risks.by_model(), memory.risks.about()
    assert about is not None
    assert about.holdout == out
    kept_out = {name for name in said if out.holds(name)}
    assert kept_out
    basis = {name: row.probability_basis for name, row in newest_snapshots(held.store).items() if name in said}
    assert {name for name, found in basis.items() if found is Basis.MODEL} == set(said) - kept_out
    assert set(model_chances(held.store, TUESDAY)) == set(said) - kept_out
    chance = RiskDesk(held.store).account(min(kept_out), EVERYTHING)
    assert chance is not None
    assert chance.risk is not None
    assert chance.about.holds_out(chance.risk.account_id)


def test_since_when_accounts_are_held_out_stays_until_the_share_changes(held: Desk) -> None:
    """Forecasts from before were acted on for everybody, or for others."""
    before = HoldOut(SHARE, MONDAY.date() - 30 * DAY)
    with held.store.changing() as memory:
        about = memory.risks.about()
        assert about is not None
        memory.risks.put(replace(about, holdout=before), list(memory.risks.by_model().values()))

    def found(share: float) -> HoldOut | None:
        return keep_risks(held.store, held.book_url, ZONE, TUESDAY, Finding(held_out=share)).holdout

    assert found(SHARE) == before
    assert found(0.2) == HoldOut(0.2, MONDAY.date())
    assert found(0.0) is None
    assert found(SHARE) == HoldOut(SHARE, MONDAY.date())


def test_early_warnings_leave_out_who_is_held_out(held: Desk) -> None:
    """They go by the chance alone; the list by urgency tells everybody."""
    with held.store.changing() as memory:
        about, risks = memory.risks.about(), list(memory.risks.by_model().values())
        assert about is not None
        memory.risks.put(replace(about, holdout=HoldOut(SHARE, MONDAY.date())), risks)
    rows = [replace(row, early_warning=True) for row in newest_snapshots(held.store).values()]
    view = RiskDesk(held.store).view(EVERYTHING)
    assert view.count == len(risks)
    held.store.write_snapshots([replace(row, as_of=row.as_of + timedelta(hours=1)) for row in rows])
    view = RiskDesk(held.store).view(EVERYTHING)
    assert len(view.early) == MOST_EARLY
    assert not any(HoldOut(SHARE, MONDAY.date()).holds(one.risk.account_id) for one in view.early)
    assert view.early_count == sum(not HoldOut(SHARE, MONDAY.date()).holds(one.account_id) for one in risks)
