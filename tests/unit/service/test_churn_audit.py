"""The health score is looked back on from the snapshots in the memory."""

from collections.abc import Sequence
from datetime import timedelta
from difflib import unified_diff
from pathlib import Path

import pytest

from cs_engine.errors import BadFile, NothingToShow
from cs_engine.health.reading import load_scorecard, read_scorecard
from cs_engine.records.churn_audit import Suggestion
from cs_engine.service.churn.audit import audit_score, write_suggestions
from cs_engine.service.churn.changed_card import changed
from cs_engine.storage.rows import ScorecardVersion, SnapshotRow
from cs_engine.storage.store import Store
from tests.unit.churn.pasts import TWO
from tests.unit.health.accounts import BALANCED, DIAL, dialled
from tests.unit.service.desk import MONDAY, WEEK, Desk, assessed_row

WEEKS = 40
LOSSES = 12
LEAVING = 8
LOW = LEAVING + 16


def weeks_of(name: str, scores: Sequence[float], *, notice: bool = False) -> list[SnapshotRow]:
    """Return an account's weekly snapshots, the last in the week of Monday; notice was given eight weeks before."""
    leaving = {"status": "notice_given", "notice_date": (MONDAY - LEAVING * WEEK - timedelta(days=2)).date()}
    rows = []
    for before, score in enumerate(reversed(scores)):
        as_of = MONDAY - before * WEEK
        changes = leaving if notice and before <= LEAVING else {}
        rows.append(assessed_row(dialled(score, as_of, account_id=name, name=name, **changes), as_of, DIAL))
    return rows


def past(store: Store) -> None:
    """Let a memory see twelve accounts fall and give notice fifteen weeks later, and twelve that stayed."""
    for number in range(LOSSES):
        store.write_snapshots(weeks_of(f"L{number}", [90] * (WEEKS - LOW) + [30] * LOW, notice=True))
        store.write_snapshots(weeks_of(f"S{number}", [90] * WEEKS))
    store.put_scorecards([ScorecardVersion(DIAL.formula_version, DIAL.name, DIAL.text, MONDAY)])


@pytest.fixture
def audited(desk: Desk) -> Desk:
    """Return a desk with a past."""
    past(desk.store)
    return desk


def test_losses_are_dated_at_notice_and_days_after_it_leave(audited: Desk) -> None:
    """All twelve were At risk for fifteen weeks less the two days between notice and the Monday after."""
    found = audit_score(audited.store, [DIAL])
    assert (found.lost, found.involuntary) == (LOSSES, 0)
    ahead = found.before[1]
    assert (ahead.days, ahead.scored, ahead.low) == (60, LOSSES, LOSSES)
    assert found.leads["annual"].median == 7 * 15 - 2
    assert found.leads["annual"].early == 1.0
    auc = found.ranked[60].auc
    assert auc is not None
    assert auc.value > 0.95


def test_nothing_is_suggested_from_one_wave_of_losses(audited: Desk) -> None:
    """All of them lie in the later half, so nothing could be tried."""
    (suggestion,) = audit_score(audited.store, [DIAL]).suggestions
    assert suggestion.scorecard == "dial"
    assert "were lost in one of the halves" in suggestion.why_not
    assert suggestion.diff == ()


def test_an_empty_memory_has_not_enough_history(desk: Desk) -> None:
    """One sentence, and how to get more."""
    with pytest.raises(NothingToShow, match="not enough history"):
        audit_score(desk.store, [DIAL])


def test_a_changed_scorecard_keeps_its_comments_and_says_what_changes() -> None:
    """Weights are whole percents that add up; the way out of At risk keeps its distance."""
    text = changed(TWO, {"usage_trend": 0.704, "nps": 0.296}, 45)
    lines = [
        line
        for line in unified_diff(TWO.text.splitlines(), text.splitlines(), lineterm="", n=0)
        if line[0] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert "-weight = 20 # little" in lines
    assert "+weight = 70 # little" in lines
    assert "+weight = 30" in lines
    assert "# keep this" in text
    card = read_scorecard(text, "two.toml")
    assert (card.bands.at_risk_below, card.bands.at_risk_leaves_at) == (45, 50)


def test_a_measure_that_tells_nothing_keeps_one_percent() -> None:
    """A scorecard has no factor without weight; whoever wants it gone deletes it."""
    weights = {factor.measure.key: 0.0 for factor in BALANCED.factors} | {"nps": 1.0}
    card = read_scorecard(changed(BALANCED, weights, None), "balanced.toml")
    assert min(factor.weight for factor in card.factors) >= 1
    assert max(card.factors, key=lambda factor: factor.weight).measure.key == "nps"


def test_suggestions_are_written_once(tmp_path: Path) -> None:
    """As files that a simulation reads; nothing is overwritten, and what is not suggested makes no file."""
    told = [Suggestion("two", 30, text=TWO.text), Suggestion("other", 0, "too few")]
    (file,) = write_suggestions(told, tmp_path / "new")
    assert load_scorecard(file).formula_version == TWO.formula_version
    with pytest.raises(BadFile, match="is there already"):
        write_suggestions(told, tmp_path / "new")
