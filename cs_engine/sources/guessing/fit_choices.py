"""How well values suit columns of fixed choices, and what each value means."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from cs_engine.sources.guessing.fit_numbers import number
from cs_engine.sources.guessing.fitting import NEARLY, Case, Fit
from cs_engine.sources.guessing.names import words
from cs_engine.sources.guessing.profiles import Profile, choice_words, countries, currency

FEWEST_KNOWN = 0.4
"""With fewer known values it is another list."""
HALF_KNOWN = 0.7
UNNAMED_MONTHS = 0.6
"""A term without a unit is mostly in months, but may count periods of another column's unit."""
THUMBS = 0.6
"""Good and bad are not answers from 1 to 5."""
YEARS = frozenset({"years", "year", "jahre", "年"})
MONTHS = frozenset({"months", "month", "monate", "mo", "mos"})
PLAIN_FLAGS = frozenset({"true", "t", "yes", "y", "1", "false", "f", "no", "n", "0"})
"""What a load reads as yes or no anyway."""


def choice(case: Case) -> Fit:
    """The source's words for our choices; what we do not know is left empty."""
    known = choice_words().get(f"{case.table}.{case.column.name}")
    found = known or MappingProxyType({words(ours): ours for ours in case.column.choices})
    return _mapped(case.profile, found, spare="", ours=case.column.choices)


def term(case: Case) -> Fit:
    """A term is a number of months, or of years, or a word for it."""
    if case.profile.numbers is None:
        return _mapped(case.profile, choice_words()["subscriptions.term_months"], spare=None)
    found = number(case)
    if case.said & YEARS:
        return found.but(1.0, f"{found.seen} years", {"scale": 12.0})
    return found if case.said & MONTHS else found.but(UNNAMED_MONTHS, f"{found.seen}, taken as months")


def csat(case: Case) -> Fit:
    """Answers from 1 to 5, or thumbs."""
    if case.profile.numbers is not None:
        return number(case)
    found = _mapped(case.profile, choice_words()["tickets.csat"], spare="")
    return found.but(THUMBS, f"{found.seen}, as 5 and 1")


def flag(case: Case) -> Fit:
    """Yes or no, in several languages."""
    if case.profile.dates is not None or not case.profile.choices:
        return Fit(0.0, "neither yes nor no")
    known = choice_words()["flag"]
    meant = {value: known.get(words(value)) for value in case.profile.choices}
    if None in meant.values():
        return Fit(0.0, "neither yes nor no")
    values = {value: ours for value, ours in meant.items() if value.lower() not in PLAIN_FLAGS}
    return Fit(1.0, "yes or no", {"values": values} if values else {})


def country(case: Case) -> Fit:
    """Countries by code or name."""
    known = countries()
    return _coded(case.profile, lambda value: known.get(words(value)), "countries")


def money(case: Case) -> Fit:
    """Currencies by code or sign."""
    return _coded(case.profile, currency, "currency codes")


def _coded(profile: Profile, code: Callable[[str], str | None], seen: str) -> Fit:
    meant = {value: code(value) for value in profile.filled_cells.unique()}
    share = float(profile.filled_cells.map(meant).notna().mean())
    values = {value: ours for value, ours in meant.items() if ours is not None and ours != value}
    return Fit(_trust(share), seen, {"values": values} if values else {})


def _mapped(profile: Profile, known: Mapping[str, str], *, spare: str | None, ours: Iterable[str] = ()) -> Fit:
    """Replace the source's words by ours; what is not known becomes ``spare``, or stays if that is ``None``."""
    if not profile.choices:
        return Fit(0.0, f"{profile.distinct:,} different values")
    meant = {value: known.get(words(value), spare) for value in profile.choices}
    lost = [value for value in profile.choices if words(value) not in known]
    share = 1 - float(profile.filled_cells.isin(lost).mean())
    values = {value: to for value, to in meant.items() if to is not None and to != value and value not in ours}
    seen = f"{', '.join(lost[:3])} unknown and left empty" if lost else "values we know"
    return Fit(_trust(share), seen, {"values": values} if values else {})


def _trust(share: float) -> float:
    """Turn the share of known values into a factor: half unknown is not the same list."""
    if share < FEWEST_KNOWN:
        return 0.0
    return share if share >= NEARLY else share * HALF_KNOWN
