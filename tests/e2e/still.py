"""A small company in which nothing ever happens: ten customers, as used on every working day as on the one before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.config import Settings
from cs_engine.service.intake.loading import load

ACCOUNTS, SEATS, ACTIVE = 10, 20, 15
FIRST, WORKING_DAYS = date(2025, 9, 1), 5
"""A Monday; each account is called once a week, on a working day of its own."""
OWNERS = ("mia.chen@example.com", "leo.brandt@example.com")
Rows = Iterator[Sequence[object]]


def deliver(settings: Settings, until: date, *, used_until: date | None = None) -> None:
    """Load all that is known at the end of a day; usage may have stopped arriving before."""
    folder = settings.steward_home / "files"
    folder.mkdir(exist_ok=True)
    for name, text in files(until, used_until).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    load([folder], None, book_url=settings.book_url, workdir=settings.steward_home)


def files(until: date, used_until: date | None = None) -> dict[str, str]:
    """Return the company as files, by the tables they fill."""
    tables = _tables(until, used_until or until).items()
    return {
        name: "\n".join([columns, *(",".join(map(str, row)) for row in rows)]) + "\n"
        for name, (columns, rows) in tables
    }


def _tables(until: date, used_until: date) -> Mapping[str, tuple[str, Rows]]:
    return {
        "accounts": ("account_id,name,status,signup_date,owner,segment,country,seats", _accounts()),
        "contacts": ("contact_id,account_id,name,role,since", _contacts()),
        "subscriptions": (
            "subscription_id,account_id,start_date,renewal_date,term_months,seats,mrr,currency",
            _subscriptions(),
        ),
        "usage": ("account_id,feature,period_start,period_days,events,active_users", _usage(used_until)),
        "touchpoints": ("touch_id,account_id,contact_id,at,type,direction,by", _touchpoints(until)),
    }


def _accounts() -> Rows:
    for number in range(ACCOUNTS):
        owner = OWNERS[number % len(OWNERS)]
        yield f"s{number}", f"Still {number}", "active", "2024-06-03", owner, "mid", "DE", SEATS


def _contacts() -> Rows:
    return ((f"p{number}", f"s{number}", f"Champion {number}", "champion", FIRST) for number in range(ACCOUNTS))


def _subscriptions() -> Rows:
    return ((f"c{n}", f"s{n}", "2024-06-03", "2027-06-03", 36, SEATS, 1000 + n, "EUR") for n in range(ACCOUNTS))


def _usage(until: date) -> Rows:
    for day in _days(until):
        for number in range(ACCOUNTS if day.weekday() < WORKING_DAYS else 0):
            yield f"s{number}", "*", day, 1, 300, ACTIVE


def _touchpoints(until: date) -> Rows:
    for day in _days(until):
        for number in range(day.weekday(), ACCOUNTS if day.weekday() < WORKING_DAYS else 0, WORKING_DAYS):
            yield f"t{number}-{day}", f"s{number}", f"p{number}", f"{day}T10:00:00Z", "call", "two_way", "Mia"


def _days(until: date) -> Iterator[date]:
    return (FIRST + timedelta(days=n) for n in range((until - FIRST).days + 1))
