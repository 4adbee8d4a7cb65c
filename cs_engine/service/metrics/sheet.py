"""How a figure adds up: the rows it is made of, so that anybody can add them up by hand."""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd

from cs_engine.errors import BadFile, BadInput, NothingToShow
from cs_engine.metrics.catalogue import METRICS, Metric, metric_named
from cs_engine.metrics.contracts_held import Contracts
from cs_engine.metrics.loyalty import retention_sheet
from cs_engine.metrics.revenue import MOVEMENTS
from cs_engine.metrics.satisfaction import latest_answers
from cs_engine.metrics.survival import lifetimes
from cs_engine.metrics.windows import Period
from cs_engine.records.metrics import Sheet
from cs_engine.service.metrics.figures import Stretch
from cs_engine.service.metrics.reading import Material, open_material, read_rates
from cs_engine.service.metrics.telling import period_asked, stretch_of

Cells = tuple[str, ...]
MONEY = ("start", *MOVEMENTS, "end")
REVENUE_HEADING = ("account_id", "name", "currency", *MONEY, "in_cohort", "stayed", "kept", "kept_at_most")
READINGS: Mapping[str, str] = {
    "L1": "Retention = rows with in_cohort and stayed / rows with in_cohort.",
    "L2": "Churn = rows with in_cohort and without stayed / rows with in_cohort.",
    "L5": "GRR = total of kept_at_most / total of start, both over the rows with in_cohort.",
    "L6": "NRR = total of kept / total of start, both over the rows with in_cohort.",
    "G5": "Quick ratio = totals of (new + reactivated + expansion + price_increase) / -(churned + contraction).",
    "L8": "Kaplan-Meier over days and lost; who is not lost counts until the end of the period.",
    "S1": "Mean of score.",
    "S2": "Rows with a score of at least 4 / rows.",
    "S6": "NPS = (rows with 9 or 10 - rows with 0 to 6) / rows x 100.",
    "S7": "Mean of score.",
}
SURVEYS: Mapping[str, str] = {"S1": "csat", "S2": "csat", "S6": "nps", "S7": "ces"}
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""


def explain(book_url: str, said: str, period: str | None, now: datetime, rates: Path | None = None) -> Sheet:
    """Return the rows that a figure of a period is made of, and how they make it.

    Args:
        book_url: the book.
        said: the figure's id, key or name.
        period: a period's name; without one, the trailing twelve months.
        now: aware, in the workspace's zone.
        rates: a file of exchange rates.

    Raises:
        BadInput: there is no such figure, period or rate, or the figure is not made of rows.
        NothingToShow: there is no book yet, or no row.
    """
    metric, asked = metric_named(said, METRICS.values()), period_asked(period, now)
    if metric.id not in READINGS:
        told = ", ".join(METRICS[each].key for each in READINGS)
        raise BadInput(f"{metric.key} has no sheet of rows; those that have one are {told}.")
    table = rates and read_rates(rates)
    material = open_material(book_url, asked, now, None)
    stretch = stretch_of(*asked.instants(now.tzinfo), table or None)
    found = _maker(metric)(material, stretch, metric, asked)
    if not found.rows:
        raise NothingToShow(f"The book holds nothing that {metric.key} of {asked.name} could be made of.")
    return found


def write_sheet(sheet: Sheet, to: Path) -> None:
    """Write a sheet as CSV: heading, rows, totals.

    Raises:
        BadFile: the file cannot be written.
    """
    try:
        with to.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows((sheet.heading, *sheet.rows, *sheet.totals))
    except OSError as error:
        raise BadFile(f"{to} cannot be written: {error.strerror}. Choose another file for --out.") from error


def _maker(metric: Metric) -> Callable[[Material, Stretch, Metric, Period], Sheet]:
    if metric.id in SURVEYS:
        return _answers
    return _lifetimes if metric.id == "L8" else _revenue


def _revenue(material: Material, stretch: Stretch, metric: Metric, period: Period) -> Sheet:
    """Every customer with anything to tell; who was not there at the start is in no cohort and has nothing kept."""
    rows: list[Cells] = []
    totals: list[Cells] = []
    for currency, moved in stretch.moved(Contracts(material.lines)):
        table = moved.join(retention_sheet(moved)[["kept", "kept_at_most"]])
        cohort = table["start"] > 0
        rows += _rows(table, cohort, currency, material.names)
        sums = table[[*MONEY, "kept", "kept_at_most"]].sum()
        stayed = int((cohort & table["stayed"]).sum())
        counts = (str(int(cohort.sum())), str(stayed))
        money = tuple(_money(sums[name]) for name in MONEY)
        totals.append(("TOTAL", "", currency, *money, *counts, _money(sums["kept"]), _money(sums["kept_at_most"])))
    return Sheet(metric.key, period.name, REVENUE_HEADING, tuple(rows), tuple(totals), READINGS[metric.id])


def _rows(table: pd.DataFrame, cohort: pd.Series, currency: str, names: pd.Series) -> Iterator[Cells]:
    called = names.reindex(table.index)
    for (account, row), in_cohort, name in zip(table.iterrows(), cohort, called, strict=True):
        kept = tuple(_money(row[each]) if in_cohort else "" for each in ("kept", "kept_at_most"))
        flags = ("yes" if in_cohort else "no", "yes" if row["stayed"] else "no")
        yield (_text(account), _text(name), currency, *(_money(row[each]) for each in MONEY), *flags, *kept)


def _answers(material: Material, stretch: Stretch, metric: Metric, period: Period) -> Sheet:
    """The latest answer of each person in the 90 days before the period's end, by occasion."""
    rows: list[Cells] = []
    for occasion in ("relationship", "transactional", None):
        answers = latest_answers(material.responses, stretch.end, SURVEYS[metric.id], occasion)
        columns = ("account_id", "contact_id", "responded_at", "score")
        found = zip(*(answers[name] for name in columns), strict=True)
        rows += [
            (_text(account), _text(contact), occasion or "", f"{at:%Y-%m-%d}", f"{score:g}")
            for account, contact, at, score in found
        ]
    heading = ("account_id", "contact_id", "occasion", "answered_on", "score")
    return Sheet(metric.key, period.name, heading, tuple(rows), (), f"{READINGS[metric.id]} Each occasion by itself.")


def _lifetimes(material: Material, stretch: Stretch, metric: Metric, period: Period) -> Sheet:
    lasted = lifetimes(material.lines, stretch.end)
    flags = ("yes" if lost else "no" for lost in lasted["lost"])
    found = zip(lasted.index, lasted["days"], flags, strict=True)
    rows = tuple((_text(account), str(days), flag) for account, days, flag in found)
    return Sheet(metric.key, period.name, ("account_id", "days", "lost"), rows, (), READINGS[metric.id])


def _money(cents: float) -> str:
    return f"{int(cents) / 100:.2f}"


def _text(value: object) -> str:
    """Return words that no spreadsheet takes for a formula; empty for what is unknown."""
    if not isinstance(value, str):
        return ""
    return f"'{value}" if value.startswith(RISKY) else value
