"""The churn report draws an evaluation, and takes nothing that it is told for markup."""

from dataclasses import replace
from datetime import date

import pytest

from bot.cli.churn_pages import NAMES
from bot.rendering.churn_report import About, amounts, churn_page, figure, lifts, top
from cs_engine.records.churn import Bin, Candidate, Estimate, Evaluation, GroupCheck, Importance, Model, Remark
from cs_engine.records.churn_audit import Audit, Before, FalseAlarms, Ranked
from cs_engine.records.churn_contacts import ByContact, ContactGroup
from cs_engine.records.churn_curves import Amount, Curves, Point, Reached, Told
from cs_engine.wording import phrase, sentence

CURVES = Curves(
    roc=(Point(0, 0, 1), Point(0.1, 0.5, 0.6), Point(1, 1, 0.1)),
    precision_recall=(Point(0.5, 0.8, 0.6), Point(1, 0.25, 0.1)),
    reached=tuple(
        Reached(step / 20, step, min(1, step / 10), 2.0, min(1, step / 8), 12.5 * step) for step in range(1, 21)
    ),
    amounts=tuple(Amount(size, 0.5 - place / 100, 0.7 + place / 50) for place, size in enumerate((50, 100, 200))),
    told=(Told(0, 0.05, 60, 6), Told(0.05, 0.1, 40, 19)),
)
FOUND = Evaluation(
    method="logistic (5 of 5 folds)",
    rows=100,
    positives=25,
    folds=(5, 1),
    warnings=("exit_score is left out.",),
    metrics={
        "roc_auc": Estimate(0.81, 0.75, 0.87),
        "log_loss": Estimate(0.43),
        "revenue_per_contact": Estimate(float("nan")),
    },
    baselines={"base rate": {"roc_auc": 0.5, "log_loss": 0.56}},
    threshold=(0.4, "as many are called at risk as it happens to"),
    report=(),
    reliability=(Bin(0.1, 0.12, 0.05, 0.2, 50), Bin(0.4, 0.38, 0.3, 0.55, 50)),
    groups=(GroupCheck("plan", "pro", 60, 0.2, Estimate(0.4, 0.3, 0.5)),),
    candidates=(Candidate("logistic", Model.LOGISTIC, 0.43, 0.81, None, 1.0),),
    left_out=(Remark("email", sentence(phrase("names"))),),
    importance=(Importance("visits", 0.05, 1.0), Importance("noise", -0.001, 0.2)),
    seconds=3.0,
    curves=CURVES,
)
ABOUT = About("Who will leave: a.csv", "a.csv", "Churn is Yes", "2026-11-22 09:00")


def test_the_page_tells_figures_warnings_and_what_is_off() -> None:
    """Unknown is a dash, a missing interval is nothing."""
    page = churn_page(FOUND, NAMES, ABOUT)
    assert "a.csv: 100 rows; Churn is Yes for 25 of them (25.0%)" in page
    assert "exit_score is left out." in page
    assert "0.750 to 0.870; 0.5 is chance" in page
    assert "it is off for plan pro (said 20.0%, happened 40.0% of 60)" in page
    assert '<th scope="row">email</th><td class="words">names</td>' in page
    assert "<td>—</td>" in page
    assert "nan" not in page


def test_every_picture_has_its_numbers_and_no_script() -> None:
    """The page asks no other host for anything."""
    page = churn_page(FOUND, NAMES, ABOUT)
    assert page.count('role="img"') == 8
    assert page.count("<details>") == 5
    assert "<script" not in page
    assert "src=" not in page.replace("default-src", "")


def test_what_it_is_told_is_no_markup() -> None:
    """Columns and files may be called anything."""
    hostile = "<img src=x onerror=alert(1)>"
    found = replace(FOUND, importance=(Importance(hostile, 0.1, 1.0),), warnings=(hostile,))
    page = churn_page(found, NAMES, About(hostile, hostile, hostile, "now"))
    assert "<img" not in page


def test_without_curves_or_revenue_the_rest_is_there() -> None:
    """No empty pictures."""
    page = churn_page(replace(FOUND, curves=None), NAMES, ABOUT)
    assert 'role="img"' not in page
    plain = tuple(Reached(one.share, one.customers, one.caught, one.lift) for one in CURVES.reached)
    page = churn_page(replace(FOUND, curves=replace(CURVES, reached=plain, amounts=())), NAMES, ABOUT)
    assert "of the revenue lost" not in page
    assert "Would more customers help?" not in page


def test_the_audit_of_a_book_is_told_or_why_there_is_none() -> None:
    """Only where a book was asked about."""
    assert "Does the health score predict?" not in churn_page(FOUND, NAMES, ABOUT)
    assert "Not enough history." in churn_page(FOUND, NAMES, replace(ABOUT, no_audit="Not enough history."))
    audit = Audit(
        first=date(2026, 1, 5),
        last=date(2026, 11, 2),
        lost=14,
        involuntary=2,
        bands={},
        deciles=(),
        ranked={90: Ranked(500, 14, Estimate(0.71, 0.6, 0.8)), 30: Ranked(500, 3, None)},
        quarters=(),
        kinds={},
        before=(Before(60, 14, 9, {}, {}),),
        false_alarms=FalseAlarms(20, 6, 4),
        leads={},
        measures=(),
        suggestions=(),
    )
    group = ContactGroup(90, 30, 12, None, Estimate(0.14, 0.07, 0.2), Estimate(0.71, 0.6, 0.82))
    apart = ByContact(group, ContactGroup(40, 20, 3, None, None, None))
    told = churn_page(FOUND, NAMES, replace(ABOUT, audit=replace(audit, by_contact=apart)))
    assert "14.0% (7.0% to 20.0%)" in told
    assert "too few lost to tell" in told
    assert "not the effect of contact" in told
    page = churn_page(FOUND, NAMES, replace(ABOUT, audit=audit))
    assert "0.71 (0.60 to 0.80)" in page
    assert "14 accounts that had a score were lost" in page


def test_lifts_of_tenths_are_their_own_and_not_those_of_all_before_them() -> None:
    """Half of all losses in the first two tenths, nothing after five."""
    own = [lift for _, lift, _ in lifts(CURVES.reached)]
    assert own == pytest.approx([2.0] * 5 + [0.0] * 5)


def test_axes_end_at_the_next_fifth_and_curves_stay_inside() -> None:
    """However small the figures are."""
    assert top([0.03, 0.19]) == 0.2
    assert top([0.97]) == 1.0
    drawn = amounts(CURVES.amounts)
    assert drawn is not None
    assert all(0 <= y <= 300 for _, y, _ in drawn["loss"].points)
    assert amounts(CURVES.amounts[:2]) is None


def test_figures_are_written_as_people_do() -> None:
    """With a real minus, and a dash for unknown."""
    assert figure(-0.1234, "log_loss") == "\u22120.1234"
    assert figure(None, "brier") == "—"
