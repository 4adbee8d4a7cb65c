"""Why a score moved: customer, data or formula, adding up exactly."""

from cs_engine.health.assess import assess
from cs_engine.health.change import split
from cs_engine.health.reading import read_scorecard
from cs_engine.health.scoring import receipt
from cs_engine.health.snapshot import ScoreChange, Snapshot, Split
from tests.unit.health.accounts import (
    BALANCED,
    DIAL,
    DIAL_TOML,
    EVERYTHING,
    MONDAY,
    an_account,
    assessed,
    context,
    day_ago,
    days_ago,
    dialled,
    line,
    weeks_on,
)

NEXT = weeks_on(1)


def split_of(before: dict[str, object], now: dict[str, object]) -> Split:
    """Return the split of a week's change under ``balanced`` and check that it adds up."""
    earlier = assessed(before)
    later = assessed(now, NEXT, earlier=[earlier])
    return checked(later)


def checked(snapshot: Snapshot) -> Split:
    """Return a snapshot's split, which must add up to its change."""
    assert snapshot.split is not None
    assert snapshot.change_7d is not None
    parts = snapshot.split
    assert parts.customer + parts.data + parts.formula == snapshot.change_7d.points
    return parts


def test_users_who_stay_away_are_the_customers_change() -> None:
    """Raw values moved by the customer are nobody else's."""
    parts = split_of(an_account(), an_account(NEXT, active_users=28.0))
    assert (parts.customer < 0, parts.data, parts.formula) == (True, 0, 0)


def test_a_measure_that_appears_is_a_change_of_data() -> None:
    """Its value says nothing about this week."""
    parts = split_of(an_account(csat_score=None, csat_at=None), an_account(NEXT, csat_score=2.0, csat_at=days_ago(0)))
    assert (parts.customer, parts.data < 0, parts.formula) == (0, True, 0)


def test_a_measure_that_expires_is_a_change_of_data() -> None:
    """A dead sync is not a dead customer."""
    facts = an_account(nps_score=0.0, nps_at=days_ago(360))
    parts = split_of(facts, an_account(NEXT, nps_score=0.0, nps_at=days_ago(360)))
    assert (parts.customer, parts.data > 0, parts.formula) == (0, True, 0)


def test_a_weight_that_fades_is_a_change_of_data() -> None:
    """At 180 days a detractor's answer counts half."""
    parts = split_of(
        an_account(nps_score=0.0, nps_at=days_ago(176)), an_account(NEXT, nps_score=0.0, nps_at=days_ago(176))
    )
    assert (parts.customer, parts.data > 0, parts.formula) == (0, True, 0)


def test_a_measure_that_stops_to_apply_is_a_change_of_data() -> None:
    """New seats model, no more seats to fill."""
    parts = split_of(
        an_account(active_users=10.0, active_users_prior=10.0),
        an_account(NEXT, active_users=10.0, active_users_prior=10.0, seat_model="unlimited"),
    )
    assert (parts.customer, parts.data > 0, parts.formula) == (0, True, 0)


def test_opening_a_ticket_is_the_customers_change() -> None:
    """Support did not apply before because the customer had not complained yet."""
    urgent = {
        "tickets": 1,
        "tickets_open": 1,
        "tickets_open_urgent": 1,
        "oldest_open_days": 2.0,
        "first_response_hours": 1.0,
    }
    parts = split_of(an_account(), an_account(NEXT, **urgent))
    assert (parts.customer < 0, parts.data, parts.formula) == (True, 0, 0)


def test_a_help_desk_connected_today_is_a_change_of_data() -> None:
    """Tickets that were always there and are seen only now are no complaint of this week."""
    before = assessed(an_account(tickets=None), connected=EVERYTHING - {"tickets"})
    urgent = an_account(NEXT, tickets=1, tickets_open=1, tickets_open_urgent=3, oldest_open_days=90.0)
    parts = checked(assessed(urgent, NEXT, earlier=[before]))
    assert parts.formula == 0
    assert parts.data < 0
    assert parts.customer == 0


def test_a_correction_of_earlier_facts_is_a_change_of_data() -> None:
    """Late rows show that use had fallen a week ago already."""
    before = assessed(an_account())
    fallen = an_account(NEXT, active_users=28.0)
    now = assess(fallen, (BALANCED,), context(NEXT), [before], an_account(active_users=28.0))
    parts = checked(now)
    assert (parts.customer, parts.data < 0, parts.formula) == (0, True, 0)
    assert now.drivers_down == ()


def test_a_new_scorecard_is_a_change_of_formula() -> None:
    """The same facts under the new card minus under the old."""
    before = assessed(dialled(80), MONDAY, DIAL)
    harder = read_scorecard(DIAL_TOML.replace("[1, 100]", "[1, 50]"), "dial.toml")
    parts = checked(assessed(dialled(60, NEXT), NEXT, harder, [before]))
    assert parts == Split(customer=-1_000, data=0, formula=-4_000)


def test_a_scorecard_that_had_nothing_to_say_a_week_ago_explains_all_of_the_change() -> None:
    """Nothing is blamed on the customer when the two cannot be compared."""
    before = assessed(an_account(surveys_delivered=0), MONDAY, BALANCED)
    parts = checked(assessed(dialled(40, NEXT), NEXT, DIAL, [before]))
    assert parts == Split(customer=0, data=0, formula=-6_000)


def test_when_only_new_tickets_count_the_customer_moved_it_all() -> None:
    """A scorecard of which everything else dropped out compares with the week before."""
    text = (
        DIAL_TOML.replace("weight = 100\n[[", "weight = 1\n[[", 1)
        + """
[groups.support]
weight = 99
only_subtracts = true
[[groups.support.factors]]
measure = "open_urgent"
weight = 100
curve = [[0, 100], [1, 0]]
"""
    )
    card = read_scorecard(text, "tickets.toml")
    before = assessed(dialled(80), MONDAY, card)
    burning = an_account(NEXT, surveys_delivered=0, tickets=1, tickets_open=1, tickets_open_urgent=1)
    assert checked(assessed(burning, NEXT, card, [before])) == Split(customer=-8_000, data=0, formula=0)


def test_without_a_score_on_either_side_there_is_no_split() -> None:
    """Unknown against something is unknown."""
    known, unknown = assessed(dialled(50)), assessed(an_account(surveys_delivered=0), card=DIAL)
    now = receipt(DIAL, unknown.facts, unknown.moment)
    assert split(now, 5_000, known.lines, known.lines) is None


def test_both_changes_name_the_day_they_are_measured_against() -> None:
    """The last day that the earlier snapshot, taken at midnight, was about."""
    past = [assessed(dialled(score, weeks_on(week)), weeks_on(week), DIAL) for week, score in ((-4, 90), (-1, 70))]
    now = assessed(dialled(60), MONDAY, DIAL, past)
    assert now.change_7d == ScoreChange(-1_000, day_ago(8))
    assert now.change_30d == ScoreChange(-3_000, day_ago(29))


def test_each_line_shows_its_own_change_of_points() -> None:
    """The lines' changes add up to the score's."""
    before = assessed(an_account())
    now = assessed(an_account(NEXT, active_users=28.0, nps_score=None), NEXT, earlier=[before])
    assert sum(each.change_7d or 0 for each in now.lines) == (now.score or 0) - (before.score or 0)
    assert line(now, "nps").change_7d == -(line(before, "nps").points or 0)


def test_a_line_that_the_earlier_receipt_did_not_have_has_no_change() -> None:
    """Another scorecard, another set of lines."""
    now = assessed(an_account(NEXT), NEXT, BALANCED, [assessed(dialled(80), MONDAY, DIAL)])
    assert line(now, "nps").change_7d is None
    assert line(now, "survey_participation").change_7d is not None
