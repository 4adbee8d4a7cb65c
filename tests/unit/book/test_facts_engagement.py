"""Engagement and onboarding facts of small books."""

from datetime import UTC, date, datetime

import pytest

from tests.builders import Row, SmallBooks

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def touch(name: str, when: str, direction: str | None = "two_way", **fields: object) -> Row:
    """Return a call."""
    return {"touch_id": name, "at": when, "type": "call", "direction": direction, **fields}


def person(name: str, role: str = "champion", since: str | None = "2025-01-01", **fields: object) -> Row:
    """Return a contact."""
    return {"contact_id": name, "name": name.title(), "role": role, "since": since, **fields}


def test_only_touches_in_which_the_customer_took_part_are_two_way(books: SmallBooks) -> None:
    """Our own mail, an unanswered call and a message left move the last touch only."""
    touches = [
        touch("a", "2026-02-01T10:00", "inbound"),
        touch("b", "2026-02-10T10:00", "outbound"),
        touch("c", "2026-02-11T10:00", outcome="no_answer"),
        touch("d", "2026-02-12T10:00", outcome="left_message"),
        touch("e", "2026-02-13T10:00", direction=None),
        touch("f", "2026-03-13T10:00"),
        touch("g", "2025-01-13T10:00"),
    ]
    facts = books.one(NOW, touchpoints=touches)
    assert facts["last_touch_at"] == datetime(2026, 2, 13, 10)  # noqa: DTZ001 - UTC without a marker
    assert facts["last_two_way_at"] == datetime(2026, 2, 1, 10)  # noqa: DTZ001 - UTC without a marker
    assert facts["two_way_touches"] == 1


def test_a_present_champion_is_named_and_was_seen(books: SmallBooks) -> None:
    """A call with this person and an answer by this person both count; calls with others do not."""
    facts = books.one(
        NOW,
        contacts=[person("ada"), person("bo", "sponsor")],
        touchpoints=[touch("a", "2026-02-01T10:00", contact_id="ada"), touch("b", "2026-02-20T10:00", contact_id="bo")],
        responses=[
            {"response_id": "r", "contact_id": "ada", "survey": "nps", "responded_at": "2026-02-05T10:00", "score": 8.0}
        ],
    )
    assert (facts["champion"], facts["sponsor"], facts["champion_left_on"]) == ("Ada", "Bo", None)
    assert facts["champion_seen_at"] == datetime(2026, 2, 5, 10)  # noqa: DTZ001 - UTC without a marker
    assert facts["last_two_way_at"] == datetime(2026, 2, 20, 10)  # noqa: DTZ001 - UTC without a marker


@pytest.mark.parametrize(
    ("people", "champion", "left_on"),
    [
        ([person("ada", left_on="2026-02-10")], "Ada", date(2026, 2, 10)),
        ([person("ada", left_on="2026-03-02")], "Ada", None),
        ([person("ada", left_on="2026-02-10"), person("bo", since="2026-02-20")], "Bo", None),
        ([person("ada", left_on="2026-02-10"), person("bo", since="2026-03-20")], "Ada", date(2026, 2, 10)),
        ([person("ada", since=None), person("bo", since="2025-06-01")], "Bo", None),
        ([person("ada", left_on="2025-10-01"), person("bo", left_on="2026-01-01")], "Bo", date(2026, 1, 1)),
    ],
)
def test_a_champion_has_left_when_nobody_followed(
    books: SmallBooks, people: list[Row], champion: str, left_on: date | None
) -> None:
    """What will happen later is unknown."""
    facts = books.one(NOW, contacts=people)
    assert (facts["champion"], facts["champion_left_on"]) == (champion, left_on)


def test_a_sponsor_who_left_is_no_sponsor(books: SmallBooks) -> None:
    """Nobody is named who is gone."""
    assert books.one(NOW, contacts=[person("bo", "sponsor", left_on="2026-02-01")])["sponsor"] is None


def test_milestones_are_late_from_the_day_after_they_were_due(books: SmallBooks) -> None:
    """The most overdue one is named; one reached after the instant is still missing."""
    plan = [
        {"milestone_id": "a", "name": "Kick-off", "due_date": "2026-01-10", "done_date": "2026-01-12"},
        {"milestone_id": "b", "name": "Training", "due_date": "2026-02-20", "done_date": "2026-03-02"},
        {"milestone_id": "c", "name": "Go live", "due_date": "2026-03-01"},
        {"milestone_id": "d", "name": "Review", "due_date": "2026-03-02"},
        {"milestone_id": "e", "name": "Unplanned", "due_date": "2026-01-01", "planned_on": "2026-03-05"},
    ]
    facts = books.one(NOW, milestones=plan)
    assert (facts["milestones_due"], facts["milestones_done"], facts["milestones_overdue"]) == (3, 1, 2)
    assert (facts["milestone_late"], facts["milestone_late_days"]) == ("Training", 10)


def test_all_milestones_reached_is_zero_days_late(books: SmallBooks) -> None:
    """Zero is a number; an account without milestones has none."""
    done = [{"milestone_id": "a", "name": "Kick-off", "due_date": "2026-01-10", "done_date": "2026-01-12"}]
    facts = books.one(NOW, milestones=done)
    assert (facts["milestone_late"], facts["milestone_late_days"]) == (None, 0)
