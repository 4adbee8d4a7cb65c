"""Payment facts of small books."""

from datetime import UTC, date, datetime

import pytest

from tests.builders import Row, SmallBooks

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def invoice(name: str, due: str, paid: str | None = None, **fields: object) -> Row:
    """Return an invoice over 100."""
    return {"invoice_id": name, "due_date": due, "paid_date": paid, "amount": 100.0, **fields}


def test_an_invoice_is_overdue_from_the_day_after_it_was_due(books: SmallBooks) -> None:
    """Paid after the instant is unpaid at the instant; contested invoices do not count."""
    invoices = [
        invoice("a", "2026-01-31", issued_date="2026-01-01"),
        invoice("b", "2026-03-01", paid="2026-03-02", issued_date="2026-02-01"),
        invoice("c", "2026-03-02", issued_date="2026-02-02"),
        invoice("d", "2026-01-01", issued_date="2025-12-01", disputed=True),
        invoice("e", "2026-02-01", paid="2026-02-02", issued_date="2026-01-01"),
        invoice("f", "2026-04-01", issued_date="2026-03-02"),
    ]
    facts = books.one(NOW, invoices=invoices)
    assert (facts["invoices_overdue"], facts["overdue_amount"], facts["overdue_days"]) == (2, 200.0, 30)
    assert facts["last_invoice_on"] == date(2026, 3, 2)


def test_an_invoice_without_issue_date_is_known_from_its_due_date(books: SmallBooks) -> None:
    """Nobody knows earlier that it was written."""
    facts = books.one(NOW, invoices=[invoice("a", "2026-03-01", paid="2026-03-01"), invoice("b", "2026-03-02")])
    assert facts["last_invoice_on"] == date(2026, 3, 1)


def test_everything_paid_is_zero_overdue(books: SmallBooks) -> None:
    """A customer without invoices is unknown instead."""
    facts = books.one(NOW, invoices=[invoice("a", "2026-02-01", paid="2026-02-01")])
    assert (facts["invoices_overdue"], facts["overdue_amount"], facts["overdue_days"]) == (0, 0.0, 0)
    other = books.one(NOW, invoices=[invoice("a", "2026-02-01", paid="2026-02-01", account_id="B")])
    assert (other["invoices_overdue"], other["overdue_days"]) == (None, None)


@pytest.mark.parametrize(
    ("paid_days", "habit"),
    [(["2026-01-04", "2026-01-09", "2026-01-30"], 8.0), (["2026-01-04", "2026-01-09"], None)],
)
def test_a_payment_habit_needs_three_invoices(books: SmallBooks, paid_days: list[str], habit: float | None) -> None:
    """The median of days after the due date; two payments are no habit."""
    invoices = [invoice(day, "2026-01-01", paid=day) for day in paid_days]
    assert books.one(NOW, invoices=invoices)["payment_habit_days"] == habit


def test_paying_early_is_paying_on_time(books: SmallBooks) -> None:
    """A habit of paying early would excuse nothing."""
    invoices = [invoice(str(n), "2026-01-20", paid="2026-01-05") for n in range(3)]
    assert books.one(NOW, invoices=invoices)["payment_habit_days"] == 0.0
