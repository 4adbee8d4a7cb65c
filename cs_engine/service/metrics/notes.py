"""What there is to know about a page of figures, beside the figures."""

from cs_engine.wording import phrase

NOT_THEN = phrase("The {by} of {n} customers on {day} is not in the book; today's is used.")
TOLD_APART = phrase(
    "Money is told apart in {currencies}: no exchange rates are given. "
    "Put a rates.csv beside the book to see it in one."
)
NO_SCORES = phrase("No scores are stored by the end of the period, so scorecard health and confidence are left out.")
NOT_COMPARED = phrase("Money is not compared with the period before it, which began on {day}: {why}")
NOTES = (NOT_THEN, TOLD_APART, NO_SCORES, NOT_COMPARED)
