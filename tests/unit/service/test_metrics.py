"""The page of figures, and the sheet that finance can add up by hand."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cs_engine.errors import BadFile, BadInput, NothingToShow
from cs_engine.records.metrics import Figure, MetricsPage
from cs_engine.service.metrics.sheet import explain, write_sheet
from cs_engine.service.metrics.telling import Question, metrics_page
from tests.unit.service.desk import Desk, account, usage

NOW = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Europe/Berlin"))
DATA = Path(__file__).parents[2] / "data" / "metrics"
RATES = DATA / "rates.csv"
QUARTER = Question("2026Q3")


def rows_of(file: Path) -> Iterator[list[str]]:
    """Yield the rows of a CSV file whose lines may be remarks."""
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return csv.reader(lines)


def by_hand() -> list[dict[str, object]]:
    """Return the contracts of the nine customers."""
    heading, *rows = rows_of(DATA / "contracts.csv")
    found: list[dict[str, object]] = []
    for row in rows:
        cells: dict[str, object] = {name: cell or None for name, cell in zip(heading, row, strict=True)}
        found.append(cells | {"mrr": float(str(cells["mrr"]))})
    return found


@pytest.fixture
def nine(desk: Desk) -> Desk:
    """Return a desk with the nine customers on it."""
    contracts = by_hand()
    names = sorted({str(each["account_id"]) for each in contracts})
    halves = [
        account(name, segment="mid" if name < "m" else "digital", owner=f"{name[0]}@ours.example") for name in names
    ]
    desk.put({"accounts": halves, "subscriptions": contracts})
    return desk


def figure(page: MetricsPage, key: str, group: int = 0) -> Figure:
    """Return one figure of a group of a page."""
    (found,) = (each for each in page.groups[group].figures if each.key == key)
    return found


@pytest.mark.parametrize("key", ["NRR", "grr", "L1", "quick ratio"])
def test_the_sheet_is_the_one_computed_by_hand(nine: Desk, key: str, tmp_path: Path) -> None:
    """Exchange rates, a pause, a late renewal, a backdated downgrade and a swap of products, to the cent."""
    sheet = explain(nine.book_url, key, "2026Q3", NOW, RATES)
    write_sheet(sheet, tmp_path / "sheet.csv")
    assert list(rows_of(tmp_path / "sheet.csv")) == list(rows_of(DATA / "nrr_2026Q3.csv"))


def test_the_page_says_what_the_sheet_adds_up_to(nine: Desk) -> None:
    """With basis, interval and the change against the quarter before."""
    page = metrics_page(nine.book_url, QUARTER, NOW, RATES)
    nrr, grr, kept = figure(page, "NRR"), figure(page, "GRR"), figure(page, "RETENTION")
    assert [nrr.value, grr.value] == [pytest.approx(752 / 890), pytest.approx(720 / 890)]
    assert (nrr.of, nrr.n, nrr.method, nrr.small) == ("EUR", 7, "bootstrap", True)
    assert nrr.low is not None
    assert nrr.high is not None
    assert nrr.low < 752 / 890 < nrr.high
    assert kept.value == pytest.approx(6 / 7)
    assert (kept.n, kept.method) == (7, "wilson")
    assert figure(page, "QUICKRATIO").value == pytest.approx((70 + 45 + 32) / 60)
    assert figure(page, "MRR").value == 845.0
    (fall,) = page.groups[0].waterfalls
    assert fall.start + sum(amount for _, amount in fall.moves) == fall.end == 845.0


def test_what_was_published_for_a_quarter_is_what_the_next_starts_from(nine: Desk) -> None:
    """June closed with 300, though we know better since August."""
    spring = metrics_page(nine.book_url, Question("2026Q2"), NOW, RATES)
    assert figure(spring, "MRR").value == 890.0
    summer = metrics_page(nine.book_url, QUARTER, NOW, RATES)
    assert figure(summer, "MRR").before == 890.0
    assert figure(summer, "NRR").before == pytest.approx(1.0)
    assert figure(summer, "NRR").change == pytest.approx(752 / 890 - 1)


def test_money_is_not_compared_where_rates_do_not_reach_back(nine: Desk) -> None:
    """The first quarter's own start is before the first rate of the dollar; counts are compared all the same."""
    page = metrics_page(nine.book_url, Question("2026Q2"), NOW, RATES)
    assert figure(page, "NRR").value == pytest.approx(1.0)
    assert figure(page, "NRR").before is None
    assert figure(page, "RETENTION").before == 1.0
    (told,) = (each for each in page.notes if "not compared" in each)
    assert told.startswith("Money is not compared with the period before it, which began on 2026-01-01: ")
    assert "there is none for USD" in told


def test_without_rates_money_is_told_currency_by_currency(nine: Desk) -> None:
    """Nothing is added up that has no common unit, and a note says how to."""
    page = metrics_page(nine.book_url, QUARTER, NOW)
    assert [(each.of, each.value) for each in page.groups[0].figures if each.key == "MRR"] == [
        ("EUR", 669.0),
        ("USD", 220.0),
    ]
    assert "Money is told apart in EUR, USD" in page.notes[0]


def test_by_segment_the_groups_add_up_to_everybody(nine: Desk) -> None:
    """Those of the window's start; each with its own figures."""
    page = metrics_page(nine.book_url, Question("2026Q3", "segment"), NOW, RATES)
    assert [group.name for group in page.groups] == [None, "digital", "mid"]
    everybody, *parts = ([fall.end for fall in group.waterfalls] for group in page.groups)
    assert sum(map(sum, parts)) == sum(everybody)
    assert figure(page, "NRR", 2).n == 4


def test_a_group_that_pays_in_another_currency_is_told_in_the_one_reported_in(nine: Desk) -> None:
    """Catalogue L6 in constant currency: 220 dollars at 0.80 are 176 euros; nobody is left out."""
    page = metrics_page(nine.book_url, Question("2026Q3", "csm"), NOW, RATES)
    place = [group.name for group in page.groups].index("f@ours.example")
    told = figure(page, "MRR", place)
    assert (told.of, told.value, told.n) == ("EUR", 176.0, 1)


def test_an_account_keeps_the_segment_it_had_at_the_start(desk: Desk) -> None:
    """Who moved on is counted where they were; whose past is unknown is where they are, and a note says so."""
    moved = [account("A", segment="mid"), account("A", segment="enterprise", valid_from="2026-08-01")]
    undated = account("B", segment="digital", valid_from=None)
    lines = [dict(by_hand()[0], account_id=name, subscription_id=name) for name in "AB"]
    desk.put({"accounts": [*moved, undated], "subscriptions": lines})
    page = metrics_page(desk.book_url, Question("2026Q3", "segment"), NOW)
    assert [group.name for group in page.groups] == [None, "digital", "mid"]
    assert "The segment of 1 customers on 2026-07-01 is not in the book; today's is used." in page.notes


def test_by_plan_the_contract_of_the_start_decides(desk: Desk) -> None:
    """Its largest line's plan; who comes later is under the plan they came with."""
    lines = [
        dict(by_hand()[0], account_id="A", subscription_id="1", plan="pro", end_date="2026-07-31"),
        dict(by_hand()[0], account_id="A", subscription_id="2", plan="max", start_date="2026-08-01"),
        dict(by_hand()[0], account_id="B", subscription_id="3", plan="mini", start_date="2026-09-01"),
    ]
    desk.put({"accounts": [account("A"), account("B")], "subscriptions": lines})
    page = metrics_page(desk.book_url, Question("2026Q3", "plan"), NOW)
    assert [group.name for group in page.groups] == [None, "mini", "pro"]


def test_surveys_are_told_apart_by_occasion_with_their_answer_rate(desk: Desk) -> None:
    """Fewer than ten answers make no NPS, but show how wide it would be."""
    answers = [
        {
            "response_id": f"R{number}",
            "account_id": "A",
            "contact_id": f"P{number}",
            "survey": "nps",
            "occasion": "relationship",
            "delivered_at": "2026-09-01",
            "responded_at": "2026-09-02" if number < 3 else None,
            "score": 9.0 if number < 3 else None,
        }
        for number in range(4)
    ]
    desk.put({"accounts": [account()], "subscriptions": by_hand()[:1], "responses": answers})
    nps = figure(metrics_page(desk.book_url, QUARTER, NOW), "NPS")
    assert (nps.value, nps.of, nps.n, nps.answer_rate) == (None, "relationship", 3, 0.75)
    assert (round(nps.low or 0), nps.high) == (-7, 100)
    sheet = explain(desk.book_url, "NPS", "2026Q3", NOW)
    assert sheet.rows[0] == ("A", "P0", "relationship", "2026-09-02", "9")


def test_scores_come_from_the_memory(desk: Desk) -> None:
    """Mean scorecard health and confidence at the period's end; without a memory a note says so."""
    desk.put(
        {"accounts": [account()], "subscriptions": by_hand()[:1], "usage": usage([40] * 30, "A", date(2026, 9, 27))}
    )
    desk.refresh(datetime(2026, 10, 1, tzinfo=NOW.tzinfo))
    scored = metrics_page(desk.book_url, QUARTER, NOW, memory=desk.store)
    health, confidence = figure(scored, "HEALTH"), figure(scored, "CONFIDENCE")
    assert (health.n, confidence.n) == (1, 1)
    assert 0 < (health.value or 0) <= 100
    assert 0 < (confidence.value or 0) <= 1
    assert figure(scored, "USAGE").n == 1
    without = metrics_page(desk.book_url, QUARTER, NOW)
    assert "HEALTH" not in {each.key for each in without.groups[0].figures}
    assert any("No scores are stored" in each for each in without.notes)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question("2026Q9"), "is no period"),
        (Question("2026Q4"), "is not over yet; the last closed month is 2026-10."),
        (Question("2026Q3", "color"), "Figures can be told by segment, csm, plan, industry, country, not by 'color'."),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(nine: Desk, question: Question, sentence: str) -> None:
    """Before anything is read."""
    with pytest.raises(BadInput, match=sentence):
        metrics_page(nine.book_url, question, NOW)


def test_a_missing_rate_names_the_currency(nine: Desk, tmp_path: Path) -> None:
    """Rather than leaving a customer out."""
    (tmp_path / "rates.csv").write_text("date,currency,EUR\n2026-08-01,USD,0.9\n", encoding="utf-8")
    with pytest.raises(BadInput, match="there is none for USD"):
        metrics_page(nine.book_url, QUARTER, NOW, tmp_path / "rates.csv")


def test_sheets_that_cannot_be_made_are_one_sentence(nine: Desk, tmp_path: Path) -> None:
    """A figure without rows, a figure without data, a file that cannot be written."""
    with pytest.raises(BadInput, match="NEWUSERS has no sheet of rows; those that have one are RETENTION, CHURN"):
        explain(nine.book_url, "G1", "2026Q3", NOW)
    with pytest.raises(NothingToShow, match="nothing that NPS of 2026Q3 could be made of"):
        explain(nine.book_url, "NPS", "2026Q3", NOW)
    with pytest.raises(BadFile, match="cannot be written"):
        write_sheet(explain(nine.book_url, "NRR", "2026Q3", NOW, RATES), tmp_path)


def test_no_cell_becomes_a_formula(desk: Desk) -> None:
    """A customer's name is words, also in a spreadsheet."""
    desk.put({"accounts": [account("A", name="=1+1")], "subscriptions": [dict(by_hand()[0], account_id="A")]})
    assert explain(desk.book_url, "NRR", "2026Q3", NOW).rows[0][1] == "'=1+1"


def test_an_empty_book_has_nothing_to_show(desk: Desk) -> None:
    """And says what to do."""
    desk.put({"accounts": [account()]})
    with pytest.raises(NothingToShow, match="load some with `steward load`"):
        metrics_page(desk.book_url, QUARTER, NOW)
