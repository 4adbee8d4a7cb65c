"""One picture of the company: the first summary, the digest and Home count alike."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cs_engine.records.acting import Actor, Team
from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import Behind
from cs_engine.records.portfolio import Scope
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.storage.store import Store
from tests.unit.health.accounts import day_ago
from tests.unit.service.desk import MONDAY, kept
from tests.unit.service.digest_cast import ANA

NINE = MONDAY + timedelta(hours=9)
LEA = Actor("U1", "lea@ours.example", "Lea")
CHANNEL = ChannelSettings(
    "C1", "team", ChannelScope.TEAM, None, LEA.person, datetime(2026, 1, 1, tzinfo=UTC), timezone="Europe/Berlin"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Yield an empty memory in either database."""
    url = f"sqlite:///{tmp_path}/steward.db"
    with closing(Store.open(url if request.param == "sqlite" else request.getfixturevalue("postgresql"))) as opened:
        opened.migrate()
        yield opened


def test_a_parent_counts_by_its_worst_child_everywhere(store: Store) -> None:
    """Whoever adds up the first summary, the digest and Home finds the same numbers."""
    healthy = [kept(name, name, MONDAY, owner=ANA, usage_last_day=day_ago(1, MONDAY)) for name in ("A", "B", "P")]
    store.write_snapshots([*healthy[:2], replace(healthy[2], band=Band.AT_RISK)])
    cs = CustomerSuccess(store, lambda: NINE)
    cs.episodes.review(MONDAY, Team(leads=(LEA.person,)))
    digest = cs.digests.compose(CHANNEL, NINE).digest
    counted = {line.band: line.accounts for line in digest.bands}
    assert counted == {Band.AT_RISK: 1, Band.HEALTHY: 2}
    (note,) = [each.intent for each in cs.outbox.page().deliveries if each.intent.kind == "note"]
    assert note.about["bands"] == {band.value: count for band, count in counted.items()}
    overview = cs.home.overview(LEA, Scope.TEAM, None)
    assert overview is not None
    assert (overview.accounts, overview.now.at_risk) == (3, 1)


@pytest.mark.parametrize(("days", "behind"), [(1, None), (4, Behind.USAGE)])
def test_home_says_what_is_behind_as_the_digest_does(store: Store, days: int, behind: Behind | None) -> None:
    """Usage that ended last Wednesday, of everybody's accounts and of one's own."""
    store.write_snapshots([kept("A", "Acme", MONDAY, owner=ANA, usage_last_day=day_ago(days, MONDAY), active_days=18)])
    cs = CustomerSuccess(store, lambda: NINE)
    overviews = [cs.home.overview(LEA, Scope.TEAM, None), cs.home.overview(LEA, Scope.MINE, ANA)]
    fresh = cs.digests.compose(CHANNEL, NINE).digest.freshness
    assert fresh.behind is behind
    assert [found and (found.fresh.behind, found.fresh.since) for found in overviews] == [(behind, fresh.since)] * 2


def test_whose_accounts_have_no_usage_reads_nothing_about_it(store: Store) -> None:
    """A book without usage is not late."""
    store.write_snapshots([kept("A", "Acme", MONDAY, owner=ANA, usage_last_day=None)])
    overview = CustomerSuccess(store, lambda: NINE).home.overview(LEA, Scope.TEAM, None)
    assert overview is not None
    assert overview.fresh.behind is None
