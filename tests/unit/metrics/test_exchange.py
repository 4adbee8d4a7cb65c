"""Exchange rates with dates."""

from datetime import date

import pytest

from cs_engine.errors import BadInput
from cs_engine.metrics.exchange import read_rates_csv, read_rates_toml

CSV = "date,currency,EUR\n2026-01-01,USD,0.92\n2026-04-01,USD,0.90\n2026-01-01,GBP,1.17\n"
TOML = """
reporting = "EUR"
[rates.2026-01-01]
USD = 0.92
GBP = 1.17
[rates.2026-04-01]
USD = 0.90
"""


def test_a_rate_holds_from_its_day_until_the_next() -> None:
    """The reporting currency is worth 1; before its first day a currency has none."""
    table = read_rates_csv(CSV, "rates.csv")
    assert table.at(date(2026, 3, 31)) == {"EUR": 1.0, "GBP": 1.17, "USD": 0.92}
    assert table.at(date(2026, 4, 1))["USD"] == 0.90
    assert table.at(date(2025, 12, 31)) == {"EUR": 1.0}


def test_csv_and_toml_say_the_same() -> None:
    """Whichever finance prefers."""
    assert read_rates_toml(TOML, "rates.toml") == read_rates_csv(CSV, "rates.csv")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "rates.csv:1: The first line must be date,currency"),
        ("date,currency,rate\n", "rates.csv:1: The first line must be date,currency"),
        ("date,currency,EUR\n", "rates.csv holds no rate"),
        ("date,currency,EUR\n2026-01-01,USD\n", "rates.csv:2: A rate has three parts"),
        ("date,currency,EUR\n01.02.2026,USD,0.9\n", "rates.csv:2: A rate is written like"),
        ("date,currency,EUR\n2026-01-01,usd,0.9\n", "rates.csv:2: A rate is written like"),
        ("date,currency,EUR\n2026-01-01,USD,0\n", "rates.csv:2: A rate is written like"),
        ("date,currency,EUR\n2026-01-01,USD,inf\n", "rates.csv:2: A rate is written like"),
        ("date,currency,EUR\n2026-01-01,EUR,1\n", "rates.csv:2: EUR is the currency you report in"),
        (CSV + "2026-04-01,USD,0.9\n", "rates.csv:5: There is already a rate of USD for 2026-04-01"),
    ],
)
def test_a_table_that_does_not_fit_is_one_sentence(text: str, sentence: str) -> None:
    """The file, the line, what is wrong."""
    with pytest.raises(BadInput) as told:
        read_rates_csv(text, "rates.csv")
    assert str(told.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("reporting =", "rates.toml is no valid TOML"),
        ("[rates.2026-01-01]\nUSD = 0.9\n", "rates.toml needs reporting"),
        ('reporting = "EUR"\nrates.2026-01-01 = 0.9\n', "rates.toml: rates.2026-01-01 must be a table"),
        ('reporting = "EUR"\n[rates.soon]\nUSD = 0.9\n', "rates.toml: rates.soon: A rate is written like"),
    ],
)
def test_a_toml_table_that_does_not_fit_is_one_sentence(text: str, sentence: str) -> None:
    """The same for TOML."""
    with pytest.raises(BadInput) as told:
        read_rates_toml(text, "rates.toml")
    assert str(told.value).startswith(sentence)
