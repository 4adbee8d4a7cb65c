"""The contracts follow the declarations."""

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from cs_engine.frames.columns import Column
from cs_engine.frames.contracts import DTYPES, contract, facts_contract
from cs_engine.frames.facts import FACTS
from cs_engine.frames.tables import TABLES


def _empty(columns: tuple[Column, ...], rows: int = 0) -> pd.DataFrame:
    return pd.DataFrame({column.name: pd.Series([None] * rows, dtype=DTYPES[column.kind]) for column in columns})


def _reasons(table: str, **values: object) -> set[tuple[str, str]]:
    """Return which column of one row is refused and why."""
    frame = _empty(TABLES[table].columns, rows=1)
    for name, value in values.items():
        frame[name] = pd.Series([value], dtype=frame[name].dtype)
    with pytest.raises(SchemaErrors) as caught:
        contract(TABLES[table]).validate(frame, lazy=True)
    cases = caught.value.failure_cases
    return set(zip(cases["column"], cases["check"], strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_accepts_no_rows(name: str) -> None:
    """A frame with the declared columns and no rows fits every contract."""
    contract(TABLES[name]).validate(_empty(TABLES[name].columns), lazy=True)


def test_the_facts_frame_is_indexed_by_account() -> None:
    """One row per account, told apart by its id, with every other fact as a column."""
    account, *others = FACTS
    frame = _empty(tuple(others), rows=2)
    frame.index = pd.Index(["a", "b"], dtype="str", name=account.name)
    frame["name"], frame["status"] = pd.Series("x", frame.index, "str"), pd.Series("active", frame.index, "str")
    facts_contract().validate(frame, lazy=True)


def test_an_account_twice_in_the_facts_is_refused() -> None:
    """The facts frame has one row per account."""
    _, *others = FACTS
    frame = _empty(tuple(others), rows=2)
    frame.index = pd.Index(["a", "a"], dtype="str", name="account_id")
    with pytest.raises(SchemaErrors, match="field_uniqueness"):
        facts_contract().validate(frame, lazy=True)


def test_a_missing_required_value_is_refused() -> None:
    """A ticket without id, account and date cannot be a ticket."""
    refused = _reasons("tickets", priority="low")
    assert {("ticket_id", "not_nullable"), ("account_id", "not_nullable"), ("opened_at", "not_nullable")} == refused


def test_a_value_outside_its_choices_is_refused_with_the_choices() -> None:
    """The reason names what would have been right."""
    known = {"ticket_id": "t", "account_id": "a", "opened_at": pd.Timestamp("2026-01-01")}
    assert _reasons("tickets", **known, priority="medium") == {("priority", "is none of low, normal, high, urgent")}


def test_a_number_outside_its_range_is_refused_with_the_bound() -> None:
    """A CSAT of nine is above five."""
    known = {"ticket_id": "t", "account_id": "a", "opened_at": pd.Timestamp("2026-01-01")}
    assert _reasons("tickets", **known, csat=9.0) == {("csat", "is above 5")}


def test_a_day_with_a_time_is_refused() -> None:
    """Days are whole days."""
    known = {"invoice_id": "i", "account_id": "a"}
    assert _reasons("invoices", **known, due_date=pd.Timestamp("2026-01-01 10:00")) == {
        ("due_date", "is not a whole day")
    }
