"""When the scorecard changes, both scores are shown for four weeks."""

from cs_engine.health.assess import Context, assess
from cs_engine.health.reading import load_presets, read_scorecard
from cs_engine.health.snapshot import Snapshot
from tests.unit.health.accounts import DIAL, DIAL_TOML, EVERYTHING, an_account, assessed, context, dialled, weeks_on

CARDS = load_presets()
EASIER = read_scorecard(DIAL_TOML.replace("[0, 0]", "[0, 50]"), "dial.toml")


def career(weeks: int) -> list[Snapshot]:
    """Return weekly snapshots of an account whose onboarding ended at the start."""
    found: list[Snapshot] = []
    for week in range(-2, weeks):
        as_of = weeks_on(week)
        facts = an_account(as_of, status="onboarding" if week < 0 else "active", active_users=20.0)
        found.append(assess(facts, CARDS, context(as_of), found))
    return found


def test_both_are_shown_for_four_weekly_snapshots() -> None:
    """Today's score under the scorecard used before, until it is four weeks ago."""
    names = [(each.scorecard, (each.scorecard_before or "").split("@")[0]) for each in career(6)]
    onboarding, switched, settled = ("onboarding", ""), ("balanced", "onboarding"), ("balanced", "")
    assert names == [onboarding] * 2 + [switched] * 4 + [settled] * 2


def test_the_score_beside_is_todays_under_the_former_scorecard() -> None:
    """Not the old number: the same facts, the old formula."""
    switched = career(1)[-1]
    assert (
        switched.score_before
        == assess(an_account(status="onboarding", active_users=20.0), CARDS, context(weeks_on(0))).score
    )
    assert switched.score_before != switched.score


def test_an_edited_scorecard_is_a_former_one_too() -> None:
    """Its name stayed, its formula did not."""
    before = assessed(dialled(60), card=EASIER)
    now = assessed(dialled(60, weeks_on(1)), weeks_on(1), DIAL, [before])
    assert (now.scorecard_before, now.score_before) == (EASIER.formula_version, None)


def test_a_former_scorecard_from_the_archive_gives_its_score() -> None:
    """Where the old text was kept, the old score can be told."""
    before = assessed(dialled(60), card=EASIER)
    later = weeks_on(1)
    archived = Context(later, later.date(), EVERYTHING, archive=(EASIER,))
    assert assess(dialled(60, later), (DIAL,), archived, [before]).score_before == 8_000
