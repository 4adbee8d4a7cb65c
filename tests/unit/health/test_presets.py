"""The scorecards that ship."""

from collections import Counter

import pytest

from cs_engine.errors import BadScorecard
from cs_engine.health.facts import plain_facts
from cs_engine.health.measures.registry import MEASURES
from cs_engine.health.reading import PRESETS, choose, load_preset, load_presets
from cs_engine.records.bands import Band
from tests.unit.health.accounts import BALANCED, an_account, assessed, line

SIMPLE = load_preset("simple")
FITTING: dict[str, dict[str, object]] = {
    "balanced": {},
    "onboarding": {"status": "onboarding"},
    "renewal": {"auto_renew": False},
    "simple": {},
}
"""What an account must be for a preset to be for it."""


def test_balanced_weighs_its_groups_as_published() -> None:
    """Usage 35, engagement 20, support 15, voice 15, commercial 15."""
    weights = Counter[str]()
    for factor in BALANCED.factors:
        weights[factor.group] += factor.weight
    assert weights == {"usage": 3_500, "engagement": 2_000, "support": 1_500, "voice": 1_500, "commercial": 1_500}


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_gives_a_perfect_account_full_marks(name: str) -> None:
    """All measures 100 make 100."""
    facts = an_account(active_users=50.0, active_users_prior=50.0, active_days=20, features_used=10, csat_score=5.0)
    facts |= FITTING[name]
    assert assessed(facts, card=load_preset(name)).score == 10_000


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_gives_the_worst_account_nothing_much(name: str) -> None:
    """Nobody there, nobody talks, nobody pays."""
    worst = an_account(
        active_users=0.0, active_days=0, features_used=0, events_per_user=0.0, nps_score=0.0, csat_score=1.0,
        surveys_answered=0, last_two_way_at=None, champion_seen_at=None, overdue_days=90, milestone_late_days=60,
        milestones_done=0, tickets=9, tickets_open=9, tickets_open_urgent=9, oldest_open_days=90.0,
    )  # fmt: skip
    snapshot = assessed(worst | FITTING[name], card=load_preset(name))
    assert (snapshot.score or 0) < 1_500
    assert snapshot.band is Band.AT_RISK


@pytest.mark.parametrize("tenth", [6, 8, 9])
def test_simple_health_of_the_catalogue_above_a_half_is_healthy(tenth: int) -> None:
    """(usage + satisfaction) / 2 of 0.6, 0.8 and 0.9 is healthy at a threshold of 0.5."""
    snapshot = assessed(simple_account(tenth, tenth), card=SIMPLE)
    assert (snapshot.score, snapshot.band) == (tenth * 1_000, Band.HEALTHY)


@pytest.mark.parametrize("tenth", [4, 3, 2])
def test_simple_health_of_the_catalogue_below_a_half_is_unhealthy(tenth: int) -> None:
    """0.4, 0.3 and 0.2 are unhealthy."""
    snapshot = assessed(simple_account(tenth, tenth), card=SIMPLE)
    assert (snapshot.score, snapshot.band) == (tenth * 1_000, Band.AT_RISK)


def test_simple_health_is_the_mean_of_its_two_halves() -> None:
    """0.9 and 0.2 make 0.55."""
    assert assessed(simple_account(9, 2), card=SIMPLE).score == 5_500


def simple_account(usage: int, satisfaction: int) -> dict[str, object]:
    """Return facts with a usage score and a satisfaction score in tenths."""
    unknown = dict.fromkeys(("seats", "active_days", "active_users_prior", "csat_score", "ces_score"))
    return an_account(features_used=usage, features_known=10, nps_score=float(satisfaction)) | unknown


def test_the_satisfaction_score_is_the_mean_over_the_scales() -> None:
    """NPS 8 of 10, CSAT 4 of 1-5 and CES 4 of 1-7: 0.8, 0.75, 0.5."""
    facts = an_account(nps_score=8.0, csat_score=4.0, ces_score=4.0, ces_at=an_account()["nps_at"])
    assert line(assessed(facts, card=SIMPLE), "satisfaction").raw == 0.683333


def test_simple_health_without_answers_or_use_knows_why() -> None:
    """Never used and never asked are told from never connected."""
    facts = an_account() | dict.fromkeys(("nps_score", "csat_score", "usage_last_day"))
    states = {each.key: each.state.value for each in assessed(facts, card=SIMPLE).lines}
    assert states == {"usage_level": "missing", "satisfaction": "missing"}
    unconnected = assessed(facts, card=SIMPLE, connected=frozenset())
    assert {each.state.value for each in unconnected.lines} == {"not_applicable"}


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"status": "onboarding"}, "onboarding"),
        ({"auto_renew": False, "term_months": 12}, "renewal"),
        ({"auto_renew": False, "term_months": 12, "tenure_days": 59}, "balanced"),
        ({"auto_renew": False, "term_months": 1}, "balanced"),
        ({"auto_renew": None, "term_months": 12}, "balanced"),
        ({}, "balanced"),
    ],
)
def test_the_presets_are_chosen_by_status_and_contract(facts: dict[str, object], name: str) -> None:
    """The first that fits, and balanced for everybody else."""
    assert choose(load_presets(), plain_facts(an_account(**facts))).name == name


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    """A sentence, not a traceback."""
    with pytest.raises(BadScorecard, match="no preset 'best'; use one of balanced, onboarding, renewal, simple"):
        load_preset("best")


def test_every_measure_is_used_by_a_preset() -> None:
    """No measure without a place."""
    used = {factor.measure.key for name in PRESETS for factor in load_preset(name).factors}
    assert used == set(MEASURES)
