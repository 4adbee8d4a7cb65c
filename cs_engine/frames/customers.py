"""Canonical tables about who the customers are and what they pay."""

from cs_engine.frames.columns import (
    ACCOUNT,
    CURRENCY,
    KNOWN,
    Column,
    Kind,
    Table,
    amount,
    count,
    day,
    flag,
    instant,
    late,
    text,
)

ACCOUNT_STATUSES = ("trial", "onboarding", "active", "paused", "notice_given", "left")
CONTACT_ROLES = ("champion", "sponsor", "admin", "user", "billing", "other")
SEAT_MODELS = ("named", "concurrent", "unlimited", "consumption")

ACCOUNTS = Table(
    "accounts",
    "One row per version of an account; a version is valid from `valid_from` until the next one.",
    ("account_id", "valid_from"),
    "valid_from",
    (
        ACCOUNT,
        instant(
            "valid_from",
            "start of this version; empty = as loaded, used only for the newest day with data",
        ),
        text("name", "what people call the account", required=True),
        text("domain", "web or mail domain"),
        text("status", "contract status", choices=ACCOUNT_STATUSES),
        day("status_since", "since when the status holds"),
        day("signup_date", "first contract or sign-up"),
        text("parent_id", "account_id of the parent company"),
        text("owner", "e-mail of the CSM"),
        text("backup", "e-mail of the second CSM"),
        text("segment", "how the account is served, such as digital, mid or enterprise"),
        text("industry", "line of business"),
        text("country", "ISO 3166 code of the country, for holidays and seasons"),
        text("plan", "commercial plan"),
        count("seats", "seats bought, where subscriptions do not say"),
        CURRENCY,
        text(
            "quiet_months",
            "months (1-12, comma separated) in which little use is normal",
        ),
        flag(
            "flagged_churned",
            "the source marks the account as churned, on its export day; for quality checks only, never a fact",
        ),
    ),
)
CONTACTS = Table(
    "contacts",
    "One row per person at a customer.",
    ("contact_id",),
    "since",
    (
        text("contact_id", "the person", required=True),
        ACCOUNT,
        text("name", "the person's name"),
        text("email", "the person's address"),
        text("role", "part the person plays for us", choices=CONTACT_ROLES),
        day("since", "since when the person has the role"),
        late("left_on", Kind.DATE, "day the person left the role", "left_on"),
        KNOWN,
    ),
)
SUBSCRIPTIONS = Table(
    "subscriptions",
    "One row per contract line and version: a change of plan, seats or price ends a row and starts another.",
    ("subscription_id",),
    "start_date",
    (
        text("subscription_id", "the contract line", required=True),
        ACCOUNT,
        text("product", "which product"),
        text("plan", "commercial plan"),
        day("start_date", "first day of service", required=True),
        late("end_date", Kind.DATE, "last day of service", "end_date"),
        late("end_reason", Kind.TEXT, "why the line ended", "end_date"),
        late("notice_date", Kind.DATE, "day the customer gave notice", "notice_date"),
        day("renewal_date", "next renewal as agreed at the start of the line"),
        Column(
            "term_months",
            Kind.INTEGER,
            "contract term; 1 = monthly, 12 = annual",
            minimum=1,
            maximum=120,
        ),
        flag("auto_renew", "renews unless notice is given"),
        count("notice_days", "days before the renewal by which notice must be given"),
        late("paused_from", Kind.DATE, "first day of a pause", "paused_from"),
        late("paused_until", Kind.DATE, "day the pause ends", "paused_from"),
        text("seat_model", "how seats are counted", choices=SEAT_MODELS),
        count("seats", "seats bought"),
        count(
            "expected_active_users",
            "people expected to use it, where seats are not named",
        ),
        amount("mrr", "monthly recurring revenue, contracted, net of discount"),
        CURRENCY,
        flag("is_trial", "a trial; never revenue"),
        KNOWN,
    ),
)
ORDERS = Table(
    "orders",
    "One row per purchase, for businesses without contracts.",
    ("order_id",),
    "ordered_at",
    (
        text("order_id", "the order", required=True),
        ACCOUNT,
        instant("ordered_at", "when", required=True),
        amount("amount", "net amount"),
        CURRENCY,
        KNOWN,
    ),
)
INVOICES = Table(
    "invoices",
    "One row per invoice.",
    ("invoice_id",),
    "issued_date",
    (
        text("invoice_id", "the invoice", required=True),
        ACCOUNT,
        day("issued_date", "when it was sent; empty = known from its due date"),
        day("due_date", "when it is due", required=True),
        amount("amount", "gross amount"),
        CURRENCY,
        late("paid_date", Kind.DATE, "when it was paid", "paid_date"),
        flag("disputed", "the customer contests it"),
        KNOWN,
    ),
    known_else="due_date",
)
CHURN_EVENTS = Table(
    "churn_events",
    "One row per recorded loss or return of a customer.",
    ("churn_event_id",),
    "churn_date",
    (
        text("churn_event_id", "the event", required=True),
        ACCOUNT,
        day("churn_date", "when", required=True),
        text("reason", "why, in the source's words"),
        flag("involuntary", "unpaid rather than decided"),
        flag("is_reactivation", "the customer came back"),
        amount("refund", "money returned"),
        CURRENCY,
        text("comment", "what the customer said"),
        KNOWN,
    ),
)
PROSPECTS = Table(
    "prospects",
    "One row per company that might become a customer.",
    ("prospect_id",),
    "created_at",
    (
        text("prospect_id", "the prospect", required=True),
        text("name", "company"),
        text("campaign_id", "where it came from"),
        instant("created_at", "when it was first seen", required=True),
        late("converted_at", Kind.INSTANT, "when it became a customer", "converted_at"),
        late("account_id", Kind.TEXT, "the account it became", "converted_at"),
        KNOWN,
    ),
)
CAMPAIGNS = Table(
    "campaigns",
    "One row per marketing campaign.",
    ("campaign_id",),
    "start_date",
    (
        text("campaign_id", "the campaign", required=True),
        text("name", "what it is called"),
        text("channel", "paid, organic, partner, event, other"),
        day("start_date", "first day", required=True),
        day("end_date", "last day"),
        amount("cost", "fully loaded cost"),
        CURRENCY,
        KNOWN,
    ),
)
