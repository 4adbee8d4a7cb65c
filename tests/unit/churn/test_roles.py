"""Columns are told apart by what is in them."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.roles import Role, id_of, looks_like_id, roles_of
from tests.unit.churn.people import people

ROWS = 120


def test_numbers_words_and_dates_are_used() -> None:
    """Each by its kind."""
    frame, _ = people(ROWS)
    frame["since"] = pd.date_range("2024-01-01", periods=ROWS, freq="D")
    roles = roles_of(frame).roles
    assert roles["visits"] is Role.NUMBER
    assert roles["contract"] is Role.WORDS
    assert roles["since"] is Role.DATE


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        ("nothing", [None] * ROWS, "empty"),
        ("company", ["same"] * ROWS, "the same for everybody"),
        ("customer_id", [float(7 * row * row) for row in range(ROWS)], "names or ids"),
        ("row", [float(row) for row in range(ROWS)], "names or ids"),
        ("line", [float(row * 5 // 3) for row in range(ROWS)], "names or ids"),
        ("mail", [f"person{row}@example.com" for row in range(ROWS)], "names or ids"),
        ("note", [f"A long remark about what happened on day {row} of the year" for row in range(ROWS)], "free text"),
        ("street", [f"s{row // 2}" for row in range(ROWS)], "no word of it is shared by 5 customers"),
    ],
)
def test_what_tells_nothing_is_left_out_with_the_reason(name: str, values: list[object], why: str) -> None:
    """Empty, constant, naming, written or rare."""
    frame, _ = people(ROWS)
    frame = frame.assign(**{name: pd.Series(values)})
    (left,) = roles_of(frame).left_out
    assert left.column == name
    assert why in str(left.said)


def test_a_column_that_repeats_another_is_left_out() -> None:
    """In other units, or other words."""
    frame, _ = people(ROWS)
    frame["visits_a_year"] = frame["visits"] * 12
    frame["kind"] = frame["contract"].map({"month": "M", "year": "Y", "two years": "YY"})
    said = {one.column: str(one.said) for one in roles_of(frame).left_out}
    assert said == {"visits_a_year": "says the same as visits", "kind": "says the same as contract"}


def test_continuous_numbers_are_no_ids_and_no_repeats() -> None:
    """Though everybody has another."""
    chance = np.random.default_rng(0)
    frame = pd.DataFrame({"a": chance.normal(size=ROWS), "b": chance.normal(size=ROWS)})
    assert set(roles_of(frame).roles) == {"a", "b"}


def test_an_id_is_found_by_its_values_and_its_name() -> None:
    """All there, all different, called or written like an id."""
    assert looks_like_id("customerID", pd.Series(["7590-V", "5575-G"], dtype="str"))
    assert looks_like_id("account", pd.Series([11.0, 10.0, 12.0]))
    assert not looks_like_id("customerID", pd.Series(["a1", "a1"], dtype="str"))
    assert not looks_like_id("balance", pd.Series([1.5, 2.5, 9.5]))


def test_what_is_called_an_id_names_customers_rather_than_their_place_in_the_file() -> None:
    """Though that stands before it."""
    frame = pd.DataFrame({"RowNumber": np.arange(60.0), "CustomerId": 15_000_000 + 7.0 * np.arange(60) ** 2})
    assert id_of(frame) == "CustomerId"
    assert id_of(frame[["RowNumber"]]) == "RowNumber"
    assert id_of(pd.DataFrame({"age": np.arange(60.0) // 2})) is None
