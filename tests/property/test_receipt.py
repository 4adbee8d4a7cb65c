"""Whatever the facts, a receipt adds up to the last hundredth."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cs_engine.frames.columns import Column, Kind
from cs_engine.frames.facts import FACTS, SOURCES
from cs_engine.health.assess import Context, assess
from cs_engine.health.reading import load_preset, load_presets
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.health.sums import shared_out
from cs_engine.records.bands import Band
from cs_engine.records.receipt import FactorState
from tests.unit.health.accounts import MONDAY, an_account, days_ago, weeks_on

CARDS = load_presets()
SIMPLE = load_preset("simple")
NEXT = weeks_on(1)
FEW = settings(max_examples=50, deadline=None)
"""Each example is a whole account of eighty facts; a busy machine is no failure."""
FIXED: dict[str, st.SearchStrategy[object]] = {
    "account_id": st.just("a1"),
    "name": st.text(min_size=1, max_size=8),
    "status": st.sampled_from(["active", "active", "active", "onboarding", "trial", "notice_given"]),
    "segment": st.sampled_from(["digital", "mid"]),
    "seat_model": st.sampled_from(["named", "concurrent", "unlimited", "consumption"]),
    "quiet_months": st.sampled_from(["11", "7,8"]),
    "products": st.sampled_from(["crm", "crm,mail"]),
    "term_months": st.sampled_from([1, 12]),
}
"""Facts whose values mean something; the others may be anything that fits their column."""


def values(fact: Column) -> st.SearchStrategy[object]:
    """Return what a fact may be, unknown included."""
    by_kind: dict[Kind, st.SearchStrategy[object]] = {
        Kind.TEXT: st.text(max_size=5),
        Kind.INTEGER: st.integers(0, 120),
        Kind.NUMBER: st.floats(0, 120, allow_nan=False).map(lambda value: float(f"{value:.6g}")),
        Kind.FLAG: st.booleans(),
        Kind.DATE: st.dates(date(2025, 9, 1), date(2026, 11, 15)),
        Kind.INSTANT: st.datetimes(datetime(2025, 9, 1), datetime(2026, 11, 15)),  # noqa: DTZ001 - as in the book
    }
    if fact.name in {"account_id", "name", "status"}:
        return FIXED[fact.name]
    return st.none() | FIXED.get(fact.name, by_kind[fact.kind])


ROWS: st.SearchStrategy[Mapping[str, object]] = st.fixed_dictionaries({fact.name: values(fact) for fact in FACTS})
LIVELY = ROWS.map(lambda row: an_account() | {name: value for name, value in row.items() if value is not None})
"""Accounts with everything known, in any state."""
CONNECTED = st.frozensets(st.sampled_from(SOURCES)) | st.just(frozenset(SOURCES))


def context(as_of: datetime, connected: frozenset[str] = frozenset(SOURCES)) -> Context:
    """Return a context whose book is complete."""
    return Context(as_of, as_of.date() - timedelta(days=1), connected)


def adds_up(snapshot: Snapshot) -> bool:
    """Tell whether points, shares and the split of a snapshot add up."""
    if snapshot.score is None:
        return all(line.points is None and line.share == 0 for line in snapshot.lines)
    points = sum(line.points or 0 for line in snapshot.lines) == snapshot.score
    shares = sum(line.share for line in snapshot.lines) == 10_000
    known = all((line.points is None) == (line.state is not FactorState.SCORED) for line in snapshot.lines)
    return points and shares and known and 0 <= snapshot.score <= 10_000


@FEW
@given(ROWS | LIVELY, CONNECTED)
def test_points_add_up_to_the_score_and_shares_to_the_whole(
    facts: Mapping[str, object], sources: frozenset[str]
) -> None:
    """No rounding is lost, under any scorecard, with anything missing."""
    for cards in (CARDS, (SIMPLE,)):
        assert adds_up(assess(facts, cards, context(MONDAY, sources)))


@FEW
@given(LIVELY, LIVELY, st.none() | LIVELY, st.sampled_from(["balanced", "simple"]))
def test_customer_data_and_formula_add_up_to_the_change(
    before: Mapping[str, object], now: Mapping[str, object], restated: Mapping[str, object] | None, former: str
) -> None:
    """Exactly, also across a switch of the scorecard and after corrections."""
    earlier = assess(before, (load_preset(former),), context(MONDAY))
    later = assess(now, CARDS, context(NEXT), [earlier], restated)
    if later.change_7d is None:
        assert later.split is None
        assert later.score is None or earlier.score is None
    else:
        assert later.split is not None
        assert later.split.customer + later.split.data + later.split.formula == later.change_7d.points
        assert later.change_7d.points == (later.score or 0) - (earlier.score or 0)
        if later.formula_version == earlier.formula_version:
            assert later.split.formula == 0


@FEW
@given(LIVELY)
def test_the_same_facts_a_week_later_are_no_change_of_the_customer(facts: Mapping[str, object]) -> None:
    """Ageing is our data's matter, unless days of silence cross a step."""
    earlier = assess(facts, CARDS, context(MONDAY))
    later = assess(facts, CARDS, context(NEXT), [earlier])
    before = {line.key: line for line in earlier.lines}
    moved = [
        line for line in later.lines if line.sub_score is not None and line.sub_score != before[line.key].sub_score
    ]
    grown = {"two_way_days", "champion_seen_days"}
    assert all(line.key in grown for line in moved if before[line.key].sub_score is not None)
    if later.split is not None and not moved:
        assert later.split.customer == 0


@FEW
@given(LIVELY)
def test_an_unchanged_account_does_not_change(facts: Mapping[str, object]) -> None:
    """The same facts at the same distance score the same to the digit."""
    shifted = {
        name: value + timedelta(days=7) if isinstance(value, date) else value for name, value in facts.items()
    }  # a datetime is a date
    earlier = assess(facts, CARDS, context(MONDAY))
    later = assess(shifted, CARDS, context(NEXT), [earlier])
    if later.change_7d is not None:
        assert (later.change_7d.points, later.drivers_down, later.drivers_up) == (0, (), ())


@FEW
@given(LIVELY, st.integers(1, 9), st.floats(0, 200))
def test_tickets_never_raise_a_score(facts: Mapping[str, object], tickets: int, hours: float) -> None:
    """They only subtract, whatever the rest looks like."""
    silent = {**facts, "tickets": 0, "tickets_open": 0}
    asking = {**facts, "tickets": tickets, "tickets_open": 0, "first_response_hours": hours}
    before, after = (assess(each, CARDS, context(MONDAY)).score for each in (silent, asking))
    if before is not None and after is not None:
        assert after <= before


@FEW
@given(ROWS | LIVELY)
def test_our_own_messages_never_change_anything(facts: Mapping[str, object]) -> None:
    """Only the day of the last touch moves."""
    quiet, busy = ({**facts, "last_touch_at": at} for at in (None, days_ago(0)))
    before, after = assess(quiet, CARDS, context(MONDAY)), assess(busy, CARDS, context(MONDAY))
    assert (after.score, after.band, after.lines, after.vetoes) == (
        before.score,
        before.band,
        before.lines,
        before.vetoes,
    )


@FEW
@given(LIVELY, CONNECTED)
def test_healthy_always_has_evidence(facts: Mapping[str, object], sources: frozenset[str]) -> None:
    """Fresh usage, and a human signal unless nobody is meant to call."""
    snapshot = assess(facts, CARDS, context(MONDAY, sources))
    if snapshot.band is Band.HEALTHY:
        assert snapshot.vetoes == ()
        assert "usage" in sources
        assert snapshot.coverage is not None
        assert snapshot.coverage.share >= 0.5


@FEW
@given(LIVELY, LIVELY, CONNECTED)
def test_a_document_loses_nothing(
    before: Mapping[str, object], now: Mapping[str, object], sources: frozenset[str]
) -> None:
    """Out and in again: equal, with an equal digest."""
    earlier = assess(before, CARDS, context(MONDAY, sources))
    snapshot = assess(now, CARDS, context(NEXT, sources), [Snapshot.from_document(earlier.document())])
    again = Snapshot.from_document(snapshot.document())
    assert again == snapshot
    assert again.digest == snapshot.digest
    assert snapshot == assess(now, CARDS, context(NEXT, sources), [earlier])


@FEW
@given(st.integers(0, 10_000), st.lists(st.integers(0, 10**12), max_size=30))
def test_shares_add_up_and_stay_within_one_of_their_part(amount: int, parts: list[int]) -> None:
    """Largest remainder: nobody is off by a whole hundredth."""
    shares, whole = shared_out(amount, parts), sum(parts)
    if whole:
        assert sum(shares) == amount
        assert all(abs(share * whole - amount * part) < whole for share, part in zip(shares, parts, strict=True))
    else:
        assert shares == [0] * len(parts)


def test_the_former_scorecard_does_not_have_to_be_in_use() -> None:
    """A switch to other scorecards compares as well as an edit."""
    simple: tuple[Scorecard, ...] = (SIMPLE,)
    earlier = assess(an_account(), simple, context(MONDAY))
    later = assess(an_account(NEXT), CARDS, context(NEXT), [earlier])
    assert later.split is not None
    assert (later.split.customer, later.split.data) == (0, 0)
