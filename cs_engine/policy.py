"""Weights and thresholds that several rooms share, each with its reason.

A scorecard may set its own bands, evidence floors and vetoes; these are the defaults.
Times are in days, scores in points of 0-100.
"""

from cs_engine.records.bands import Band

AT_RISK_BELOW = 50.0
"""Less than half the points: more went wrong than right."""
AT_RISK_LEAVES_AT = 55.0
"""Five points above the border, so that an account at the border does not flap."""
HEALTHY_AT = 70.0
"""Seven of ten points: the usual border of green in the field."""
HEALTHY_LEAVES_BELOW = 66.0
"""Four points below the border, so that one mediocre week does not take the green away."""
HOLD_SNAPSHOTS = 2
"""Two weekly snapshots: a single odd week is noise."""
COVERAGE_FLOOR = 0.5
"""With less than half the weight known, any score would be mostly guessed."""
USAGE_FRESH_DAYS = 14
"""Two weekly deliveries may fail before we stop knowing how the product is used."""
HUMAN_SIGNAL_DAYS = 90
"""A quarter: customers reviewed less often are not known to be fine."""
CHAMPION_LEFT_DAYS = 60
"""Two months without a successor; after that the other measures show what the loss did."""
OVERDUE_DAYS = 30
"""One full payment term late."""
OVERDUE_BEYOND_HABIT_DAYS = 15
"""Half a month later than this customer usually pays: slow payers are not refusing payers."""

DIGITAL_SEGMENT = "digital"
"""Accounts served without a person: nobody calls them, so silence says nothing."""
TREND_MIN_WEEKS = 8
"""Before eight weeks a ramp-up and a decline cannot be told apart."""
YEAR_WEEKS = 56
"""The last four weeks and the same four weeks a year earlier."""
SEATS_MIN_DAYS = 60
"""Roll-outs take about two months; empty seats before that mean nothing."""

WEEK_WINDOW = (7, 13)
"""Days back in which last week's snapshot is looked for: a missed Monday still finds one."""
MONTH_WINDOW = (28, 34)
"""The same for four weeks back."""
BOTH_SHOWN_DAYS = 28
"""After a change of scorecard the old and the new score stand side by side for four weeks."""

CHILD_MIN_ARR_SHARE = 0.2
"""A child with a fifth of the money can sink the parent; smaller ones cannot hide it."""

SEVERITY: tuple[Band, ...] = (Band.LEAVING, Band.AT_RISK, Band.UNKNOWN, Band.WATCH, Band.HEALTHY)
"""Worst first. Unknown stands before Watch: not knowing is never shown as fine."""
