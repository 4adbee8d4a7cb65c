"""Support and voice facts of small books."""

from datetime import UTC, datetime

from tests.builders import Row, SmallBooks

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def ticket(name: str, opened: str, **fields: object) -> Row:
    """Return a ticket of normal priority."""
    return {"ticket_id": name, "opened_at": opened, "priority": "normal", **fields}


def answer(name: str, responded: str | None, **fields: object) -> Row:
    """Return an NPS survey delivered on the second of January."""
    return {"response_id": name, "survey": "nps", "delivered_at": "2026-01-02", "responded_at": responded, **fields}


def test_tickets_are_counted_by_what_was_known(books: SmallBooks) -> None:
    """A ticket closed after the instant is open at the instant."""
    tickets = [
        ticket("a", "2026-02-28T00:00", closed_at="2026-03-05T00:00", priority="urgent"),
        ticket("b", "2026-01-01T00:00", closed_at="2026-01-02T00:00"),
        ticket("c", "2025-06-01T00:00"),
        ticket("d", "2026-03-02T00:00"),
    ]
    facts = books.one(NOW, tickets=tickets)
    assert (facts["tickets"], facts["tickets_open"], facts["tickets_open_urgent"]) == (2, 2, 1)
    assert facts["oldest_open_days"] == 274.0
    assert facts["last_ticket_at"] == datetime(2026, 2, 28)  # noqa: DTZ001 - UTC without a marker, as in the book


def test_a_reopened_ticket_is_open_again(books: SmallBooks) -> None:
    """Until it was reopened it was closed."""
    again = ticket("a", "2026-02-01T00:00", closed_at="2026-02-03T00:00", reopened_at="2026-02-20T00:00")
    facts = books.one(NOW, tickets=[again])
    assert (facts["tickets_open"], facts["tickets_reopened"]) == (1, 1)
    before = books.one(datetime(2026, 2, 10, tzinfo=UTC), tickets=[again])
    assert (before["tickets_open"], before["tickets_reopened"]) == (0, 0)


def test_the_first_response_is_known_when_it_was_given(books: SmallBooks) -> None:
    """A ticket opened two hours ago and answered after five has no first response yet."""
    tickets = [
        ticket("a", "2026-02-20T00:00", first_response_hours=4.0),
        ticket("b", "2026-02-21T00:00", first_response_hours=8.0),
        ticket("c", "2026-03-01T22:00", first_response_hours=5.0),
    ]
    assert books.one(NOW, tickets=tickets)["first_response_hours"] == 6.0


def test_no_tickets_is_zero_only_when_tickets_are_known_at_all(books: SmallBooks) -> None:
    """A help desk that was never connected is not a customer without trouble."""
    others = [ticket("a", "2026-02-20T00:00", account_id="B")]
    assert books.one(NOW, tickets=others)["tickets"] == 0
    assert books.one(NOW)["tickets"] is None
    assert books.one(NOW, tickets=[ticket("a", "2026-03-20T00:00", account_id="B")])["tickets"] is None


def test_the_latest_nps_answer_comes_with_person_and_role(books: SmallBooks) -> None:
    """An answer given after the instant is unknown."""
    people = [
        {"contact_id": "p", "name": "Ada", "role": "champion", "since": "2025-01-01"},
        {"contact_id": "q", "name": "Bo", "role": "user", "since": "2025-01-01"},
    ]
    answers = [
        answer("a", "2026-01-10T09:00", score=3.0, contact_id="q"),
        answer("b", "2026-02-10T09:00", score=9.0, contact_id="p", comment="很好"),
        answer("c", "2026-03-10T09:00", score=1.0, contact_id="q"),
    ]
    facts = books.one(NOW, contacts=people, responses=answers)
    assert (facts["nps_score"], facts["nps_contact"], facts["nps_role"]) == (9.0, "Ada", "champion")
    assert (facts["nps_comment"], facts["nps_at"]) == ("很好", datetime(2026, 2, 10, 9))  # noqa: DTZ001 - UTC


def test_csat_of_surveys_and_tickets_is_averaged_over_120_days(books: SmallBooks) -> None:
    """The rating of a ticket is known when the ticket was closed."""
    facts = books.one(
        NOW,
        responses=[answer("a", "2026-02-01T00:00", survey="csat", score=5.0)],
        tickets=[
            ticket("t", "2026-02-01T00:00", closed_at="2026-02-02T00:00", csat=2.0),
            ticket("u", "2026-02-28T00:00", closed_at="2026-03-03T00:00", csat=1.0),
            ticket("v", "2025-09-01T00:00", closed_at="2025-09-02T00:00", csat=1.0),
        ],
    )
    assert (facts["csat_score"], facts["csat_answers"]) == (3.5, 2)
    assert facts["csat_at"] == datetime(2026, 2, 2)  # noqa: DTZ001 - UTC without a marker, as in the book


def test_an_old_csat_answer_keeps_its_date_but_not_its_score(books: SmallBooks) -> None:
    """Expired is not the same as never asked."""
    rated = ticket("v", "2025-09-01T00:00", closed_at="2025-09-02T00:00", csat=1.0)
    facts = books.one(NOW, tickets=[rated])
    assert (facts["csat_score"], facts["csat_answers"]) == (None, 0)
    assert facts["csat_at"] == datetime(2025, 9, 2)  # noqa: DTZ001 - UTC without a marker, as in the book


def test_the_latest_ces_answer_counts(books: SmallBooks) -> None:
    """Effort is asked after an event, so the last answer is the present."""
    answers = [
        answer("a", "2026-01-10T00:00", survey="ces", score=3.0),
        answer("b", "2026-02-10T00:00", survey="ces", score=6.0),
    ]
    assert books.one(NOW, responses=answers)["ces_score"] == 6.0


def test_surveys_are_delivered_before_they_are_answered(books: SmallBooks) -> None:
    """An answer that comes after the instant leaves a survey delivered and unanswered."""
    answers = [
        answer("a", "2026-02-10T00:00", score=9.0),
        answer("b", "2026-03-10T00:00", score=9.0),
        answer("c", None),
        answer("d", None, delivered_at="2026-03-03"),
        answer("e", None, delivered_at="2025-06-01"),
    ]
    facts = books.one(NOW, responses=answers)
    assert (facts["surveys_delivered"], facts["surveys_answered"]) == (3, 1)


def test_an_unknown_delivery_leaves_the_answer_rate_unknown(books: SmallBooks) -> None:
    """Answers alone cannot tell how many were asked."""
    facts = books.one(NOW, responses=[answer("a", "2026-02-10T00:00", score=9.0, delivered_at=None)])
    assert (facts["nps_score"], facts["surveys_delivered"]) == (9.0, None)
