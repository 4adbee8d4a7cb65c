"""The facts about one account as of an instant: what the book computes and health scores read.

One row per account. Every value is rounded to six significant digits where it leaves the book, so that
two runs are equal to the last digit. An empty value is unknown or not there. Counts are zero only where the book
knew any row of their table: a source that this company never connected is *not applicable*, not *missing*.
"""

from cs_engine.frames.columns import Column, amount, count, day, flag, instant, text

WEEK = 7
RECENT_DAYS = 28
"""Four weeks smooth over a bad day and a holiday, and still show a drop within a month."""
PRIOR_DAYS = 84
"""Twelve weeks before the recent four: long enough to be this customer's normal."""
YEAR_DAYS = 364
"""52 whole weeks, so that weekdays line up with last year's."""
TICKET_DAYS = 90

IDENTITY = (
    text("account_id", "the customer", required=True),
    text("name", "what people call the account", required=True),
    text("domain", "web or mail domain"),
    text("status", "contract status as of the instant", required=True),
    day("status_since", "since when the status holds"),
    flag(
        "history_known",
        "the account's own columns are as they were known at the instant; without a history only the newest are",
    ),
    text("parent_id", "account_id of the parent"),
    text("owner", "e-mail of the CSM"),
    text("backup", "e-mail of the second CSM"),
    text("segment", "how the account is served"),
    text("industry", "line of business"),
    text("country", "ISO 3166 code"),
    text("plan", "plan of the largest open contract line"),
    text("currency", "currency of the amounts"),
    text("quiet_months", "months (1-12, comma separated) in which little use is normal"),
    day("signup_date", "first contract or sign-up"),
    count("tenure_days", "days since sign-up"),
)
CONTRACT = (
    amount(
        "mrr",
        "contracted monthly recurring revenue of the open lines in the currency of the largest; trials count none",
    ),
    amount("arr", "mrr x 12"),
    count("term_months", "term of the largest open line"),
    day(
        "renewal_date",
        "next renewal of the largest open line, rolled forward for auto-renewed terms",
    ),
    flag("auto_renew", "renews unless notice is given"),
    count("notice_days", "days before the renewal by which notice must be given"),
    day("notice_date", "day notice was given"),
    day("leaves_on", "last day of service after notice: the day before the renewal that follows"),
    day("paused_until", "end of a pause"),
    text("seat_model", "named, concurrent, unlimited or consumption"),
    count("seats", "seats bought over all open lines"),
    count("expected_active_users", "people expected to use it"),
    text("products", "open products, comma separated"),
)
USAGE_FACTS = (
    day("usage_last_day", "last day covered by usage data"),
    count("usage_age_days", "whole days from the end of the last day covered to the instant; 0 = yesterday is covered"),
    count("usage_history_weeks", "whole weeks from the first to the last day covered"),
    amount(
        "active_users",
        "weekly active users, mean over the weeks of the last 28 days; a week of daily rows counts its highest day",
    ),
    amount("active_users_prior", "the same over the 84 days before"),
    amount(
        "active_users_last_year",
        "the same over the 28 days that began 364 days earlier",
    ),
    amount(
        "peer_trend",
        "median of active_users / active_users_prior over the segment, with fewer than 5 such accounts over the book",
    ),
    count(
        "active_days",
        "business days with use in the last 28 days; empty where only weekly rows exist",
    ),
    count("business_days", "business days of the country in the last 28 days"),
    count("events", "things done in the last 28 days"),
    amount("events_per_user", "events / active_users"),
    count("features_used", "features used in the last 28 days"),
    count(
        "features_known",
        "features of the account's products that anybody has used so far",
    ),
    text("worst_product", "product with the largest fall in active users"),
    amount("worst_product_trend", "its active users, last 28 days / prior 84"),
)
SUPPORT_FACTS = (
    count("tickets", "tickets opened in the last 90 days"),
    count("tickets_open", "tickets open now"),
    count("tickets_open_urgent", "urgent tickets open now"),
    amount("oldest_open_days", "age of the oldest open ticket"),
    amount("oldest_urgent_days", "age of the oldest urgent ticket open now"),
    count("tickets_reopened", "tickets reopened in the last 90 days"),
    amount("first_response_hours", "median time to the first answer in the last 90 days"),
    instant("last_ticket_at", "when the last ticket was opened"),
)
VOICE_FACTS = (
    amount("nps_score", "latest NPS answer, 0-10"),
    instant("nps_at", "when it was given"),
    text("nps_contact", "who gave it"),
    text("nps_role", "that person's role"),
    text("nps_comment", "what that person wrote"),
    amount(
        "csat_score",
        "mean CSAT answer (1-5) of the last 120 days, surveys and tickets together",
    ),
    count("csat_answers", "how many answers that is"),
    instant("csat_at", "when the latest CSAT answer was given, however old"),
    amount("ces_score", "latest CES answer, 1-7"),
    instant("ces_at", "when it was given"),
)
ENGAGEMENT_FACTS = (
    instant("last_touch_at", "last contact of any kind, ours included"),
    instant("last_two_way_at", "last contact in which the customer took part"),
    count(
        "two_way_touches",
        "contacts in which the customer took part in the last 90 days",
    ),
    count("surveys_delivered", "surveys delivered in the last 180 days; empty where deliveries are unknown"),
    count("surveys_answered", "of these, answered"),
    text("champion", "name of the present champion, or of the one who left last"),
    instant("champion_seen_at", "when the champion last took part in anything"),
    day("champion_since", "since when the present champion has the part, where that is known"),
    day("champion_left_on", "when the last champion left and nobody has followed"),
    text("sponsor", "name of the sponsor"),
)
ONBOARDING_FACTS = (
    count("milestones_due", "milestones due by now"),
    count("milestones_done", "of these, reached"),
    count("milestones_overdue", "of these, not reached"),
    count("milestone_late_days", "days by which the latest unreached one is late"),
    text("milestone_late", "name of that milestone"),
)
PAYMENT_FACTS = (
    count("invoices_overdue", "undisputed invoices unpaid after their due date"),
    amount("overdue_amount", "what they add up to"),
    count("overdue_days", "days by which the oldest of them is late"),
    amount(
        "payment_habit_days",
        "median days this customer paid after the due date, last 12 months",
    ),
    day("last_invoice_on", "due date of the latest invoice known"),
)
LOSS_FACTS = (
    day(
        "lost_on",
        "event date of the loss: notice, else first missed renewal, else last paid day",
    ),
    text("loss_reason", "why, in the source's words"),
    flag("involuntary", "unpaid rather than decided"),
)

FACTS: tuple[Column, ...] = (
    *IDENTITY,
    *CONTRACT,
    *USAGE_FACTS,
    *SUPPORT_FACTS,
    *VOICE_FACTS,
    *ENGAGEMENT_FACTS,
    *ONBOARDING_FACTS,
    *PAYMENT_FACTS,
    *LOSS_FACTS,
)
"""Every column of the facts frame, in its order."""

LOGGED_FACTS: tuple[Column, ...] = (
    flag("champion_left_logged", "we noted that the champion left; the book does not know it"),
    amount("arr_logged", "ARR agreed for the next term, as we noted; the book does not know it"),
)
"""What people noted beside the facts of the book: no part of the facts frame, kept with the facts of a snapshot."""

SOURCES = (
    "usage",
    "tickets",
    "responses",
    "touchpoints",
    "contacts",
    "invoices",
    "milestones",
    "subscriptions",
)
"""Tables whose presence in the book tells *not applicable* (never connected) from *missing*."""
