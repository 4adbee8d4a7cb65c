"""A new scorecard is tried on paper: it tells who would change band, and changes nothing."""

from pathlib import Path

import pytest

from cs_engine.errors import BadScorecard, NothingToShow
from cs_engine.health.reading import load_presets
from cs_engine.health.scorecard import Scorecard
from cs_engine.records.episode_view import Standing
from cs_engine.records.episodes import Family
from cs_engine.service.scoring.scorecards import scorecards_in, with_candidate
from cs_engine.service.scoring.simulate import simulate
from cs_engine.service.scoring.simulate_alerts import past_alerts
from cs_engine.storage.rows import ScorecardVersion
from tests.unit.episodes.office import Office
from tests.unit.episodes.stories import LOW_USE
from tests.unit.health.accounts import DIAL, DIAL_TOML, assessed, days_ago, dialled
from tests.unit.service.desk import MONDAY, WEEK, ZONE, Desk, assessed_row

SCORES = {"A": 90, "B": 72, "C": 60, "D": 30}
STRICT = DIAL_TOML.replace("[1, 100]", "[1, 80]")
"""Scores 90, 72, 60, 30 become 72, 57.6, 48, 24; below 66 a Healthy account stays so for a second week."""


@pytest.fixture
def dialled_desk(desk: Desk) -> Desk:
    """Return a desk with four accounts under the dial."""
    for week in (MONDAY - WEEK, MONDAY):
        facts = [dialled(score, week, account_id=name, name=f"Customer {name}") for name, score in SCORES.items()]
        desk.store.write_snapshots(assessed_row(each, week, DIAL) for each in facts)
    desk.store.put_scorecards([ScorecardVersion(DIAL.formula_version, DIAL.name, DIAL.text, MONDAY)])
    return desk


def write(folder: Path, text: str, name: str = "new.toml") -> Path:
    """Write a scorecard."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_exactly_the_accounts_whose_band_changes_are_listed(dialled_desk: Desk, tmp_path: Path) -> None:
    """With the bands and scores of both sides; one that is held for two weeks first is one of them."""
    done = simulate(dialled_desk.store, write(tmp_path, STRICT), (DIAL,), ZONE)
    listed = [(each.account_id, each.before, each.after, each.score_before, each.score_after) for each in done.switches]
    assert listed == [("B", "healthy", "watch", 72.0, 57.6), ("C", "watch", "at_risk", 60.0, 48.0)]
    assert (done.accounts, done.scored_by_it) == (4, 4)
    assert dict(done.before.bands) == {"at_risk": 1, "watch": 1, "healthy": 2}
    assert dict(done.after.bands) == {"at_risk": 2, "healthy": 2}


def test_nothing_is_written(dialled_desk: Desk, tmp_path: Path) -> None:
    """The memory is the same before and after, down to its scorecards."""
    before = dialled_desk.rows()
    done = simulate(dialled_desk.store, write(tmp_path, STRICT), (DIAL,), ZONE)
    assert dialled_desk.rows() == before
    assert dialled_desk.store.scorecard(done.formula_version) is None


def test_the_scorecard_in_use_changes_no_band(dialled_desk: Desk, tmp_path: Path) -> None:
    """Trying what is there already is quiet."""
    assert simulate(dialled_desk.store, write(tmp_path, DIAL_TOML), (DIAL,), ZONE).switches == ()


def test_a_scorecard_for_few_leaves_the_others_alone(dialled_desk: Desk, tmp_path: Path) -> None:
    """One with a condition stands before the default."""
    text = STRICT.replace('"dial"', '"digital"').replace("default = true", 'order = 1\nwhen = { segment = "digital" }')
    done = simulate(dialled_desk.store, write(tmp_path, text), (DIAL,), ZONE)
    assert (done.scored_by_it, done.switches) == (0, ())


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("curve", "wieght = 100\ncurve"), ":10: groups.dial.factors[0].wieght: is not known here"),
        (("survey_participation", "moon_phase"), ":8: groups.dial.factors[0].measure"),
        (("[[0, 0], [1, 100]]", "[[0, 0], [1, 100"), ": not readable as TOML"),
    ],
)
def test_a_malformed_scorecard_is_refused_with_file_line_key_and_fix(
    dialled_desk: Desk, tmp_path: Path, change: tuple[str, str], complaint: str
) -> None:
    """So that an editor can jump there."""
    file = write(tmp_path, DIAL_TOML.replace(*change))
    with pytest.raises(BadScorecard) as refused:
        simulate(dialled_desk.store, file, (DIAL,), ZONE)
    assert str(refused.value).startswith(f"{file}:")
    assert complaint in str(refused.value)


def test_a_file_that_is_not_there_is_a_sentence(dialled_desk: Desk, tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(BadScorecard, match=r"missing\.toml"):
        simulate(dialled_desk.store, tmp_path / "missing.toml", (DIAL,), ZONE)


def test_before_the_first_refresh_there_is_nothing_to_try_on(desk: Desk, tmp_path: Path) -> None:
    """The sentence names the next command."""
    with pytest.raises(NothingToShow, match="steward refresh"):
        simulate(desk.store, write(tmp_path, STRICT), (DIAL,), ZONE)


def test_without_own_scorecards_the_presets_serve(tmp_path: Path) -> None:
    """An empty folder is as good as none."""
    names = [card.name for card in load_presets()]
    assert [card.name for card in scorecards_in(tmp_path)] == names
    assert [card.name for card in scorecards_in(tmp_path / "nowhere")] == names
    write(tmp_path, DIAL_TOML)
    assert [card.name for card in scorecards_in(tmp_path)] == ["dial"]


def test_a_new_default_takes_the_place_of_the_default() -> None:
    """The scorecards with conditions stay before it."""
    cards: tuple[Scorecard, ...] = with_candidate(load_presets(), DIAL)
    assert [card.name for card in cards] == ["onboarding", "renewal", "dial"]
    assert assessed(dialled(50), card=cards[-1]).scorecard == "dial"


def test_past_alerts_tell_how_often_each_family_would_have_spoken(tmp_path: Path) -> None:
    """Told or listed, opened or joined; what lacks its data says what it needs; nothing is written."""
    with Office.opened(f"sqlite:///{tmp_path}/steward.db") as office:
        quiet: dict[str, object] = {"last_two_way_at": days_ago(58)}
        office.tell(a1=[{}, LOW_USE, LOW_USE], a2=[quiet, quiet, quiet], h=[{}, {}, {}])
        past = past_alerts(office.store, tmp_path / "alerts.toml")
        assert office.open() == []
    found = {each.standing.family: each for each in past.firings}
    assert (past.reviews, past.accounts, past.episodes, past.mass_trips) == (3, 3, 1, 0)
    drop, silence, likely = (found[family] for family in (Family.USAGE_DROP, Family.SILENCE, Family.PROBABILITY))
    assert (drop.standing.standing, drop.fired, drop.opened) == (Standing.ON, 1, 1)
    assert (silence.standing.standing, silence.fired, silence.opened) == (Standing.DIGEST, 1, 0)
    assert (likely.standing.standing, likely.standing.needs) == (Standing.NEEDS_DATA, ("model",))
