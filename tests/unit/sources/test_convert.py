"""Text becomes days, moments, numbers and flags, or is refused."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from cs_engine.frames.columns import Column, Kind, amount, count, day, flag, instant
from cs_engine.sources.convert import Writing, convert
from cs_engine.sources.mapping import ColumnRule
from cs_engine.sources.numbers import Marks

DAY, MOMENT, AMOUNT, COUNT, FLAG = day("x", ""), instant("x", ""), amount("x", ""), count("x", ""), flag("x", "")


def _one(text: str | None, column: Column, zone: str = "UTC", marks: Marks = Marks.PLAIN, **rule: object) -> object:
    """Return one converted cell, or why it was refused."""
    writing = Writing(ColumnRule.model_validate({"from": "x", **rule}), zone, marks)
    typed = convert(pa.array([text], pa.string()), column, writing)
    reasons = [reason for reason, bad in typed.refused.items() if bad[0].as_py()]
    value = typed.column[0].as_py()
    if value is not None and column.kind in (Kind.DATE, Kind.INSTANT):
        value = pd.Timestamp(value).tz_localize(None)
    return reasons[0] if reasons else value


@pytest.mark.parametrize("column", [DAY, MOMENT, AMOUNT, COUNT, FLAG])
def test_an_empty_cell_is_unknown(column: Column) -> None:
    """An empty cell becomes neither zero nor no, and is not refused."""
    assert _one(None, column) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("20240229", date(2024, 2, 29)),
        ("2024/02/29", date(2024, 2, 29)),
        ("2024-02-29 3:00", date(2024, 2, 29)),
        ("2024-02-29T23:30:00Z", date(2024, 2, 29)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_days_are_read_as_written(text: str, expected: date) -> None:
    """ISO days, with a time or without, and the usual near misses."""
    assert _one(text, DAY) == pd.Timestamp(expected)


@pytest.mark.parametrize("text", ["29.02.2024", "2023-02-29", "tomorrow", "02/03/2024"])
def test_a_day_that_could_mean_two_things_is_refused(text: str) -> None:
    """Nothing is guessed: the mapping's format has to say it."""
    assert _one(text, DAY) == "is no date"


def test_a_format_reads_other_days() -> None:
    """The mapping says which number is the month."""
    assert _one("03.02.2024", DAY, format="%d.%m.%Y") == pd.Timestamp("2024-02-03")


def test_moments_become_utc() -> None:
    """A time without zone is in the mapping's zone; one with an offset is what it says."""
    assert _one("2024-07-01 02:00", MOMENT, "Europe/Berlin") == pd.Timestamp("2024-07-01 00:00")
    assert _one("2024-07-01T02:00:00+05:30", MOMENT, "Europe/Berlin") == pd.Timestamp("2024-06-30 20:30")
    assert _one("2024-07-01 3:00", MOMENT) == pd.Timestamp("2024-07-01 03:00")


def test_clock_changes_lose_no_row() -> None:
    """The hour that does not exist moves on; the hour that comes twice is winter time."""
    assert _one("2024-03-31 02:30", MOMENT, "Europe/Berlin") == pd.Timestamp("2024-03-31 01:00")
    assert _one("2024-10-27 02:30", MOMENT, "Europe/Berlin") == pd.Timestamp("2024-10-27 01:30")


def test_numbers_are_scaled() -> None:
    """74 minutes are 74 / 60 hours, exactly as divided."""
    assert _one("74", AMOUNT, divide=60) == 74 / 60
    assert _one("12", AMOUNT, scale=0.5) == 6


@pytest.mark.parametrize("text", ["1,5", "inf", "NaN", "1_000", "€", "-", "(5", "0x10", "12 apples"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Infinities are no numbers, and without evidence in the file a comma is not guessed at."""
    assert _one(text, AMOUNT) == "is no number"


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1,234", 1234, 1.234),
        ("1.234", 1.234, 1234),
        ("1,234.5", 1234.5, None),
        ("1.234,5", None, 1234.5),
        ("12,5", None, 12.5),
        ("12.5", 12.5, None),
        ("12,34,567.5", 1234567.5, None),
        ("1'234.5", 1234.5, None),
        ("1 234,5", None, 1234.5),
    ],
)
def test_points_and_commas_mean_what_the_file_says(text: str, point: float | None, comma: float | None) -> None:
    """The same text is another number, or none, where commas are decimal."""
    for marks, expected in ((Marks.POINT, point), (Marks.COMMA, comma)):
        assert _one(text, AMOUNT, marks=marks) == ("is no number" if expected is None else expected)


def test_the_mapping_has_the_last_word_on_commas() -> None:
    """`decimal` wins over what the file seems to say."""
    assert _one("12,5", AMOUNT, marks=Marks.POINT, decimal=",") == 12.5
    assert _one("1,234", AMOUNT, marks=Marks.UNCLEAR, decimal=".") == 1234


def test_a_value_with_two_meanings_is_refused() -> None:
    """Where nothing tells whether a mark is decimal, the value waits and the reason says what to do."""
    assert _one("1,234", AMOUNT, marks=Marks.UNCLEAR) == "may mean two numbers; say `decimal` in the mapping"
    assert _one("5", AMOUNT, marks=Marks.UNCLEAR) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [("€5", 5), ("$1 000", 1000), ("-$5", -5), ("(5.00)", -5), ("5-", -5), ("12 %", 12), ("5 EUR", 5), ("R$ 5", 5)],
)
def test_signs_around_a_number_are_understood(text: str, expected: float) -> None:
    """Currencies and percent signs are left out, brackets and a trailing minus mean below zero."""
    assert _one(text, Column("x", Kind.NUMBER, "")) == expected


def test_whole_numbers_may_be_written_with_a_point() -> None:
    """Spreadsheets write 12.0; half a seat is refused."""
    assert _one("12.0", COUNT) == 12
    assert _one("12.5", COUNT) == "is no whole number"


def test_yes_and_no_in_any_spelling() -> None:
    """Anything else is refused."""
    assert [_one(text, FLAG) for text in ("TRUE", "yes", "1", "False", "n", "0")] == [True] * 3 + [False] * 3
    assert _one("maybe", FLAG) == "is neither yes nor no"


def test_tenure_becomes_a_day() -> None:
    """One month before 31 March is the last day of February."""
    assert _one("1", DAY, months_before="2024-03-31") == pd.Timestamp("2024-02-29")
    assert _one("31", DAY, days_before="2024-03-31") == pd.Timestamp("2024-02-29")
    assert _one("soon", DAY, days_before="2024-03-31") == "is no date"
