"""Pages of figures from the book into the memory, and what people are told of them."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cs_engine.errors import BadInput
from cs_engine.metrics.windows import closed
from cs_engine.records.metrics import Figure, Group, MetricsPage
from cs_engine.records.metrics_kept import KeptPage, NotKept, Restated
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.service.metrics.desk import MetricsDesk
from cs_engine.service.metrics.keeping import SETTLES, earlier, keep_history, keep_metrics, kept_page
from cs_engine.service.metrics.reading import rates_in
from tests.unit.service.desk import Desk, account, contract
from tests.unit.service.test_metrics import NOW

ANA, LEO = "ana@ours.example", "leo@ours.example"
DAY = timedelta(days=1)
FEW = 4
"""Months of history that tests make; each takes a moment."""


def filled(desk: Desk, **of_b: object) -> Desk:
    """Put three customers on the desk, of whom B may have changed."""
    accounts = [account("A", owner=ANA), account("B", owner=LEO, segment="digital"), account("C", owner=LEO)]
    desk.put({"accounts": accounts, "subscriptions": [contract("A"), contract("B", **of_b), contract("C")]})
    return desk


@pytest.fixture(scope="module")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a desk whose pages are kept; they take seconds to make."""
    folder = tmp_path_factory.mktemp("told")
    with Desk.opened(folder) as desk:
        assert keep_metrics(filled(desk).store, desk.book_url, NOW) == 12
    return folder


@pytest.fixture
def kept(told_once: Path, tmp_path: Path) -> Iterator[Desk]:
    """Yield a copy of that desk, to do with as a test likes."""
    folder = Path(shutil.copytree(told_once, tmp_path / "kept"))
    with Desk.opened(folder) as desk:
        yield desk


def told(desk: Desk, period: str | None = None, by: str | None = None, sight: Sight = EVERYTHING) -> KeptPage:
    """Return what somebody is told."""
    found = MetricsDesk(desk.store, lambda: NOW).page(period, by, sight)
    assert isinstance(found, KeptPage)
    return found


def figures(page: MetricsPage, group: int = 0) -> dict[str, float | None]:
    """Return the values of one group by key."""
    return {each.key: each.value for each in page.groups[group].figures}


def test_what_is_kept_is_told_without_the_book(kept: Desk) -> None:
    """The last twelve months, the last quarter and the last month; whole and by segment, CSM and plan."""
    (kept.folder / "book.duckdb").unlink()
    assert figures(told(kept).page)["MRR"] == 3_000.0
    by_csm = told(kept, "2026Q3", "csm").page
    assert [(group.name, figures(by_csm, at)["MRR"]) for at, group in enumerate(by_csm.groups)] == [
        (None, 3_000.0),
        (ANA, 1_000.0),
        (LEO, 2_000.0),
    ]
    assert told(kept, "2026-10", "plan").page.start == date(2026, 10, 1)


def test_a_period_that_is_not_kept_names_those_that_are(desk: Desk, kept: Desk) -> None:
    """Newest first; what is no period is one sentence."""
    assert MetricsDesk(desk.store, lambda: NOW).page(None, None) == NotKept("2025-11 to 2026-10", ())
    desk_of_figures = MetricsDesk(kept.store, lambda: NOW)
    assert desk_of_figures.page("2024", None) == NotKept("2024", ("2025-11 to 2026-10", "2026-10", "2026Q3"))
    with pytest.raises(BadInput, match="is not over yet"):
        desk_of_figures.page("2026Q4", None)


@pytest.mark.parametrize(
    ("sight", "groups"),
    [
        (Sight(owner="Ana@Ours.example"), [ANA]),
        (Sight(segments=("digital",)), ["digital"]),
        (Sight(segments=()), []),
        (Sight(owner=ANA, segments=("mid",)), []),
    ],
)
def test_who_sees_some_accounts_is_told_of_their_group_alone(kept: Desk, sight: Sight, groups: list[str]) -> None:
    """Also when they ask for the whole or for another dimension."""
    for by in (None, "plan"):
        assert [group.name for group in told(kept, None, by, sight).page.groups] == groups


def test_a_closed_period_stays_as_it_was_told_once_it_has_settled(kept: Desk) -> None:
    """The book's other opinion stands beside what was told, also for who sees one group alone."""
    keep_metrics(filled(kept, mrr=500.0).store, kept.book_url, NOW + SETTLES)
    later = told(kept, "2026Q3")
    assert (figures(later.page)["MRR"], later.told_at, later.checked_at) == (3_000.0, NOW, NOW + SETTLES)
    assert [(each.id, each.of, each.told, each.now) for each in later.restated] == [("MRR", "EUR", 3_000.0, 2_500.0)]
    leos = told(kept, "2026Q3", None, Sight(owner=LEO)).restated
    assert [(each.group, each.told, each.now) for each in leos] == [(LEO, 2_000.0, 1_500.0)]


def page_of(value: float | None) -> MetricsPage:
    """Return a page with one figure."""
    nrr = Figure("L6", "NRR", "", "EUR", "share", "up", value, None, None, None, 9, "customers", None, small=True)
    return MetricsPage(
        "2026Q3", date(2026, 7, 1), date(2026, 10, 1), "2026Q2", None, (Group(None, (nrr,), ()),), ("x",)
    )


def test_until_it_has_settled_the_newest_counts() -> None:
    """Afterwards the same number again is no restatement, and no value is another one."""
    first = kept_page(None, page_of(0.9), NOW)
    second = kept_page(first, page_of(0.8), NOW + DAY)
    assert (second.page, second.told_at, second.restated) == (page_of(0.8), NOW, ())
    settled = kept_page(second, page_of(None), NOW + SETTLES)
    assert (settled.page, settled.restated) == (page_of(0.8), (Restated(None, "L6", "EUR", "share", 0.8, None),))
    assert kept_page(settled, page_of(0.8 + 1e-12), NOW + SETTLES).restated == ()


def test_the_past_is_made_once(desk: Desk) -> None:
    """Every month, the quarters, and the twelve months to each month."""
    filled(desk)
    periods = list(earlier(NOW.date()))
    assert len({each.name for each in periods}) == len(periods) == 25
    assert keep_history(desk.store, desk.book_url, NOW, months=FEW) == 8
    assert keep_history(desk.store, desk.book_url, NOW + DAY, months=FEW) == 0
    assert figures(told(desk, "2026-07").page)["MRR"] == 3_000.0


def test_a_missing_rate_is_said_now_and_leaves_the_past_out(desk: Desk) -> None:
    """The rates begin in August; what closed before them cannot be told in one currency."""
    filled(desk, currency="USD")
    rates = desk.folder / "rates.csv"
    assert rates_in(desk.folder) is None
    rates.write_text("date,currency,EUR\n2026-08-01,GBP,1.2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="there is none for USD"):
        keep_metrics(desk.store, desk.book_url, NOW, rates_in(desk.folder))
    rates.write_text("date,currency,EUR\n2026-08-01,USD,0.9\n", encoding="utf-8")
    assert keep_history(desk.store, desk.book_url, NOW, rates_in(desk.folder), FEW) == 1


def test_an_empty_book_keeps_nothing(desk: Desk) -> None:
    """And is no fault."""
    desk.put({"accounts": [account()]})
    assert keep_metrics(desk.store, desk.book_url, NOW) == keep_history(desk.store, desk.book_url, NOW, months=1) == 0


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 11, 22), ("2026-10", "2026Q3", "2025")),
        (date(2026, 10, 1), ("2026-09", "2026Q3", "2025")),
        (date(2027, 1, 1), ("2026-12", "2026Q4", "2026")),
    ],
)
def test_the_last_period_that_is_over(day: date, names: tuple[str, str, str]) -> None:
    """Of one, three and twelve months."""
    assert tuple(closed(day, months).name for months in (1, 3, 12)) == names
