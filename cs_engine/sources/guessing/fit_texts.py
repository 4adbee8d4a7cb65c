"""How well values suit columns of text: names, keys, kinds, addresses."""

from cs_engine.sources.guessing.fitting import DOUBT, MOST, NEARLY, UNFIT, Case, Fit
from cs_engine.sources.guessing.profiles import DOMAIN, EMAIL

FRACTIONS = 0.4
"""A text column that holds fractions is hardly one."""
NUMBERED = 0.3
"""Plans, kinds and owners are rarely numbers."""
MAYBE_SO = 0.7
PEOPLE_OF_ONE = 0.3
"""Share of different values: names of different accounts differ."""
SHORT_LIST = 20
"""In a list this short nearly all owners or plans may differ."""


def text(case: Case) -> Fit:
    """Any text that is neither days nor fractions."""
    if case.profile.dates is not None:
        return Fit(UNFIT, "dates")
    if case.profile.numbers is not None and not case.profile.numbers.whole:
        return Fit(FRACTIONS, "numbers with decimals")
    several = case.profile.distinct > 1
    return Fit(1.0, f"{case.profile.distinct:,} different values" if several else "always the same value")


def wording(case: Case) -> Fit:
    """Names and remarks are words, not numbers."""
    return Fit(UNFIT, "numbers") if case.profile.numbers is not None else text(case)


def account_name(case: Case) -> Fit:
    """Names of accounts differ and are no addresses."""
    if case.profile.share(EMAIL) >= MOST:
        return Fit(NUMBERED, "e-mail addresses")
    found = wording(case)
    few = found.factor == 1 and case.profile.unique < PEOPLE_OF_ONE
    return found.but(MAYBE_SO, f"only {found.seen}") if few else found


def key(case: Case) -> Fit:
    """What identifies a row is there in every row and different in every row, but for a few repeats."""
    found = text(case)
    if found.factor < 1 or case.profile.filled < MOST:
        return Fit(UNFIT, "does not identify a row")
    if case.profile.unique == 1:
        return Fit(1.0, "a value of its own in every row")
    nearly = case.profile.unique >= MOST
    return Fit(0.9, "nearly every row its own value") if nearly else Fit(UNFIT, "repeats between rows")


def account(case: Case) -> Fit:
    """The account identifies a row of accounts; other rows refer to it."""
    if case.table == "accounts":
        return key(case)
    found = text(case)
    if found.factor == 1 and case.profile.filled < NEARLY:
        return Fit(0.8, f"empty in {1 - case.profile.filled:.0%} of the rows")
    return found


def repeating(case: Case) -> Fit:
    """Owners, plans, kinds: words, and far fewer of them than rows."""
    if case.profile.numbers is not None:
        return Fit(NUMBERED, "numbers")
    found = text(case)
    own = case.profile.unique > NEARLY and len(case.profile.filled_cells) >= SHORT_LIST
    return found.but(DOUBT, "a value of its own in nearly every row") if own and found.factor == 1 else found


def email(case: Case) -> Fit:
    """E-mail addresses."""
    fits = case.profile.share(EMAIL) >= NEARLY
    return Fit(1.0, "e-mail addresses") if fits else Fit(UNFIT, "no e-mail addresses")


def domain(case: Case) -> Fit:
    """Web domains or addresses."""
    fits = case.profile.share(DOMAIN) >= NEARLY
    return Fit(1.0, "web domains") if fits else Fit(UNFIT, "no web domains")
