"""What the values of a column may leave open, so that a person has to say it."""

from cs_engine.wording import phrase

DAY_OR_MONTH = phrase("{example} may be written day first ({one}) or month first ({other})")
DAY_OR_MONTH_PLAINLY = phrase("{example} may be written day first or month first")
"""For those who are asked with buttons and need no codes of formats."""
THOUSANDS_OR_DECIMALS = phrase("{example} may be thousands or have three decimals")
