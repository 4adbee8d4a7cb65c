"""Usage facts of small books, computed by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import Row, SmallBooks

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
"""The last 28 days are 2026-02-02 to 2026-03-01."""


def weekly(users_by_week: dict[int, int], **fields: object) -> list[Row]:
    """Return weekly rows; week 0 is the last one before the instant, week 1 the one before it."""
    start = MONDAY.date() - timedelta(days=7)
    rows = [
        {"feature": "*", "period_start": start - timedelta(days=7 * week), "period_days": 7, "active_users": users}
        for week, users in users_by_week.items()
    ]
    return [{**row, **fields} for row in rows]


def daily(users_by_day: dict[str, int], **fields: object) -> list[Row]:
    """Return daily rows by ISO day."""
    rows = [
        {"feature": "*", "period_start": day, "period_days": 1, "active_users": users, "events": users}
        for day, users in users_by_day.items()
    ]
    return [{**row, **fields} for row in rows]


def test_active_users_are_the_mean_of_the_last_four_weeks(books: SmallBooks) -> None:
    """Weeks outside the window do not count."""
    facts = books.one(MONDAY, usage=weekly({0: 10, 1: 20, 2: 30, 3: 40, 4: 999}))
    assert facts["active_users"] == 25.0


def test_a_week_without_rows_is_unknown_not_zero(books: SmallBooks) -> None:
    """The mean is over the weeks that have data."""
    assert books.one(MONDAY, usage=weekly({0: 10, 2: 20}))["active_users"] == 15.0


def test_the_prior_window_is_the_twelve_weeks_before(books: SmallBooks) -> None:
    """Week 4 to week 15 count, week 3 and week 16 do not."""
    facts = books.one(MONDAY, usage=weekly({3: 999, 4: 10, 15: 20, 16: 999}))
    assert facts["active_users_prior"] == 15.0


def test_last_year_is_the_same_four_weeks_52_weeks_earlier(books: SmallBooks) -> None:
    """Weeks 52 to 55 count."""
    facts = books.one(MONDAY, usage=weekly({0: 1, 51: 999, 52: 10, 55: 20, 56: 999}))
    assert facts["active_users_last_year"] == 15.0


def test_a_week_of_daily_rows_counts_its_highest_day(books: SmallBooks) -> None:
    """People are never summed over days."""
    assert books.one(MONDAY, usage=daily({"2026-02-24": 3, "2026-02-25": 8, "2026-03-01": 5}))["active_users"] == 8.0


def test_a_weekly_row_belongs_to_the_week_in_which_it_ends(books: SmallBooks) -> None:
    """It counts whole, though its first days lie before the window."""
    wednesday = datetime(2026, 3, 4, tzinfo=UTC)
    facts = books.one(wednesday, usage=weekly({3: 10, 4: 100}))
    assert (facts["active_users"], facts["active_users_prior"]) == (10.0, 100.0)


def test_a_period_counts_only_when_it_has_ended(books: SmallBooks) -> None:
    """A running week is unknown, however much of it has passed."""
    sunday_evening = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
    assert books.one(sunday_evening, usage=weekly({0: 10}))["usage_last_day"] is None


def test_the_instant_is_read_in_its_own_zone(books: SmallBooks) -> None:
    """Midnight in Berlin is still the day before in UTC, and yet the week is over."""
    berlin = datetime(2026, 3, 2, tzinfo=ZoneInfo("Europe/Berlin"))
    assert books.one(berlin, usage=weekly({0: 10}))["usage_last_day"] == date(2026, 3, 1)


def test_a_row_that_became_known_later_does_not_count(books: SmallBooks) -> None:
    """A late row is unknown until it arrives."""
    late = weekly({0: 10}, known_at=datetime(2026, 3, 2))  # noqa: DTZ001 - the book holds UTC without a marker
    assert books.one(MONDAY, usage=[*late, *weekly({1: 4})])["active_users"] == 4.0


def test_without_whole_product_rows_the_highest_feature_counts(books: SmallBooks) -> None:
    """Features overlap in people, so they are not added."""
    rows = [*weekly({0: 7}, feature="reports"), *weekly({0: 5}, feature="boards")]
    assert books.one(MONDAY, usage=rows)["active_users"] == 7.0


def test_whole_product_rows_win_over_features(books: SmallBooks) -> None:
    """Where the product as a whole is counted, its features only tell breadth."""
    rows = [*weekly({0: 6}), *weekly({0: 9}, feature="reports")]
    assert books.one(MONDAY, usage=rows)["active_users"] == 6.0


def test_products_are_averaged_apart_and_then_added(books: SmallBooks) -> None:
    """A product with a missing week does not pull the other down."""
    rows = [*weekly({0: 10, 1: 20}, product="desk"), *weekly({0: 4}, product="chat")]
    assert books.one(MONDAY, usage=rows)["active_users"] == 19.0


def test_the_worst_product_is_named_with_its_trend(books: SmallBooks) -> None:
    """The product that fell most, not the smallest."""
    rows = [*weekly({0: 9, 4: 10}, product="desk"), *weekly({0: 20, 4: 40}, product="chat")]
    facts = books.one(MONDAY, usage=rows)
    assert (facts["worst_product"], facts["worst_product_trend"]) == ("chat", 0.5)


def test_active_days_are_business_days_with_use(books: SmallBooks) -> None:
    """A Saturday and a day without use do not count."""
    days = {"2026-02-27": 5, "2026-02-28": 5, "2026-02-26": 0, "2026-02-02": 1, "2026-02-01": 9}
    facts = books.one(MONDAY, usage=daily(days))
    assert (facts["active_days"], facts["business_days"]) == (2, 20)


def test_days_on_which_nobodys_usage_arrived_are_not_counted(books: SmallBooks) -> None:
    """The last row of anybody is of Tuesday of the week before: three of the business days are unknown, not unused."""
    facts = books.one(MONDAY, usage=daily({"2026-02-23": 5, "2026-02-24": 5}))
    assert (facts["active_days"], facts["business_days"]) == (2, 17)


def test_public_holidays_of_the_country_are_no_business_days(books: SmallBooks) -> None:
    """Four weeks over Christmas have fewer business days in Germany than in an unknown country."""
    new_year = datetime(2026, 1, 5, tzinfo=UTC)
    german = books.one(new_year, accounts=[{"name": "Acme", "country": "DE", "signup_date": "2020-01-01"}])
    unknown = books.one(new_year, accounts=[{"name": "Acme", "country": "??", "signup_date": "2020-01-01"}])
    assert (german["business_days"], unknown["business_days"]) == (17, 20)


def test_active_days_are_unknown_where_only_weekly_rows_exist(books: SmallBooks) -> None:
    """A week does not tell its days."""
    assert books.one(MONDAY, usage=weekly({0: 10}))["active_days"] is None


def test_daily_rows_without_use_are_zero_active_days(books: SmallBooks) -> None:
    """Zero is a number: the days were counted."""
    assert books.one(MONDAY, usage=daily({"2026-02-27": 0}))["active_days"] == 0


def test_age_and_history_tell_how_far_usage_reaches(books: SmallBooks) -> None:
    """The last covered day is ten days back, the first sixty weeks before it."""
    thursday = datetime(2026, 3, 12, tzinfo=UTC)
    facts = books.one(thursday, usage=weekly({0: 10, 59: 10}))
    assert facts["usage_last_day"] == date(2026, 3, 1)
    assert (facts["usage_age_days"], facts["usage_history_weeks"]) == (10, 60)


def test_features_used_and_known(books: SmallBooks) -> None:
    """Known are the features that anybody has used in the account's products; used are its own in 28 days."""
    rows = [
        *weekly({0: 5}, feature="reports", product="desk"),
        *weekly({9: 5}, feature="boards", product="desk"),
        *weekly({0: 0}, feature="never", product="desk"),
        *weekly({0: 5}, feature="polls", product="desk", account_id="B"),
        *weekly({0: 5}, feature="bots", product="chat", account_id="B"),
    ]
    facts = books.one(MONDAY, usage=rows)
    assert (facts["features_used"], facts["features_known"]) == (1, 3)


def test_features_are_unknown_where_only_the_whole_product_is_counted(books: SmallBooks) -> None:
    """Breadth cannot be told from whole-product rows."""
    facts = books.one(MONDAY, usage=weekly({0: 5}))
    assert (facts["features_used"], facts["features_known"]) == (None, None)


def test_events_per_user_is_depth_of_use(books: SmallBooks) -> None:
    """Events of the last 28 days by weekly active users."""
    facts = books.one(MONDAY, usage=weekly({0: 4, 1: 8, 4: 8}, events=30))
    assert (facts["events"], facts["events_per_user"]) == (60, 10.0)


def test_no_usage_at_all_is_unknown(books: SmallBooks) -> None:
    """Nothing known is not nothing done."""
    facts = books.one(MONDAY)
    assert [facts[name] for name in ("active_users", "events", "usage_age_days", "features_used")] == [None] * 4


@pytest.mark.parametrize(("peers", "expected"), [(5, 0.5), (4, 0.75)])
def test_peer_trend_is_the_segments_or_with_few_accounts_the_books(
    books: SmallBooks, peers: int, expected: float
) -> None:
    """Five accounts of a segment have a typical move of their own; fewer borrow the book's."""
    small = {f"S{n}": ("small", 5) for n in range(peers)}
    large = {f"L{n}": ("large", 10) for n in range(peers)}
    accounts = [
        {"account_id": name, "name": name, "segment": segment, "signup_date": "2020-01-01"}
        for name, (segment, _) in (small | large).items()
    ]
    usage = [row for name, (_, now) in (small | large).items() for row in weekly({0: now, 4: 10}, account_id=name)]
    facts = books.facts({"accounts": accounts, "usage": usage}, datetime(2026, 3, 3, tzinfo=UTC))
    assert facts["S0"]["peer_trend"] == expected
