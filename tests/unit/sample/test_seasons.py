"""How busy days are."""

from datetime import date

import numpy as np
import pytest

from cs_engine.sample.days import to_day
from cs_engine.sample.seasons import activity, spring_festivals


def busy(country: str, first: str, last: str, *, school: bool = False) -> float:
    """Return the mean activity over some days, both included."""
    days = np.arange(to_day(date.fromisoformat(first)), to_day(date.fromisoformat(last)) + 1)
    return float(activity(country, days, school=school).mean())


def test_weekends_are_quiet() -> None:
    """A Sunday has an eighth of a working day's activity."""
    assert busy("US", "2026-03-15", "2026-03-15") == pytest.approx(0.12)


def test_public_holidays_are_quiet_where_they_are_kept() -> None:
    """On the German national day Germany rests and Britain works."""
    assert busy("DE", "2025-10-03", "2025-10-03") < 0.2 < busy("GB", "2025-10-03", "2025-10-03")


@pytest.mark.parametrize("country", ["US", "GB", "DE", "FR", "AU"])
def test_christmas_weeks_are_quiet_in_the_west(country: str) -> None:
    """The days from before Christmas to New Year have less than half the usual activity."""
    assert busy(country, "2025-12-22", "2026-01-02") < 0.5 * busy(country, "2025-11-10", "2025-11-21")


def test_christmas_is_a_working_week_in_china() -> None:
    """China does not rest at Christmas."""
    assert busy("CN", "2025-12-22", "2025-12-28") > 0.7 * busy("CN", "2025-11-10", "2025-11-16")


@pytest.mark.parametrize(("year", "first"), [(2025, date(2025, 1, 29)), (2026, date(2026, 2, 17))])
def test_chinese_new_year_follows_the_moon(year: int, first: date) -> None:
    """The Spring Festival begins on its own day every year."""
    assert spring_festivals([year]) == [first]


def test_china_rests_around_new_year() -> None:
    """Around the Spring Festival of 2026 activity in China is under a third of March's."""
    assert busy("CN", "2026-02-13", "2026-02-26") < 0.33 * busy("CN", "2026-03-09", "2026-03-22")


def test_august_is_quiet_in_france_and_italy_but_not_in_the_us() -> None:
    """August has about half of June's activity in France and Italy."""
    ratios = {c: busy(c, "2026-08-01", "2026-08-31") / busy(c, "2026-06-01", "2026-06-30") for c in ("FR", "IT", "US")}
    assert ratios["FR"] < 0.6
    assert ratios["IT"] < 0.6
    assert ratios["US"] > 0.75


def test_schools_are_empty_in_summer() -> None:
    """A school has less than a fifth of its June activity in July and August."""
    summer = busy("DE", "2026-07-01", "2026-08-31", school=True)
    assert summer < 0.2 * busy("DE", "2026-06-01", "2026-06-30", school=True)


def test_southern_schools_have_their_summer_in_january() -> None:
    """Australian schools are empty in January and full in July."""
    assert busy("AU", "2026-01-05", "2026-01-30", school=True) < 0.2 * busy(
        "AU", "2026-07-06", "2026-07-31", school=True
    )
