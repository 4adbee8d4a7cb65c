"""The stages of lives that can be followed by hand."""

import pandas as pd
import pytest

from cs_engine.journey.rules import Axis
from cs_engine.journey.spells import stage_on
from cs_engine.journey.stages import stage_history
from tests.unit.journey.lives import RULES, TODAY, file, life, rows, stages

LIVES = life(lines=file("lines"))
HEAD = "subscription_id,account_id,start_date,end_date,mrr,currency,is_trial\n"
LONG = f"{HEAD}s1,a,2024-01-01,,100,EUR,false\n"
ASKED = "response_id,account_id,contact_id,survey,score,responded_at\n"


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ("calm", ["new 2025-01-01 2025-04-01", "long_term 2025-04-01"]),
        ("gone", ["new 2025-01-01 2025-04-01", "long_term 2025-04-01 2026-01-01", "former 2026-01-01"]),
        (
            "back",
            [
                "new 2025-01-01 2025-04-01",
                "former 2025-04-01 2025-09-01",
                "new 2025-09-01 2025-11-30",
                "long_term 2025-11-30",
            ],
        ),
        ("grows", ["new 2025-01-01 2025-04-01", "long_term 2025-04-01"]),
        ("tries", ["prospect 2026-06-10 2026-06-24", "new 2026-06-24"]),
    ],
)
def test_the_relationship_of_each_life_is_the_one_followed_by_hand(account: str, told: list[str]) -> None:
    """The arithmetic stands in the file."""
    assert stages(LIVES)[account] == told


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ("calm", ["conversion 2025-01-01 2025-03-02", "retention 2025-03-02"]),
        ("gone", ["conversion 2025-01-01 2025-03-02", "retention 2025-03-02 2025-11-15", "churn 2025-11-15"]),
        (
            "grows",
            [
                "conversion 2025-01-01 2025-03-02",
                "retention 2025-03-02 2025-07-01",
                "expansion 2025-07-01 2025-12-28",
                "retention 2025-12-28",
            ],
        ),
        ("tries", ["conversion 2026-06-10"]),
    ],
)
def test_the_cycle_of_each_life_is_the_one_followed_by_hand(account: str, told: list[str]) -> None:
    """Notice is churn before the service ends; growth of a fifth is expansion for half a year."""
    assert stages(LIVES, Axis.CYCLE)[account] == told


def test_a_promoter_of_a_year_is_loyal_until_the_answer_is_old() -> None:
    """The answer counts from the 365th day on, 2024-12-31, and for 400 days from 2024-11-01: until 2025-12-06."""
    known = life(lines=LONG, responses=f"{ASKED}r1,a,anna,nps,9,2024-11-01 10:00\n")
    assert stages(known)["a"][-2:] == ["loyal 2024-12-31 2025-12-06", "long_term 2025-12-06"]


def test_a_lukewarm_answer_keeps_loyalty_and_a_detractor_ends_it() -> None:
    """9, then 7, then 3 of the same person: loyal until the 3."""
    answers = "r1,a,anna,nps,9,2025-02-01 10:00\nr2,a,anna,nps,7,2025-06-01 10:00\nr3,a,anna,nps,3,2025-09-01 10:00\n"
    known = life(lines=LONG, responses=ASKED + answers)
    assert stages(known)["a"][-2:] == ["loyal 2025-02-01 2025-09-01", "long_term 2025-09-01"]


def test_one_detractor_outweighs_another_persons_praise() -> None:
    """Bert's 2 of January stands until it is 400 days old on 2026-02-05; Anna's 10 counts only then."""
    answers = "r1,a,bert,nps,2,2025-01-01 10:00\nr2,a,anna,nps,10,2025-06-01 10:00\n"
    known = life(lines=LONG, responses=ASKED + answers)
    assert stages(known)["a"][-2:] == ["long_term 2024-03-31 2026-02-05", "loyal 2026-02-05"]


def test_who_sends_others_is_loyal_as_well() -> None:
    """A referral counts like a promoter's answer."""
    sent = "prospect_id,created_at,referred_by\np1,2026-03-01 09:00,a\n"
    assert stages(life(lines=LONG, prospects=sent))["a"][-1] == "loyal 2026-03-01"


def test_open_milestones_keep_a_customer_new_but_not_for_ever() -> None:
    """Done on day 120: new until the day after. Never done: until day 180, 2024-06-29."""
    due = "milestone_id,account_id,due_date,done_date\nm1,a,2024-02-01,{done}\n"
    assert stages(life(lines=LONG, milestones=due.format(done="2024-04-30")))["a"][0] == "new 2024-01-01 2024-05-01"
    assert stages(life(lines=LONG, milestones=due.format(done="")))["a"][0] == "new 2024-01-01 2024-06-29"


def test_set_up_early_is_converted_early() -> None:
    """All milestones done on the 20th: kept from the 21st on."""
    done = "milestone_id,account_id,due_date,done_date\nm1,a,2024-02-01,2024-01-20\n"
    assert stages(life(lines=LONG, milestones=done), Axis.CYCLE)["a"][0] == "conversion 2024-01-01 2024-01-21"


def test_prospects_are_followed_before_and_after_they_become_accounts() -> None:
    """Who did not convert has a life under an id of its own."""
    seen = "prospect_id,created_at,converted_at,account_id\n"
    seen += "p1,2023-11-01 09:00,2024-01-01 09:00,a\np2,2026-05-01 09:00,,\n"
    told = stages(life(lines=LONG, prospects=seen))
    assert told["a"][0] == "prospect 2023-11-01 2024-01-01"
    assert told["prospect p2"] == ["prospect 2026-05-01"]


def test_sign_up_before_the_first_line_means_that_earlier_contracts_are_not_in_the_book() -> None:
    """Unless a trial tells what came before."""
    signed = "account_id,name,signup_date\na,A,2023-01-01\n"
    assert stages(life(accounts=signed, lines=LONG))["a"][0] == "new 2023-01-01 2023-04-01"
    trial = f"{LONG}s0,a,2023-12-01,2023-12-31,0,EUR,true\n"
    assert stages(life(accounts=signed, lines=trial))["a"][0] == "prospect 2023-01-01 2024-01-01"


def test_without_contracts_orders_tell_who_is_a_customer() -> None:
    """Orders on 2025-01-01 and 2025-03-01; 180 days after the last one, on 2025-08-28, the customer is lost."""
    bought = "order_id,account_id,ordered_at,amount\no1,b,2025-01-01 12:00,5\no2,b,2025-03-01 12:00,5\n"
    assert stages(life(orders=bought))["b"] == [
        "new 2025-01-01 2025-04-01",
        "long_term 2025-04-01 2025-08-28",
        "former 2025-08-28",
    ]


def test_with_a_sign_up_alone_an_account_is_a_customer_from_then_on() -> None:
    """Until it is recorded as lost."""
    known = "account_id,name,signup_date,status,status_since\nc,C,2025-01-01,left,2025-06-01\n"
    assert stages(life(accounts=known))["c"][-1] == "former 2025-06-01"


def test_the_past_is_told_as_of_its_day() -> None:
    """On 2025-06-30 nobody knew that `gone` would give notice; the row of that day has no notice yet."""
    text = file("lines").replace("2025-12-31, 2025-11-15", ",           ")
    then = pd.Timestamp(2025, 6, 30)
    assert stages(life(lines=text), Axis.CYCLE, then)["gone"] == [
        "conversion 2025-01-01 2025-03-02",
        "retention 2025-03-02",
    ]


def test_notice_on_one_of_two_lines_is_no_churn() -> None:
    """The other goes on."""
    head = HEAD.replace("mrr", "notice_date,mrr")
    lines = f"{head}s1,a,2024-01-01,,2024-06-01,100,EUR,false\ns2,a,2024-01-01,,,50,EUR,false\n"
    assert stages(life(lines=lines), Axis.CYCLE)["a"][-1] == "retention 2024-03-01"


def test_events_fall_into_the_stage_of_their_day() -> None:
    """The day on which a stage begins belongs to it; before the first day there is none."""
    spells = stage_history(LIVES, RULES, TODAY)[Axis.RELATIONSHIP]
    days = pd.to_datetime(["2025-03-31", "2025-04-01", "2024-12-31"])
    fell = stage_on(spells, pd.DataFrame({"account_id": "calm", "day": days}))
    assert fell.tolist()[:2] == ["new", "long_term"]
    assert pd.isna(fell.iloc[2])


def test_nobody_has_no_life() -> None:
    """An empty book is no error."""
    assert all(spells.empty for spells in stage_history(life(), RULES, TODAY).values())
    assert rows("orders").empty
