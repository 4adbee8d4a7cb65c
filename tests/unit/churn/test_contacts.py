"""What counts as contacted, and how forecasts fare by it."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.by_contact import FEWEST, by_contact
from cs_engine.churn.contacts import CONTACT_DAYS, contacted, contacts_of

DAY = date(2026, 3, 2)
NEVER = None


def is_contacted(*after: int, lost: int | None = NEVER) -> bool:
    """Tell whether an account counts that was spoken to so many days after the day, and lost so many after it."""
    contacts = contacts_of([("A", DAY + timedelta(days=each)) for each in after])
    loss = np.datetime64("NaT") if lost is None else np.datetime64(DAY + timedelta(days=lost))
    found = contacted(contacts, pd.Series(["A"]), np.array([DAY], "datetime64[D]"), np.array([loss], "datetime64[D]"))
    return bool(found[0])


@pytest.mark.parametrize(
    ("after", "lost", "counts"),
    [
        ((1,), None, True),
        ((CONTACT_DAYS,), None, True),
        ((CONTACT_DAYS + 1,), None, False),
        ((0, -5), None, False),
        ((), None, False),
        ((10,), 11, True),
        ((10,), 10, False),
        ((12, 15), 11, False),
        ((-3, 5, 40), 20, True),
    ],
)
def test_a_contact_counts_after_the_day_and_before_the_loss(
    after: tuple[int, ...], lost: int | None, *, counts: bool
) -> None:
    """Within 60 days; what is said on the day of notice or later saved nobody."""
    assert is_contacted(*after, lost=lost) is counts


def test_each_row_is_told_by_its_own_account_in_its_own_order() -> None:
    """However the rows are sorted."""
    contacts = contacts_of([("B", DAY + timedelta(days=40)), ("A", DAY + timedelta(days=3))])
    days = np.array([DAY + timedelta(days=28), DAY, DAY, DAY + timedelta(days=28)], "datetime64[D]")
    found = contacted(contacts, pd.Series(["B", "A", "C", "A"]), days, np.full(4, "NaT", "datetime64[D]"))
    assert found.tolist() == [True, True, False, False]


def test_nobody_to_ask_about_and_nobody_spoken_to() -> None:
    """Neither is an error."""
    none = np.array([], "datetime64[D]")
    assert not contacted(contacts_of([("A", DAY)]), pd.Series([]), none, none).any()
    assert not is_contacted()


def test_the_two_groups_are_told_apart_and_the_note_says_how_to_read_them() -> None:
    """Of those contacted half were lost, as was said; of the others one in five."""
    groups = np.arange(200)
    touched = groups < 40
    label = np.where(touched, groups % 2 == 0, groups % 5 == 0).astype(np.int8)
    said = np.where(touched, 0.5, 0.2) + 0.1 * label
    found = by_contact(label, said, groups, touched)
    assert (found.contacted.rows, found.contacted.lost, found.untouched.rows) == (40, 20, 160)
    assert found.contacted.said == pytest.approx(0.55)
    assert found.contacted.happened is not None
    assert found.contacted.happened.value == 0.5
    assert found.untouched.roc_auc is not None
    assert found.untouched.roc_auc.value == 1.0
    assert "not the effect of contact" in found.note


def test_few_lost_accounts_are_counted_and_nothing_else_is_said() -> None:
    """Accounts, not rows: one account that is lost on three days is one."""
    groups = np.repeat(np.arange(30), 3)
    label = (groups < FEWEST - 1).astype(np.int8)
    both = by_contact(label, np.full(90, 0.5), groups, np.ones(90, dtype=bool))
    found = both.contacted
    assert (found.rows, found.accounts, found.lost) == (90, 30, FEWEST - 1)
    assert (found.said, found.happened, found.roc_auc) == (None, None, None)
    assert both.untouched.rows == 0


def test_a_score_is_no_chance() -> None:
    """It ranks, but nothing was said of how likely a loss is."""
    groups = np.arange(60)
    label = (groups < 20).astype(np.int8)
    found = by_contact(label, -groups.astype("float64"), groups, groups >= 0, are_chances=False).contacted
    assert found.said is None
    assert found.roc_auc is not None
