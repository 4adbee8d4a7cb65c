"""What is known of customers' lives by days: the dated facts from which stages follow."""

from dataclasses import dataclass

import pandas as pd

from cs_engine.metrics.service_periods import FOREVER, service_periods

DAY = pd.Timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LifeRows:
    """Rows of the book as known at one instant; instants in UTC without zone, days as midnights.

    Attributes:
        accounts: ``account_id``, ``signup_date``, ``status``, ``status_since``, ``segment``.
        lines: ``subscriptions``.
        orders: ``orders``.
        prospects: ``prospects``.
        responses: ``responses``.
        milestones: ``milestones``.
        losses: ``churn_events``.
    """

    accounts: pd.DataFrame
    lines: pd.DataFrame
    orders: pd.DataFrame
    prospects: pd.DataFrame
    responses: pd.DataFrame
    milestones: pd.DataFrame
    losses: pd.DataFrame


def local_days(instants: pd.Series, zone: str) -> pd.Series:
    """Return the calendar day of each instant (UTC without zone) in a zone."""
    aware = pd.to_datetime(instants).dt.tz_localize("UTC").dt.tz_convert(zone)
    return aware.dt.tz_localize(None).dt.normalize().astype("datetime64[us]")


def served(rows: LifeRows, lapse_days: int, zone: str) -> pd.DataFrame:
    """Return when accounts were customers: one row per uninterrupted stretch, ``since`` and ``until`` (exclusive).

    By paid contract lines, and from sign-up on where neither a trial, a free line nor a prospect tells what came
    before the first of them: then earlier contracts are not in the book. Without any line, by orders, each of which
    holds for ``lapse_days``; without these, from sign-up to the loss.
    """
    by_lines = _since_signup(_by_lines(rows.lines), rows)
    by_orders = _by_orders(rows.orders, lapse_days, zone)
    by_orders = by_orders[~by_orders["account_id"].isin(by_lines["account_id"])]
    known = pd.concat([by_lines, by_orders], ignore_index=True)
    rest = rows.accounts[~rows.accounts["account_id"].isin([*known["account_id"], *rows.lines["account_id"]])]
    spells = pd.concat([known, _by_signup(rest, rows.losses)], ignore_index=True)
    return spells.sort_values(["account_id", "since"], ignore_index=True)


def growth_days(lines: pd.DataFrame, share: float) -> pd.DataFrame:
    """Return the days on which an account's recurring revenue rose by at least a share of what it was.

    Formula: revenue of the day / revenue of the day before >= 1 + share, per currency; not from nothing.
    """
    periods = service_periods(lines)
    after = periods["last"] + DAY
    keys = ["account_id", "currency", "day"]
    steps = pd.concat(
        [
            periods.assign(day=periods["first"], step=periods["cents"]),
            periods.assign(day=after, step=-periods["cents"])[after <= FOREVER],
        ]
    )
    changes = steps.groupby(keys)["step"].sum().reset_index()
    now = changes.groupby(["account_id", "currency"])["step"].cumsum()
    before = now - changes["step"]
    grown = changes[(before > 0) & (now >= before * (1 + share))]
    return grown[["account_id", "day"]].drop_duplicates(ignore_index=True)


def notices(lines: pd.DataFrame) -> pd.DataFrame:
    """Return when a customer said that it leaves: notice on every line that would have gone on, one row per stretch."""
    periods = service_periods(lines)
    noticed = lines[["subscription_id", "account_id", "notice_date", "end_date", "is_trial", "mrr"]]
    paid = noticed[~noticed["is_trial"].astype("boolean").fillna(value=False) & (noticed["mrr"] > 0)]
    ends = paid.assign(ends=paid["end_date"].fillna(FOREVER))
    stretches = (
        periods.groupby(["account_id", "spell"]).agg(since=("first", "min"), until=("last", "max")).reset_index()
    )
    held = stretches.merge(ends, on="account_id")
    last = held[(held["ends"] >= held["until"]) & (held["notice_date"].fillna(FOREVER) >= held["since"])]
    given = last.groupby(["account_id", "spell"])["notice_date"].agg(["max", "count", "size"]).reset_index()
    whole = given[given["count"] == given["size"]]
    merged = whole.merge(stretches, on=["account_id", "spell"])
    until = (merged["until"] + DAY).where(merged["until"] < FOREVER)
    return pd.DataFrame({"account_id": merged["account_id"], "since": merged["max"], "until": until})


def set_up(served_spells: pd.DataFrame, milestones: pd.DataFrame, within_days: int) -> pd.Series:
    """Return the day after which all milestones of the first days were reached, per stretch.

    Empty where a stretch has none; ``FOREVER`` where one is still open. Milestones that are due later than
    ``within_days`` after the start belong to a success plan.
    """
    rows = served_spells.reset_index().merge(milestones, on="account_id")
    early = (rows["due_date"] >= rows["since"]) & (rows["due_date"] < rows["since"] + within_days * DAY)
    done = rows[early].assign(done=rows["done_date"].fillna(FOREVER))
    return done.groupby("index")["done"].max().reindex(served_spells.index)


def _by_lines(lines: pd.DataFrame) -> pd.DataFrame:
    periods = service_periods(lines)
    spells = periods.groupby(["account_id", "spell"]).agg(since=("first", "min"), last=("last", "max")).reset_index()
    until = (spells["last"] + DAY).where(spells["last"] < FOREVER)
    return pd.DataFrame({"account_id": spells["account_id"], "since": spells["since"], "until": until})


def _since_signup(spells: pd.DataFrame, rows: LifeRows) -> pd.DataFrame:
    names = spells["account_id"]
    signup = _day_of(names, rows.accounts.set_index("account_id")["signup_date"])
    any_line = _day_of(names, rows.lines.groupby("account_id")["start_date"].min())
    begins = (
        ~names.duplicated()
        & (any_line >= spells["since"])
        & (signup < spells["since"])
        & ~names.isin(rows.prospects["account_id"].dropna())
    )
    return spells.assign(since=signup.where(begins, spells["since"]))


def _by_orders(orders: pd.DataFrame, lapse_days: int, zone: str) -> pd.DataFrame:
    days = pd.DataFrame({"account_id": orders["account_id"], "day": local_days(orders["ordered_at"], zone)})
    ordered = days.drop_duplicates().sort_values(["account_id", "day"])
    gap = ordered.groupby("account_id")["day"].diff().dt.days
    spell = (gap.isna() | (gap > lapse_days)).groupby(ordered["account_id"]).cumsum()
    ends = ordered.groupby(["account_id", spell.rename("spell")])["day"].agg(["min", "max"]).reset_index()
    until = ends["max"] + lapse_days * DAY
    return pd.DataFrame({"account_id": ends["account_id"], "since": ends["min"], "until": until})


def _by_signup(accounts: pd.DataFrame, losses: pd.DataFrame) -> pd.DataFrame:
    """Return sign-up to the latest loss, for accounts without contract and orders; trials have not begun."""
    begun = accounts[accounts["signup_date"].notna() & (accounts["status"] != "trial")]
    lost = losses[~losses["is_reactivation"].astype("boolean").fillna(value=False)]
    gone = _day_of(begun["account_id"], lost.groupby("account_id")["churn_date"].max())
    left = begun["status_since"].where(begun["status"] == "left")
    until = gone.where((begun["status"] == "left") | begun["status"].isna()).fillna(left)
    since = pd.to_datetime(begun["signup_date"])
    valid = since < until.fillna(FOREVER)
    spells = pd.DataFrame({"account_id": begun["account_id"], "since": since, "until": until})
    return spells[valid]


def _day_of(names: pd.Series, days: pd.Series) -> pd.Series:
    """Return each name's day; empty where it has none."""
    return pd.Series(days.reindex(names).to_numpy("datetime64[us]"), names.index)
