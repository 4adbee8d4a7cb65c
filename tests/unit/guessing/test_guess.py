"""What a guess does with files, case by case."""

from datetime import date, timedelta

import pandas as pd

from cs_engine.sources.guessing.deciding import Reading, decide
from cs_engine.sources.guessing.guess import guess
from cs_engine.sources.guessing.records import SURE, ColumnGuess, Guess, Sample, TableGuess

TODAY = date(2026, 11, 22)
ACCOUNTS = Sample("accounts.csv", pd.DataFrame({"id": ["A1", "A2", "A3"], "name": ["Acme", "Globex", "Initech"]}))


def sample(file: str, **columns: list[str]) -> Sample:
    """Return a file's cells."""
    frame = pd.DataFrame(columns, dtype=pd.StringDtype(na_value=float("nan")))
    return Sample(file, frame.mask(frame == ""), len(frame))


def guessed(*samples: Sample) -> Guess:
    """Guess from some files."""
    return guess(samples, today=TODAY)


def table(found: Guess, name: str) -> TableGuess:
    """Return the only way in which a table is filled."""
    (one,) = (table for table in found.tables if table.table == name)
    return one


def column(found: Guess, place: str) -> ColumnGuess:
    """Return a guessed column by `table.column`."""
    name, _, wanted = place.partition(".")
    return next(one for one in table(found, name).columns if one.name == wanted)


def test_yearly_amounts_are_divided_by_twelve_and_tenure_is_counted_back() -> None:
    """A flat list of accounts fills subscriptions as well."""
    found = guessed(
        sample(
            "customers.csv",
            customer_id=["C1", "C2", "C3"],
            customer=["Acme", "Globex", "Initech"],
            arr=["12000", "4800", "600"],
            tenure_months=["40", "3", "17"],
        )
    )
    assert column(found, "subscriptions.mrr").rule.divide == 12
    assert column(found, "accounts.signup_date").rule.months_before == TODAY
    assert column(found, "subscriptions.start_date").rule.months_before == TODAY
    assert column(found, "subscriptions.subscription_id").rule.source == "customer_id"


def test_a_list_without_dates_says_who_left_but_not_when() -> None:
    """The day is taken as today, and marked to be checked."""
    found = guessed(
        sample(
            "churn.csv",
            customerID=["C1", "C2", "C3"],
            tenure=["70", "3", "17"],
            MonthlyCharges=["10.5", "20", "30"],
            Churn=["Yes", "No", "No"],
        )
    )
    events = table(found, "churn_events")
    assert events.skip == {"Churn": ("No",)}
    assert column(found, "churn_events.churn_date").rule.value == str(TODAY)
    assert column(found, "churn_events.churn_date").confidence < SURE
    assert column(found, "subscriptions.end_date").rule.ours == {"No": "", "Yes": str(TODAY)}


def test_prices_without_a_start_are_not_used_and_the_reason_is_said() -> None:
    """A contract needs its first day; it is never invented."""
    found = guessed(sample("list.csv", name=["Acme", "Globex"], owner=["ana", "ben"], ARR=["12000", "4800"]))
    assert [one.table for one in found.tables] == ["accounts"]
    assert [(one.column, "since when" in str(one.reason)) for one in found.unused] == [("ARR", True)]


def test_amounts_by_month_and_by_year_in_one_column_are_told_apart() -> None:
    """One way per interval, each marked to be checked."""
    found = guessed(
        sample(
            "subscriptions.csv",
            id=["S1", "S2", "S3"],
            customer_id=["A1", "A2", "A3"],
            start_date=["2026-01-01"] * 3,
            amount=["10", "120", "20"],
            interval=["month", "year", "month"],
        )
    )
    amounts = [next(one for one in way.columns if one.name == "mrr") for way in found.tables]
    assert [one.rule.divide for one in amounts] == [1, 12]
    assert [way.skip for way in found.tables] == [{"interval": ("year",)}, {"interval": ("month",)}]
    assert all(one.confidence < SURE for one in amounts)


def test_accounts_are_found_by_name_where_a_file_holds_no_ids() -> None:
    """Through another file of the load."""
    found = guessed(
        ACCOUNTS,
        sample(
            "tickets.csv",
            ticket_id=["T1", "T2", "T3"],
            Organization=["Acme", "Initech", "Globex"],
            created_at=["2026-01-01"] * 3,
            priority=["P1", "P3", "P4"],
        ),
    )
    rule = column(found, "tickets.account_id").rule
    assert (rule.via, rule.key, rule.source) == ("accounts", "name", "Organization")
    assert column(found, "tickets.priority").rule.ours == {"P1": "urgent", "P3": "normal", "P4": "low"}


def test_accounts_of_the_book_serve_a_file_alone() -> None:
    """A column under any name, if its values are ids the book knows."""
    ids = frozenset(f"A{number}" for number in range(9))
    tickets = sample(
        "tickets.csv",
        ticket_id=[f"T{number}" for number in range(9)],
        reference=sorted(ids),
        created_at=["2026-01-01"] * 9,
        priority=["low"] * 9,
    )
    found = guess([tickets], today=TODAY, book={("accounts", "account_id"): ids})
    assert column(found, "tickets.account_id").rule.source == "reference"


def test_usage_of_weeks_and_of_days_is_told_by_the_dates() -> None:
    """And a count beside the usual ones is a feature's."""
    start = date(2026, 1, 5)
    for days in (7, 1):
        found = guessed(
            ACCOUNTS,
            sample(
                "usage.csv",
                account_id=["A1", "A2", "A3", "A1"],
                date=[str(start + timedelta(days=days * place)) for place in range(4)],
                events=["4", "5", "6", "7"],
                exports=["1", "0", "2", "0"],
            ),
        )
        whole, exports = (way for way in found.tables if way.table == "usage")
        rules = {one.name: one.rule for one in whole.columns}
        assert (rules["period_days"].value, rules["feature"].value) == (str(days), "*")
        assert {one.name: one.rule for one in exports.columns}["feature"].value == "exports"


def test_rows_without_an_id_are_identified_by_several_columns_together() -> None:
    """As few as tell the rows of the sample apart; to be checked."""
    found = guessed(
        sample(
            "transactions.csv",
            customer_id=["A1", "A1", "A2"],
            date=["2026-01-01", "2026-01-09", "2026-01-01"],
            amount=["10", "12", "9"],
        )
    )
    assert column(found, "orders.order_id").rule.join == ("customer_id", "date")
    assert column(found, "orders.order_id").confidence < SURE


def test_what_the_values_leave_open_is_a_question_until_it_is_answered() -> None:
    """Whether day or month comes first, and what a point before three digits means."""
    found = guessed(
        sample(
            "subscriptions.csv",
            subscription_id=["S1", "S2"],
            account_id=["A1", "A2"],
            start_date=["03/04/2026", "05/06/2026"],
            mrr=["1.250", "3.000"],
        )
    )
    assert [one.question is not None for _, one in found.columns if one.name in ("start_date", "mrr")] == [True, True]
    told = decide(found, Reading(day_first=False, decimal_comma=True))
    assert column(told, "subscriptions.start_date").rule.format == "%m/%d/%Y"
    assert column(told, "subscriptions.mrr").rule.decimal == ","
    assert [one.question for _, one in told.columns if one.question] == []


def test_an_end_to_come_in_every_row_is_the_end_of_a_term() -> None:
    """So it is a renewal, to be checked, and nobody is taken for leaving."""
    found = guessed(
        sample(
            "contracts.csv",
            contract_id=["S1", "S2", "S3"],
            account_id=["A1", "A2", "A3"],
            contract_start=["2026-01-01"] * 3,
            contract_end=["2027-01-01", "2027-06-01", "2026-12-01"],
            mrr=["10", "20", "30"],
        )
    )
    names = {one.name: one for one in table(found, "subscriptions").columns}
    assert "end_date" not in names
    assert names["renewal_date"].confidence < SURE


def test_words_for_nothing_become_empty_cells() -> None:
    """Only those that stand in columns which are used."""
    found = guessed(sample("accounts.csv", id=["A1", "A2"], name=["Acme", "Globex"], industry=["Retail", "N/A"]))
    assert found.empty == ("N/A",)


def test_files_that_fit_nothing_are_listed_with_the_reason() -> None:
    """Nothing is forced into a table."""
    found = guessed(sample("colors.csv", red=["1", "2"], green=["3", "4"]))
    assert found.tables == ()
    assert [(one.file, one.column) for one in found.unused] == [("colors.csv", "")]
