"""Canonical tables about what customers do, say and need."""

from cs_engine.frames.columns import (
    ACCOUNT,
    KNOWN,
    Column,
    Kind,
    Table,
    amount,
    count,
    day,
    instant,
    late,
    text,
)

PRIORITIES = ("low", "normal", "high", "urgent")
SURVEYS = ("nps", "csat", "ces")
DIRECTIONS = ("inbound", "outbound", "two_way")
ALL_FEATURES = "*"
"""The ``usage.feature`` value of rows that cover the whole product."""
MOST_MINUTES = 1e9
"""Of one event: a hundred thousand people for a week. More is a mistake, and could not be added up exactly."""

USAGE = Table(
    "usage",
    "One row per account, product, feature and period of 1 or 7 days. `*` as feature covers the whole product.",
    ("account_id", "product", "feature", "period_start", "period_days"),
    "period_start",
    (
        ACCOUNT,
        text("product", "which product; empty = the only one"),
        text("feature", "which feature, or `*` for the whole product", required=True),
        day(
            "period_start",
            "first day of the period; known when the period has ended",
            required=True,
        ),
        Column(
            "period_days",
            Kind.INTEGER,
            "length of the period: 1 or 7",
            required=True,
            minimum=1,
            maximum=7,
        ),
        count("events", "things done"),
        count("active_users", "people active in the period; never summed over periods"),
        amount("minutes", "time spent"),
        count("errors", "errors met"),
        KNOWN,
    ),
)
USAGE_EVENTS = Table(
    "usage_events",
    "One row per raw usage event; touched days of `usage` are rebuilt from it, so files covering one day add up.",
    ("event_id",),
    "day",
    (
        text("event_id", "the event", required=True),
        ACCOUNT,
        text("user_id", "who did it"),
        text("subscription_id", "under which contract line, where the source says"),
        text("product", "which product"),
        text("feature", "which feature"),
        day("day", "when", required=True),
        count("events", "things done in this event"),
        Column("minutes", Kind.NUMBER, "time spent", minimum=0, maximum=MOST_MINUTES),
        count("errors", "errors met"),
        KNOWN,
    ),
)
TICKETS = Table(
    "tickets",
    "One row per support ticket.",
    ("ticket_id",),
    "opened_at",
    (
        text("ticket_id", "the ticket", required=True),
        ACCOUNT,
        instant("opened_at", "when it was opened", required=True),
        late("closed_at", Kind.INSTANT, "when it was closed", "closed_at"),
        late("reopened_at", Kind.INSTANT, "when it was last reopened", "reopened_at"),
        text("priority", "urgency at opening", choices=PRIORITIES),
        text("category", "what it is about"),
        amount("first_response_hours", "hours from opening to the first answer; known then"),
        Column(
            "csat",
            Kind.NUMBER,
            "answer 1-5 after closing",
            minimum=1,
            maximum=5,
            known_by="closed_at",
        ),
        KNOWN,
    ),
)
RESPONSES = Table(
    "responses",
    "One row per survey sent; without `responded_at` it was not answered.",
    ("response_id",),
    "delivered_at",
    (
        text("response_id", "the survey sent", required=True),
        ACCOUNT,
        text("contact_id", "who was asked"),
        text("survey", "which survey", required=True, choices=SURVEYS),
        text(
            "occasion",
            "relationship or transactional",
            choices=("relationship", "transactional"),
        ),
        instant("delivered_at", "when it was delivered"),
        late("responded_at", Kind.INSTANT, "when it was answered", "responded_at"),
        Column("score", Kind.NUMBER, "nps 0-10, csat 1-5, ces 1-7", minimum=0, maximum=10, known_by="responded_at"),
        late("comment", Kind.TEXT, "what the person wrote", "responded_at"),
        KNOWN,
    ),
    known_else="responded_at",
)
TOUCHPOINTS = Table(
    "touchpoints",
    "One row per contact between us and a customer.",
    ("touch_id",),
    "at",
    (
        text("touch_id", "the touch", required=True),
        ACCOUNT,
        text("contact_id", "with whom"),
        instant("at", "when", required=True),
        text("type", "call, meeting, email, qbr, slack, onsite, other"),
        text("direction", "who spoke", choices=DIRECTIONS),
        text(
            "outcome",
            "positive, neutral, negative, no_answer, left_message or rescheduled",
        ),
        text("by", "who of us"),
        KNOWN,
    ),
)
MILESTONES = Table(
    "milestones",
    "One row per onboarding or success-plan milestone.",
    ("milestone_id",),
    "planned_on",
    (
        text("milestone_id", "the milestone", required=True),
        ACCOUNT,
        text("name", "what is to be reached"),
        day("planned_on", "when it was agreed; empty = at sign-up"),
        day("due_date", "by when", required=True),
        late("done_date", Kind.DATE, "when it was reached", "done_date"),
        KNOWN,
    ),
)
