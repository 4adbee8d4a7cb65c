"""What follows from contract lines: terms, status and loss, one row per account."""

import pandas as pd

from cs_engine.book.facts_dates import Columns, next_renewal

MONTHS = 12
ONBOARDING_DAYS = 60
"""In the first two months milestones tell more than use."""
LATE_RENEWAL = pd.Timedelta(days=30)
"""A renewal up to 30 days late is late; a line served longer than that has been renewed."""
DAY = pd.Timedelta(days=1)
UNPAID = ("unpaid", "non_payment", "nonpayment", "payment_failed", "involuntary")
"""End reasons, in lower case, of customers who did not decide to leave."""


def contract(known: Columns, today: pd.Timestamp) -> Columns:
    """Return revenue, seats and the next renewal of the largest open line; no open line is no revenue."""
    mrr = known["mrr"].mask(known["open_lines"] == 0, 0.0)
    paid = known["paid_lines"] > 0
    firm = known["auto_renew"].eq(False).fillna(False)
    target = pd.Series(today, known["name"].index).mask(firm.astype(bool), today - LATE_RENEWAL)
    return {
        "mrr": mrr,
        "arr": mrr * MONTHS,
        "plan": known["plan"].where(known["plan"].notna(), known["own_plan"]),
        "currency": known["currency"].where(known["currency"].notna(), known["own_currency"]),
        "seats": known["paid_seats"].where(paid, known["trial_seats"]).fillna(known["own_seats"]),
        "expected_active_users": known["paid_expected"].where(paid, known["trial_expected"]),
        "renewal_date": next_renewal(known["renewal_date"], known["terms_from"], known["term_months"], target),
        "agreed_renewal": known["renewal_date"],
    }


def status(known: Columns, today: pd.Timestamp) -> Columns:
    """Return the status: the account's own where known, else what its contract lines say."""
    derived, since = _derived_status(known)
    own = known["own_status"].notna()
    present = known["own_status"].where(own, derived)
    since = known["own_status_since"].where(own, since)
    noticed = present == "notice_given"
    notice = known["notice_date"].fillna(since).where(noticed)
    target = notice.where(notice > today, today)
    leaves = next_renewal(known["agreed_renewal"], known["terms_from"], known["term_months"], target) - DAY
    return {
        "status": present,
        "status_since": since,
        "notice_date": notice,
        "leaves_on": leaves.where(noticed),
        "paused_until": known["paused_until"].where(present == "paused"),
    }


def _derived_status(known: Columns) -> tuple[pd.Series, pd.Series]:
    """Return the status that contract lines and recorded losses tell, and since when it holds."""
    paid = known["paid_lines"].fillna(0)
    has_lines = known["first_start"].notna()
    gone = known["churned_on"].notna() & ~(known["returned_on"] >= known["churned_on"])
    rules = (
        ("left", (known["open_lines"] == 0) | (~has_lines & gone), _ended(known)),
        ("notice_given", (paid > 0) & (known["given_notice"] == paid), known["notice_date"]),
        ("paused", (paid > 0) & (known["paused"] == paid), known["paused_from"]),
        ("trial", (paid == 0) & (known["open_lines"] > 0), known["start_date"]),
        (
            "onboarding",
            (known["tenure_days"] < ONBOARDING_DAYS) & known["milestones_due"].notna(),
            known["signup_date"],
        ),
    )
    derived = pd.Series("active", known["name"].index, dtype="object")
    since = pd.Series(pd.NaT, known["name"].index, dtype="datetime64[us]")
    for name, holds, start in reversed(rules):
        derived, since = derived.mask(holds, name), since.mask(holds, start)
    return derived, since


def _ended(known: Columns) -> pd.Series:
    return (known["last_end_date"] + DAY).fillna(known["churned_on"])


def loss(known: Columns) -> Columns:
    """Return the event date of the loss and its reason, for accounts that have left."""
    left = known["status"] == "left"
    end = known["last_end_date"].where(known["open_lines"] == 0)
    renewal = next_renewal(known["last_renewal_date"], known["last_terms_from"], known["last_term_months"], end)
    missed = renewal.where(renewal <= end + DAY)
    lost_on = known["last_notice_date"].where(end.notna()).fillna(missed).fillna(end)
    lost_on = lost_on.fillna(known["churned_on"]).fillna(known["status_since"])
    returned = known["returned_on"] >= known["churned_on"]
    told = left & ~returned & ~(known["churned_on"] < known["last_start_date"])
    reason = known["churn_reason"].where(told)
    unpaid = known["last_end_reason"].str.lower().isin(UNPAID)
    involuntary = unpaid.astype("boolean").where(unpaid)
    return {
        "lost_on": lost_on.where(left),
        "loss_reason": reason.where(reason.notna(), known["last_end_reason"]).where(left),
        "involuntary": known["unpaid"].where(told).fillna(involuntary).where(left).astype("boolean"),
    }
