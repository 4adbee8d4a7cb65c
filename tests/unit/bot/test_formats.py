"""Numbers, dates and money as people read them."""

from datetime import UTC, date, datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from bot.rendering.formats import Reader, sparkline

AMERICAN = Reader(Locale("en", "US"), ZoneInfo("America/New_York"), date(2026, 11, 22), NullTranslations())
GERMAN = Reader(Locale("de", "DE"), ZoneInfo("Europe/Berlin"), date(2026, 11, 22), NullTranslations())


def test_a_score_never_looks_as_if_it_had_reached_a_band() -> None:
    """49.99 is At risk, so it must not read 50."""
    assert AMERICAN.score(49.99) == "49"


@pytest.mark.parametrize(("share", "shown"), [(0.799, "79%"), (0.29, "29%"), (1.0, "100%"), (0.0, "0%")])
def test_a_share_is_rounded_down_but_not_by_float_noise(share: float, shown: str) -> None:
    """0.29 x 100 is 28.999… in floating point and still reads 29%."""
    assert AMERICAN.percent(share) == shown


@pytest.mark.parametrize(("points", "shown"), [(-8.24, "\u22128.2"), (1.5, "+1.5"), (0.0, "0.0"), (-0.04, "0.0")])
def test_a_move_is_signed_unless_it_is_nothing(points: float, shown: str) -> None:
    """There is no minus zero."""
    assert AMERICAN.points(points) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (24.0, "users", "24"),
        (4.25, "users", "4.2"),
        (12.0, "days", "12 d"),
        (5.25, "hours", "5.2 h"),
        (0.59, "ratio", "59%"),
        (0.415, "share", "41%"),
        (3.0, "score_10", "3/10"),
        (4.2, "score_5", "4.2/5"),
        (12_345.0, "count", "12,345"),
        (0.0, "count", "0"),
    ],
)
def test_a_measure_carries_its_unit(value: float, unit: str, shown: str) -> None:
    """Nobody has to guess whether 12 is days or users."""
    assert AMERICAN.amount(value, unit) == shown


def test_unknown_is_a_dash_and_never_zero() -> None:
    """Every format says that it does not know."""
    unknown = (
        AMERICAN.score(None),
        AMERICAN.percent(None),
        AMERICAN.points(None),
        AMERICAN.number(None),
        AMERICAN.amount(None, "days"),
        AMERICAN.money(None, "USD"),
        AMERICAN.day(None),
    )
    assert set(unknown) == {"—"}


def test_money_is_compact_and_in_its_own_currency() -> None:
    """A card is about how much, not about cents."""
    assert AMERICAN.money(48_500, "USD") == "$48.5K"
    assert AMERICAN.money(0, "EUR") == "€0"
    assert AMERICAN.money(1_200, None) == "1.2K"
    assert GERMAN.money(1_200_000, "EUR") == "1,2\u00a0Mio.\u00a0€"


def test_money_below_a_thousand_has_no_cents() -> None:
    """Nobody decides by 2 cents."""
    assert AMERICAN.money(377.02, "GBP") == "£377"


def test_a_span_names_its_unit_once() -> None:
    """82 → 110 d, and an unknown end is said."""
    assert AMERICAN.span(82, 110, "days") == "82 → 110 d"
    assert AMERICAN.span(0.85, 0.5, "share") == "85 → 50%"
    assert AMERICAN.span(None, 0.5, "share") == "— → 50%"


def test_a_day_with_its_distance_needs_a_year_only_beyond_one() -> None:
    """Apr 27 (T-156) cannot be mistaken."""
    assert AMERICAN.soon(date(2027, 4, 27), 156) == "Apr 27"
    assert AMERICAN.soon(date(2028, 4, 27), 522) == "Apr 27, 2028"


def test_a_day_names_its_year_only_when_it_is_another() -> None:
    """The shorter form is the usual one."""
    assert AMERICAN.day(date(2026, 10, 3)) == "Oct 3"
    assert AMERICAN.day(date(2025, 10, 3)) == "Oct 3, 2025"


def test_an_instant_is_a_day_in_the_readers_zone() -> None:
    """Late on Friday in New York is Saturday in Berlin."""
    late = datetime(2026, 10, 3, 2, tzinfo=UTC)
    assert (AMERICAN.day(late), GERMAN.day(late)) == ("Oct 2", "3. Okt.")


def test_decimals_follow_the_readers_language() -> None:
    """A comma in German."""
    assert GERMAN.number(41.5, 1) == "41,5"


def test_a_sparkline_runs_from_the_lowest_to_the_highest_and_shows_gaps() -> None:
    """A fall from 83 to 56 is seen as one."""
    assert sparkline([0, 49.9, None, 100]) == "▁▄·█"
    assert sparkline([83, 83, 69.5, 56]) == "██▅▁"


def test_a_sparkline_keeps_noise_small() -> None:
    """Two points up and down are no mountains."""
    assert sparkline([80, 82, 81]) == "▁▂▁"
    assert sparkline([None]) == "·"
