"""A snapshot is one line of canonical JSON that nothing is lost in."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from cs_engine.frames.facts import FACTS
from cs_engine.health.assess import assess
from cs_engine.health.facts import Facts, FactValue, plain_facts
from cs_engine.health.measures.registry import MEASURES
from cs_engine.health.reading import load_presets
from cs_engine.health.snapshot import Snapshot
from tests.unit.health.accounts import BALANCED, MONDAY, an_account, assessed, context, day_ago, weeks_on


def a_rich_snapshot() -> Snapshot:
    """Return a snapshot with every kind of content."""
    week = assessed(an_account(weeks_on(-1), active_users=30.0, status="onboarding"), weeks_on(-1), load_presets()[0])
    month = assessed(an_account(weeks_on(-4)), weeks_on(-4))
    facts = an_account(active_users=20.0, champion_left_on=day_ago(3), name='Ac"me 安 <!channel>', involuntary=False)
    return assess(facts, load_presets(), context(), [month, week])


def test_a_document_gives_the_same_snapshot_back() -> None:
    """And the same document and digest again."""
    snapshot = a_rich_snapshot()
    again = Snapshot.from_document(snapshot.document())
    assert again == snapshot
    assert again.document() == snapshot.document()
    assert again.digest == snapshot.digest


def test_a_document_is_one_line_of_sorted_json_without_spaces() -> None:
    """Two equal snapshots have one digest."""
    document = a_rich_snapshot().document()
    content = json.loads(document)
    assert document == json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert "\n" not in document


def test_the_order_of_the_facts_does_not_change_the_digest() -> None:
    """Nor does the type in which a frame held them."""
    facts = an_account()
    shuffled = dict(reversed(facts.items())) | {"seats": np.int64(50), "arr": np.float64(12000.0), "tenure_days": 700.0}
    assert assessed(shuffled).digest == assessed(facts).digest


def test_a_stored_snapshot_can_be_assessed_again_from_its_own_facts() -> None:
    """Rescoring one account or simulating a scorecard needs no book."""
    stored = Snapshot.from_document(assessed(an_account(active_users=25.0)).document())
    assert assess(stored.facts, (BALANCED,), context()) == stored


def test_a_snapshot_knows_its_name_money_and_moment() -> None:
    """What lists need without looking into the facts."""
    snapshot = assessed(an_account())
    assert (snapshot.name, snapshot.arr) == ("Acme", 12000.0)
    assert assessed(an_account(name=None)).name == "a1"
    assert snapshot.days_before(weeks_on(1)) == 7
    assert snapshot.moment.last_day == day_ago(1)


def test_the_day_of_a_snapshot_is_the_workspaces_day() -> None:
    """Across the change of the clocks a week is seven days."""
    before = assessed(an_account(), datetime(2026, 10, 19, tzinfo=MONDAY.tzinfo))
    stored = Snapshot.from_document(before.document())
    assert stored.days_before(datetime(2026, 10, 26, tzinfo=MONDAY.tzinfo)) == 7


@pytest.mark.parametrize("unknown", [None, float("nan"), np.nan, pd.NaT, pd.NA, np.datetime64("NaT")])
def test_whatever_a_frame_calls_unknown_is_left_out(unknown: object) -> None:
    """Unknown is absent, never a number."""
    assert plain_facts({"account_id": "a1", "seats": unknown, "nps_at": unknown, "auto_renew": unknown}) == {
        "account_id": "a1"
    }


@pytest.mark.parametrize(
    ("name", "value", "plain"),
    [
        ("seats", np.int64(5), 5),
        ("seats", 5.0, 5),
        ("arr", 5, 5.0),
        ("arr", np.float64(0.5), 0.5),
        ("auto_renew", np.bool_(False), False),
        ("name", np.str_("Acme"), "Acme"),
        ("renewal_date", pd.Timestamp("2026-12-01"), date(2026, 12, 1)),
        ("renewal_date", datetime(2026, 12, 1, 10, tzinfo=UTC), date(2026, 12, 1)),
        ("renewal_date", date(2026, 12, 1), date(2026, 12, 1)),
        ("renewal_date", "2026-12-01", date(2026, 12, 1)),
        ("nps_at", pd.Timestamp("2026-12-01T10:00:00"), datetime(2026, 12, 1, 10)),  # noqa: DTZ001 - as in the book
        ("nps_at", datetime(2026, 12, 1, 10, tzinfo=UTC), datetime(2026, 12, 1, 10)),  # noqa: DTZ001 - as in the book
        ("nps_at", "2026-12-01T10:00:00", datetime(2026, 12, 1, 10)),  # noqa: DTZ001 - as in the book
    ],
)
def test_facts_come_in_the_plain_types_of_their_columns(name: str, value: object, plain: FactValue) -> None:
    """Whatever library made them."""
    found = plain_facts({name: value})[name]
    assert (found, type(found)) == (plain, type(plain))


def test_columns_that_are_no_facts_are_dropped() -> None:
    """A frame may carry more than we promise to keep."""
    assert plain_facts({"account_id": "a1", "shoe_size": 44}) == {"account_id": "a1"}


class Watched(Mapping[str, FactValue]):
    """Facts that remember what was asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> FactValue:
        self.asked.add(name)
        return self.facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)


def test_every_measure_asks_for_facts_that_exist() -> None:
    """A misspelt fact would be unknown for ever."""
    facts = Watched(plain_facts(an_account(ces_score=5.0)))
    for measure in MEASURES.values():
        measure.read(facts, assessed(an_account()).moment)
    assert facts.asked <= {fact.name for fact in FACTS}
