"""The report: it needs nothing else, says where it stands, and every picture has its table."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.rendering.report import Report, report_page
from cs_engine.records.flows import BandFlows
from cs_engine.records.metrics import SurvivalView
from cs_engine.records.segments import Axis, Map
from tests.unit.bot.read_page import Section, sections
from tests.unit.bot.report_samples import (
    AXIS,
    COHORTS,
    CURVE,
    DRAWING,
    EMPTY,
    EUROS,
    FLOWS,
    FULL,
    POINTS,
    VIEW,
    with_falls,
)
from tests.unit.templates.samples_figures import PAGE

FIGURES, MOVES, BANDS = "Figures", "What moved recurring revenue", "How accounts moved between bands"
STAY, STARTED, KINDS = "How long customers stay", "Who stayed, by start month", "Kinds of customers"


def read(report: Report) -> dict[str, Section]:
    """Return the sections of a report."""
    return sections(report_page(report))


def test_a_report_asks_nobody_for_anything() -> None:
    """No address of another host, no script, and a policy that says so."""
    page = report_page(FULL)
    assert re.findall(r"https?:|src=|<script|<link|@import|url\(", page) == []
    assert "default-src 'none'" in page


def test_each_picture_has_a_title_a_description_and_a_table() -> None:
    """In every section that draws something, and the heat map is a table itself."""
    found = read(FULL)
    assert list(found)[1:] == [FIGURES, MOVES, BANDS, STAY, STARTED, KINDS]
    for name in (MOVES, BANDS, STAY, KINDS):
        (picture,), (_table,) = found[name].pictures, found[name].tables
        assert picture.role == "img"
        assert picture.title
        assert "the table" in picture.description
    assert len(found[STARTED].tables) == 1


def test_a_table_can_be_scrolled_by_keyboard() -> None:
    """Each is a region with a name of its own."""
    page = report_page(FULL)
    assert page.count("<table") == len(re.findall(r'class="wide" tabindex="0" role="region" aria-label="[^"]+"', page))


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("", "Jul 1, 2026 to Sep 30, 2026, compared with 2026Q2. Made Nov 22, 2026, 09:00 CET, from what was known"),
        (MOVES, "from Jul 1, 2026 to Sep 30, 2026"),
        (BANDS, "From Jun 28, 2026 to Sep 27, 2026, the days with scores nearest to the ends of the period"),
        (STAY, "Until Sep 30, 2026: 19 customers, 4 lost; more than half are still there"),
        (STARTED, "until Sep 30, 2026"),
        (KINDS, "As of Nov 21, 2026, after the period, because only the newest segments are kept: 120 accounts"),
    ],
)
def test_every_section_names_its_days(section: str, said: str) -> None:
    """The end of the period also where the book knows of later days; segments are those of now."""
    assert said in read(FULL)[section].text


def test_a_section_without_data_says_so() -> None:
    """None vanishes: whoever looks for it would think that it was forgotten."""
    found = read(EMPTY)
    assert {name: section.text for name, section in found.items() if name} == {
        FIGURES: "No figure has a value in this period.",
        MOVES: "There was no recurring revenue from Jul 1, 2026 to Sep 30, 2026.",
        BANDS: "No scores.",
        STAY: "No curve.",
        STARTED: "No contract.",
        KINDS: "No segments.",
    }
    assert not any(section.pictures or section.tables for section in found.values())


@pytest.mark.parametrize(
    ("report", "section", "said"),
    [
        (replace(FULL, survival=[SurvivalView(None, 3, 0, None, ())]), STAY, "none of 3 customers was lost"),
        (replace(FULL, cohorts=replace(COHORTS, sizes=(0, 0, 0))), STARTED, "Nobody started in the two years"),
        (replace(FULL, drawing=None), KINDS, "Too few customers have what a map needs"),
        (replace(FULL, segments=replace(VIEW, lines=())), KINDS, str(VIEW.why)),
        (with_falls(replace(EUROS, moves=(("new", 0.0),), end=890.0)), MOVES, "Nothing moved: 890.00 at the start"),
        (with_falls(replace(EUROS, start=0.0, moves=(), end=0.0)), MOVES, "There was none at the start"),
    ],
)
def test_a_picture_of_nothing_is_a_sentence(report: Report, section: str, said: str) -> None:
    """An empty frame would say nothing."""
    assert said in read(report)[section].text
    assert not read(report)[section].pictures


@pytest.mark.parametrize(
    "hostile",
    [
        lambda name: replace(FULL, page=replace(PAGE, notes=(name,), period=name)),
        lambda name: replace(FULL, survival=[replace(CURVE, name=name)]),
        lambda name: replace(FULL, survival=name, cohorts=name, flows=name, segments=name, drawing=None),
        lambda name: replace(FULL, drawing=replace(DRAWING, map=Map(POINTS, Axis((name,), (), 0.2), AXIS))),
        lambda name: with_falls(replace(EUROS, currency=name)),
    ],
)
def test_names_stay_words(hostile: Callable[[str], Report]) -> None:
    """What a customer or a file is called is no markup, in attributes neither."""
    page = report_page(hostile('<script>alert(1)</script>" onload="x'))
    assert "<script" not in page
    assert '" onload="' not in page
    assert "&lt;script&gt;" in page


def test_the_waterfall_and_its_table_tell_the_same() -> None:
    """Moves of nothing are left out of both; a share of the start stands beside."""
    (moves,) = read(with_falls(EUROS))[MOVES].tables
    assert moves == [
        ["Move", "EUR", "Of the start"],
        ["Start", "890.00", "100.0%"],
        ["New", "+60.00", "+6.7%"],
        ["Paused, resumed", "−104.50", "−11.7%"],
        ["End", "845.50", "95.0%"],
    ]
    (picture,) = read(with_falls(EUROS))[MOVES].pictures
    assert picture.words == ["Start", "890", "New", "+60", "Paused, resumed", "−104", "End", "846"]


def test_bars_that_do_not_begin_at_zero_say_where_they_begin() -> None:
    """A cut scale without a word would be a lie; without revenue at the start there is no share of it."""
    assert "Bars begin at 800, not at zero." in read(with_falls(EUROS))[MOVES].text
    grown = read(with_falls(replace(EUROS, start=0.0, moves=(("new", 845.5),))))[MOVES]
    assert "not at zero" not in grown.text
    assert grown.tables[0][0] == ["Move", "EUR"]


def test_flows_say_who_got_worse_and_add_up() -> None:
    """In words, in the picture and in the table; new, gone and unknown are ends of their own."""
    bands = read(FULL)[BANDS]
    assert "12 got worse, 5 got better, 30 stayed, and 3 cannot be compared" in bands.text
    assert bands.tables[0] == [
        ["From", "Healthy", "At risk", "Unknown", "Gone", "All"],
        ["Healthy", "30", "12", "", "", "42"],
        ["Watch", "5", "", "", "", "5"],
        ["Leaving", "", "", "", "2", "2"],
        ["New", "", "", "1", "", "1"],
        ["All", "35", "12", "1", "2", "50"],
    ]
    assert {"Healthy 42", "New 1", "Gone 2", "Unknown 1"} <= set(bands.pictures[0].words)


@pytest.mark.parametrize(
    ("weak", "said"),
    [
        (replace(FLOWS, formula_changed=True), "The formula of the scores changed in between"),
        (replace(FLOWS, start_is_near=False), "No scores are stored near Jul 1, 2026: those of Jun 28, 2026 stand in"),
        (replace(FLOWS, end_is_near=False), "No scores are stored near Sep 30, 2026: those of Sep 27, 2026 stand in"),
    ],
)
def test_what_weakens_flows_is_said(weak: BandFlows, said: str) -> None:
    """And is not said where it does not hold."""
    assert said in read(replace(FULL, flows=weak))[BANDS].text
    assert said not in read(FULL)[BANDS].text


def test_few_customers_are_marked() -> None:
    """In the figures, in the curve's table and in the triangle, each with its reason."""
    found = read(FULL)
    assert "few stands beside figures of fewer than ten" in found[FIGURES].text
    assert any(row[-1].endswith(" few") for row in found[FIGURES].tables[0])
    assert [row[-1] for row in found[STAY].tables[0][1:]] == ["15", "2 few"]
    assert "Where the line is broken, fewer than ten had been seen that long." in found[STAY].text
    assert [row[:2] for row in found[STARTED].tables[0][2:]] == [["2026-08", "2*"], ["2026-10", "12"]]
    assert "Sizes with a star are below ten" in found[STARTED].text


def test_the_triangle_leaves_out_what_nobody_has() -> None:
    """Months in which nobody started, and columns that are over for nobody; a cell to come is empty, not zero."""
    (triangle,) = read(FULL)[STARTED].tables
    assert triangle[1:] == [["0", "1"], ["2026-08", "2*", "100", "50"], ["2026-10", "12", "100", ""]]


def test_a_segment_is_named_on_the_map_and_in_the_table() -> None:
    """By number and name; long names are cut on the map only, and what directions mean stands below."""
    kinds = read(FULL)[KINDS]
    names = [str(line.segment.name) for line in VIEW.lines]
    assert [row[0] for row in kinds.tables[0][1:]] == [f"{at} {name}" for at, name in enumerate(names, start=1)]
    assert kinds.pictures[0].words == [word for at, name in enumerate(names, start=1) for word in (str(at), name)]
    assert "→ more seats, plan: gold" in kinds.text
    assert "the map shows 40% of all differences" in kinds.text


def test_figures_without_a_value_are_named_by_reason() -> None:
    """A figure that is missing without a word looks forgotten."""
    missing = replace(PAGE.groups[0].figures[0], value=None, name="Quick ratio", note="nothing was lost")
    told = replace(missing, of="USD"), missing, replace(missing, note=None, of=None)
    report = replace(FULL, page=replace(PAGE, groups=(replace(PAGE.groups[0], figures=told),)))
    said = read(report)[FIGURES].text
    assert "Without a value, nothing was lost: Quick ratio, USD; Quick ratio, EUR." in said
    assert "Without a value, no data: Quick ratio." in said


def test_one_is_not_told_in_the_plural() -> None:
    """1 answer, 7 answers."""
    told = [row[-1] for row in read(FULL)[FIGURES].tables[0]]
    assert any(each.startswith("1 answer") for each in told)
    assert not any(each.startswith("1 answers") for each in told)


def test_segments_of_the_period_need_no_excuse() -> None:
    """Only those of a later day are explained."""
    assert "after the period" not in read(replace(FULL, segments_on=date(2026, 9, 30)))[KINDS].text
