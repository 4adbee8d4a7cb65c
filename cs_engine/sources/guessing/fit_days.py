"""How well values suit columns of days and moments."""

from cs_engine.sources.guessing.fitting import DOUBT, MOST, NEARLY, UNFIT, Case, Fit
from cs_engine.sources.guessing.questions import DAY_OR_MONTH
from cs_engine.wording import sentence

OFTEN = 0.3
"""Of the dates: a customer in notice or two may have an end to come, a third of them has not."""
TENURE = frozenset("tenure months days age monate tage dauer 时长 客户时长 在网时长 vertragsdauer book".split())  # noqa: SIM905 - a list of words
DAYS = frozenset({"days", "day", "tage"})
MONTHS = frozenset({"months", "month", "monate"})
YEARS = frozenset({"years", "year", "jahre"})
LONGEST_MONTHS = 600
"""Fifty years; a larger tenure is counted in days."""
SHORT_TENURE = 36
"""Without a unit, numbers up to here may as well be years or weeks."""
COUNTED_BACK = 0.97


def days(case: Case) -> Fit:
    """Days, written in a way that the values decide."""
    dates = case.profile.dates
    if dates is None:
        return Fit(0.0, "no dates")
    rule = {"format": dates.format} if dates.format else {}
    if dates.undecided:
        example = case.profile.filled_cells.iloc[0]
        question = sentence(DAY_OR_MONTH, example=repr(example), one=dates.format, other=dates.other)
        return Fit(DOUBT, "dates whose day and month cannot be told apart", rule, question, {"format": dates.other})
    written = f"dates written {dates.format}" if dates.format else "dates"
    return Fit(1.0 if dates.share >= MOST else NEARLY, written, rule)


def end(case: Case) -> Fit:
    """An end that is always given and often to come is the end of a term, not of the contract."""
    found, dates = days(case), case.profile.dates
    if dates is None or case.profile.filled < NEARLY:
        return found
    coming = float(dates.days.dropna().gt(str(case.today)).mean())
    return found.but(DOUBT, f"{found.seen}, {coming:.0%} of them to come") if coming >= OFTEN else found


def start(case: Case) -> Fit:
    """The beginning of a relationship, which may be given as its length until today."""
    numbers = case.profile.numbers
    if case.profile.dates is not None or numbers is None:
        return days(case)
    if not case.said & TENURE or not numbers.whole or numbers.low < 0:
        return Fit(0.0, "no dates")
    if case.said & YEARS:
        return Fit(UNFIT, "years, too coarse for a date")
    in_days = bool(case.said & DAYS) or numbers.high > LONGEST_MONTHS
    unit = "days" if in_days else "months"
    seen = f"tenure in {unit} up to {numbers.high:.0f}, counted back from {case.today}"
    named = case.said & (DAYS | MONTHS) or numbers.high > SHORT_TENURE
    rule = {f"{unit}_before": case.today}
    return Fit(COUNTED_BACK, seen, rule) if named else Fit(DOUBT, f"{seen}, though it may be years", rule)
