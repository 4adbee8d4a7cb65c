"""Where targets stand, from the pages that are kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cs_engine.errors import BadFile, BadInput, NothingToShow
from cs_engine.metrics.windows import trailing
from cs_engine.records.acting import Team
from cs_engine.records.metrics import Figure, Group, MetricsPage
from cs_engine.records.metrics_kept import KeptPage
from cs_engine.records.targets import KeptTargets
from cs_engine.service.metrics.targets import keep_targets, read_targets_of, standings, tell_off_track
from cs_engine.service.preferences.desk import PreferenceDesk
from tests.unit.service.desk import Desk
from tests.unit.service.test_metrics import NOW

TARGETS = """
[[kpi]]
team = "EMEA"
metric = "NRR"
target = 1.10
owner = "ana@ours.example"
due = 2026-12-31
[[kpi]]
team = "EMEA"
metric = "L2"
target = 0.05
owner = "leo@ours.example"
due = 2026-12-31
[[kpi]]
team = "EMEA"
metric = "CLV"
target = 5000
owner = "leo@ours.example"
due = 2026-12-31
"""
NRR = Figure("L6", "NRR", "", "EUR", "share", "up", 0.9, None, None, None, 40, "customers", None, small=False)


def kept(end: date, *figures: Figure) -> KeptPage:
    """Return the page of the twelve months to an end."""
    period = trailing(end)
    page = MetricsPage(period.name, period.start, period.end, "", None, (Group(None, figures, ()),), ())
    return KeptPage(page, NOW, NOW)


def fill(desk: Desk, *pages: KeptPage) -> None:
    """Keep pages."""
    with desk.store.changing() as memory:
        for page in pages:
            memory.metrics.put(page)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of targets."""
    path = tmp_path / "targets.toml"
    path.write_text(TARGETS, encoding="utf-8")
    return path


def test_a_target_has_progress_and_forecast(desk: Desk, file: Path) -> None:
    """NRR rose from 98 to 104 % in steps of 2 points: 108 % is the forecast, below the 110 % aimed at."""
    values = {8: 0.98, 9: 1.0, 10: 1.02, 11: 1.04}
    fill(desk, *(kept(date(2026, month, 1), replace(NRR, value=value)) for month, value in values.items()))
    nrr, churn, clv = standings(desk.store, read_targets_of(file), NOW.date())
    assert (nrr.key, nrr.owner, nrr.now, nrr.as_of, nrr.n) == ("NRR", "ana@ours.example", 1.04, date(2026, 11, 1), 4)
    assert nrr.done == pytest.approx(0.5)
    assert nrr.forecast == pytest.approx(1.08, abs=0.001)
    assert nrr.track == "off_track"
    assert [(each.track, each.now, each.forecast) for each in (churn, clv)] == [("unknown", None, None)] * 2
    assert churn.note == clv.note == "this figure is not made month by month"


def test_who_answers_for_a_target_is_told_once_when_it_goes_off_track(desk: Desk, file: Path) -> None:
    """In their working hours, from the first month on by which it was missed; not again by the next months."""
    team = Team(leads=("rosa@ours.example",))
    hours_of = PreferenceDesk(desk.store, lambda: NOW).hours_of
    fill(desk, *(kept(date(2026, month, 1), replace(NRR, value=0.9 + month / 1000)) for month in (7, 8, 9, 10)))
    targets = read_targets_of(file)
    lines = keep_targets(desk.store, targets, NOW)
    assert lines[0].since == date(2026, 10, 1)
    assert tell_off_track(desk.store, lines, NOW, team, hours_of) == 1
    fill(desk, kept(date(2026, 11, 1), replace(NRR, value=0.911)))
    assert tell_off_track(desk.store, keep_targets(desk.store, targets, NOW), NOW, team, hours_of) == 0
    with desk.store.viewing() as memory:
        told = memory.outbox.get("target:EMEA:L6:2026-12-31:2026-10-01")
        assert memory.metrics.targets() == KeptTargets(NOW, standings(desk.store, targets, NOW.date()))
    assert told is not None
    assert [each.id for each in told.intent.to] == ["ana@ours.example", "rosa@ours.example"]
    assert hours_of("ana@ours.example").is_open(told.intent.due_at)
    assert keep_targets(desk.store, (), NOW) == ()
    with desk.store.viewing() as memory:
        assert memory.metrics.targets() is None


def test_whoever_is_erased_answers_for_no_target_and_heads_no_group(desk: Desk, file: Path) -> None:
    """Their name is taken out of what is kept of figures by CSM, and of targets."""
    fill(desk, kept(date(2026, 11, 1), NRR))
    by_csm = kept(date(2026, 11, 1), NRR)
    groups = tuple(replace(by_csm.page.groups[0], name=name) for name in ("ana@ours.example", "leo@ours.example"))
    fill(desk, replace(by_csm, page=replace(by_csm.page, by="csm", groups=groups)))
    keep_targets(desk.store, read_targets_of(file), NOW)
    with desk.store.changing() as memory:
        memory.erasing.rename(["ana@ours.example"])
    with desk.store.viewing() as memory:
        page, whole = memory.metrics.page(by_csm.page.period, "csm"), memory.metrics.page(by_csm.page.period)
        targets = memory.metrics.targets()
    assert page is not None
    assert whole is not None
    assert targets is not None
    assert [group.name for group in page.page.groups] == ["erased", "leo@ours.example"]
    assert [group.name for group in whole.page.groups] == [None]
    assert {line.owner for line in targets.lines} == {"erased", "leo@ours.example"}


def test_a_figure_told_apart_is_no_single_value(desk: Desk, file: Path) -> None:
    """Two currencies are two figures; exchange rates make them one."""
    fill(desk, kept(date(2026, 11, 1), NRR, replace(NRR, of="USD")))
    nrr, *_ = standings(desk.store, read_targets_of(file), NOW.date())
    assert (nrr.now, nrr.track) == (None, "unknown")
    assert nrr.note
    assert "told apart by currency" in nrr.note


def test_without_any_page_nothing_is_known(desk: Desk, file: Path) -> None:
    """And that is said."""
    lines = standings(desk.store, read_targets_of(file), NOW.date())
    assert {each.note for each in lines} == {"no closed month has a value"}


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, file: Path) -> None:
    """None at all, one in another encoding, one that aims at nothing known."""
    with pytest.raises(NothingToShow, match=r"docs/metrics\.md shows how"):
        read_targets_of(tmp_path / "none.toml")
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadFile, match="UTF-8"):
        read_targets_of(file)
    file.write_text(TARGETS.replace('"NRR"', '"NRRR"'), encoding="utf-8")
    with pytest.raises(BadInput, match="kpi 1"):
        read_targets_of(file)
