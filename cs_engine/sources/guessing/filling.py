"""What a table needs and no column names: constants and columns that serve twice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from cs_engine.frames.tables import TABLES
from cs_engine.sources.guessing.matching import FileProfile, Match
from cs_engine.sources.guessing.names import CURRENCIES, words
from cs_engine.sources.guessing.profiles import Profile
from cs_engine.sources.guessing.records import ColumnGuess
from cs_engine.sources.mapping import ColumnRule

CONSTANT = 0.9
HALF = 0.5
WEEK = 7
FEW_DATES = 3
"""Fewer different days do not show a rhythm."""
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR"}
MONEY = frozenset({"mrr", "amount", "refund", "cost"})
SCALES = (("nps", 7), ("csat", 0))
"""A score above 7 can only be NPS; the least certain comes last."""


def guess_of(name: str, rule: Mapping[str, Any], confidence: float, reason: str) -> ColumnGuess:
    """Return a guess for one canonical column."""
    return ColumnGuess(name, ColumnRule.model_validate(dict(rule)), confidence, reason)


def fill(match: Match, file: FileProfile, have: Mapping[str, ColumnGuess]) -> Iterator[ColumnGuess]:
    """Yield guesses for columns that the table wants and no pair gave."""
    declared = {column.name for column in TABLES[match.table].columns}
    if "currency" in declared - set(have):
        yield from _currency(match)
    if match.table in _TABLES:
        yield from _TABLES[match.table](match, file, have)
    (key, *more) = TABLES[match.table].key
    if key not in have and not more and match.table != "accounts":
        yield from _key(key, match, file, have)


def _key(key: str, match: Match, file: FileProfile, have: Mapping[str, ColumnGuess]) -> Iterator[ColumnGuess]:
    """Where no column identifies a row, the account does, or the account and more together."""
    account = have.get("account_id")
    rule = account.rule if account else None
    if rule is None or rule.column is None:
        return
    profile = next(column for column in file.columns if column.name == rule.column)
    if profile.unique == 1 and rule.via is None and profile.filled == 1:
        yield guess_of(key, {"from": rule.source}, 0.7, "one row per account, so the account identifies it")
        return
    names = [TABLES[match.table].known_by, *(column.name for column in TABLES[match.table].columns)]
    parts = [rule.column]
    for name in dict.fromkeys(names):
        source = have[name].rule.column if name in have else None
        if source is not None and source not in parts and (len(parts) == 1 or _repeats(file, parts)):
            parts.append(source)
    if len(parts) > 1:
        yield guess_of(key, {"join": parts}, HALF, "no column identifies a row; these together do")


def _repeats(file: FileProfile, parts: Sequence[str]) -> bool:
    columns = [column.filled_cells.rename(column.name) for column in file.columns if column.name in parts]
    return bool(pd.concat(columns, axis="columns").duplicated().any())


def _currency(match: Match) -> Iterator[ColumnGuess]:
    for name in MONEY & set(match.pairs):
        profile = match.pairs[name].profile
        for word in words(profile.name).split():
            if word in CURRENCIES:
                yield guess_of("currency", {"value": word.upper()}, CONSTANT, f"the column {profile.name!r} says so")
                return
        signs = {code for sign, code in SIGNS.items() if profile.filled_cells.str.contains(sign, regex=False).any()}
        if len(signs) == 1:
            yield guess_of("currency", {"value": signs.pop()}, CONSTANT, f"the sign in {profile.name!r}")
            return


def _accounts(match: Match, file: FileProfile, have: Mapping[str, ColumnGuess]) -> Iterator[ColumnGuess]:
    if "account_id" not in have and "name" in have:
        profile = match.pairs["name"].profile
        if profile.unique == 1:
            yield guess_of(
                "account_id", {"from": profile.name}, 0.7, "nothing else identifies an account, and names are unique"
            )
    if "name" not in have and "account_id" in have:
        source = have["account_id"].rule.source
        yield guess_of("name", {"from": source}, 0.7, "no column names the accounts, so their id does")
    del file


def _usage(match: Match, file: FileProfile, have: Mapping[str, ColumnGuess]) -> Iterator[ColumnGuess]:
    if "feature" not in have:
        yield guess_of(
            "feature", {"value": "*"}, CONSTANT, "no column names a feature, so rows cover the whole product"
        )
    if "period_days" not in have and "period_start" in match.pairs:
        days, sure, why = _rhythm(match.pairs["period_start"].profile, file.file)
        yield guess_of("period_days", {"value": days}, sure, why)


def _rhythm(profile: Profile, file: str) -> tuple[int, float, str]:
    """Return how many days a row covers."""
    assert profile.dates is not None  # noqa: S101 - paired as a date
    days = profile.dates.days.dropna().dt.normalize().drop_duplicates()
    if len(days) >= FEW_DATES:
        weekly = len(set(days.dt.day_of_week)) == 1
        return (WEEK, CONSTANT, "always the same day of the week") if weekly else (1, CONSTANT, "days of all kinds")
    said = set(words(f"{file} {profile.name}").split())
    return (
        (WEEK, HALF, "the name says weeks")
        if said & {"week", "weekly", "woche"}
        else (1, HALF, "too few days to see a rhythm")
    )


def _responses(match: Match, file: FileProfile, have: Mapping[str, ColumnGuess]) -> Iterator[ColumnGuess]:
    if "survey" in have or "score" not in match.pairs:
        return
    profile = match.pairs["score"].profile
    said = words(f"{file.file} {' '.join(column.name for column in file.columns)}").split()
    named = [survey for survey in ("nps", "csat", "ces") if survey in said]
    high = profile.numbers.high if profile.numbers else 0.0
    if len(named) == 1:
        yield guess_of("survey", {"value": named[0]}, CONSTANT, f"names in the file say {named[0]}")
        return
    survey = next(survey for survey, above in SCALES if high > above or not above)
    sure = CONSTANT if survey == "nps" else HALF
    yield guess_of("survey", {"value": survey}, sure, f"scores reach {high:g}")


def _invoices(match: Match, file: FileProfile, have: Mapping[str, ColumnGuess]) -> Iterator[ColumnGuess]:
    del file, match
    if "due_date" not in have and "issued_date" in have:
        issued = have["issued_date"].rule.model_dump(by_alias=True, exclude_defaults=True)
        yield guess_of("due_date", issued, HALF, "no column says when it is due, so it is due at once")


_TABLES: Mapping[str, Any] = {
    "accounts": _accounts,
    "usage": _usage,
    "responses": _responses,
    "invoices": _invoices,
}
