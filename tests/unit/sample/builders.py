"""What the tests of the sample share."""

from datetime import date

UNTIL = date(2026, 11, 22)
"""Last day of the small company; the tales are told up to it."""
