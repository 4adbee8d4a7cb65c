"""How dates and numbers are written is decided by values, or not at all."""

import pandas as pd
import pytest

from cs_engine.sources.guessing.dates import dates_of
from cs_engine.sources.guessing.names import file_words, variants, words
from cs_engine.sources.guessing.numbers import numbers_of
from cs_engine.sources.guessing.profiles import profile, settled


def cells(*values: str) -> pd.Series:
    """Return text cells."""
    return pd.Series(list(values), dtype=pd.StringDtype(na_value=float("nan")))


@pytest.mark.parametrize(
    ("values", "written"),
    [
        (("2026-01-31", "2026-02-01"), None),
        (("2026-01-31T10:00:00Z", "2026-02-01T11:30:00Z"), None),
        (("2026-01-31 10:00:00 +0100", "2026-02-01 09:00:00 +0100"), None),
        (("31/01/2026", "01/02/2026"), "%d/%m/%Y"),
        (("01/31/2026", "02/01/2026"), "%m/%d/%Y"),
        (("31.1.2026", "1.2.2026"), "%d.%m.%Y"),
        (("03.04.2026", "05.06.2026"), "%d.%m.%Y"),
        (("1/31/26 4:05 PM", "2/1/26 11:00 AM"), "%m/%d/%y %I:%M %p"),
        (("31-Jan-2026 10:00", "01-Feb-2026 11:30"), "%d-%b-%Y %H:%M"),
        (("January 31, 2026", "February 1, 2026"), "%B %d, %Y"),
        (("2026/1/31", "2026/2/1"), "%Y/%m/%d"),
        (("20260131", "20260201"), "%Y%m%d"),
        (("2026年1月31日", "2026年2月1日"), "%Y年%m月%d日"),
        (("2026-01", "2026-02"), "%Y-%m"),
    ],
)
def test_dates_are_read_as_they_are_written(values: tuple[str, ...], written: str | None) -> None:
    """The format is what the mapping will say; none is needed for ISO 8601."""
    found = dates_of(cells(*values))
    assert found is not None
    assert (found.format, found.undecided, found.share) == (written, False, 1.0)


def test_day_and_month_that_cannot_be_told_apart_are_undecided() -> None:
    """No value over 12, no decision."""
    found = dates_of(cells("03/04/2026", "05/06/2026"))
    assert found is not None
    assert (found.format, found.other) == ("%d/%m/%Y", "%m/%d/%Y")


@pytest.mark.parametrize("values", [("10", "12"), ("abc", "def"), ("31/12/2026", "12/31/2026"), ("SUB-1", "SUB-2")])
def test_what_is_no_date_is_none(values: tuple[str, ...]) -> None:
    """Nor is a column in which both orders are needed."""
    assert dates_of(cells(*values)) is None


def test_another_column_of_the_file_tells_day_from_month() -> None:
    """A file is written by one program."""
    columns = [profile("start", cells("03/04/2026")), profile("end", cells("31/12/2026"))]
    start, _ = settled(columns)
    assert start.dates is not None
    assert (start.dates.format, start.dates.undecided) == ("%d/%m/%Y", False)


@pytest.mark.parametrize(
    ("values", "decimal", "first"),
    [
        (("1250.5", "3"), ".", 1250.5),
        (("1.250,50", "3,00"), ",", 1250.5),
        (("1,250.50", "3.00"), ".", 1250.5),
        (("12,5", "3,25"), ",", 12.5),
        (("€ 1.250,50", "€ 3,00"), ",", 1250.5),
        (("$1,250", "$3,000"), ".", 1250.0),
        (("1,250,000", "3,000,000"), ".", 1_250_000.0),
        (("1'250.50", "3.00"), ".", 1250.5),
    ],
)
def test_numbers_are_read_as_they_are_written(values: tuple[str, ...], decimal: str, first: float) -> None:
    """Marks, groups and currency signs."""
    found = numbers_of(cells(*values))
    assert found is not None
    assert (found.decimal, found.undecided, found.parsed.iloc[0]) == (decimal, False, first)


@pytest.mark.parametrize("values", [("1.250", "3.000"), ("1,250", "3,000")])
def test_a_mark_before_three_digits_is_undecided_unless_the_file_tells(values: tuple[str, ...]) -> None:
    """It may be a thousand, or three decimals."""
    alone, told = numbers_of(cells(*values)), numbers_of(cells(*values), ",")
    assert alone is not None
    assert told is not None
    assert (alone.undecided, told.undecided) == (True, False)


def test_headers_are_compared_by_their_words() -> None:
    """Case, punctuation, camels, umlauts and what Salesforce appends do not matter."""
    assert words("BillingCountryCode") == words("billing_country-code") == "billing country code"
    assert words("Customer_Since__c") == "customer since"
    assert words("Monatliche Gebühr (€)") == "monatliche gebuehr eur"
    assert "priority" in variants("Ticket Priority", ("ticket",))
    assert "first response time" in variants("First response time (in hrs)", ("ticket",))
    assert file_words("exports/crm-accounts_2026-11-20.csv.gz") == "crm accounts"
