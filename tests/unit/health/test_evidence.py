"""No Healthy without evidence."""

from cs_engine.records.bands import Band
from cs_engine.records.receipt import Veto
from tests.unit.health.accounts import BALANCED, EVERYTHING, an_account, assessed, day_ago, days_ago


def keys(vetoes: tuple[Veto, ...]) -> list[str]:
    """Return the names of vetoes."""
    return [veto.key for veto in vetoes]


def test_full_evidence_and_a_high_score_is_healthy() -> None:
    """The control for the rules below."""
    snapshot = assessed(an_account())
    assert (snapshot.band, snapshot.vetoes) == (Band.HEALTHY, ())


def test_usage_of_fourteen_days_ago_is_still_evidence() -> None:
    """Two weekly deliveries may fail."""
    snapshot = assessed(an_account(usage_last_day=day_ago(15)))
    assert (snapshot.vetoes, snapshot.band) == ((), Band.HEALTHY)


def test_usage_older_than_fourteen_days_is_at_most_watch() -> None:
    """A dead usage sync never leaves an account green."""
    snapshot = assessed(an_account(usage_last_day=day_ago(16)))
    assert keys(snapshot.vetoes) == ["usage_unknown"]
    assert snapshot.vetoes[0].since == day_ago(16)
    assert snapshot.vetoes[0].detail == 15
    assert (snapshot.band, snapshot.score_band) == (Band.WATCH, Band.HEALTHY)


def test_no_usage_at_all_is_at_most_watch_and_says_usage_unknown() -> None:
    """A company that never connected usage has no Healthy accounts."""
    snapshot = assessed(an_account(usage_last_day=None), connected=EVERYTHING - {"usage"})
    assert snapshot.vetoes == (Veto("usage_unknown", Band.WATCH, None, None),)
    assert (snapshot.score, snapshot.band) == (10_000, Band.WATCH)


def test_no_human_signal_in_ninety_days_is_at_most_watch() -> None:
    """Green usage alone does not show that anybody still wants us."""
    old = {
        "last_two_way_at": days_ago(95),
        "champion_seen_at": days_ago(95),
        "nps_at": days_ago(95),
        "csat_at": days_ago(91),
    }
    snapshot = assessed(an_account(**old))
    assert snapshot.vetoes == (Veto("no_human_signal", Band.WATCH, day_ago(91), 91),)


def test_a_human_signal_of_ninety_days_ago_is_enough() -> None:
    """One answer, touch or sighting within a quarter counts."""
    old = {"last_two_way_at": days_ago(95), "champion_seen_at": days_ago(95), "nps_at": days_ago(90), "csat_at": None}
    assert assessed(an_account(**old)).vetoes == ()


def test_nobody_ever_spoke_to_us_is_at_most_watch() -> None:
    """Without any signal there is no day to name."""
    never = dict.fromkeys(("last_two_way_at", "champion_seen_at", "nps_at", "csat_at"))
    assert assessed(an_account(**never)).vetoes == (Veto("no_human_signal", Band.WATCH, None, None),)


def test_the_digital_segment_needs_usage_alone() -> None:
    """Nobody is meant to call these accounts."""
    never = dict.fromkeys(("last_two_way_at", "champion_seen_at", "nps_at", "csat_at"))
    snapshot = assessed(an_account(segment="digital", surveys_delivered=0, **never))
    assert (snapshot.vetoes, snapshot.band) == ((), Band.HEALTHY)


def test_a_ticket_is_no_human_signal() -> None:
    """A complaint is no evidence of health."""
    never = dict.fromkeys(("last_two_way_at", "champion_seen_at", "nps_at", "csat_at"))
    snapshot = assessed(an_account(tickets=1, last_ticket_at=days_ago(1), **never))
    assert keys(snapshot.vetoes) == ["no_human_signal"]


def test_the_floors_can_be_set_in_the_scorecard() -> None:
    """Every threshold is a default."""
    assert (BALANCED.evidence.usage_days, BALANCED.evidence.human_days, BALANCED.evidence.coverage) == (14, 90, 0.5)
    assert BALANCED.bands.healthy_at == 70
