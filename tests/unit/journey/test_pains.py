"""What hurts in which stage, counted by hand."""

import pandas as pd
import pytest

from cs_engine.journey.pains import MONTH_DAYS, Origin, Pain, PainRows, pains
from tests.unit.journey.lives import TODAY, rows

SINCE = pd.Timestamp(2026, 1, 1)
SPELLS = pd.DataFrame(
    {
        "account_id": ["a", "a", "b"],
        "stage": ["new", "long_term", "new"],
        "since": pd.to_datetime(["2025-12-01", "2026-02-01", "2026-06-01"]).astype("datetime64[us]"),
        "until": pd.Series([pd.Timestamp(2026, 2, 1), pd.NaT, pd.NaT], dtype="datetime64[us]"),
    }
)
"""In the window: new for 31 days of a and 30 of b, long-term for the 150 days of a that follow."""
TICKETS = """ticket_id,account_id,opened_at,category
t1,a,2026-01-10 09:00,setup
t2,b,2026-06-10 09:00,setup
t3,b,2026-06-11 09:00,
t4,a,2025-12-10 09:00,setup  # before the window
t5,x,2026-01-10 09:00,setup  # of nobody whose life is known
"""
ANSWERS = """response_id,account_id,survey,score,responded_at
r1,a,nps,6,2026-03-01 09:00
r2,a,nps,9,2026-04-01 09:00
r3,a,csat,5,2026-04-01 09:00
"""


def told(errors: pd.DataFrame | None = None) -> dict[tuple[str, str], Pain]:
    """Return what hurts, by stage and what it is."""
    none = pd.DataFrame({"account_id": [], "feature": [], "period_start": pd.to_datetime([]), "errors": []})
    hurt = PainRows(rows("tickets", TICKETS), rows("responses", ANSWERS), none if errors is None else errors)
    return {(pain.stage, pain.what): pain for pain in pains(SPELLS, hurt, SINCE, TODAY)}


def test_tickets_count_in_the_stage_in_which_they_were_opened() -> None:
    """Two about setting up from two new customers, in 61 account-days."""
    pain = told()["new", "setup"]
    assert (pain.origin, pain.events, pain.accounts, pain.of_accounts) == (Origin.TICKETS, 2, 2, 2)
    assert pain.per_month == pytest.approx(2 / (61 / MONTH_DAYS))
    assert told()["new", "(no category)"].events == 1


def test_bad_answers_are_told_of_all_answers() -> None:
    """One of two NPS answers is a detractor's; satisfied answers are no pain."""
    pain = told()["long_term", "nps"]
    assert (pain.events, pain.asked) == (1, 2)
    assert ("long_term", "csat") not in told()


def test_errors_of_the_whole_product_do_not_count_again_beside_its_features() -> None:
    """Rows of features come first; the whole product counts only where there are none."""
    errors = pd.DataFrame(
        {"account_id": "b", "feature": ["*", "reports"], "period_start": pd.Timestamp(2026, 6, 8), "errors": [9, 4]}
    )
    assert told(errors)["new", "reports"].events == 4
    assert ("new", "*") not in told(errors)
    assert told(errors[:1])["new", "*"].events == 9
